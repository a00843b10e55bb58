"""Which courts of the pilot are known, and since when a force works with notices and orders. DAA 2021 s.90(7); A22.

Most courts were not seen by name: a place without a row is not known, and says so. Both tables are data with a source; an
administrator's rows are passed in beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from haven_law.areas import area_code
from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding

FAMILY, COUNTY, MAGISTRATES, CROWN = "family_court", "county_court", "magistrates_court", "crown_court"
_KINDS = {FAMILY: "family", COUNTY: "county", MAGISTRATES: "magistrates'", CROWN: "Crown"}
LONDON, MANCHESTER, CLEVELAND, NORTH_WALES = "london", "greater_manchester", "cleveland", "north_wales"
_GROUPS: dict[str, frozenset[str]] = {
    LONDON: frozenset({"bromley", "croydon", "sutton"}),
    MANCHESTER: frozenset(
        {
            *("bolton", "bury", "manchester", "oldham", "rochdale"),
            *("salford", "stockport", "tameside", "trafford", "wigan"),
        }
    ),
    CLEVELAND: frozenset({"hartlepool", "middlesbrough", "redcar_and_cleveland", "stockton_on_tees"}),
    NORTH_WALES: frozenset({"anglesey", "gwynedd", "conwy", "denbighshire", "flintshire", "wrexham"}),
}


@dataclass(frozen=True)
class PilotCourt:
    """A court that deals with the orders of an area, and where that was read."""

    area: str
    kind: str
    name: str
    from_day: date
    source: str
    confirmed: bool


@dataclass(frozen=True)
class ForceLive:
    """From which day a force works with notices and orders in a district; ``from_day`` None: not live when last seen."""

    area: str
    from_day: date | None
    source: str
    confirmed: bool


_FIRST, _CLEVELAND_FROM, _WALES_FROM = date(2024, 11, 27), date(2025, 3, 11), date(2025, 4, 28)
_RELEASE = "Ministry of Justice release"
SHIPPED_COURTS: tuple[PilotCourt, ...] = (
    PilotCourt(LONDON, COUNTY, "Croydon", _FIRST, "county court page on gov.uk", True),
    PilotCourt(LONDON, COUNTY, "Bromley", _FIRST, "county court page on gov.uk", True),
    PilotCourt(MANCHESTER, MAGISTRATES, "Manchester and Salford", _FIRST, "press, 2024 and June 2025", True),
    PilotCourt(MANCHESTER, CROWN, "Manchester, Minshull Street", _FIRST, "copies of the court finder", True),
    PilotCourt(CLEVELAND, FAMILY, "Teesside Combined Court Centre", _CLEVELAND_FROM, _RELEASE, True),
    PilotCourt(CLEVELAND, MAGISTRATES, "Teesside", _CLEVELAND_FROM, "believed", False),
    PilotCourt(NORTH_WALES, FAMILY, "Caernarfon", _WALES_FROM, _RELEASE, True),
    PilotCourt(NORTH_WALES, FAMILY, "Prestatyn", _WALES_FROM, _RELEASE, True),
    PilotCourt(NORTH_WALES, FAMILY, "Wrexham", _WALES_FROM, _RELEASE, True),
)
_GMP = "announcements of the force and local press"
SHIPPED_FORCES: tuple[ForceLive, ...] = (
    ForceLive("bury", _FIRST, _GMP, True),
    ForceLive("wigan", date(2025, 1, 6), _GMP, True),
    ForceLive("manchester", date(2025, 2, 17), _GMP, True),
    ForceLive("tameside", date(2025, 7, 7), _GMP, True),
    ForceLive("bolton", date(2025, 11, 1), f"{_GMP}: about November 2025", False),
    ForceLive("rochdale", date(2025, 11, 1), f"{_GMP}: about November 2025", False),
    ForceLive("oldham", None, f"{_GMP}: not in November 2025", False),
    ForceLive("salford", None, f"{_GMP}: not in November 2025", False),
)


@dataclass(frozen=True, kw_only=True)
class Courts(Decision):
    """The courts found, by name; empty where none is known."""

    names: tuple[str, ...] = ()


def courts_for(area: str, kind: str, on: date, rows: Iterable[PilotCourt] = SHIPPED_COURTS) -> Courts:
    """Which courts of a kind are known to deal with orders of an area on a day (s.90(7)).

    Undecided where none is known: a person must look. Raises ValueError for another kind.
    """
    if kind not in _KINDS:
        raise ValueError(f"'{kind}' is not a kind of court of the pilot.")
    group = _group_of(area)
    found = [row for row in rows if row.area in (group, area_code(area)) and row.kind == kind and row.from_day <= on]
    if not found:
        because = f"No {_kind(kind)} for {area} is known by name; ask the court service."
        return Courts((Finding(daa("90(7)"), None, because, "courts not known", confirmed=False),))
    names = tuple(row.name for row in found)
    because = f"Known {_kind(kind)} for {area}: {', '.join(names)}."
    return Courts((Finding(daa("90(7)"), True, because, confirmed=all(row.confirmed for row in found)),), names=names)


def _kind(kind: str) -> str:
    return f"{_KINDS[kind]} court"


def _group_of(area: str) -> str | None:
    code = area_code(area)
    return next((group for group, codes in _GROUPS.items() if code in codes), None)


def force_live(area: str, on: date, rows: Iterable[ForceLive] = SHIPPED_FORCES) -> Decision:
    """Whether the force works with notices and orders in a district on a day (A22): known, or None where it is not.

    It decides what the screen offers, never what is valid.
    """
    mine = [row for row in rows if row.area == area_code(area)]
    if not mine:
        return Decision(
            (Finding(daa("90(7)"), None, f"It is not known since when the force is live in {area}.", "A22"),)
        )
    row = mine[-1]
    if row.from_day is None:
        because = f"The force was not live in {area} when last seen ({row.source})."
        return Decision((Finding(daa("90(7)"), False, because, "A22", confirmed=row.confirmed),))
    live = row.from_day <= on
    because = f"The force {'is' if live else 'is to be'} live in {area} from {in_words(row.from_day)} ({row.source})."
    return Decision((Finding(daa("90(7)"), live, because, "A22", confirmed=row.confirmed),))


def transport_police_court(*, nearest_to_incident: bool, subject_resides_in_pilot_area: bool) -> Decision:
    """Whether the transport police apply in the right court (s.28(6), as practised; A11).

    In the pilot magistrates' court nearest the incident; the subject must reside in a pilot area all the same. Read in
    notes of a firm, not in a rule.
    """
    nearest = "It is the pilot magistrates' court nearest the incident."
    resides = "The subject resides in a pilot area."
    return Decision(
        (
            Finding(
                daa("28(6)"),
                nearest_to_incident,
                nearest if nearest_to_incident else nearest.replace("It is", "It must be"),
                confirmed=False,
            ),
            Finding(
                daa("90(7)"),
                subject_resides_in_pilot_area,
                resides if subject_resides_in_pilot_area else resides.replace("resides", "must reside"),
                "A11",
                confirmed=False,
            ),
        )
    )


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    courts_for: ("90(7)",),
    force_live: ("90(7)",),
    transport_police_court: ("28(6)", "90(7)"),
}
