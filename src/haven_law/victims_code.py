"""What a victim is told and offered, and by when. Victims' Code rights 1 to 12; VPA 2024 s.1, s.5, s.6; LASPO 2012.

The clocks are those of the Code in force since 1 April 2021, as summaries of police and crime commissioners give them; a
new Code was consulted on and has no start date. Domestic abuse gives enhanced rights. Notices and orders are civil and
not events of the Code; the same clock is kept for them as a rule of the force, and called so (A16).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haven_law.calendar import Calendar
from haven_law.clock import day_end, in_words, working_day_after
from haven_law.dated import SHIPPED_VALUES, DatedValue, value_on
from haven_law.findings import Decision, Finding, allow
from haven_law.order_life import months_last_day
from haven_law.rule_days import beyond_calendar

# The edition whose times stand here, as the dated table names it.
EDITION = "2021"


@dataclass(frozen=True)
class CodeEvent:
    """Something that starts a clock of the Code: the right, working days without and with enhanced rights, who acts."""

    right: str
    words: str
    days: int
    enhanced_days: int
    confirmed: bool
    duty_of: str = "the police"
    civil: bool = False


_FIVE, _ONE = 5, 1
_UPDATES: dict[str, str] = {
    "arrest": "the suspect was arrested",
    "interview": "the suspect was interviewed under caution",
    "released_without_charge": "the suspect was released without charge",
    "bail": "the suspect was released on bail",
    "under_investigation": "the suspect was released under investigation",
    "bail_changed": "bail conditions were changed or cancelled",
    "not_investigated": "it was decided not to investigate",
}
_CIVIL: dict[str, str] = {
    "notice_given": "a notice was given",
    "order_made": "an order was made",
    "order_refused": "an order was refused",
    "order_varied": "an order was varied or discharged",
    "order_ended": "an order ended",
}
WITNESS_CARE, THE_COURT, PROBATION = "the witness care unit", "the court", "the probation service"
EVENTS: dict[str, CodeEvent] = {
    "report": CodeEvent("right 4", "the crime was reported: refer to support", 2, 2, True),
    **{code: CodeEvent("right 6", words, _FIVE, _ONE, True) for code, words in _UPDATES.items()},
    "charged": CodeEvent("right 6", "the suspect was charged", _FIVE, _ONE, False),
    "not_charged": CodeEvent(
        "right 6", "it was decided not to charge: give reasons and the right to a review", 5, 1, False
    ),
    "review_asked": CodeEvent("right 6", "a review was asked for: acknowledge it", 10, 10, True),
    "review_to_decide": CodeEvent("right 6", "a review was asked for: decide it", 30, 30, True),
    "hearing_known": CodeEvent("right 8", "time, date and place of a hearing became known", 1, 1, True, WITNESS_CARE),
    "bail_result_at_court": CodeEvent("right 8", "the court decided on bail or a warrant", 5, 5, True, THE_COURT),
    "bail_result_received": CodeEvent(
        "right 8", "the result on bail was received from the court", 5, 1, True, WITNESS_CARE
    ),
    "must_give_evidence": CodeEvent(
        "right 8", "it was learnt that the victim must give evidence", 1, 1, True, WITNESS_CARE
    ),
    "outcome_at_court": CodeEvent("right 9", "the court gave its outcome or sentence", 5, 5, True, THE_COURT),
    "outcome_received": CodeEvent("right 9", "the outcome was received from the court", 1, 1, True, WITNESS_CARE),
    "expenses_form": CodeEvent("right 10", "the form for expenses was received", 10, 10, False),
    "sentenced": CodeEvent(
        "right 11", "sentence was passed: refer to the Victim Contact Scheme", 10, 10, True, WITNESS_CARE
    ),
    "contact_scheme_referral": CodeEvent("right 11", "the referral was made: first contact", 20, 20, True, PROBATION),
    "complaint": CodeEvent("right 12", "a complaint was made: acknowledge it", 10, 10, False),
    **{code: CodeEvent("right 6", words, _FIVE, _ONE, True, civil=True) for code, words in _CIVIL.items()},
}


@dataclass(frozen=True, kw_only=True)
class CodeClock(Decision):
    """A clock of the Code. ``rule_of_force``: the Code does not ask for it; the force keeps it (A16)."""

    event_day: date = date.min
    working_days: int = 0
    last_day: date = date.min
    warn_day: date = date.min
    rule_of_force: bool = False

    @property
    def by(self) -> datetime:
        """The last second of the last day in London."""
        return day_end(self.last_day)


def code_clock(
    event: str,
    event_day: date,
    *,
    enhanced: bool = True,
    calendar: Calendar | None = None,
    values: Iterable[DatedValue] = SHIPPED_VALUES,
) -> CodeClock:
    """By when the victim must be told or offered something (Victims' Code rights 4, 6, 8 to 12; A16, A18).

    The day of the event is not counted; a warning is due one working day before the last. For notices and orders the
    clock is a rule of the force (A16). Under a newer edition of the Code than that of 2021 the times are given as before
    and a lawyer must decide. Raises ValueError for another event, and for a day before the Code.
    """
    if event not in EVENTS:
        raise ValueError(f"'{event}' starts no clock of the Victims' Code.")
    row = EVENTS[event]
    known = tuple(values)
    edition = value_on("victims_code", event_day, known)
    if edition.row is None:
        raise ValueError("The Victims' Code that this is about was not in force on that day.")
    days = row.enhanced_days if enhanced else row.days
    last = working_day_after(event_day, days, calendar)
    warn = working_day_after(event_day, days - 1, calendar) if days > 1 else event_day
    words = f"On {in_words(event_day)} {row.words}; {row.duty_of} must act within {days} working day"
    words += f"{'' if days == 1 else 's'}, by the end of {in_words(last)}."
    if row.civil:
        words = f"{words[:-1]}, by a rule of the force."
    finding = Finding(
        f"Victims' Code {row.right}", True, words, "A16, A18" if row.civil else "A18", confirmed=row.confirmed
    )
    cited = ("VPA 2024 s.5",) if value_on("victims_code_duty", event_day, known).row else ()
    return CodeClock(
        (finding, *_newer_edition(edition.row), *beyond_calendar(last, calendar)),
        cited,
        event_day=event_day,
        working_days=days,
        last_day=last,
        warn_day=warn,
        rule_of_force=row.civil,
    )


def _newer_edition(edition: DatedValue) -> tuple[Finding, ...]:
    if edition.value == EDITION:
        return ()
    because = f"The times here are those of {EDITION}; the Code in force is of {edition.value}. Look whether they are the same."
    return (Finding("VPA 2024 s.2", None, because, "newer Victims' Code", confirmed=False),)


def enhanced_rights(*, domestic_abuse: bool, other_ground: bool = False) -> Decision:
    """Whether a victim has enhanced rights (Victims' Code): of domestic abuse always, as of a most serious crime."""
    if domestic_abuse:
        return allow("Victims' Code", "A victim of domestic abuse has enhanced rights.")
    met = other_ground
    because = "There is another ground for enhanced rights." if met else "No ground for enhanced rights is given."
    return Decision((Finding("Victims' Code", met, because),))


def code_applies(*, crime_recorded: bool, event: str | None = None) -> Decision:
    """Whether the Victims' Code itself applies (VPA 2024 s.1; A16): to victims of criminal conduct, in criminal events.

    False means that its clocks are kept by a rule of the force. Raises ValueError for an unknown event.
    """
    if event is not None and event not in EVENTS:
        raise ValueError(f"'{event}' starts no clock of the Victims' Code.")
    if not crime_recorded:
        because = (
            "No crime is recorded; the Code is about criminal conduct. Its enhanced times are kept by a rule of the "
        )
        return Decision((Finding("VPA 2024 s.1(1)", False, f"{because}force.", "A16"),), ("VPA 2024 s.1(4)",))
    if event is not None and EVENTS[event].civil:
        because = "The events of the Code do not name notices and orders; its times are kept by a rule of the force."
        return Decision((Finding("Victims' Code right 6", False, because, "A16"),), ("VPA 2024 s.1(1)",))
    return allow("VPA 2024 s.1(1)", "They are a victim of criminal conduct, to whom the Code applies.")


@dataclass(frozen=True, kw_only=True)
class ReviewWindow(Decision):
    """The last day on which a review of a decision not to charge may be asked for."""

    last_day: date = date.min


def review_window(
    decided_on: date, *, interviewed_under_caution: bool, police_decision: bool, some_charge_or_disposal: bool
) -> ReviewWindow:
    """Whether and until when the police may be asked to review a decision not to charge (Victims' Code right 6).

    Three months; a suspect must have been interviewed under caution, the police and not the Crown Prosecution Service
    have decided, and no charge been brought nor an out-of-court disposal given.
    """
    last = months_last_day(decided_on + timedelta(days=1), 3)
    rows = (
        (
            interviewed_under_caution,
            "A suspect was interviewed under caution.",
            "No suspect was interviewed under caution.",
        ),
        (police_decision, "The police decided.", "The Crown Prosecution Service decided; its own scheme applies."),
        (
            not some_charge_or_disposal,
            "No charge was brought and no disposal given.",
            "Some charge was brought, or a disposal out of court given.",
        ),
        (True, f"It may be asked for until the end of {in_words(last)}.", ""),
    )
    findings = tuple(Finding("Victims' Code right 6", met, yes if met else no) for met, yes, no in rows)
    return ReviewWindow(findings, last_day=last)


RIGHTS: dict[int, str] = {
    1: "to understand and be understood",
    2: "to have the crime recorded without unjustified delay, and in domestic abuse to choose the gender of who asks",
    3: "to written confirmation, given in a safe way in domestic abuse",
    4: "to have needs assessed and be referred to support",
    5: "to information about compensation",
    6: "to be told of the investigation and of charge decisions, and to agree how and how often",
    7: "to make a Victim Personal Statement",
    8: "to be told of hearings, bail and being a witness",
    9: "to be told of outcome and sentence",
    10: "to expenses and the return of property",
    11: "to be told about the offender, and to the Victim Contact Scheme",
    12: "to complain",
}


def right(number: int) -> Decision:
    """What one of the twelve rights is (Victims' Code). Raises ValueError for another number."""
    if number not in RIGHTS:
        raise ValueError("The Victims' Code has rights 1 to 12.")
    return allow(f"Victims' Code right {number}", f"The right {RIGHTS[number]}.")


def may_add_personal_statement(*, sentenced: bool) -> Decision:
    """Whether a Victim Personal Statement can still be made or added to (Victims' Code right 7): before sentence.

    That it is so at any time before sentence is believed and not confirmed.
    """
    because = "Sentence has been passed." if sentenced else "It can be made or added to until sentence."
    return Decision((Finding("Victims' Code right 7", not sentenced, because, confirmed=False),))


def contact_scheme(*, listed_offence: bool, months: int = 0, hospital_order: bool = False) -> Decision:
    """Whether a victim is offered the Victim Contact Scheme (Victims' Code right 11).

    Twelve months or more for a listed violent or sexual offence, or a hospital order.
    """
    met = listed_offence and (months >= 12 or hospital_order)
    because = "The sentence is one for which the scheme is offered."
    if not met:
        because = "The scheme needs twelve months or more, or a hospital order, for a listed violent or sexual offence."
    return Decision((Finding("Victims' Code right 11", met, because),))


def legal_aid_in_scope(what: str) -> Decision:
    """Whether civil legal aid is in scope (LASPO 2012 Sch.1 Pt.1 para.11): means and merits are tested beside.

    ``what``: application, response, variation or appeal_to_crown_court. A notice also counts as evidence of abuse. Raises
    ValueError for another.
    """
    if what not in ("application", "response", "variation", "appeal_to_crown_court"):
        raise ValueError(f"'{what}' is not a step for which legal aid is asked.")
    because = f"It is in scope ({what.replace('_', ' ')}); means and merits are tested."
    return allow("LASPO 2012 Sch.1 Pt.1 para.11", because)


def victim_information_request(
    on: date,
    *,
    necessary: bool,
    proportionate: bool,
    victim_told: bool,
    values: Iterable[DatedValue] = SHIPPED_VALUES,
) -> Decision:
    """Whether the police may ask somebody else for information about a victim (VPA 2024 ss.28-30).

    In force from 12 January 2026; necessary, proportionate, with notice to the victim. The details are believed and not
    confirmed.
    """
    duty = value_on("victim_information_duty", on, values)
    if duty.row is None:
        return allow("VPA 2024 s.28", "The duty was not in force on that day.")
    rows = (
        (necessary, "The request is necessary.", "The request must be necessary."),
        (proportionate, "The request is proportionate.", "The request must be proportionate."),
        (victim_told, "The victim was given notice.", "The victim must be given notice."),
    )
    return Decision(tuple(Finding("VPA 2024 s.28", met, yes if met else no, confirmed=False) for met, yes, no in rows))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    code_clock: tuple(f"Victims' Code right {number}" for number in (4, 6, 8, 9, 10, 11, 12)),
    enhanced_rights: ("Victims' Code",),
    code_applies: ("VPA 2024 s.1",),
    review_window: ("Victims' Code right 6",),
    right: tuple(f"Victims' Code right {number}" for number in RIGHTS),
    may_add_personal_statement: ("Victims' Code right 7",),
    contact_scheme: ("Victims' Code right 11",),
    legal_aid_in_scope: ("LASPO 2012 Sch.1 Pt.1 para.11",),
    victim_information_request: ("VPA 2024 s.28",),
}
