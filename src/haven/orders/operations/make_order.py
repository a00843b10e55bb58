"""The court makes an order: the outcome, the order and its first version in one act. Nothing is sent before it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.accounts.references import ALPHABET, new_reference
from haven.cases.advice import legal_view
from haven.cases.chronology import record
from haven.cases.deadlines import start
from haven.courts.facts import london_day
from haven.courts.models import Hearing, HearingOutcome
from haven.courts.operations.closing import close_application, end_its_notice
from haven.courts.operations.hear import hold_to_decide, take_in_hand, write_outcome
from haven.courts.requirements import Period, period
from haven.orders.clocks import serve_clock, start_life
from haven.orders.content import codes_of, look_at, of_requirements
from haven.orders.gates import MakeOrder, clause_period, earlier_order, report
from haven.orders.models import Awareness, Order, OrderVersion, Requirement
from haven.orders.operations.writing import NewClause, VersionPaper, clause_row, keep_version_paper
from haven_law.findings import Decision, Finding

__all__ = ["MAKE_ORDER", "MakeOrder", "make_order"]

MAKE_ORDER = "make_order"
MOST_BENCH = 200


@transaction.atomic
def make_order(command: MakeOrder, *, by: User, at: datetime) -> Order:
    """Record that the court made an order (s.27), and issue it: the outcome of the hearing, the order, its version 1 with
    its requirements numbered from 1, its paper; the notice ends because of it, and the clocks of the order start.

    Refused: to any but the court; when an outcome is recorded; when a finding of s.27 to s.38 is not met or not judged;
    when the paper would hold something sealed. LawyerMustDecide where the law is unsettled and no advice is recorded."""
    hearing = hold_to_decide(command.decided, by=by, at=at)
    decision = _judged(report(command, hearing).all, hearing)
    made_at = command.decided.decided_at
    take_in_hand(hearing.application, command.decided, by=by)
    outcome = write_outcome(hearing, command.decided, "made", by=by, gates=decision.findings)
    lasts = period(command.lasts, london_day(made_at))
    order = _order_row(command, hearing, outcome, lasts, by)
    version = _first_version(command, order, outcome, lasts, by)
    paper = VersionPaper("As first made.", made_at, _bench(command, hearing), command.decided.presence != "absent")
    keep_version_paper(order, version, paper, by=by)
    _aware_in_court(command, version, by)
    close_application(hearing.application, at=made_at, determined=True, because="made")
    end_its_notice(hearing.application, "order_made", by=by, at=made_at)
    _start_clocks(command, order, version)
    _record(command, order, hearing, decision, by)
    return order


def _judged(decision: Decision, hearing: Hearing) -> Decision:
    """Lawful, with what a lawyer decided where the law is open, and with everything judged that the court must judge."""
    for_court = decision.for_you
    if for_court and decision.lawful is not False:
        Decision(tuple(Finding(f.provision, False, f.because) for f in for_court)).require()
    application = hearing.application
    return decision.require(legal_view(application.case, application.ref, MAKE_ORDER, decision))


def _order_row(command: MakeOrder, hearing: Hearing, outcome: HearingOutcome, lasts: Period, by: User) -> Order:
    application, made_at = hearing.application, command.decided.decided_at
    waits_for = earlier_order(application, command.after_order, made_at) if command.after_order else None
    return Order.objects.create(
        ref=_fresh(),
        verify_code=_verify_code(),
        case=application.case,
        force_id=application.case.lead_force_id,
        subject=application.case.subject,
        route=application.route,
        made_by=hearing.court,
        made_at=made_at,
        outcome=outcome,
        without_notice=False,
        effect_rule="on_end_of_order" if waits_for else "on_making",
        effect_waits_for=waits_for,
        effective_at=None if waits_for else made_at,
        ends_kind=lasts.kind,
        last_day=lasts.last_day,
        ends_at=lasts.ends_at,
        ends_event=lasts.event,
        recorded_by=by,
    )


def _first_version(command: MakeOrder, order: Order, outcome: HearingOutcome, lasts: Period, by: User) -> OrderVersion:
    version = OrderVersion.objects.create(
        order=order,
        seq=1,
        cause="made",
        outcome=outcome,
        effective_at=order.effective_at,
        notice_given_to_subject=outcome.notice_given_to_subject,
        recorded_by=by,
    )
    made_on = london_day(order.made_at)
    Requirement.objects.bulk_create(
        clause_row(
            NewClause(number, requirement, clause_period(requirement, made_on, lasts)[0]),
            version,
            made_on=made_on,
            by=by,
        )
        for number, requirement in enumerate(command.requirements, start=1)
    )
    return version


def _bench(command: MakeOrder, hearing: Hearing) -> str:
    return command.bench.strip()[:MOST_BENCH] or f"{hearing.court.name}, {hearing.room}"


def _aware_in_court(command: MakeOrder, version: OrderVersion, by: User) -> None:
    if command.decided.presence != "absent":
        Awareness.objects.create(version=version, at=command.decided.decided_at, how="in_court", recorded_by=by)


def _start_clocks(command: MakeOrder, order: Order, version: OrderVersion) -> None:
    made_at = order.made_at
    start(order.case, serve_clock(order, made_at))
    start_life(order, version, made_at)


def _record(command: MakeOrder, order: Order, hearing: Hearing, decision: Decision, by: User) -> None:
    application = hearing.application
    made_at = order.made_at
    clauses = of_requirements(command.requirements, london_day(made_at), period(command.lasts, london_day(made_at)))
    looked_at = codes_of(look_at(clauses, order.case, by=by, at=made_at, without=order))
    facts = {"court": order.made_by.name, "n": len(command.requirements), "order": order.ref, "looked_at": looked_at}
    facts |= {"presence": command.decided.presence, "ends_kind": order.ends_kind}
    determined = {"result": "made", "words": "made an order"}
    about = ("application", application.ref)
    record(order.case, "application.determined", by=by, at=made_at, about=about, facts=determined)
    about = ("order", order.ref)
    record(order.case, "order.made", by=by, at=made_at, about=about, facts=facts, findings=decision.findings)


def _fresh() -> str:
    ref = new_reference("DO")
    while Order.objects.filter(ref=ref).exists():
        ref = new_reference("DO")
    return ref


def _verify_code() -> str:
    """A code that only the paper carries, so that a paper can be told from an invented one."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
