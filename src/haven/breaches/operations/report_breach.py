"""Report a breach of a notice or of an order: which clauses, in the words that were in force, when, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from haven.accounts.models import User
from haven.accounts.references import new_reference
from haven.breaches import facts
from haven.breaches.facts import Clause
from haven.breaches.models import Breach, BreachClause
from haven.cases.chronology import lock_case, record
from haven.cases.deadlines import NewDeadline, start
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.lawdata.queries import policy
from haven.notices.models import Notice, NoticeTerm
from haven.orders.facts import conduct, order_times
from haven.orders.models import Order, Requirement
from haven.sealed.ciphers import encipher
from haven_law.breach import ELSEWHERE_IN_UK, ENGLAND_AND_WALES, breach_possible
from haven_law.citation import daa
from haven_law.clock import end_of, start_of, to_london
from haven_law.findings import Decision, as_json, refuse
from haven_law.order_life import order_position

RULE = "Haven breach rule"
MINUTE = timedelta(minutes=1)
# The offence extends to England and Wales alone; anywhere else, or not known where, is for a lawyer (A13).
PLACES = {code: ENGLAND_AND_WALES if code == "ew" else ELSEWHERE_IN_UK for code in Breach.JURISDICTIONS}


@dataclass(frozen=True)
class ReportBreach:
    """What is reported. `about_ref` is the notice or order. With `happened_until` it happened between the two; a day
    alone has precision "day". `clauses` are clause numbers; conduct that no clause covers is `other_offence`."""

    about_ref: str
    happened_from: datetime
    account: str
    clauses: tuple[int, ...] = ()
    happened_until: datetime | None = None
    precision: str = "minute"
    other_offence: str = ""
    excuse: str = ""
    in_danger: str = "not_known"
    jurisdiction: str = "ew"
    source: str = "officer"


@dataclass(frozen=True)
class Assessed:
    """A clause with what the law says of the conduct: yes, no or lawyer."""

    clause: Clause
    answer: str
    decision: Decision


@transaction.atomic
def report_breach(command: ReportBreach, *, by: User, at: datetime) -> Breach:
    """Record a report. The clauses are copied in the exact words in force at the time, each with the law's findings
    (s.26, s.39, s.45(8)-(9)); a supervisor has a clock to decide.

    Refused: to a role that may not; when there is no such notice or order; when it was not in force at any moment of
    the time given; when the time is later than the report; without a clause or another offence; without an account.
    """
    thing = find_thing(command.about_ref)
    may(by, "report_breach", thing.case, at).require()
    case = lock_case(thing.case_id)
    start_at, end_at = span(command)
    _complete(command, start_at, at)
    assessed = assess(thing, command, start_at, end_at)
    breach = _row(case, thing, command, start_at, end_at, by, at)
    BreachClause.objects.bulk_create(_clause_row(breach, a) for a in assessed)
    _clock(case, breach, at)
    record(
        case,
        "breach.reported",
        by=by,
        at=at,
        about=("breach", breach.ref),
        facts={
            "ref": breach.ref,
            "of": breach.of,
            "about": command.about_ref,
            "clauses": [a.clause.number for a in assessed],
        },
        findings=[f for a in assessed for f in a.decision.findings],
    )
    return breach


def find_thing(ref: str) -> Notice | Order:
    """The notice or order of a reference. Refused when there is none."""
    found: Notice | Order | None = (
        Notice.objects.filter(ref=ref, voided_at__isnull=True).select_related("case").first()
        or Order.objects.filter(ref=ref, voided_at__isnull=True).select_related("case").first()
    )
    if found is None:
        refuse(RULE, "There is no such notice or order").require()
    assert found is not None
    return found


def span(command: ReportBreach) -> tuple[datetime, datetime]:
    """From when to when it happened: one minute, the time between two instants, or a whole day in London."""
    if command.precision == "day":
        day = to_london(command.happened_from).date()
        return start_of(day), end_of(day)
    if command.happened_until is not None:
        if command.happened_until <= command.happened_from:
            refuse(RULE, "The later of the two times must be after the earlier one").require()
        return command.happened_from, command.happened_until
    return command.happened_from, command.happened_from + MINUTE


def assess(thing: Notice | Order, command: ReportBreach, start_at: datetime, end_at: datetime) -> list[Assessed]:
    """Each clause said to be broken, with the law's answer. Refused when a clause is not of this paper as it stood, or
    when nothing of it was in force then."""
    last = end_at - timedelta(microseconds=1)
    if isinstance(thing, Notice):
        return _assess_notice(thing, command, start_at, last)
    return _assess_order(thing, command, start_at, last)


def _assess_notice(notice: Notice, command: ReportBreach, start_at: datetime, last: datetime) -> list[Assessed]:
    times = facts.notice_times(notice)
    decision = _either(breach_possible(start_at, notice=times), breach_possible(last, notice=times))
    if decision.lawful is False:
        decision.require()
    chosen = _chosen(facts.clauses_between(notice, start_at, last), command.clauses)
    return [Assessed(clause, _answer(decision), decision) for clause in chosen]


def _assess_order(order: Order, command: ReportBreach, start_at: datetime, last: datetime) -> list[Assessed]:
    times, place = order_times(order), PLACES[command.jurisdiction]
    held = facts.clauses_between(order, start_at, last)
    if not held or all(order_position(times, moment) in ("waiting", "ended") for moment in (start_at, last)):
        refuse(daa("39(1)"), "The order was not in force at the time you gave").require()
    found = []
    for clause in _chosen(held, command.clauses):
        decisions = [
            breach_possible(moment, order=times, conduct=conduct(order, clause.number, moment, place))
            for moment in (start_at, last)
        ]
        decision = _either(*decisions)
        found.append(Assessed(clause, _answer(decision), decision))
    return found


def _chosen(held: list[Clause], numbers: tuple[int, ...]) -> list[Clause]:
    by_number = {clause.number: clause for clause in held}
    wrong = [n for n in numbers if n not in by_number]
    if wrong:
        refuse(RULE, f"Clause {wrong[0]} was not in it at the time you gave. Choose from the clauses shown").require()
    return [by_number[n] for n in sorted(set(numbers))]


def _either(first: Decision, second: Decision) -> Decision:
    """Conduct within a time: possible if it is at either end. The stronger answer is kept with its findings."""
    return min((first, second), key=lambda d: (True, None, False).index(d.lawful))


def _answer(decision: Decision) -> str:
    return "lawyer" if decision.lawful is None else "yes" if decision.lawful else "no"


def _complete(command: ReportBreach, start_at: datetime, at: datetime) -> None:
    if start_at > at:
        refuse(RULE, "The time it happened must not be after the report").require()
    if not command.clauses and not command.other_offence.strip():
        refuse(RULE, "Choose at least one clause, or say which other offence it may be").require()
    if not command.account.strip():
        refuse(RULE, "Say what happened").require()


def _row(
    case: Case,
    thing: Notice | Order,
    command: ReportBreach,
    start_at: datetime,
    end_at: datetime,
    by: User,
    at: datetime,
) -> Breach:
    notice = thing if isinstance(thing, Notice) else None
    order = thing if isinstance(thing, Order) else None
    precision = "between" if command.happened_until is not None and command.precision != "day" else command.precision
    return Breach.objects.create(
        ref=_fresh(),
        case=case,
        force_id=case.lead_force_id,
        of="notice" if notice else "order",
        notice=notice,
        order=order,
        source=command.source,
        reported_at=at,
        reported_by=by,
        happened=DateTimeTZRange(start_at, end_at, "[)"),
        happened_precision=precision,
        jurisdiction=command.jurisdiction,
        in_danger=command.in_danger,
        account_enc=encipher(case.ref, command.account),
        excuse_enc=encipher(case.ref, command.excuse) if command.excuse.strip() else None,
        other_offence=command.other_offence.strip(),
        recorded_by=by,
    )


def _fresh() -> str:
    ref = new_reference("BR")
    while Breach.objects.filter(ref=ref).exists():
        ref = new_reference("BR")
    return ref


def _clause_row(breach: Breach, assessed: Assessed) -> BreachClause:
    clause = assessed.clause
    return BreachClause(
        breach=breach,
        notice_term=clause.row if isinstance(clause.row, NoticeTerm) else None,
        requirement=clause.row if isinstance(clause.row, Requirement) else None,
        clause=clause.number,
        wording_copy=clause.legal,
        answer=assessed.answer,
        findings=[as_json(f) for f in assessed.decision.findings],
    )


def _clock(case: Case, breach: Breach, at: datetime) -> None:
    """Our rule: a supervisor decides within a day."""
    held = case.assignments.filter(role="officer", until_at__isnull=True, team__kind="response").select_related("team")
    officer = held.first()
    team = officer.team if officer is not None else team_of_force(case.lead_force_id, "response")
    if team is None:
        return
    due = at + timedelta(hours=policy("breach_decision_hours", to_london(at).date()))
    start(
        case,
        NewDeadline(
            kind="breach_decision",
            about=("breach", breach.ref),
            starts_at=at,
            act_by=due,
            outer_limit=due,
            owner_role="duty_sergeant",
            owner_team=team,
            policy_key="breach_decision_hours",
            nature="policy",
            inputs={"reported_at": at.isoformat()},
        ),
    )
