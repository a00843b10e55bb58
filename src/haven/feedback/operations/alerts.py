"""Danger in an answer: an hour, and a person. In office hours the feedback manager, else the duty inspector (F19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from haven.accounts.models import Team
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import NewDeadline, start
from haven.cases.ladder import FEEDBACK_MANAGER, feedback_manager
from haven.cases.models import Case
from haven.cases.office import closes_at
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.feedback.models import FeedbackResponse
from haven.lawdata.queries import policy
from haven_law.clock import day_end, to_london

SAFETY, REPLY = "feedback_safety", "feedback_reply"
REMINDER = "m15"
ABOUT = "feedback"
SEE_HER = (
    "The protected person may be less safe. Speak to them within the hour, in their safe way, and say what you found"
)
ANSWER_HER = (
    "A reply from the feedback team was asked for. Ask the feedback manager what it is, and give it in their safe way"
)


def raise_alert(row: FeedbackResponse, case: Case, at: datetime) -> None:
    """The clock of an hour, the task, and a line in the case that says no more than that somebody must speak to her."""
    hold_case(case.pk)
    manager = feedback_manager(case, at)
    due = at + timedelta(minutes=policy("feedback_safety_minutes", to_london(at).date()))
    inspectors = _team(case, "inspectors")
    team = manager.team if manager is not None and manager.team is not None else inspectors
    event = record(case, "feedback.safety", by="system:feedback", at=at, about=(ABOUT, str(row.ref)))
    make_task(
        case,
        NewTask(
            kind=SAFETY,
            words=SEE_HER,
            team=team,
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
            owner_role=FEEDBACK_MANAGER if manager is not None else "duty_inspector",
            owner_team=team,
            policy_key="feedback_safety_minutes",
            nature="policy",
            ladder="C",
            extra_rungs=tuple(_rungs(at, due, at_work=manager is not None)),
        ),
    )


def _rungs(at: datetime, due: datetime, *, at_work: bool) -> Iterator[tuple[str, datetime]]:
    """Whose it is is told at once, and again a quarter of an hour before the end; when the office closes meanwhile, at
    that moment, so that the next in the chain has what the manager leaves."""
    yield "came", at
    yield REMINDER, due - timedelta(minutes=15)
    if at_work and at < closes_at(at) < due:
        yield "closes", closes_at(at)


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
