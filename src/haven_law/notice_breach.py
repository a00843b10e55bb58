"""Arrest, custody and remand for breach of a notice. DAA 2021 s.26, s.29(8), s.30; MCR 1981 rr.84-86.

The hours in which the person must be before the court are in ``clock.custody_deadline``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from haven_law.calendar import Calendar
from haven_law.citation import daa
from haven_law.clock import HearingDeadline, aware, in_words, to_london
from haven_law.dated import SHIPPED_VALUES, DatedValue, value_on
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged
from haven_law.rule_days import beyond_calendar, business_day_after, clear_days_by, weeks_by

CUSTODY, BAIL = "custody", "bail"
AFTER_ARREST, AT_HEARING = "after_arrest", "at_hearing"
# How a person who was arrested came before the court: the remand and "the other party" turn on it.
LIMBS: dict[str, tuple[str, str, str]] = {
    AFTER_ARREST: (daa("26(5)"), daa("26(6)"), "the officer of the rank of inspector or above who gave the notice"),
    AT_HEARING: (daa("29(8)"), daa("30(2)"), "the chief officer of police who applied for the order"),
}
APPEARANCES: dict[str, tuple[bool, str]] = {
    "in_person": (True, "in person"),
    "live_video_link": (True, "by live video link"),
    "live_audio_link": (True, "by live audio link"),
    "in_absence": (False, "not at all"),
    "recorded": (False, "by a recording"),
}


def may_arrest(reasonable_grounds: Judged = None) -> Decision:
    """Whether a constable may arrest without warrant for breach of a notice (s.26(1)): on reasonable grounds.

    ``reasonable_grounds``: the constable's judgement, None while not made.
    """
    finding = judged(
        daa("26(1)"),
        reasonable_grounds,
        "The constable has reasonable grounds to believe that the person is in breach of the notice.",
        "The constable does not have reasonable grounds to believe that the person is in breach of the notice.",
        "Decide whether there are reasonable grounds to believe that they are in breach of the notice.",
    )
    return Decision((finding,) if finding else (), (daa("26(9)"),))


def may_enter_to_arrest(reasonable_grounds: Judged = None) -> Decision:
    """Whether a constable may enter premises to arrest for breach of a notice (s.26(9); PACE 1984 s.17(1)(cza))."""
    finding = judged(
        "PACE 1984 s.17(1)(cza)",
        reasonable_grounds,
        "The constable may enter and search premises to make the arrest.",
        "Without reasonable grounds to believe in a breach there is no power to enter for the arrest.",
        "Decide whether there are reasonable grounds to believe that they are in breach of the notice.",
    )
    return Decision((finding,) if finding else (), (daa("26(9)"),))


def chargeable_as_breach_of_notice() -> Decision:
    """Whether breach of a notice can be charged (s.26): it is not an offence; any crime in it is charged as itself."""
    return refuse(daa("26(1)"), "Breach of a notice is not an offence; charge what else was done, if it is one.")


def before_the_court(
    appearance: str, at: datetime, deadline: HearingDeadline, *, court_of_application: bool = True
) -> Decision:
    """Whether a person arrested for breach of a notice was brought before the court as they must be (s.26(2)-(3), (8)).

    Before the magistrates' court that is to hear the application, in time, in person or by live video or audio link.
    Undecided between the two dates of the deadline. Raises ValueError for another appearance or a time without offset.
    """
    if appearance not in APPEARANCES:
        raise ValueError(f"'{appearance}' is not a way to appear before a court.")
    appeared, words = APPEARANCES[appearance]
    now = aware(at)
    in_time = True if now <= deadline.act_by else None if now <= deadline.outer_limit else False
    findings = (
        Finding(
            daa("26(8)") if "link" in appearance else daa("26(2)"), appeared, f"They came before the court {words}."
        ),
        Finding(
            daa("26(3)"),
            court_of_application,
            "It is the magistrates' court that is to hear the application."
            if court_of_application
            else "It must be the magistrates' court that is to hear the application.",
        ),
        Finding(daa("26(2)"), in_time, _time_words(in_time, deadline), None if in_time else deadline.ambiguity),
    )
    return Decision(findings, (daa("26(4)"),))


def _time_words(in_time: bool | None, deadline: HearingDeadline) -> str:
    if in_time is None:
        return "It was after the earlier and before the later date to which the 24 hours can be reckoned."
    by = to_london(deadline.act_by if in_time else deadline.outer_limit)
    shown = f"{by:%H:%M} on {in_words(by.date())}"
    return f"It was in time, by {shown}." if in_time else f"It was too late, after {shown}."


def may_remand(limb: str, *, adjourned: bool = False) -> Decision:
    """Whether the magistrates' court may remand a person arrested for breach of a notice (s.26(5), s.29(8)).

    ``limb``: "after_arrest" (brought before the court within the 24 hours) or "at_hearing" (brought to the hearing of
    the application because of the arrest), where the hearing must be adjourned. Raises ValueError for another.
    """
    provision, _, _ = _limb(limb)
    if limb == AT_HEARING and not adjourned:
        return refuse(provision, "The hearing of the application was not adjourned, so there is nothing to remand for.")
    because = "They were brought before the court within the 24 hours."
    if limb == AT_HEARING:
        because = "They were brought to the hearing because of the arrest, and it was adjourned."
    return allow(provision, because)


def _limb(limb: str) -> tuple[str, str, str]:
    if limb not in LIMBS:
        raise ValueError(f"'{limb}' is not a way in which a person arrested comes before the court.")
    return LIMBS[limb]


def other_party(limb: str) -> Decision:
    """Who must consent as the other party to a longer remand on bail (s.26(6), s.30(2); MCA 1980 s.128(6)).

    Raises ValueError for another limb.
    """
    _, provision, who = _limb(limb)
    return Decision((Finding(provision, True, f"The other party is {who}."),), ("MCA 1980 s.128(6)",))


@dataclass(frozen=True, kw_only=True)
class RemandLimit(Decision):
    """The last day on which the person must be before the court again; None where the remand is not possible."""

    next_by: date | None = None


def remand_limit(
    limb: str,
    where: str,
    on: date,
    *,
    medical_report: bool = False,
    both_consent: bool = False,
    values: Iterable[DatedValue] = SHIPPED_VALUES,
) -> RemandLimit:
    """Until when a remand for breach of a notice may last (s.30(3)-(5)); ordinarily eight clear days.

    For a medical report, at an adjourned hearing only: three weeks at a time in custody, four on bail. On bail longer
    than eight clear days only with the consent of both sides. The ordinary limit is believed and not confirmed (MCA 1980
    s.128(6)). Raises ValueError for another limb or place.
    """
    _limb(limb)
    if where not in (CUSTODY, BAIL):
        raise ValueError(f"'{where}' is neither custody nor bail.")
    if medical_report:
        return _medical(limb, where, on)
    if where == BAIL and both_consent:
        because = "On bail, with the consent of the person and of the other party: no limit of days."
        cited = (LIMBS[limb][1],)
        return RemandLimit((Finding("MCA 1980 s.128(6)", True, because, confirmed=False),), cited)
    limit = value_on("remand_clear_days", on, values)
    if limit.number is None:
        return RemandLimit(limit.findings)
    by = clear_days_by(on, limit.number)
    because = f"A remand of {limit.number} clear days: before the court again by {in_words(by)}."
    return RemandLimit((Finding("MCA 1980 s.128(6)", True, because, confirmed=limit.confirmed),), next_by=by)


def _medical(limb: str, where: str, on: date) -> RemandLimit:
    if limb != AT_HEARING:
        because = "A remand for a medical report is given for an adjourned hearing of the application only."
        return RemandLimit((Finding(daa("30(3)"), False, because),))
    weeks, provision = (3, daa("30(4)")) if where == CUSTODY else (4, daa("30(5)"))
    by = weeks_by(on, weeks)
    because = f"For a medical report, on {where}: at most {weeks} weeks at a time, here to {in_words(by)}."
    return RemandLimit((Finding(provision, True, because),), (daa("30(3)"),), next_by=by)


def hospital_report(mental_disorder_suspected: Judged = None) -> Decision:
    """Whether the court may remand to hospital for a report (s.30(6); Mental Health Act 1983 s.35)."""
    finding = judged(
        daa("30(6)"),
        mental_disorder_suspected,
        "The court has reason to suspect mental disorder and may use section 35 of the Mental Health Act 1983.",
        "The court has no reason to suspect mental disorder.",
        "Decide whether there is reason to suspect mental disorder.",
    )
    return Decision((finding,) if finding else (), ("MHA 1983 s.35",))


def bail_requirement(limb: str, necessary_to_protect_proceedings: Judged = None) -> Decision:
    """Whether a requirement may be made on bail (s.26(7), s.30(7)): so that witnesses and justice are not obstructed.

    Raises ValueError for another limb.
    """
    _limb(limb)
    finding = judged(
        daa("26(7)") if limb == AFTER_ARREST else daa("30(7)"),
        necessary_to_protect_proceedings,
        "It is necessary so that they do not interfere with witnesses or otherwise obstruct the course of justice.",
        "It is not necessary for keeping witnesses and the course of justice from being obstructed.",
        "Decide whether it is necessary so that witnesses and the course of justice are not obstructed.",
    )
    return Decision((finding,) if finding else (), ("MCR 1981 r.84",))


@dataclass(frozen=True, kw_only=True)
class EarliestDay(Decision):
    """The first day on which something may be done."""

    day: date = date.min


def forfeiture_hearing(
    notice_on: date, calendar: Calendar | None = None, *, values: Iterable[DatedValue] = SHIPPED_VALUES
) -> EarliestDay:
    """From when a recognizance may be forfeited: not less than five business days after the notice (MCR 1981 r.86)."""
    limit = value_on("forfeiture_business_days", notice_on, values)
    if limit.number is None:
        return EarliestDay(limit.findings)
    day = business_day_after(notice_on, limit.number, calendar)
    because = f"Not less than {limit.number} business days after the notice: from {in_words(day)}."
    findings = (Finding("MCR 1981 r.86", True, because), *beyond_calendar(day, calendar))
    return EarliestDay(findings, ("MCR 1981 r.85",), day=day)


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    may_arrest: ("26(1)",),
    may_enter_to_arrest: ("26(9)", "PACE 1984 s.17(1)(cza)"),
    chargeable_as_breach_of_notice: ("26(1)",),
    before_the_court: ("26(2)", "26(3)", "26(8)"),
    may_remand: ("26(5)", "29(8)"),
    other_party: ("26(6)", "30(2)"),
    remand_limit: ("30(3)", "30(4)", "30(5)"),
    hospital_report: ("30(6)",),
    bail_requirement: ("26(7)", "30(7)", "MCR 1981 r.84"),
    forfeiture_hearing: ("MCR 1981 r.85", "MCR 1981 r.86"),
}
