"""What followers share: whose team, who is the officer in the case, and the one way of giving a task for an event."""

from __future__ import annotations

from datetime import datetime

from haven.accounts.composed import Composed
from haven.accounts.models import Team, User
from haven.cases.models import Assignment, Case, CaseEvent
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.lawdata.queries import calendar
from haven.parties.queries import has_plan
from haven_law.clock import day_end, to_london, working_day_after

OUR_RULE = "our rule"


def team_of(case: Case, kind: str) -> Team:
    team = team_of_force(case.lead_force_id, kind)
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team at all.")
    return team


def officer_of(case: Case) -> tuple[User | None, Team]:
    """The officer in the case, and their team; without one the response team."""
    held = _OFFICER.first(case.pk)
    return (held.user, held.team) if held is not None else (None, team_of(case, "response"))


_OFFICER = Composed[Assignment](
    lambda case: (
        Assignment.objects.filter(case_id=case, role="officer", until_at__isnull=True)
        .select_related("user", "team")
        .order_by("pk")[:1]
    )
)


def give(
    event: CaseEvent,
    kind: str,
    words: str,
    team: Team,
    *,
    user: User | None = None,
    duty_role: str = "",
    due_at: datetime | None = None,
    basis: str = OUR_RULE,
) -> None:
    """One task of a kind for one event."""
    task = NewTask(
        kind=kind,
        words=words,
        team=team,
        user=user,
        duty_role=duty_role,
        due_at=due_at,
        basis=basis,
        about=(event.about_kind, event.about_ref),
        from_event=event,
        once=False,
    )
    make_task(event.case, task, by=None, at=event.at)


def next_working_day(at: datetime) -> datetime:
    return day_end(working_day_after(to_london(at).date(), 1, calendar()))


def tell(event: CaseEvent, what: str, due: datetime | None = None) -> None:
    """A person tells the protected person, in the way that was agreed, within one working day. Never a message by
    itself."""
    user, team = officer_of(event.case)
    plan = has_plan(event.case.protected_id)
    way = "in the way that the safe contact plan says" if plan else "in person: no safe contact plan is agreed yet"
    due = due or next_working_day(event.at)
    give(event, "tell_protected", f"Tell the protected person {what}, {way}", team, user=user, due_at=due)
