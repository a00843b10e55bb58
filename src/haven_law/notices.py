"""Giving a notice. DAA 2021 s.22 to 25, and when it ends (s.25(2)(d), s.29(7))."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from haven_law import definitions
from haven_law.citation import daa
from haven_law.clock import HearingDeadline, aware, in_words, to_london
from haven_law.findings import Decision, Finding, allow, lawyer, refuse
from haven_law.terms import VOCABULARY


class NotAsked(enum.Enum):
    """Marks a fact that a question does not ask about, so that no finding is made of it."""

    NOT_ASKED = "not asked"


NOT_ASKED = NotAsked.NOT_ASKED
Judged = bool | None | NotAsked


@dataclass(frozen=True)
class NoticeFacts:
    """What the giving of a notice turns on.

    ``giver_rank``, ``giver_force`` and ``abuse_when_protected_aged`` None: not tested. ``grounds_believed`` (s.22(3))
    and ``necessary`` (s.22(4)): NOT_ASKED, or None while the inspector has not judged, or their judgement.
    """

    on: date
    subject_born: date | None
    protected_born: date | None
    connections: tuple[str, ...]
    giver_rank: str | None = None
    giver_force: str | None = None
    abuse_when_protected_aged: int | None = None
    grounds_believed: Judged = NOT_ASKED
    necessary: Judged = NOT_ASKED
    behaviours: tuple[str, ...] | None = None
    subject_judged_adult: bool | None = None
    protected_judged_sixteen: bool | None = None


def may_give_notice(facts: NoticeFacts) -> Decision:
    """Whether a notice may be given on these facts (s.22). The place of the abuse does not matter (s.22(5)).

    Raises ValueError for an unknown connection, rank, force or behaviour.
    """
    findings = [
        _rank(facts.giver_rank),
        _force(facts.giver_force),
        definitions.subject_age(facts.subject_born, facts.on, daa("22(6)"), facts.subject_judged_adult),
        definitions.protected_age(facts.protected_born, facts.on, daa("22(2)"), facts.protected_judged_sixteen),
        definitions.connected_by_any(facts.connections),
        definitions.abuse_at_sixteen(facts.abuse_when_protected_aged, daa("22(3)")),
        _behaviours(facts.behaviours),
        judged(
            daa("22(3)"),
            facts.grounds_believed,
            "There are reasonable grounds to believe that the subject has been abusive towards the protected person.",
            "The inspector does not have reasonable grounds to believe that the subject has been abusive.",
            "Judge whether there are reasonable grounds to believe that the subject has been abusive.",
        ),
        judged(
            daa("22(4)"),
            facts.necessary,
            "There are reasonable grounds to believe that the notice is necessary to protect the protected person.",
            "The inspector does not have reasonable grounds to believe that the notice is necessary.",
            "Judge whether the notice is necessary to protect the protected person from abuse or the risk of it.",
        ),
    ]
    return Decision(tuple(f for f in findings if f is not None), (daa("22(2)"), daa("1(2)")))


def judged(provision: str, answer: Judged, yes: str, no: str, ask: str) -> Finding | None:
    """Make the finding of something that a person must judge; none when it is not asked."""
    if isinstance(answer, NotAsked):
        return None
    if answer is None:
        return Finding(provision, None, ask, for_you=True)
    return Finding(provision, answer, yes if answer else no)


def _rank(rank: str | None) -> Finding | None:
    if rank is None:
        return None
    high_enough = definitions.is_inspector_or_above(rank)
    words = definitions.RANKS[rank]
    if high_enough:
        return Finding(daa("22(8)"), True, f"The officer who gives the notice is of the rank of {words}.")
    return Finding(daa("22(8)"), False, f"The officer is a {words}; a notice needs an inspector or above.")


def _force(force: str | None) -> Finding | None:
    if force is None:
        return None
    if force not in definitions.RELEVANT_FORCES:
        return Finding(daa("22(8)"), False, "The officer is not a member of a relevant police force.")
    return Finding(daa("22(8)"), True, f"The officer is a member of {definitions.RELEVANT_FORCES[force]}.")


def _behaviours(codes: tuple[str, ...] | None) -> Finding | None:
    if codes is None:
        return None
    unknown = [code for code in codes if code not in definitions.BEHAVIOURS]
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not a kind of abusive behaviour.")
    if not codes:
        return Finding(daa("1(3)"), False, "No kind of abusive behaviour is given.")
    words = "; ".join(definitions.BEHAVIOURS[code].lower() for code in codes)
    return Finding(daa("1(3)"), True, f"The behaviour is of a kind the Act names: {words}.")


OBTAINED, COULD_NOT, NOT_APPLICABLE = "obtained", "could_not", "not_applicable"

CONSIDERATION_TOPICS: dict[str, tuple[str, str]] = {
    "child_welfare": (daa("24(1)(a)"), "the welfare of any person under 18"),
    "protected_opinion": (daa("24(1)(b)"), "the opinion of the protected person"),
    "subject_representations": (daa("24(1)(c)"), "what the subject said about it"),
    "occupant_opinion": (daa("24(1)(d)"), "the opinion of others who live there"),
}


@dataclass(frozen=True)
class Consideration:
    """How one thing of s.24(1) was considered: obtained, could_not (with the steps taken), or not_applicable."""

    answer: str
    steps: str = ""
    words: str = ""


def considerations(
    topics: Mapping[str, Consideration],
    *,
    premises_terms: bool = False,
    others_live_there: bool | None = None,
    children: bool | None = None,
) -> Decision:
    """Whether everything was considered that must be before a notice is given (s.24(1)-(3)).

    The four topics are those of ``CONSIDERATION_TOPICS``. An opinion against the notice never stands in the way
    (s.24(4)). ``premises_terms``: the notice has a term of
    ``PREMISES_TERMS``; the opinion of connected people who live there must then be sought (s.24(1)(d)). Raises ValueError for an unknown topic or answer.
    """
    for topic, given in topics.items():
        if topic not in CONSIDERATION_TOPICS:
            raise ValueError(f"'{topic}' is not a thing to be considered under s.24.")
        if given.answer not in (OBTAINED, COULD_NOT, NOT_APPLICABLE):
            raise ValueError(f"'{given.answer}' is not an answer to {topic}.")
    always = {"protected_opinion", "subject_representations"}
    if children:
        always.add("child_welfare")
    if premises_terms and others_live_there:
        always.add("occupant_opinion")
    findings = [_considered(topic, topics.get(topic), topic in always) for topic in CONSIDERATION_TOPICS]
    return Decision(tuple(findings), (daa("24(3)"), daa("24(4)")))


def _considered(topic: str, given: Consideration | None, always: bool) -> Finding:
    provision, words = CONSIDERATION_TOPICS[topic]
    if given is None:
        return Finding(provision, False, f"It is not recorded how {words} was considered.")
    if given.answer == OBTAINED:
        return Finding(provision, True, f"Considered: {words}.")
    if given.answer == NOT_APPLICABLE:
        if always:
            return Finding(provision, False, f"This applies here and was not considered: {words}.")
        return Finding(provision, True, f"Does not apply here: {words}.")
    if not given.steps.strip():
        return Finding(daa("24(3)"), False, f"Say what was done to find out {words}.")
    return Finding(provision, True, f"Could not be obtained: {words}. The steps taken are recorded.")


@dataclass(frozen=True)
class NoticeContents:
    """What the paper says of each thing that s.25(2) requires, and the terms on it."""

    grounds: str
    arrest_power: str
    hearing: str
    duration: str
    order_may_contain: str
    terms: tuple[str, ...] = ("not_abuse",)


STANDARD_STATEMENTS: dict[str, str] = {
    "arrest_power": "A constable may arrest you without a warrant if the constable has reasonable grounds to believe "
    "that you are in breach of this notice.",
    "hearing": "The police will apply for a domestic abuse protection order. A magistrates' court will hear the "
    "application within 48 hours of the time this notice is given to you. Sundays, Christmas Day, Good Friday and bank "
    "holidays are not counted. You will be given notice of the hearing.",
    "duration": "This notice continues in effect until that application has been decided or withdrawn.",
    "order_may_contain": "If the court makes an order, it may include any requirement that it considers necessary to "
    "protect the person named above from domestic abuse. It may forbid you to contact them; to come within a stated "
    "distance of where they live or of other places; to force them out of a home you share, or to enter it, and it "
    "may require you to leave it. It may require you to do things, such as attend a programme, and to wear an "
    "electronic tag.",
}

_CONTENTS: tuple[tuple[str, str, str], ...] = (
    ("grounds", "25(2)(a)", "the grounds on which it is given"),
    ("arrest_power", "25(2)(b)", "that a constable may arrest without warrant for a breach"),
    ("hearing", "25(2)(c)", "that an application will be heard within 48 hours and that notice of it will be given"),
    ("duration", "25(2)(d)", "that it lasts until the application is determined or withdrawn"),
    ("order_may_contain", "25(2)(e)", "what an order may contain"),
)


def notice_contents(contents: NoticeContents) -> Decision:
    """Whether the notice states all that it must (s.25(2)(a)-(e)) and forbids abuse (s.22(2))."""
    findings = []
    for name, section, words in _CONTENTS:
        stated = bool(str(getattr(contents, name)).strip())
        because = f"The notice states {words}." if stated else f"The notice does not state {words}."
        findings.append(Finding(daa(section), stated, because))
    has_core = "not_abuse" in contents.terms
    core = "The notice forbids" if has_core else "The notice does not forbid"
    findings.append(Finding(daa("22(2)"), has_core, f"{core} the subject to be abusive towards the protected person."))
    return Decision(tuple(findings))


NOTICE_TERMS: dict[str, tuple[str, str]] = {
    "not_abuse": (daa("22(2)"), "Every notice forbids the subject to be abusive towards the protected person."),
    "no_contact": (daa("23(1)(a)"), "A notice may forbid contact with the protected person."),
    "distance_from_home": (
        daa("23(1)(b)"),
        "A notice may forbid the subject to come within a stated distance of any premises where the protected person "
        "lives.",
    ),
    "not_evict": (daa("23(2)(a)"), "A notice may forbid the subject to evict or exclude from the home they share."),
    "not_enter": (daa("23(2)(b)"), "A notice may forbid the subject to enter the home they share."),
    "leave_premises": (daa("23(2)(c)"), "A notice may require the subject to leave the home they share."),
}
HOME_TERMS = frozenset({"not_evict", "not_enter", "leave_premises"})
# Terms that relate to premises where the protected person lives (s.24(1)(d), s.33(1)(c)).
PREMISES_TERMS = HOME_TERMS | {"distance_from_home"}


def notice_term(term: str, shared_home: bool | None = None) -> Decision:
    """Whether a notice may contain a term (s.22(2), s.23). The list is closed (A8).

    The terms about the home need the subject to live in the premises too (s.23(2)); None is not shown, so not
    permitted. Raises ValueError for a term that is not in the vocabulary.
    """
    if term not in VOCABULARY:
        raise ValueError(f"'{term}' is not a kind of requirement.")
    if term not in NOTICE_TERMS:
        return Decision(
            (
                Finding(
                    daa("23"),
                    False,
                    f"A notice may contain only what section 23 lists; this is not in it: {VOCABULARY[term].label}.",
                    "A8",
                ),
            )
        )
    provision, because = NOTICE_TERMS[term]
    if term in HOME_TERMS and not shared_home:
        told = "does not live" if shared_home is False else "is not shown to live"
        return refuse(provision, f"The subject {told} in the premises where the protected person lives.")
    return allow(provision, because)


def notice_terms(terms: tuple[str, ...], shared_home: bool | None = None) -> Decision:
    """Whether a notice may contain all these terms together, the first always being not to be abusive (s.22(2))."""
    core = allow(*NOTICE_TERMS["not_abuse"])
    if "not_abuse" not in terms:
        core = refuse(daa("22(2)"), "Every notice must forbid the subject to be abusive towards the protected person.")
    return Decision.all(core, *(notice_term(term, shared_home) for term in terms))


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
