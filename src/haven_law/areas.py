"""Where and when the provisions are in force: a dated table of areas. DAA 2021 s.90 and the commencement regulations.

The table is data: rows can be added without a release. The connecting factor is where the subject resides (A11).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding

LAST_DAY = date(2026, 11, 24)
EXTENDED_BY = "SI 2026/342"
SAVINGS = "SI 2025/515 reg.3"


@dataclass(frozen=True)
class AreaRow:
    """One area for one time. ``last_day`` None: no end is known.

    ``certain`` False: only a lawyer can say (Cleveland). ``practice_only``: for practice data, never in production.
    """

    area_code: str
    area_name: str
    provisions: str
    from_day: date
    last_day: date | None
    instrument: str
    confirmed: bool
    practice_only: bool = False
    certain: bool = True

    def covers(self, on: date) -> bool:
        """Whether the row holds on a day, both ends included."""
        return self.from_day <= on and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True)
class AreaAnswer:
    """Whether the provisions are available in an area on a day: True, False, or None (a lawyer must decide)."""

    available: bool | None
    instrument: str | None
    ambiguity: str | None
    because: str
    row: AreaRow | None = None
    instruments: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[str, ...]:
        """The instruments that speak of the area, and the section under which they were made."""
        return (*self.instruments, daa("90"))

    @property
    def decision(self) -> Decision:
        """The same answer as a decision with one finding."""
        provision = self.instrument or daa("90")
        return Decision((Finding(provision, self.available, self.because, self.ambiguity),), (daa("90"),))

    @property
    def lawful(self) -> bool | None:
        """The same as ``available``."""
        return self.available


PROVISIONS = "ss.22-25, 27-29, 31-38, 44-45, 48-49"

_LONDON = {"bromley": "Bromley", "croydon": "Croydon", "sutton": "Sutton"}
_MANCHESTER = {
    "bolton": "Bolton",
    "bury": "Bury",
    "manchester": "Manchester",
    "oldham": "Oldham",
    "rochdale": "Rochdale",
    "salford": "Salford",
    "stockport": "Stockport",
    "tameside": "Tameside",
    "trafford": "Trafford",
    "wigan": "Wigan",
}
_CLEVELAND = {
    "hartlepool": "Hartlepool",
    "middlesbrough": "Middlesbrough",
    "redcar_and_cleveland": "Redcar and Cleveland",
    "stockton_on_tees": "Stockton-on-Tees",
}
_NORTH_WALES = {
    "anglesey": "Isle of Anglesey",
    "gwynedd": "Gwynedd",
    "conwy": "Conwy",
    "denbighshire": "Denbighshire",
    "flintshire": "Flintshire",
    "wrexham": "Wrexham",
}
AREAS: dict[str, str] = _LONDON | _MANCHESTER | _CLEVELAND | _NORTH_WALES

# Other names under which an area is known, folded as _folded does.
_ALIASES: dict[str, str] = {
    "stockton": "stockton_on_tees",
    "stockton on tees": "stockton_on_tees",
    "redcar": "redcar_and_cleveland",
    "redcar and cleveland": "redcar_and_cleveland",
    "isle of anglesey": "anglesey",
    "ynys mon": "anglesey",
    "sir ynys mon": "anglesey",
    "conwy county": "conwy",
    "sir ddinbych": "denbighshire",
    "sir y fflint": "flintshire",
    "wrecsam": "wrexham",
}
# Wider areas that a row was given for as a whole: answered by one of their districts, since all share their dates.
_WIDER: dict[str, str] = {"greater manchester": "manchester", "cleveland": "hartlepool", "north wales": "gwynedd"}

_PREFIXES = (
    "london borough of ",
    "royal borough of ",
    "metropolitan borough of ",
    "borough of ",
    "city of ",
    "county borough of ",
    "county of ",
)
_SUFFIXES = (" london borough", " metropolitan borough", " county borough", " borough", " council")


def _rows(
    names: dict[str, str], first: date, instrument: str, last: date | None = LAST_DAY, certain: bool = True
) -> list[AreaRow]:
    return [
        AreaRow(code, name, PROVISIONS, first, last, instrument, confirmed=certain, certain=certain)
        for code, name in names.items()
    ]


SHIPPED_AREAS: tuple[AreaRow, ...] = (
    *_rows(_LONDON, date(2024, 11, 27), "SI 2024/1191"),
    *_rows(_MANCHESTER, date(2024, 11, 27), "SI 2024/1191"),
    *_rows(_CLEVELAND, date(2025, 3, 5), "SI 2025/261", date(2025, 3, 10), certain=False),
    *_rows(_CLEVELAND, date(2025, 3, 11), "SI 2025/319"),
    *_rows(_NORTH_WALES, date(2025, 4, 28), "SI 2025/515"),
)


def _folded(name: str) -> str:
    folded = " ".join(name.casefold().replace("&", " and ").replace("-", " ").replace("_", " ").split())
    folded = folded.replace("ô", "o")
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix)
    for suffix in _SUFFIXES:
        folded = folded.removesuffix(suffix)
    return folded


def area_code(name: str) -> str | None:
    """Find the code of an area by its name or code, with or without "London Borough of"; None for no such area."""
    folded = _folded(name)
    if folded in _ALIASES:
        return _ALIASES[folded]
    if folded in _WIDER:
        return _WIDER[folded]
    code = folded.replace(" ", "_")
    return code if code in AREAS else None


def _matches(row: AreaRow, name: str) -> bool:
    code = area_code(name)
    if code is not None:
        return code in (row.area_code, area_code(row.area_name))
    return _folded(name) in (_folded(row.area_name), _folded(row.area_code))


def area_in_force(area: str, on: date, rows: Iterable[AreaRow] = SHIPPED_AREAS) -> AreaAnswer:
    """Whether notices and orders are available for a subject who resides in an area on a day.

    True with the instrument; None for the Cleveland districts of 5 to 10 March 2025, where the first regulations named
    the area imprecisely; False with A12 after the last stored end (a newer instrument may exist); False for an area
    without a row.
    """
    mine = [row for row in rows if _matches(row, area)]
    if not mine:
        return AreaAnswer(False, None, None, f"No instrument brings the provisions into force in {area}.")
    covering = [row for row in mine if row.covers(on)]
    certain = [row for row in covering if row.certain]
    if certain:
        row = next((row for row in reversed(certain) if not row.practice_only), certain[-1])
        because = f"In force in {row.area_name} on {in_words(on)}."
        return AreaAnswer(True, row.instrument, None, because, row, (row.instrument,))
    if covering:
        row = covering[-1]
        because = f"The regulations of this date name the area imprecisely ({row.area_name}, {in_words(on)})."
        return AreaAnswer(None, row.instrument, "Cleveland, 5 to 10 March 2025", because, row, (row.instrument,))
    return _outside(mine, on)


def _outside(mine: list[AreaRow], on: date) -> AreaAnswer:
    name = mine[-1].area_name
    instruments = tuple(dict.fromkeys(row.instrument for row in mine if row.certain))
    last_days = [row.last_day for row in mine if row.last_day is not None]
    if len(last_days) == len(mine) and on > max(last_days):
        return AreaAnswer(
            False,
            None,
            "A12",
            f"The last known instrument for {name} ended on {in_words(max(last_days))}; what was live then continues "
            "under the savings. Check whether there is a newer one.",
            instruments=(*instruments, EXTENDED_BY, SAVINGS),
        )
    because = f"Not in force in {name} on {in_words(on)}."
    return AreaAnswer(False, None, None, because, instruments=instruments)


def area_days_left(area: str, on: date, rows: Iterable[AreaRow] = SHIPPED_AREAS) -> int | None:
    """How many days the provisions still last in an area, the day itself not counted; 0 on the last day.

    None when they are not in force that day or no end is known (A23: warn from 14 days before).
    """
    kept = tuple(rows)
    answer = area_in_force(area, on, kept)
    if answer.row is None or answer.row.last_day is None:
        return None
    covering = [row for row in kept if _matches(row, area) and row.covers(on)]
    if any(row.last_day is None for row in covering):
        return None
    return max((row.last_day - on).days for row in covering if row.last_day is not None)


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    area_in_force: ("90", "SI 2024/1191", "SI 2025/319", "SI 2025/515", "SI 2026/342"),
    area_days_left: ("90", "SI 2026/342"),
}
