"""Making, changing and ending an order. DAA 2021 s.27, 31 to 38, 44 to 45."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from haven_law import definitions
from haven_law.citation import daa
from haven_law.clock import aware, day_end, end_of, in_words, monitoring_last_day
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.notices import NOT_ASKED, Judged, NotAsked, judged
from haven_law.terms import MONITORING_GATES, RESPONSIBLE_PERSON, SHARED_HOME, Term, term_named

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
    return Decision(tuple(f for f in findings if f is not None), (daa("27(1)"), daa("1(2)")))


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


def order_term(
    term: str,
    responsible_person: str | None = None,
    suitability_evidence: bool | None = None,
    subject_present: bool | None = None,
    occupier_consents: bool | None = None,
    area_notified: bool | None = None,
    without_notice: bool | None = None,
    *,
    shared_home: Judged = NOT_ASKED,
    provision_can_be_made: Judged = NOT_ASKED,
    monitor_named: Judged = NOT_ASKED,
    monitor_fits_regulations: Judged = NOT_ASKED,
    other_requirements: Judged = NOT_ASKED,
) -> Decision:
    """Whether an order may contain a requirement (s.35(1)-(6)) and its gates are met (s.36(2)-(3), s.37(2)-(7)).

    A gate that the term needs and that is None is not shown, so not permitted; NOT_ASKED makes no finding of it.
    Necessity (s.35(1)) is for the court and is part of ``may_make_order``. ``other_requirements``: whether the order
    holds something else for a tag to check (s.35(6)). Raises ValueError for an unknown kind.
    """
    kind = term_named(term)
    findings = [Finding(kind.order_provision, True, f"An order may contain this: {kind.label}.", kind.duty_doubt)]
    if SHARED_HOME in kind.needs:
        findings += _home(kind, shared_home)
    if RESPONSIBLE_PERSON in kind.order_needs:
        findings += _supervision(responsible_person, suitability_evidence)
    if MONITORING_GATES in kind.order_needs:
        present = False if without_notice and subject_present is None else subject_present
        findings += _monitoring_gates(present, occupier_consents, area_notified)
        findings += _further_gates(provision_can_be_made, monitor_named, monitor_fits_regulations, other_requirements)
    return Decision(tuple(findings), (daa("35(1)"),))


def _home(kind: Term, shared_home: Judged) -> list[Finding]:
    if isinstance(shared_home, NotAsked):
        return []
    if shared_home:
        return [Finding(daa("35(5)"), True, "The subject lives in the premises where the protected person lives.")]
    return [
        Finding(
            daa("35(5)"),
            None,
            f"The subject is not shown to live in the premises ({kind.label.lower()}). The examples of s.35(5) speak of "
            "shared premises; s.35(1) may allow it all the same.",
            "s.35(5) is an example only (s.35(3)); whether the term fits premises not shared is for a lawyer.",
        )
    ]


def _supervision(responsible_person: str | None, suitability_evidence: bool | None) -> list[Finding]:
    named = bool(responsible_person and responsible_person.strip())
    return [
        Finding(
            daa("36(2)"),
            named,
            "The person responsible for supervising it is named."
            if named
            else "This makes the subject do something; the order must name the person who supervises it.",
        ),
        _shown(
            daa("36(3)"),
            suitability_evidence,
            "The court received that person's evidence on whether it is suitable and can be enforced.",
            "The court must first receive that person's evidence on whether it is suitable and can be enforced.",
        ),
    ]


def _shown(provision: str, fact: Judged, yes: str, no: str) -> Finding:
    return Finding(provision, fact is True, yes if fact is True else no)


def _monitoring_gates(present: bool | None, consents: bool | None, notified: bool | None) -> list[Finding]:
    return [
        _shown(
            daa("37(2)"),
            present,
            "The subject is present.",
            "A tag may not be imposed in the absence of the subject.",
        ),
        _shown(
            daa("37(3)"),
            consents,
            "Everyone whose co-operation is needed consents.",
            "A person whose co-operation is needed, such as the occupier, has not consented.",
        ),
        _shown(
            daa("37(4)(a)"),
            notified,
            "The court has been notified that monitoring is available in the area.",
            "The court has not been notified that monitoring is available in the area.",
        ),
    ]


def _further_gates(provision: Judged, named: Judged, fits: Judged, others: Judged) -> list[Finding]:
    rows = (
        (
            daa("37(4)(b)"),
            provision,
            "The necessary provision can be made under the arrangements.",
            "The court is not satisfied that the necessary provision can be made.",
        ),
        (
            daa("37(6)"),
            named,
            "The order names the person responsible for the monitoring.",
            "The order must name the person responsible for the monitoring.",
        ),
        (
            daa("37(7)"),
            fits,
            "That person is of a kind that the regulations allow.",
            "That person is not shown to be of a kind that the regulations allow.",
        ),
        (
            daa("35(6)"),
            others,
            "The order holds another requirement for the tag to check.",
            "A tag checks compliance with other requirements; the order holds none for it to check.",
        ),
    )
    return [_shown(section, fact, yes, no) for section, fact, yes, no in rows if not isinstance(fact, NotAsked)]


PERIOD, EVENT, FURTHER_ORDER = "period", "event", "further_order"
DURATIONS: dict[str, str] = {
    PERIOD: "for a stated period",
    EVENT: "until a stated event",
    FURTHER_ORDER: "until further order",
}


def ends_at(last_day: date) -> datetime:
    """Give the instant at which something that lasts to a day is over: the midnight that ends that day in London."""
    return end_of(last_day)


def order_duration(kind: str, made_on: date, last_day: date | None = None, event: str | None = None) -> Decision:
    """Whether an order may last as stated: a period, until an event, or until further order (s.38(3)).

    There is no shortest and no longest time. Raises ValueError for an unknown kind.
    """
    if kind not in DURATIONS:
        raise ValueError(f"'{kind}' is not a way in which an order ends.")
    provision = daa("38(3)")
    if kind == PERIOD and last_day is None:
        return refuse(provision, "Give the last day of the order.")
    if kind == PERIOD and last_day is not None and last_day < made_on:
        return refuse(provision, "The last day of the order is before the day it is made.")
    if kind != PERIOD and last_day is not None:
        return refuse(provision, f"An order that lasts {DURATIONS[kind]} has no last day.")
    if kind == EVENT and not (event or "").strip():
        return refuse(provision, "Say what event ends the order.")
    words = f"to the end of {in_words(last_day)}" if last_day else DURATIONS[kind]
    return allow(provision, f"The order lasts {words}.")


def requirement_period(
    term: str,
    starts_on: date,
    last_day: date | None = None,
    *,
    until_event: str | None = None,
    order_last_day: date | None = None,
    made_on: date | None = None,
) -> Decision:
    """Whether one requirement may last as stated (s.38(4)); a tag at most twelve months (s.38(5), A9).

    Raises ValueError for an unknown kind.
    """
    term_named(term)
    findings: list[Finding] = []
    provision = daa("38(4)")
    if made_on is not None and starts_on < made_on:
        findings.append(Finding(provision, False, "The requirement starts before the order is made."))
    if last_day is not None and last_day < starts_on:
        findings.append(Finding(provision, False, "The last day of the requirement is before it starts."))
    if last_day is not None and order_last_day is not None and last_day > order_last_day:
        findings.append(
            Finding(
                provision, False, f"The requirement lasts beyond the order, which ends on {in_words(order_last_day)}."
            )
        )
    if order_last_day is not None and starts_on > order_last_day:
        findings.append(Finding(provision, False, "The requirement starts after the order ends."))
    if not findings:
        words = f"to the end of {in_words(last_day)}" if last_day else until_event or "as long as the order"
        findings.append(Finding(provision, True, f"The requirement lasts {words}."))
    if term == "electronic_monitoring":
        findings.append(_monitoring_period(starts_on, last_day or order_last_day))
    return Decision(tuple(findings))


def _monitoring_period(starts_on: date, last_day: date | None) -> Finding:
    limit = monitoring_last_day(starts_on).last_day
    if last_day is None:
        return Finding(daa("38(5)"), False, f"A tag needs a last day, {in_words(limit)} at the latest.", "A9")
    if last_day > limit:
        return Finding(daa("38(5)"), False, f"A tag may last twelve months at most, here to {in_words(limit)}.", "A9")
    return Finding(daa("38(5)"), True, f"The tag ends within twelve months, by {in_words(limit)}.", "A9")


@dataclass(frozen=True)
class OrderTimes:
    """The instants an order lives by. ``proven`` False: made elsewhere, and the certified copy is not here yet."""

    effective_at: datetime | None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    proven: bool = True


ORDER_POSITIONS: dict[str, str] = {
    "waiting": "waiting for an earlier order to end",
    "in_force": "in force",
    "ended": "ended",
    "lawyer_must_decide": "a lawyer must decide",
}


def in_force(effective_at: datetime | None, ends: datetime | None, ended_at: datetime | None, at: datetime) -> bool:
    """Whether something that took effect, and may end, is in force at an instant; the end itself is outside (s.38)."""
    now = aware(at)
    if effective_at is None or now < aware(effective_at):
        return False
    return all(end is None or now < aware(end) for end in (ends, ended_at))


def order_position(times: OrderTimes, at: datetime) -> str:
    """Where an order stands at an instant: a code of ``ORDER_POSITIONS`` (s.38(1)-(3))."""
    if times.effective_at is None or aware(at) < aware(times.effective_at):
        return "waiting"
    if not in_force(times.effective_at, times.ends_at, times.ended_at, at):
        return "ended"
    return "in_force" if times.proven else "lawyer_must_decide"


ADD, EXTEND, LIGHTEN, REMOVE, REPLACE = "add", "extend", "lighten", "remove", "replace"
CHANGES: dict[str, str] = {
    ADD: "add a requirement",
    EXTEND: "extend a requirement",
    LIGHTEN: "make a requirement lighter",
    REMOVE: "remove a requirement",
    REPLACE: "replace a requirement",
}


@dataclass(frozen=True)
class ClauseChange:
    """A change of one clause.

    ``necessary``: the court finds the addition or extension necessary to protect (s.44(9)). ``no_longer_necessary``:
    the clause is no longer necessary as imposed (s.44(11)). ``conditions_fail``: a condition that had to be met when
    it was imposed is no longer met (s.44(12)). ``gates``: the decision of ``order_term`` for what is added. For a tag:
    ``from_day`` and ``new_last_day`` of the extension.
    """

    change: str
    term: str
    necessary: bool | None = None
    no_longer_necessary: bool | None = None
    conditions_fail: bool = False
    from_day: date | None = None
    new_last_day: date | None = None
    gates: Decision | None = field(default=None)


def may_vary(change: ClauseChange) -> Decision:
    """Whether a court may change a clause this way (s.44(9)-(12)).

    Adding or extending must be necessary to protect; a tag by at most twelve months at a time; removing or lightening
    only what is no longer necessary as imposed; where a condition fails there is no extension and the clause must go.
    Raises ValueError for an unknown change or kind.
    """
    if change.change not in CHANGES:
        raise ValueError(f"'{change.change}' is not a change of a clause.")
    term_named(change.term)
    findings: list[Finding] = []
    if change.change in (ADD, EXTEND, REPLACE):
        findings += _more(change)
    if change.change in (LIGHTEN, REMOVE, REPLACE):
        findings += _less(change)
    parts = [Decision(tuple(findings), (daa("44(1)"),))]
    if change.change in (ADD, REPLACE) and change.gates is not None:
        parts.append(change.gates)
    return Decision.all(*parts)


def _more(change: ClauseChange) -> list[Finding]:
    needed = judged(
        daa("44(9)"),
        change.necessary,
        "The court finds the change necessary to protect the protected person.",
        "The court does not find the change necessary to protect the protected person.",
        "Decide whether the change is necessary to protect the protected person.",
    )
    findings = [needed] if needed else []
    if change.change == EXTEND and change.conditions_fail:
        findings.append(
            Finding(
                daa("44(12)(a)"), False, "A condition of this requirement is no longer met: it may not be extended."
            )
        )
    if change.change == EXTEND and change.term == "electronic_monitoring":
        findings.append(_tag_extension(change))
    return findings


def _tag_extension(change: ClauseChange) -> Finding:
    if change.from_day is None or change.new_last_day is None:
        return Finding(daa("44(10)"), False, "Give the first and the last day of the extension of the tag.")
    limit = monitoring_last_day(change.from_day).last_day
    if change.new_last_day > limit:
        because = f"A tag may be extended by twelve months at most at a time, here to {in_words(limit)}."
        return Finding(daa("44(10)"), False, because, "A9")
    return Finding(daa("44(10)"), True, "The tag is extended by twelve months at most.", "A9")


def _less(change: ClauseChange) -> list[Finding]:
    if change.change == REMOVE and change.conditions_fail:
        return [
            Finding(
                daa("44(12)(b)"), True, "A condition of this requirement is no longer met: the court must remove it."
            )
        ]
    no_longer = judged(
        daa("44(11)"),
        change.no_longer_necessary,
        "The court finds the requirement no longer necessary as it was imposed.",
        "The court does not find that the requirement is no longer necessary as it was imposed.",
        "Decide whether the requirement is still necessary as it was imposed.",
    )
    return [no_longer] if no_longer else []


def may_discharge(
    no_longer_necessary: bool | None,
    *,
    asked_by_protected: bool = False,
    protected_heard: bool | None = None,
    police_heard_or_not_wished: bool | None = None,
) -> Decision:
    """Whether a court may discharge an order: only if it is no longer necessary to protect (s.44(13)).

    A chief officer who wishes, and a protected person who seeks discharge, must be heard (s.44(4)); None: not
    asked.
    """
    findings: list[Finding] = []
    needed = judged(
        daa("44(13)"),
        no_longer_necessary,
        "The court finds the order no longer necessary to protect the protected person.",
        "The court does not find that the order is no longer necessary.",
        "Decide whether the order is still necessary to protect the protected person.",
    )
    if needed:
        findings.append(needed)
    if asked_by_protected and protected_heard is not None:
        findings.append(
            _shown(
                daa("44(4)(b)"),
                protected_heard,
                "The protected person was heard.",
                "The protected person, who asks for it, must be heard.",
            )
        )
    if police_heard_or_not_wished is not None:
        findings.append(
            _shown(
                daa("44(4)(a)"),
                police_heard_or_not_wished,
                "Every relevant chief officer who wished to be heard was heard.",
                "A relevant chief officer who wishes to be heard must be heard.",
            )
        )
    return Decision(tuple(findings))


def last_moment(last_day: date) -> datetime:
    """Give the last second of the last day, for showing; what lasts to a day is over at ``ends_at``."""
    return day_end(last_day)


def extension_starts(old_last_day: date) -> date:
    """Give the first day of an extension: the day after the old last day."""
    return old_last_day + timedelta(days=1)


ON_MAKING, ON_END_OF_ORDER = "on_making", "on_end_of_order"


def order_effect(rule: str, *, subject_to_another: bool | None = None) -> Decision:
    """Whether an order may take effect as stated: when made, or when an earlier order ends (s.38(1)-(2)).

    The second only where the subject is, on the day it is made, subject to another order. The Act knows no other later
    start. Raises ValueError for another rule.
    """
    if rule == ON_MAKING:
        return allow(daa("38(1)"), "The order takes effect when it is made.")
    if rule != ON_END_OF_ORDER:
        raise ValueError(f"'{rule}' is not a way in which an order takes effect.")
    if not subject_to_another:
        return refuse(daa("38(2)"), "The subject is not shown to be under another order, so this one takes effect now.")
    return allow(daa("38(2)"), "The order takes effect when the earlier order ends.")


def duration_words(kind: str, last_day: date | None = None, event: str | None = None) -> str:
    """Write how long an order or a requirement lasts, for the paper. Raises ValueError for an unknown kind."""
    if kind not in DURATIONS:
        raise ValueError(f"'{kind}' is not a way in which an order ends.")
    if kind == PERIOD and last_day is not None:
        return f"until the end of {in_words(last_day)}"
    if kind == EVENT and event:
        return f"until this event: {event.strip().rstrip('.')}"
    return DURATIONS[kind]
