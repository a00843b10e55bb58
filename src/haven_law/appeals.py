"""Appeals: who, to which court, by when, and what the court may do. DAA 2021 s.46 and s.47; CrimPR 2025 Part 34.

The times stand in rules of court and other Acts, as rows of ``dated``; most of them are believed and not confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from haven_law.calendar import Calendar
from haven_law.citation import daa
from haven_law.clock import day_end, in_words
from haven_law.dated import SHIPPED_VALUES, DatedValue, value_on
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged
from haven_law.rule_days import beyond_calendar, business_day_after, days_after

PROTECTED, SUBJECT, APPLICANT, CHIEF_OFFICER = "protected_person", "subject", "applicant", "chief_officer"
ON_APPLICATION, IN_CRIMINAL, VARIED_IN_CRIMINAL, ON_CHANGE, UNASKED = (
    "on_application",
    "in_criminal_proceedings",
    "variation_in_criminal_proceedings",
    "on_variation_or_discharge",
    "in_family_or_civil_proceedings",
)
DECISIONS: dict[str, str] = {
    ON_APPLICATION: "a decision on an application for an order",
    IN_CRIMINAL: "an order made on conviction, acquittal or an appeal allowed",
    VARIED_IN_CRIMINAL: "a variation made on conviction, acquittal or an appeal allowed",
    ON_CHANGE: "a decision to vary or discharge an order, or not to",
    UNASKED: "an order made in family or civil proceedings without an application",
}


def may_appeal(
    decision: str,
    appealed_by: str,
    *,
    order_made: bool = True,
    order_made_on_application: bool = True,
    subject_resides_in_area: bool = False,
    subject_there_or_coming: Judged = False,
) -> Decision:
    """Whether somebody may appeal against a decision (s.46(1)-(6)), so far as it is not appealable otherwise.

    ``decision``: a code of ``DECISIONS``. ``order_made``: on an application the subject may appeal only if an order was
    made. A chief officer who is not the applicant may appeal only decisions to vary or discharge. Raises ValueError for
    another code.
    """
    if decision not in DECISIONS:
        raise ValueError(f"'{decision}' is not a decision that is appealed.")
    if appealed_by not in (PROTECTED, SUBJECT, APPLICANT, CHIEF_OFFICER):
        raise ValueError(f"'{appealed_by}' does not appeal.")
    if decision == ON_APPLICATION:
        return _on_application(appealed_by, order_made)
    if decision in (IN_CRIMINAL, VARIED_IN_CRIMINAL):
        section = "46(3)" if decision == IN_CRIMINAL else "46(4)"
        if appealed_by == SUBJECT:
            return allow(daa(section), "The subject may appeal as if it were a sentence for the offence.")
        return refuse(daa(section), "Only the subject may appeal against this, as if it were a sentence.")
    if decision == UNASKED:
        return Decision((Finding(daa("46(9)"), None, _OTHERWISE, "no subsection of s.46 covers it"),))
    return _on_change(appealed_by, order_made_on_application, subject_resides_in_area, subject_there_or_coming)


_OTHERWISE = (
    "Section 46 gives no appeal against it; the general rules on appeals from that court apply, and a lawyer must look "
    "at them."
)


def _on_application(appealed_by: str, order_made: bool) -> Decision:
    cited = (daa("46(1)"),)
    if appealed_by == PROTECTED:
        return Decision((Finding(daa("46(2)(a)"), True, "The order was sought for their protection."),), cited)
    if appealed_by == APPLICANT:
        return Decision((Finding(daa("46(2)(b)"), True, "They applied for the order."),), cited)
    if appealed_by == SUBJECT:
        because = (
            "The order was made against them." if order_made else "No order was made, so there is nothing to appeal."
        )
        return Decision((Finding(daa("46(2)(c)"), order_made, because),), cited)
    because = "A chief officer who did not apply for the order may not appeal; they must be heard if they wish."
    return Decision((Finding(daa("46(2)"), False, because),), (*cited, daa("47(1)")))


def _on_change(appealed_by: str, on_application: bool, resides: bool, there_or_coming: Judged) -> Decision:
    cited = (daa("46(5)"),)
    if appealed_by == PROTECTED:
        return Decision((Finding(daa("46(6)(a)"), True, "The order protects them."),), cited)
    if appealed_by == SUBJECT:
        return Decision((Finding(daa("46(6)(b)"), True, "The order was made against them."),), cited)
    if appealed_by == APPLICANT:
        because = "They applied for the order." if on_application else "The order was not made on an application."
        return Decision((Finding(daa("46(6)(c)"), on_application, because),), cited)
    if resides:
        because = "The subject resides in the police area of this chief officer."
        return Decision((Finding(daa("46(6)(d)"), True, because),), cited)
    finding = judged(
        daa("46(6)(e)"),
        there_or_coming,
        "The chief officer believes that the subject is in the police area or intends to come to it.",
        "The subject does not reside in the police area, and is not believed to be in it or coming to it.",
        "Decide whether you believe that the subject is in the police area or intends to come to it.",
    )
    return Decision((finding,) if finding else (), cited)


MAGISTRATES, CROWN, FAMILY, COUNTY, HIGH = (
    "magistrates_court",
    "crown_court",
    "family_court",
    "county_court",
    "high_court",
)


@dataclass(frozen=True, kw_only=True)
class AppealCourt(Decision):
    """The court to which an appeal goes: its code, or None where the general rules of that court say."""

    court: str | None = None


def appeal_court(decided_by: str) -> AppealCourt:
    """To which court an appeal under s.46(1) or (5) goes (s.46(7)-(9)).

    From a magistrates' court to the Crown Court, from the Crown Court to the Court of Appeal; from the others by their
    own rules, and who was not a party there is treated as one. Raises ValueError for another court.
    """
    if decided_by == MAGISTRATES:
        because = "An appeal from a magistrates' court goes to the Crown Court."
        return AppealCourt((Finding(daa("46(7)(a)"), True, because),), court="crown_court")
    if decided_by == CROWN:
        because = "An appeal from the Crown Court goes to the Court of Appeal."
        return AppealCourt((Finding(daa("46(7)(b)"), True, because),), court="court_of_appeal")
    if decided_by in (FAMILY, COUNTY, HIGH):
        because = "The appeal follows the rules of that court; who was not a party there is treated as one."
        return AppealCourt((Finding(daa("46(8)"), True, because),), (daa("46(9)"),))
    raise ValueError(f"'{decided_by}' is not a court whose decisions are appealed.")


@dataclass(frozen=True, kw_only=True)
class AppealWindow(Decision):
    """By when an appeal must be brought: the last days, and their last seconds in London.

    ``act_by`` is the earliest defensible date, to be worked to; ``outer_limit`` the latest, before which nobody is said
    to be late. Both None where no time is known.
    """

    act_by_day: date | None = None
    outer_day: date | None = None

    @property
    def act_by(self) -> datetime | None:
        """The last second of the earlier day."""
        return day_end(self.act_by_day) if self.act_by_day else None

    @property
    def outer_limit(self) -> datetime | None:
        """The last second of the later day."""
        return day_end(self.outer_day) if self.outer_day else None


# The dated times for each decision and court; two where the law is unsettled.
_TIMES: dict[tuple[str, str], tuple[str, ...]] = {
    (ON_CHANGE, MAGISTRATES): ("appeal_crimpr_business_days",),
    (ON_APPLICATION, MAGISTRATES): ("appeal_crimpr_business_days", "appeal_crown_civil_days"),
    (IN_CRIMINAL, MAGISTRATES): ("appeal_crimpr_business_days",),
    (VARIED_IN_CRIMINAL, MAGISTRATES): ("appeal_crimpr_business_days",),
    (ON_APPLICATION, FAMILY): ("appeal_family_days",),
    (ON_CHANGE, FAMILY): ("appeal_family_days",),
    (ON_APPLICATION, COUNTY): ("appeal_county_days",),
    (ON_CHANGE, COUNTY): ("appeal_county_days",),
    (ON_APPLICATION, HIGH): ("appeal_county_days",),
    (ON_CHANGE, HIGH): ("appeal_county_days",),
    (IN_CRIMINAL, CROWN): ("appeal_criminal_division_days",),
    (VARIED_IN_CRIMINAL, CROWN): ("appeal_criminal_division_days",),
    (ON_CHANGE, CROWN): ("appeal_criminal_division_days",),
}


def appeal_window(
    decision: str,
    decided_by: str,
    decided_on: date,
    calendar: Calendar | None = None,
    *,
    values: Iterable[DatedValue] = SHIPPED_VALUES,
) -> AppealWindow:
    """By when an appeal must be brought (s.46(9); CrimPR 2025 r.34.2(2); A15): two dates where the law is unsettled.

    The day of the decision is not counted. For a magistrates' court's decision on an application the rule names other
    appeals only, so that the earlier of 15 business days and 21 days is worked to and a lawyer decides (A15). Raises
    ValueError for another code, or a decision that this court does not make.
    """
    if decision not in DECISIONS:
        raise ValueError(f"'{decision}' is not a decision that is appealed.")
    keys = _TIMES.get((decision, decided_by))
    if keys is None:
        raise ValueError(f"No time is known for an appeal from '{decided_by}' against {DECISIONS[decision]}.")
    known = tuple(values)
    answers = [value_on(key, decided_on, known) for key in keys]
    rows = [answer.row for answer in answers]
    if any(row is None for row in rows):
        return AppealWindow(tuple(f for answer in answers for f in answer.findings))
    ends = [_last_day(row, decided_on, calendar) for row in rows if row is not None]
    findings = tuple(_time(row, day, len(keys) > 1) for row, day in zip(rows, ends, strict=True) if row is not None)
    if any(row is not None and row.unit == "business days" for row in rows):
        findings += beyond_calendar(max(ends), calendar)
    return AppealWindow(findings, (daa("46(9)"),), act_by_day=min(ends), outer_day=max(ends))


def _last_day(row: DatedValue, on: date, calendar: Calendar | None) -> date:
    if row.unit == "business days":
        return business_day_after(on, int(row.value), calendar)
    return days_after(on, int(row.value))


def _time(row: DatedValue, day: date, unsettled: bool) -> Finding:
    because = f"{row.words} after the decision: to the end of {in_words(day)}."
    return Finding(
        row.provision, None if unsettled else True, because, "A15" if unsettled else None, confirmed=row.confirmed
    )


POWERS: dict[str, tuple[str, str]] = {
    "confirm": ("47(4)(a)", "confirm the decision or a part of it"),
    "vary": ("47(4)(a)", "vary the decision or a part of it"),
    "revoke": ("47(4)(a)", "revoke the decision or a part of it"),
    "refer_back": ("47(4)(b)", "refer the matter back with a direction to decide again"),
    "make_order": ("47(4)(c)", "make any order that the first court could have made"),
    "consequential": ("47(4)(d)", "make incidental or consequential orders that appear just"),
}


def appeal_power(power: str, appeal_to: str) -> Decision:
    """Whether the court may do something on an appeal (s.47(3)-(4)): in the Crown Court and the Court of Appeal.

    Raises ValueError for another power.
    """
    if power not in POWERS:
        raise ValueError(f"'{power}' is not a power on an appeal.")
    section, words = POWERS[power]
    letter = {"crown_court": "a", "court_of_appeal": "b"}.get(appeal_to)
    if letter is None:
        return refuse(
            daa("47(3)"), "The section gives powers to the Crown Court and the Court of Appeal on these appeals."
        )
    return Decision((Finding(daa(section), True, f"On a review the court may {words}."),), (daa(f"47(3)({letter})"),))


def heard_on_appeal(*, police_wish_to_be_heard: bool, police_heard: bool | None = None) -> Decision:
    """Whether a relevant chief officer was heard before an appeal is determined (s.47(1)): if they wish it."""
    if not police_wish_to_be_heard:
        return allow(daa("47(1)"), "No relevant chief officer wishes to be heard.")
    if police_heard:
        return allow(daa("47(1)"), "The chief officer who wished to be heard was heard.")
    return refuse(
        daa("47(1)"), "The chief officer who wishes to be heard must be heard before the appeal is determined."
    )


CONFIRMED_OR_VARIED, MADE_ON_APPEAL = "confirmed_or_varied", "made_on_appeal"


def order_after_appeal(outcome: str) -> Decision:
    """Of which court an order is after an appeal, for later variation (s.47(5)).

    Confirmed or varied: of the court that first made it. Made on the appeal: of the court whose decision was appealed.
    Raises ValueError for another outcome.
    """
    if outcome == CONFIRMED_OR_VARIED:
        return allow(daa("47(5)(a)"), "The order remains one of the court that first made it.")
    if outcome == MADE_ON_APPEAL:
        return allow(daa("47(5)(b)"), "The order is treated as made by the court whose decision was appealed against.")
    raise ValueError(f"'{outcome}' is not an outcome of an appeal.")


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    may_appeal: ("46(1)", "46(2)", "46(3)", "46(4)", "46(5)", "46(6)"),
    appeal_court: ("46(7)", "46(8)"),
    appeal_window: ("CrimPR 2025 r.34.2(2)",),
    appeal_power: ("47(3)", "47(4)"),
    heard_on_appeal: ("47(1)",),
    order_after_appeal: ("47(5)",),
}
