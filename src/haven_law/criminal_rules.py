"""Orders in criminal courts: who serves what and by when. CrimPR 2025 Part 31; DAA 2021 s.31(3)-(6), s.48."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from haven_law.calendar import Calendar
from haven_law.citation import daa
from haven_law.clock import day_end, in_words
from haven_law.dated import SHIPPED_VALUES, DatedValue, value_on
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.rule_days import beyond_calendar, business_day_after

COURT_OFFICER, DEFENDANT, PROSECUTOR, PROTECTED, POLICE = (
    "court_officer",
    "defendant",
    "prosecutor",
    "protected_person",
    "police",
)
_WORDS = {
    COURT_OFFICER: "the court officer",
    DEFENDANT: "the defendant",
    PROSECUTOR: "the prosecutor",
    PROTECTED: "the protected person",
    POLICE: "the police",
}


def draft_order(*, served: Iterable[str], lists_requirements: bool, waited_for_verdict: bool) -> Decision:
    """Whether the prosecutor served the draft order as they must (CrimPR 2025 r.31.3(6)).

    On the court officer and the defendant, as soon as practicable and without waiting for the verdict, listing the
    requirements. Raises ValueError for an unknown person.
    """
    have = _known(served)
    rule = "CrimPR 2025 r.31.3(6)"
    waited = "The verdict was waited for; it must not be." if waited_for_verdict else "The verdict was not waited for."
    lists = "The draft lists the requirements." if lists_requirements else "The draft must list the requirements."
    return Decision(
        (
            *(_served(rule, who, have) for who in (COURT_OFFICER, DEFENDANT)),
            Finding(rule, not waited_for_verdict, waited),
            Finding(rule, lists_requirements, lists),
        ),
        (daa("31(3)"),),
    )


def _known(served: Iterable[str]) -> frozenset[str]:
    have = frozenset(served)
    unknown = sorted(have - _WORDS.keys())
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not somebody who is served.")
    return have


def _served(rule: str, who: str, have: frozenset[str]) -> Finding:
    met = who in have
    return Finding(rule, met, f"Served on {_WORDS[who]}." if met else f"It must be served on {_WORDS[who]}.")


def evidence_notice(*, served: Iterable[str]) -> Decision:
    """Whether notice of the evidence was served (CrimPR 2025 r.31.4): on the court officer and the defendant.

    Raises ValueError for an unknown person.
    """
    have = _known(served)
    return Decision(tuple(_served("CrimPR 2025 r.31.4", who, have) for who in (COURT_OFFICER, DEFENDANT)))


def opportunity_for_representations(*, before: bool, afterwards_arranged: bool = False) -> Decision:
    """Whether the defendant could make representations (CrimPR 2025 r.31.2(2)): before, or soon after on notice.

    An order may be made without that before; then they are heard as soon as just and convenient (s.34(4)).
    """
    if before:
        return allow("CrimPR 2025 r.31.2(2)", "The defendant could make representations before the order was made.")
    because = "A hearing on notice is arranged for the defendant's representations."
    if not afterwards_arranged:
        because = "The defendant must be heard as soon as just and convenient, on notice."
    return Decision((Finding("CrimPR 2025 r.31.2(2)(b)", afterwards_arranged, because),), (daa("34(4)"),))


@dataclass(frozen=True, kw_only=True)
class BusinessDays(Decision):
    """The last day for something in business days, and its last second in London; None where no time is known."""

    last_day: date | None = None

    @property
    def by(self) -> datetime | None:
        """The last second of the day."""
        return day_end(self.last_day) if self.last_day else None


def _within(
    key: str, rule: str, from_day: date, what: str, calendar: Calendar | None, values: Iterable[DatedValue]
) -> BusinessDays:
    limit = value_on(key, from_day, values)
    if limit.number is None:
        return BusinessDays(limit.findings)
    last = business_day_after(from_day, limit.number, calendar)
    because = f"{what} within {limit.number} business days: by the end of {in_words(last)}."
    findings = (Finding(rule, True, because, confirmed=limit.confirmed), *beyond_calendar(last, calendar))
    return BusinessDays(findings, last_day=last)


def hearsay_challenge(
    notice_on: date,
    *,
    cross_examine: bool,
    calendar: Calendar | None = None,
    values: Iterable[DatedValue] = SHIPPED_VALUES,
) -> BusinessDays:
    """By when hearsay is challenged (CrimPR 2025 rr.31.7-31.8): five business days after its notice.

    ``cross_examine``: an application to cross-examine the maker (r.31.7); otherwise a challenge to credibility (r.31.8).
    """
    rule = "CrimPR 2025 r.31.7" if cross_examine else "CrimPR 2025 r.31.8"
    what = "An application to cross-examine is made" if cross_examine else "The credibility of the maker is challenged"
    return _within("hearsay_business_days", rule, notice_on, what, calendar, values)


def variation_served(*, served: Iterable[str]) -> Decision:
    """Whether an application to vary in a criminal court was served as it must be (CrimPR 2025 r.31.5).

    By the applicant on the court officer and the prosecutor only; the court officer serves the others. Raises ValueError
    for an unknown person.
    """
    have = _known(served)
    rule = "CrimPR 2025 r.31.5"
    direct = sorted(have & {DEFENDANT, PROTECTED, POLICE})
    only = Finding(
        rule,
        not direct,
        f"The court officer serves {', '.join(_WORDS[who] for who in direct)}, not the applicant."
        if direct
        else "Nobody else was served by the applicant; the court officer serves them.",
    )
    return Decision((*(_served(rule, who, have) for who in (COURT_OFFICER, PROSECUTOR)), only), (daa("44(2)"),))


def variation_representations(
    served_on: date, calendar: Calendar | None = None, *, values: Iterable[DatedValue] = SHIPPED_VALUES
) -> BusinessDays:
    """By when representations on a variation are made (CrimPR 2025 r.31.5): ten business days after service.

    The court does not allow the application before they have passed.
    """
    what = "Representations on the variation are made"
    return _within("variation_representations_business_days", "CrimPR 2025 r.31.5", served_on, what, calendar, values)


def special_measures_limits(rule: str) -> Decision:
    """Whether a limit of Part 18 applies (CrimPR 2025 r.31.3(8)): special measures do, the limits of r.18.4(a) do not."""
    if rule == "r.18.4(a)":
        return refuse("CrimPR 2025 r.31.3(8)", "The time limits of rule 18.4(a) do not apply here.")
    return allow("CrimPR 2025 r.31.3(8)", f"Part 18 on special measures applies here ({rule}).")


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    draft_order: ("CrimPR 2025 r.31.3",),
    evidence_notice: ("CrimPR 2025 r.31.4",),
    opportunity_for_representations: ("CrimPR 2025 r.31.2",),
    hearsay_challenge: ("CrimPR 2025 r.31.7", "CrimPR 2025 r.31.8"),
    variation_served: ("CrimPR 2025 r.31.5",),
    variation_representations: ("CrimPR 2025 r.31.5",),
    special_measures_limits: ("CrimPR 2025 r.31.3",),
}
