"""Numbers and duties that change by date: old and new rows side by side, each with its source and whether it was read.

Citations: DAA 2021 s.39(5), s.43(3), s.46; SI 2025/95, SI 2025/1168; the rules of court. A row may be added without a
release: every function takes the rows as a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding


@dataclass(frozen=True)
class DatedValue:
    """One value for one time, both ends included. ``last_day`` None: no end is known.

    ``turns_on``: which day decides (of the conviction, of the offence, of the decision, the day itself). ``confirmed``
    False: the value, or one of its dates, was not read in its source.
    """

    key: str
    value: int | str
    unit: str
    from_day: date
    last_day: date | None
    provision: str
    source: str
    confirmed: bool
    turns_on: str = "the day itself"

    def covers(self, on: date) -> bool:
        """Whether the row holds on a day, both ends included."""
        return self.from_day <= on and (self.last_day is None or on <= self.last_day)

    @property
    def words(self) -> str:
        """The value with its unit."""
        return f"{self.value} {self.unit}".strip()


@dataclass(frozen=True, kw_only=True)
class ValueAnswer(Decision):
    """What a dated table says on a day: the row, and its value as a number where it is one (None: no row, ask)."""

    row: DatedValue | None = None

    @property
    def number(self) -> int | None:
        """The value as a number; None where there is no row or the value is text."""
        return self.row.value if self.row is not None and isinstance(self.row.value, int) else None


GENERAL_LIMIT = "general_limit_months"
ON_CONVICTION, ON_DECISION = "the day of the conviction", "the day of the decision"
_PILOT = date(2024, 11, 27)
_CRIMPR_2025 = date(2025, 10, 6)
_CODE_2021 = date(2021, 4, 1)

LABELS: dict[str, str] = {
    GENERAL_LIMIT: "General limit in a magistrates' court",
    "appeal_crimpr_business_days": "Appeal to the Crown Court from a decision under section 44",
    "appeal_crown_civil_days": "Appeal to the Crown Court from a magistrates' court in a civil matter",
    "appeal_family_days": "Appeal from the family court",
    "appeal_county_days": "Appeal from the county court or the High Court",
    "appeal_criminal_division_days": "Appeal to the Court of Appeal from the Crown Court",
    "remand_clear_days": "Ordinary remand in custody by a magistrates' court",
    "variation_representations_business_days": "Representations before a criminal court varies an order",
    "hearsay_business_days": "Challenge to hearsay in a criminal court",
    "forfeiture_business_days": "Notice before a recognizance is forfeited",
    "victims_code": "Victims' Code edition",
    "victims_code_duty": "Duty to follow the Victims' Code",
    "school_duty": "Duty to tell a child's school",
    "victim_information_duty": "Duty when the police ask for information about a victim",
    "injunctions_by_email": "Electronic notice of non-molestation orders to the police",
    "police_guidance": "Statutory guidance to the police",
}

SHIPPED_VALUES: tuple[DatedValue, ...] = (
    DatedValue(
        GENERAL_LIMIT,
        12,
        "months",
        date(2022, 5, 2),
        date(2023, 3, 29),
        daa("39(5)(a)(i)"),
        "Sentencing Act 2020 s.224 as varied; dates believed, not read",
        False,
        ON_CONVICTION,
    ),
    DatedValue(
        GENERAL_LIMIT,
        6,
        "months",
        date(2023, 3, 30),
        date(2024, 11, 17),
        daa("39(5)(a)(i)"),
        "Regulations of 2023 under the Sentencing Act 2020 s.224; dates believed, not read",
        False,
        ON_CONVICTION,
    ),
    DatedValue(
        GENERAL_LIMIT,
        12,
        "months",
        date(2024, 11, 18),
        None,
        daa("39(5)(a)(i)"),
        "Regulations of 2024 under the Sentencing Act 2020 s.224",
        True,
        ON_CONVICTION,
    ),
    DatedValue(
        "appeal_crimpr_business_days",
        15,
        "business days",
        _CRIMPR_2025,
        None,
        "CrimPR 2025 r.34.2(2)",
        "SI 2025/909 rr.34.1(1)(d)(ix) and 34.2(2); its first day believed",
        False,
        ON_DECISION,
    ),
    DatedValue(
        "appeal_crown_civil_days",
        21,
        "days",
        _PILOT,
        None,
        "CCR 1982",
        "Crown Court Rules 1982; not read",
        False,
        ON_DECISION,
    ),
    DatedValue(
        "appeal_family_days",
        21,
        "days",
        _PILOT,
        None,
        "FPR 2010 r.30.4",
        "FPR 2010 r.30.4; not read",
        False,
        ON_DECISION,
    ),
    DatedValue(
        "appeal_county_days",
        21,
        "days",
        _PILOT,
        None,
        "CPR 1998 r.52.12",
        "CPR 1998 Part 52; not read",
        False,
        ON_DECISION,
    ),
    DatedValue(
        "appeal_criminal_division_days",
        28,
        "days",
        _PILOT,
        None,
        "CAA 1968 s.18",
        "Criminal Appeal Act 1968; not read",
        False,
        ON_DECISION,
    ),
    DatedValue(
        "remand_clear_days",
        8,
        "clear days",
        _PILOT,
        None,
        "MCA 1980 s.128(6)",
        "Magistrates' Courts Act 1980 s.128(6); not read",
        False,
    ),
    DatedValue(
        "variation_representations_business_days",
        10,
        "business days",
        _CRIMPR_2025,
        None,
        "CrimPR 2025 r.31.5",
        "SI 2025/909 r.31.5; its first day believed",
        False,
    ),
    DatedValue(
        "hearsay_business_days",
        5,
        "business days",
        _CRIMPR_2025,
        None,
        "CrimPR 2025 r.31.7",
        "SI 2025/909 rr.31.7-31.8; its first day believed",
        False,
    ),
    DatedValue(
        "forfeiture_business_days",
        5,
        "business days",
        _PILOT,
        None,
        "MCR 1981 r.86",
        "SI 2024/254",
        True,
    ),
    DatedValue(
        "victims_code",
        "2021",
        "edition",
        _CODE_2021,
        None,
        "Victims' Code",
        "Code in force 1 April 2021; page of 10 June 2024. A new Code was consulted on from 5 February to 30 April 2026 "
        "and has no start date",
        True,
    ),
    DatedValue("victims_code_duty", "in force", "", date(2025, 1, 29), None, "VPA 2024 s.5", "SI 2025/95", True),
    DatedValue("school_duty", "in force", "", date(2025, 11, 7), None, daa("49A"), "SI 2025/1168", True),
    DatedValue(
        "victim_information_duty", "in force", "", date(2026, 1, 12), None, "VPA 2024 s.28", "SI 2025/1168", True
    ),
    DatedValue(
        "injunctions_by_email",
        "in force",
        "",
        date(2025, 7, 14),
        date(2026, 7, 13),
        "FPR 2010 PD36ZI",
        "PD36ZI as published by a chambers; whether it was extended is not known",
        False,
    ),
    DatedValue(
        "police_guidance",
        "27 November 2024",
        "edition",
        _PILOT,
        None,
        daa("50"),
        "Home Office guidance; only its first paragraph was read",
        False,
    ),
)


def value_on(key: str, on: date, rows: Iterable[DatedValue] = SHIPPED_VALUES) -> ValueAnswer:
    """What a dated table says on a day (s.39(5), s.43(3) and the rules of court): the latest row that covers it.

    Undecided (None) for a day before the first row or after the last one. A row that was not read in its source gives
    a finding that is not confirmed. Raises ValueError for a key without any row.
    """
    mine = [row for row in rows if row.key == key]
    if not mine:
        raise ValueError(f"There is no dated table '{key}'.")
    label = LABELS.get(key, key)
    covering = [row for row in mine if row.covers(on)]
    if not covering:
        because = f"{label}: no value is known for {in_words(on)}."
        return ValueAnswer((Finding(mine[-1].provision, None, because, "no row of the dated table"),))
    row = covering[-1]
    because = f"{label} on {in_words(on)}: {row.words} (source: {row.source})."
    return ValueAnswer((Finding(row.provision, True, because, confirmed=row.confirmed),), row=row)


def last_ends(rows: Iterable[DatedValue]) -> tuple[DatedValue, ...]:
    """Find the rows after which nothing follows: those with a last day whose next day no row of the key covers."""
    kept = tuple(rows)
    return tuple(row for row in kept if row.last_day is not None and not _followed(row, kept))


def _followed(row: DatedValue, rows: tuple[DatedValue, ...]) -> bool:
    if row.last_day is None:
        return True
    following = row.last_day + timedelta(days=1)
    return any(other.key == row.key and other is not row and other.covers(following) for other in rows)


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {value_on: ("39(5)", "43(3)")}
