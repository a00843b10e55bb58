"""Giving a notice. DAA 2021 s.22 and s.24.

What it says: ``notice_content``; its service and its end: ``notice_life``. All are given out here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from haven_law import definitions
from haven_law.citation import daa
from haven_law.findings import Decision, Finding
from haven_law.judging import NOT_ASKED, Judged, NotAsked, judged
from haven_law.notice_content import (
    HOME_TERMS,
    NOTICE_TERMS,
    PREMISES_TERMS,
    STANDARD_STATEMENTS,
    NoticeContents,
    notice_contents,
    notice_term,
    notice_terms,
)
from haven_law.notice_life import (
    ENDINGS,
    HEARING_ADDRESS_ANSWERS,
    NOTICE_POSITIONS,
    SERVED_PERSONALLY,
    ServiceFacts,
    commanding_officer_duty,
    heard_in_time,
    notice_ends,
    notice_position,
    service_of_notice,
)

__all__ = [
    "CONSIDERATION_TOPICS",
    "COULD_NOT",
    "ENDINGS",
    "HEARING_ADDRESS_ANSWERS",
    "HOME_TERMS",
    "NOTICE_POSITIONS",
    "NOTICE_TERMS",
    "NOT_APPLICABLE",
    "NOT_ASKED",
    "OBTAINED",
    "PREMISES_TERMS",
    "SERVED_PERSONALLY",
    "STANDARD_STATEMENTS",
    "Consideration",
    "Judged",
    "NotAsked",
    "NoticeContents",
    "NoticeFacts",
    "ServiceFacts",
    "commanding_officer_duty",
    "considerations",
    "heard_in_time",
    "judged",
    "may_give_notice",
    "notice_contents",
    "notice_ends",
    "notice_position",
    "notice_term",
    "notice_terms",
    "service_of_notice",
]


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
            "Decide whether there are reasonable grounds to believe that the subject has been abusive.",
        ),
        judged(
            daa("22(4)"),
            facts.necessary,
            "There are reasonable grounds to believe that the notice is necessary to protect the protected person.",
            "The inspector does not have reasonable grounds to believe that the notice is necessary.",
            "Decide whether the notice is necessary to protect the protected person from abuse or the risk of it.",
        ),
    ]
    return Decision(
        tuple(f for f in findings if f is not None),
        (daa("22(2)"), daa("1(2)"), *definitions.connection_citations(facts.connections)),
    )


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
    (s.24(4)). ``premises_terms``: the notice has a term of ``PREMISES_TERMS``; the opinion of connected people who live
    there must then be sought (s.24(1)(d)). Raises ValueError for an unknown topic or answer.
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


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    may_give_notice: ("22(1)", "22(2)", "22(3)", "22(4)", "22(5)", "22(6)", "22(8)", "1(2)", "1(3)"),
    considerations: ("24(1)", "24(2)", "24(3)", "24(4)"),
}
