"""The plan of checks that an order has: visits to the protected person, checks on the subject; due, done, with the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.compliance.models import Check, CheckPlanItem
from haven.lawdata.queries import policy
from haven.notices.clocks import desk
from haven.orders.models import Order
from haven.orders.states import BINDING, status
from haven.sealed.ciphers import encipher
from haven_law.clock import day_end, to_london
from haven_law.findings import refuse

RULE = "Haven check rule"
FIRST = (("visit_protected", "check_visit_protected_days"), ("check_subject", "check_subject_days"))
MOST_WORDS = 2000
BY = "plan"


@transaction.atomic
def begin_plan(order: Order, *, at: datetime) -> list[CheckPlanItem]:
    """The checks that every order has by our rule, from the day it was made. Nothing where there is a plan already."""
    hold_case(order.case_id)
    if order.check_plan.exists():
        return list(order.check_plan.filter(ended_at__isnull=True))
    day = to_london(at).date()
    return [_item(order, kind, policy(key, day), day) for kind, key in FIRST]


def _item(order: Order, kind: str, days: int, from_day: date, by: User | None = None) -> CheckPlanItem:
    return CheckPlanItem.objects.create(
        order=order, kind=kind, interval_days=days, next_due=from_day + timedelta(days=days), recorded_by=by
    )


@dataclass(frozen=True)
class PlanCheck:
    order_ref: str
    kind: str
    interval_days: int


@transaction.atomic
def plan_check(command: PlanCheck, *, by: User, at: datetime) -> CheckPlanItem:
    """Plan a kind of check every so many days, or change how often it is made.

    Refused: to a role that may not; for an order that has ended; another kind; not between 1 and 366 days."""
    order = _order(command.order_ref)
    may(by, "plan_checks", order.case, at).require()
    _must(status(order, at) in BINDING, "This order is not in force")
    _must(command.kind in CheckPlanItem.KINDS, "Choose a kind of check")
    _must(1 <= command.interval_days <= 366, "Enter a number of days from 1 to 366", "Haven check interval")
    held = order.check_plan.filter(kind=command.kind, ended_at__isnull=True).first()
    day = to_london(at).date()
    if held is None:
        held = _item(order, command.kind, command.interval_days, day, by)
    else:
        last = held.next_due - timedelta(days=held.interval_days)
        held.interval_days = command.interval_days
        held.next_due = max(last + timedelta(days=command.interval_days), day)
        held.save(update_fields=["interval_days", "next_due"])
    facts = {"what": held.get_kind_display().lower(), "days": held.interval_days}
    record(order.case, "check.planned", by=by, at=at, about=("order", order.ref), facts=facts)
    return held


@transaction.atomic
def stop_check(item_id: int, *, by: User, at: datetime) -> CheckPlanItem:
    """Make a kind of check no longer. Refused: to a role that may not; when it has stopped."""
    item = _held(item_id)
    may(by, "plan_checks", item.order.case, at).require()
    _must(item.ended_at is None, "This check is not planned any more")
    item.ended_at = at
    item.save(update_fields=["ended_at"])
    facts = {"what": item.get_kind_display().lower()}
    record(item.order.case, "check.stopped", by=by, at=at, about=("order", item.order.ref), facts=facts)
    return item


@dataclass(frozen=True)
class RecordCheck:
    item: int
    done_at: datetime
    result: str
    words: str = ""


@transaction.atomic
def record_check(command: RecordCheck, *, by: User, at: datetime) -> Check:
    """Record a check with its result; the next is due from its day. Nobody there is a check made, not a check kept: the
    next is due the day after.

    Refused: to a role that may not; when it is not planned any more; in the future or before the last one; without
    words where there is a concern or a sign of a breach."""
    item = _held(command.item)
    may(by, "record_check", item.order.case, at).require()
    _must(item.ended_at is None, "This check is not planned any more")
    _must(command.result in Check.RESULTS, "Choose how it went", "Haven check result")
    _must(item.order.made_at <= command.done_at <= at, "The time must be after the order was made, and not in the future",
          "Haven check time")  # fmt: skip
    words = command.words.strip()
    _must(len(words) <= MOST_WORDS, f"Use {MOST_WORDS:,} characters or fewer", "Haven check words")
    wanted = command.result in ("concern", "breach")
    _must(len(words) >= 10 or not wanted, "Say what you saw, in a sentence or more", "Haven check words")
    check = Check.objects.create(
        item=item,
        due=item.next_due,
        done_at=command.done_at,
        done_by=by,
        result=command.result,
        words_enc=encipher(item.order.case.ref, words) if words else None,
        recorded_by=by,
    )
    days = 1 if command.result == "nobody_there" else item.interval_days
    item.next_due = max(
        to_london(command.done_at).date() + timedelta(days=days), item.next_due if days == 1 else date.min
    )
    item.save(update_fields=["next_due"])
    facts = {"what": item.get_kind_display().lower(), "result": check.get_result_display(), "code": check.result}
    record(item.order.case, "check.done", by=by, at=command.done_at, about=("order", item.order.ref), facts=facts)
    return check


def end_plan(order: Order, *, at: datetime) -> int:
    """The order is over: its checks stop."""
    return order.check_plan.filter(ended_at__isnull=True).update(ended_at=at)


def renew_plan(order: Order, *, at: datetime) -> list[CheckPlanItem]:
    """The order did not end after all: the checks that its end had stopped are planned again, counted from that day."""
    hold_case(order.case_id)
    day = to_london(at).date()
    running = set(order.check_plan.filter(ended_at__isnull=True).values_list("kind", flat=True))
    stopped = {item.kind: item for item in order.check_plan.filter(ended_at__isnull=False).order_by("pk")}
    return [_item(order, k, item.interval_days, day) for k, item in stopped.items() if k not in running]


def settle_checks(at: datetime, *, limit: int = 200) -> int:
    """Give a task for every check whose day has come, for the watch; one at a time for each. Answers how many are due."""
    rows = CheckPlanItem.objects.filter(ended_at__isnull=True, next_due__lte=to_london(at).date())
    due = list(rows.select_related("order__case").order_by("next_due", "pk")[:limit])
    for item in due:
        words = f"{item.get_kind_display()}: due for {item.order.ref}. Record how it went"
        task = NewTask(
            kind=f"due_{item.kind}",
            words=words,
            team=desk(item.order.case, "response"),
            due_at=day_end(item.next_due),
            basis="Our rule",
            about=("order", item.order.ref),
        )
        make_task(item.order.case, task, by=None, at=at)
    return len(due)


def _order(ref: str) -> Order:
    order = Order.objects.filter(ref=ref, voided_at__isnull=True).select_related("case").first()
    if order is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert order is not None
    hold_case(order.case_id)
    return order


def _held(item_id: int) -> CheckPlanItem:
    item = CheckPlanItem.objects.filter(pk=item_id).select_related("order__case").first()
    if item is None:
        refuse("Haven access rule 3", "There is no such check").require()
    assert item is not None
    hold_case(item.order.case_id)
    item.refresh_from_db()
    return item


def _must(condition: bool, because: str, rule: str = RULE) -> None:
    if not condition:
        refuse(rule, because).require()
