"""What comes nearer without anybody doing anything: a court date, the end of an order, the day on which a plan must be asked
again. Level-triggered: each looks at what is near now, and may run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from haven.cases.chronology import hold_case, record
from haven.cases.models import Case, CaseEvent, Task
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.courts.models import Hearing
from haven.lawdata.queries import calendar, policy
from haven.orders.models import Order
from haven.parties.models import SafeContactPlan
from haven_law.clock import day_end, to_london, working_day_after

BY = "Reminders"
ASK_AGAIN = "plan_again"
WORDS = (
    "Check the safe contact plan with the protected person, alone: {why}. Nothing is sent by itself until it is checked"
)


def hearings_near(now: datetime) -> int:
    """Every hearing that is near is news, once: in time for whoever wants to be reminded, and never on the day that it was
    listed, which is news itself. Answers how many became news."""
    days = policy("hearing_reminder_days", to_london(now).date())
    told = CaseEvent.objects.filter(kind="hearing.near", about_ref=OuterRef("public_id"))
    standing = Hearing.objects.filter(begun_at=None, vacated_at=None, voided_at=None)
    near = standing.filter(listed_for__gt=now, listed_for__lte=now + timedelta(days=days))
    rows = near.filter(listed_at__lte=now - timedelta(days=1)).exclude(Exists(told))
    return sum(_near(pk, now) for pk in list(rows.values_list("pk", flat=True)[:200]))


@transaction.atomic
def _near(pk: int, now: datetime) -> int:
    hearing = Hearing.objects.select_related("application__case").get(pk=pk)
    case = hearing.application.case
    hold_case(case.pk)
    if CaseEvent.objects.filter(case=case, kind="hearing.near", about_ref=hearing.public_id).exists():
        return 0
    facts = {"day": _day(hearing.listed_for), "tell_before": hearing.listed_for.isoformat()}
    record(case, "hearing.near", by=BY, at=now, about=("hearing", hearing.public_id), facts=facts)
    return 1


@transaction.atomic
def end_is_near(event: CaseEvent) -> CaseEvent | None:
    """The clock of the end of an order gave its first warning, 60 days before or as soon after as it was known: that is
    news, once for each last day. None for any other warning."""
    order = Order.objects.filter(ref=event.about_ref, ended_at=None, voided_at=None).first()
    if event.about_kind != "order" or order is None or order.ends_at is None or order.ends_at <= event.at:
        return None
    if not str(event.facts.get("rung", "")).startswith("d"):
        return None
    hold_case(event.case_id)
    facts = {"order": order.ref, "day": _day(order.ends_at - timedelta(seconds=1)), "ends": order.ends_at.isoformat()}
    said = CaseEvent.objects.filter(case=event.case, kind="order.ending", about_ref=order.ref)
    if said.filter(facts__ends=facts["ends"]).exists():
        return None
    return record(event.case, "order.ending", by=BY, at=event.at, about=("order", order.ref), facts=facts)


def plans_to_ask_again(now: datetime) -> int:
    """The day on which a plan must be asked again has passed: a task for the officer, once while it stands. Answers how
    many there are."""
    asked = Task.objects.filter(case=OuterRef("pk"), kind=ASK_AGAIN, done_at=None)
    old = SafeContactPlan.objects.filter(superseded_at=None, voided_at=None, review_on__lt=to_london(now).date())
    rows = Case.objects.filter(closed_at=None, protected__in=old.values("person")).exclude(Exists(asked))
    found = list(rows.order_by("pk")[:200])
    for case in found:
        ask_again(case, "it is older than was agreed", now)
    return len(found)


def ask_again(case: Case, why: str, at: datetime, event: CaseEvent | None = None) -> Task:
    """The task to check the plan with them, one while one stands."""
    held = case.assignments.filter(role="officer", until_at=None).select_related("user", "team").first()
    team = held.team if held is not None else team_of_force(case.lead_force_id, "response")
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team")
    due = day_end(working_day_after(to_london(at).date(), 1, calendar()))
    new = NewTask(
        ASK_AGAIN, WORDS.format(why=why), team, due, "our rule", user=held.user if held else None, from_event=event
    )
    return make_task(case, new, by=None, at=at)


def _day(at: datetime) -> str:
    local = to_london(at)
    return f"{local:%A} {local.day} {local:%B %Y}"
