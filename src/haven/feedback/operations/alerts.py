"""Danger in an answer: an hour, and a person. In office hours the feedback manager, else the duty inspector (F19)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from haven.accounts.models import Team, User
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import NewDeadline, start
from haven.cases.ladder import kept_from
from haven.cases.models import Case
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.feedback.models import FeedbackResponse
from haven.lawdata.queries import calendar, policy
from haven_law.clock import day_end, to_london

OPENS, CLOSES = time(9), time(17)
SAFETY, REPLY = "feedback_safety", "feedback_reply"
ABOUT = "feedback"
SEE_HER = (
    "The protected person may be less safe. Speak to them within the hour, in their safe way, and say what you found"
)
ANSWER_HER = (
    "A reply from the feedback team was asked for. Ask the feedback manager what it is, and give it in their safe way"
)


def in_office_hours(at: datetime) -> bool:
    """Nine to five on a working day, in London."""
    local = to_london(at)
    return calendar().is_working_day(local.date()) and OPENS <= local.time() < CLOSES


def manager_for(case: Case, at: datetime) -> User | None:
    """The feedback manager of the force who may know of this case; the first by number where there are several."""
    people = User.objects.filter(force_id=case.lead_force_id, is_active=True, disabled_at__isnull=True)
    held = people.filter(role_grants__role="feedback_manager", role_grants__from_at__lte=at)
    current = held.exclude(role_grants__role="feedback_manager", role_grants__until_at__lte=at)
    found = current.distinct().order_by("pk")
    return next((user for user in found if not kept_from(user, case, at)), None)


def raise_alert(row: FeedbackResponse, case: Case, at: datetime) -> None:
    """The clock of an hour, the task, and a line in the case that says no more than that somebody must speak to her."""
    hold_case(case.pk)
    manager = manager_for(case, at) if in_office_hours(at) else None
    due = at + timedelta(minutes=policy("feedback_safety_minutes", to_london(at).date()))
    inspectors = _team(case, "inspectors")
    event = record(case, "feedback.safety", by="system:feedback", at=at, about=(ABOUT, str(row.ref)))
    make_task(
        case,
        NewTask(
            kind=SAFETY,
            words=SEE_HER,
            team=manager.team if manager is not None and manager.team is not None else inspectors,
            due_at=due,
            basis="our rule",
            user=manager,
            duty_role="" if manager is not None else "duty_inspector",
            about=(ABOUT, str(row.ref)),
            from_event=event,
        ),
        by=None,
        at=at,
    )
    start(
        case,
        NewDeadline(
            kind=SAFETY,
            about=(ABOUT, str(row.ref)),
            starts_at=at,
            act_by=due,
            outer_limit=due,
            owner_role="duty_inspector",
            owner_team=inspectors,
            policy_key="feedback_safety_minutes",
            nature="policy",
            ladder="C",
            # When no manager is at work the duty inspector is told at once, not when the hour is over.
            extra_rungs=() if manager is not None else (("h1", at),),
        ),
    )


def ask_for_reply(row: FeedbackResponse, case: Case, at: datetime) -> None:
    """The clock of ten working days, and the task of whoever may reach her."""
    hold_case(case.pk)
    assert row.reply_by_day is not None
    due, unit = day_end(row.reply_by_day), _team(case, "unit")
    about = (ABOUT, str(row.ref))
    event = record(case, "feedback.reply_asked", by="system:feedback", at=at, about=about)
    task = NewTask(REPLY, ANSWER_HER, unit, due, "our rule", about=about, from_event=event)
    make_task(case, task, by=None, at=at)
    start(
        case,
        NewDeadline(
            kind=REPLY,
            about=about,
            starts_at=at,
            act_by=due,
            outer_limit=due,
            owner_role="unit_desk",
            owner_team=unit,
            policy_key="feedback_reply_days",
            nature="policy",
            ladder="C",
        ),
    )


def _team(case: Case, kind: str) -> Team:
    team = team_of_force(case.lead_force_id, kind)
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team")
    return team
