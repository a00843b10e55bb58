"""A notice from its service to its end. DAA 2021 s.25(2)(d), s.25(3)-(7), s.29(2) and (7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from haven_law import definitions
from haven_law.citation import daa
from haven_law.clock import HearingDeadline, aware, in_words, to_london
from haven_law.findings import Decision, Finding, allow, lawyer, refuse
from haven_law.notice_content import HOME_TERMS

SERVED_PERSONALLY = frozenset({"handed", "refused_but_left"})
HEARING_ADDRESS_ANSWERS = frozenset({"given", "refused", "none", "not_asked_because"})


@dataclass(frozen=True)
class ServiceFacts:
    """How, when and by whom a notice was served.

    ``result``: handed or refused_but_left (in person), or any other code (left_at_given_address, post, ...).
    ``capacity``: of the person who served it. ``area_on_day`` and ``area_when_authorised``: the answers of
    ``areas.area_in_force`` (a Decision each), None when not asked. ``shared_home_now`` is asked again at service.
    ``hearing_address``: the answer to the question of s.25(4).
    """

    served_at: datetime
    authorised_at: datetime | None
    result: str
    capacity: str
    subject_born: date | None
    terms: tuple[str, ...] = ("not_abuse",)
    shared_home_now: bool | None = None
    hearing_address: str | None = None
    area_on_day: Decision | None = None
    area_when_authorised: Decision | None = None
    authority_withdrawn: bool = False
    subject_judged_adult: bool | None = None


def service_of_notice(facts: ServiceFacts) -> Decision:
    """Whether a notice was, or may be, served this way (s.25(3)-(4); s.22(6) on the day; s.23(2) again; A27).

    Raises ValueError for times without an offset and for an unknown answer about the hearing address.
    """
    on = to_london(facts.served_at).date()
    findings = [
        _authority(facts),
        _personal(facts),
        definitions.subject_age(facts.subject_born, on, daa("22(6)"), facts.subject_judged_adult),
        _address_asked(facts.hearing_address),
        _home_terms_again(facts),
        _area_on_day(facts, on),
    ]
    return Decision(tuple(f for f in findings if f is not None), (daa("29(2)"),))


def _authority(facts: ServiceFacts) -> Finding:
    if facts.authority_withdrawn:
        return Finding(daa("22(1)"), False, "The authority for this notice was withdrawn.")
    if facts.authorised_at is None:
        return Finding(daa("22(1)"), False, "The notice has not been authorised by an inspector or above.")
    if aware(facts.served_at) < aware(facts.authorised_at):
        return Finding(daa("22(1)"), False, "The time of service is before the notice was authorised.")
    return Finding(daa("22(1)"), True, "The notice was authorised before it was served.")


def _personal(facts: ServiceFacts) -> Finding:
    if facts.result not in SERVED_PERSONALLY:
        return Finding(daa("25(3)"), False, "The notice must be served on the subject in person.")
    if facts.capacity != "constable":
        return Finding(daa("25(3)"), False, "The notice must be served by a constable.")
    return Finding(daa("25(3)"), True, "A constable served the notice on the subject in person.")


def _address_asked(answer: str | None) -> Finding:
    if answer is None:
        return Finding(
            daa("25(4)"),
            False,
            "The subject must be asked for an address for the notice of hearing. Record it.",
        )
    if answer not in HEARING_ADDRESS_ANSWERS:
        raise ValueError(f"'{answer}' is not an answer about the address for the notice of hearing.")
    if answer == "not_asked_because":
        return Finding(daa("25(4)"), True, "The subject was not asked for an address; the reason is recorded.")
    return Finding(daa("25(4)"), True, "The subject was asked for an address for the notice of hearing.")


def _home_terms_again(facts: ServiceFacts) -> Finding | None:
    if not HOME_TERMS & set(facts.terms):
        return None
    if facts.shared_home_now:
        return Finding(daa("23(2)"), True, "The subject still lives in the premises where the protected person lives.")
    told = "no longer lives" if facts.shared_home_now is False else "is not shown to live still"
    return Finding(
        daa("23(2)"),
        False,
        f"The subject {told} in the premises where the protected person lives; an inspector must decide the terms "
        "about the home again.",
    )


def _area_on_day(facts: ServiceFacts, on: date) -> Finding | None:
    if facts.area_on_day is None:
        return None
    if facts.area_on_day.lawful is True:
        return Finding(daa("90"), True, f"The provisions are in force in the subject's area on {in_words(on)}.")
    authorised = facts.area_when_authorised
    if facts.area_on_day.lawful is False and authorised is not None and authorised.lawful is True:
        return Finding(
            daa("90"),
            None,
            f"The notice was authorised while the provisions were in force in the area, which they are not on "
            f"{in_words(on)}; the savings speak of a notice that was already live.",
            "A27",
        )
    findings = facts.area_on_day.unmet or facts.area_on_day.undecided
    first = findings[0]
    return Finding(first.provision, first.met, first.because, first.ambiguity)


ENDINGS: dict[str, str] = {
    "order_made": "the application was determined: an order was made",
    "application_refused": "the application was determined: the court refused an order",
    "application_withdrawn": "the application was withdrawn",
    "held_void": "a court held the notice void",
}


def notice_ends(because: str, *, served: bool, court_decided: bool = True) -> Decision:
    """Whether a notice ends for a reason (s.25(2)(d), s.29(7)).

    A served notice ends only when its application is determined or withdrawn, or when a court holds it void; the Act
    knows no withdrawal of a served notice (A26). An unserved notice loses its authority instead. Raises ValueError for
    another reason.
    """
    if because not in ENDINGS:
        raise ValueError(f"'{because}' is not a reason for which a notice ends.")
    if not served:
        return refuse(daa("25(3)"), "The notice was never served, so it cannot end; withdraw its authority instead.")
    if because == "held_void" and not court_decided:
        return lawyer(
            daa("25(2)(d)"), "Only a court can hold a served notice void; get legal advice until it has decided.", "A26"
        )
    return allow(daa("25(2)(d)"), f"The notice ends because {ENDINGS[because]}.")


NOTICE_POSITIONS: dict[str, str] = {
    "not_served": "not served",
    "running": "running",
    "may_be_late": "may be late",
    "past_deadline": "past its deadline, get legal advice",
    "continuing": "continuing until decided",
    "ended": "ended",
}


def notice_position(
    served_at: datetime | None,
    deadline: HearingDeadline | None,
    hearing_begun_at: datetime | None,
    ended_at: datetime | None,
    at: datetime,
) -> str:
    """Where a notice stands at an instant: a code of ``NOTICE_POSITIONS``.

    Once its hearing has begun a notice continues until the application is determined or withdrawn (s.29(7)). A notice
    past its deadline unheard is never called expired (A5). Raises ValueError for times without an offset, or a served
    notice without its deadline.
    """
    now = aware(at)
    if served_at is None or now < aware(served_at):
        return "not_served"
    if ended_at is not None and aware(ended_at) <= now:
        return "ended"
    if hearing_begun_at is not None and aware(hearing_begun_at) <= now:
        return "continuing"
    if deadline is None:
        raise ValueError("A served notice has a deadline for its hearing.")
    if now <= deadline.act_by:
        return "running"
    return "may_be_late" if now <= deadline.outer_limit else "past_deadline"


def heard_in_time(deadline: HearingDeadline, hearing_begun_at: datetime) -> bool | None:
    """Whether a hearing began in time (s.29(2)); None between the two dates, where a lawyer must decide."""
    begun = aware(hearing_begun_at)
    if begun <= deadline.act_by:
        return True
    return None if begun <= deadline.outer_limit else False


def commanding_officer_duty(
    *, believed_service_person: bool, terms: tuple[str, ...], service_accommodation: bool
) -> Decision:
    """Whether reasonable efforts must be made to tell the commanding officer (s.25(5)-(7)). Lawful True means: yes."""
    barred = bool({"not_enter", "leave_premises"} & set(terms))
    findings = (
        Finding(
            daa("25(5)(a)"),
            believed_service_person,
            "The subject is believed to be subject to service law."
            if believed_service_person
            else "The subject is not believed to be subject to service law.",
        ),
        Finding(
            daa("25(5)(b)"),
            barred and service_accommodation,
            "The notice keeps the subject out of service living accommodation."
            if barred and service_accommodation
            else "The notice does not keep the subject out of service living accommodation.",
        ),
    )
    return Decision(findings, (daa("25(6)"),))


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    service_of_notice: ("22(1)", "25(3)", "25(4)", "22(6)", "23(2)", "90"),
    notice_ends: ("25(2)(d)", "29(7)"),
    notice_position: ("29(2)", "29(7)"),
    heard_in_time: ("29(2)",),
    commanding_officer_duty: ("25(5)", "25(6)", "25(7)"),
}
