"""Making an order. DAA 2021 s.27, 31 to 34, 36(1).

What it contains: ``order_content``; how long it lasts: ``order_life``; how it changes: ``variation``. All are given out
here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from haven_law import definitions
from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding
from haven_law.judging import NOT_ASKED, Judged, judged
from haven_law.order_content import order_term
from haven_law.order_life import (
    DURATIONS,
    EVENT,
    FURTHER_ORDER,
    ON_END_OF_ORDER,
    ON_MAKING,
    ORDER_POSITIONS,
    PERIOD,
    OrderTimes,
    duration_words,
    ends_at,
    extension_starts,
    in_force,
    last_moment,
    months_last_day,
    order_duration,
    order_effect,
    order_position,
    requirement_period,
)
from haven_law.variation import ADD, CHANGES, EXTEND, LIGHTEN, REMOVE, REPLACE, ClauseChange, may_discharge, may_vary

__all__ = [
    "ADD",
    "CHANGES",
    "DURATIONS",
    "EVENT",
    "EXTEND",
    "FURTHER_ORDER",
    "LIGHTEN",
    "NOT_ASKED",
    "ON_END_OF_ORDER",
    "ON_MAKING",
    "ORDER_POSITIONS",
    "PERIOD",
    "REMOVE",
    "REPLACE",
    "ROUTES",
    "SUBJECT_NOTICE",
    "ClauseChange",
    "Judged",
    "OrderFacts",
    "OrderTimes",
    "duration_words",
    "ends_at",
    "extension_starts",
    "in_force",
    "judged",
    "last_moment",
    "may_discharge",
    "may_make_order",
    "may_vary",
    "months_last_day",
    "order_duration",
    "order_effect",
    "order_position",
    "order_term",
    "requirement_period",
    "subject_was_given_notice",
]

ROUTES: dict[str, tuple[str, str]] = {
    "s28_police_after_notice": (daa("28(3)"), "application of the chief officer after a notice"),
    "s28_police": (daa("28(2)(b)"), "application of a chief officer"),
    "s28_protected": (daa("28(2)(a)"), "application of the protected person"),
    "s28_other": (daa("28(2)(d)"), "application of another person with leave"),
    "s31_family": (daa("31(2)"), "made in family proceedings"),
    "s31_conviction": (daa("31(3)"), "made on conviction"),
    "s31_acquittal": (daa("31(5)"), "made on acquittal"),
    "s31_appeal": (daa("31(6)"), "made on allowing an appeal against conviction"),
    "s31_county": (daa("31(7)"), "made in county court proceedings"),
}
SUBJECT_NOTICE: dict[str, tuple[str, bool, str]] = {
    "given": (daa("29(4)"), True, "Notice of the hearing was given to the subject."),
    "left_s29_5": (daa("29(5)"), True, "Notice was left at the address the subject gave, which counts as given."),
    "efforts_s29_6": (daa("29(6)"), False, "The subject gave no address; reasonable efforts were made to give notice."),
    "without_notice": (daa("34(1)"), False, "The order is made without notice to the subject."),
    "none_needed_present": (daa("29(4)"), True, "The subject was present at the hearing."),
}


@dataclass(frozen=True)
class OrderFacts:
    """What the making of an order turns on.

    Judged facts are NOT_ASKED, None while the court has not decided, or the court's decision: ``abusive`` (s.32(2), on
    the balance of probabilities), ``necessary_and_proportionate`` (s.32(3)), ``conflicts_considered`` (s.36(1)),
    ``just_without_notice`` (s.34(1)-(3)). ``considered``: the topics child_welfare, protected_opinion and
    occupant_opinion with whether each was considered (None: does not apply); None when not asked.
    """

    on: date
    subject_born: date | None
    protected_born: date | None
    connections: tuple[str, ...]
    route: str | None = None
    abuse_when_protected_aged: int | None = None
    abusive: Judged = NOT_ASKED
    necessary_and_proportionate: Judged = NOT_ASKED
    considered: Mapping[str, bool | None] | None = None
    premises_terms: bool = False
    conflicts_considered: Judged = NOT_ASKED
    subject_notice: str | None = None
    just_without_notice: Judged = NOT_ASKED
    return_hearing_on: date | None = None
    subject_judged_adult: bool | None = None
    protected_judged_sixteen: bool | None = None


def may_make_order(facts: OrderFacts) -> Decision:
    """Whether an order may be made on these facts (s.27(1), s.31, s.32(2)-(5), s.33, s.34, s.36(1)).

    Where the abuse took place, and when, does not matter (s.32(4)). Raises ValueError for an unknown connection, route,
    kind of notice, or topic.
    """
    findings: list[Finding | None] = [
        definitions.subject_age(facts.subject_born, facts.on, daa("32(5)"), facts.subject_judged_adult),
        definitions.protected_age(facts.protected_born, facts.on, daa("27(1)"), facts.protected_judged_sixteen),
        definitions.connected_by_any(facts.connections),
        definitions.abuse_at_sixteen(facts.abuse_when_protected_aged, daa("32(2)")),
        judged(
            daa("32(2)"),
            facts.abusive,
            "The court is satisfied, on the balance of probabilities, that the subject has been abusive.",
            "The court is not satisfied that the subject has been abusive towards the protected person.",
            "Decide whether the subject has been abusive, on the balance of probabilities.",
        ),
        judged(
            daa("32(3)"),
            facts.necessary_and_proportionate,
            "The order is necessary and proportionate to protect the protected person.",
            "The court does not find the order necessary and proportionate.",
            "Decide whether the order is necessary and proportionate to protect the protected person.",
        ),
        *_considered(facts),
        *_notice_of_proceedings(facts),
        judged(
            daa("36(1)"),
            facts.conflicts_considered,
            "Conflict with belief, work, education and other orders was avoided so far as practicable.",
            "Conflict with belief, work, education and other orders has not been considered.",
            "Consider conflict with belief, work, education and other court orders.",
        ),
        _route(facts.route),
    ]
    return Decision(
        tuple(f for f in findings if f is not None),
        (daa("27(1)"), daa("1(2)"), *definitions.connection_citations(facts.connections)),
    )


def _route(route: str | None) -> Finding | None:
    if route is None:
        return None
    if route not in ROUTES:
        raise ValueError(f"'{route}' is not a route to an order.")
    provision, words = ROUTES[route]
    return Finding(provision, True, f"Route: {words}.")


_ORDER_TOPICS: dict[str, tuple[str, str]] = {
    "child_welfare": (daa("33(1)(a)"), "the welfare of any person under 18"),
    "protected_opinion": (daa("33(1)(b)"), "any opinion of the protected person that the court knows of"),
    "occupant_opinion": (daa("33(1)(c)"), "any opinion of others who live there that the court knows of"),
}


def _considered(facts: OrderFacts) -> list[Finding]:
    """Findings of s.33(1). The protected person need not agree (s.33(3))."""
    if facts.considered is None:
        return []
    for topic in facts.considered:
        if topic not in _ORDER_TOPICS:
            raise ValueError(f"'{topic}' is not a thing to be considered under s.33.")
    found = []
    for topic, (provision, words) in _ORDER_TOPICS.items():
        if topic == "occupant_opinion" and not facts.premises_terms and topic not in facts.considered:
            continue
        answer = facts.considered.get(topic, False)
        if answer is False:
            found.append(Finding(provision, False, f"It is not recorded that the court considered {words}."))
        else:
            because = f"Considered: {words}." if answer else f"Does not apply here: {words}."
            found.append(Finding(provision, True, because))
    return found


def _notice_of_proceedings(facts: OrderFacts) -> list[Finding]:
    """Findings of s.34 and s.29(4)-(6)."""
    if facts.subject_notice is None:
        return []
    if facts.subject_notice not in SUBJECT_NOTICE:
        raise ValueError(f"'{facts.subject_notice}' is not a way in which the subject was given notice.")
    provision, _, words = SUBJECT_NOTICE[facts.subject_notice]
    if facts.subject_notice != "without_notice":
        return [Finding(provision, True, words)]
    if facts.route == "s28_police_after_notice":
        return [
            Finding(daa("34(2)"), False, "On an application after a notice an order cannot be made without notice.")
        ]
    just = judged(
        daa("34(1)"),
        facts.just_without_notice,
        "The court finds it just and convenient to make the order without notice.",
        "The court does not find it just and convenient to make the order without notice.",
        "Decide whether it is just and convenient to make the order without notice, with regard to s.34(3).",
    )
    return [finding for finding in (just, _return_hearing(facts)) if finding is not None]


def _return_hearing(facts: OrderFacts) -> Finding:
    if facts.return_hearing_on is None:
        return Finding(
            daa("34(4)"),
            False,
            "A hearing on notice to all parties must be arranged, as soon as just and convenient.",
            "A20",
        )
    return Finding(daa("34(4)"), True, f"A hearing on notice is arranged for {in_words(facts.return_hearing_on)}.")


def subject_was_given_notice(subject_notice: str) -> bool:
    """Whether the subject was given notice of the proceedings, on which s.39(2) turns.

    Notice left at the address given counts as given (s.29(5)).
    Raises ValueError for an unknown code.
    """
    if subject_notice not in SUBJECT_NOTICE:
        raise ValueError(f"'{subject_notice}' is not a way in which the subject was given notice.")
    return SUBJECT_NOTICE[subject_notice][1]


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    may_make_order: (
        *("27(1)", "27(2)", "32(1)", "32(2)", "32(3)", "32(4)", "32(5)", "33(1)", "33(3)"),
        *("34(1)", "34(2)", "34(3)", "34(4)", "36(1)", "1(2)"),
    ),
    subject_was_given_notice: ("39(2)", "29(5)", "29(6)"),
}
