"""Somebody tried to tell the protected person and did not reach them. The clock runs on, and the next step is a person's."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.models import CaseEvent
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.support.kinds import BY_CODE, is_danger
from haven.support.models import Update
from haven_law.findings import refuse

RULE = "Haven told rule"
HOW = {
    "call": "A call, not answered",
    "visit": "A visit away from the subject, not found",
    "supporter": "Through their supporter, not reached",
}
# Experience 3.4: a telephone that rings again and again is heard by whoever is in the room.
MOST_CALLS = 2
DECIDE_WITHIN, DECIDE_NOW = timedelta(hours=4), timedelta(minutes=30)


@transaction.atomic
def record_attempt(update: Update, *, how: str, by: User, at: datetime) -> CaseEvent:
    """Record that they were not reached, by which way (a code of HOW). After the second call, or any other way, a sergeant
    decides what is done next. Refused: when they were told already; before it happened; a third call about the same news;
    to a role that may not. Raises ValueError for an unknown way."""
    if how not in HOW:
        raise ValueError(f"{how!r} is not a way to try. There are: {', '.join(HOW)}.")
    may(by, "tell_protected", update.case, at).require()
    hold_case(update.case_id)
    update = Update.objects.select_related("case", "event", "clock").get(pk=update.pk)
    if update.state == "closed":
        refuse(RULE, "It is recorded already that this was told or closed").require()
    if at < update.event.at:
        refuse(RULE, "It cannot have been tried before it happened").require()
    before = attempts(update)
    calls = sum(1 for event in before if event.facts["code"] == "call")
    if how == "call" and calls >= MOST_CALLS:
        because = "Two calls were not answered, and nobody calls a third time. Take another way of the plan"
        refuse(RULE, because).require()
    facts = {"kind": update.kind, "code": how, "how": HOW[how][:1].lower() + HOW[how][1:], "n": len(before) + 1}
    event = record(update.case, "update.not_reached", by=by, at=at, about=("update", str(update.ref)), facts=facts)
    if how != "call" or calls + 1 >= MOST_CALLS:
        _sergeant_decides(update, event, at)
    return event


def attempts(update: Update) -> list[CaseEvent]:
    """What was tried and did not reach them, the first first."""
    rows = CaseEvent.objects.filter(case_id=update.case_id, kind="update.not_reached", about_ref=str(update.ref))
    return list(rows.order_by("seq"))


def _sergeant_decides(update: Update, event: CaseEvent, at: datetime) -> None:
    team = team_of_force(update.case.lead_force_id, "response")
    if team is None:
        raise LookupError(f"The force of {update.case.ref} has no team")
    news = BY_CODE[update.kind]
    within = DECIDE_NOW if is_danger(news, update.event.facts) else DECIDE_WITHIN
    words = (
        f"The protected person was not reached about this: {news.words[:1].lower()}{news.words[1:]}. Decide what is done "
        "next: another way of the plan, their supporter, or an officer who sees them away from the subject"
    )
    due = max(at, min(at + within, update.clock.act_by))
    about = ("update", str(update.ref))
    new = NewTask("not_reached", words, team, due, "our rule", duty_role="duty_sergeant", about=about, from_event=event)
    make_task(update.case, new, by=None, at=at)
