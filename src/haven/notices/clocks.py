"""The clocks of a notice as values: what starts them, when they are due, how they were reckoned."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from haven.accounts.models import Team
from haven.cases.deadlines import NewDeadline
from haven.cases.models import Case
from haven.cases.teams import team_of_force
from haven.lawdata.queries import calendar, policy
from haven.notices.models import Notice, NoticeProposal
from haven_law.citation import daa
from haven_law.clock import Step, hearing_deadline, to_london
from haven_law.findings import refuse

# The clocks that a notice brings with it when it is served, and that end with it.
OF_A_SERVED_NOTICE = ("hearing", "apply", "commanding_officer", "hearing_notice", "requirements_notice")


def desk(case: Case, kind: str) -> Team:
    """The team of the lead force that does this kind of work."""
    return desk_of(case.lead_force_id, kind)


def desk_of(force_id: int, kind: str) -> Team:
    """The team of a force that does this kind of work: for a notice the force that gave it, whose chief officer must
    apply (s.28(3)), whichever force leads the case. Refused where the force has no team."""
    team = team_of_force(force_id, kind)
    if team is None:
        refuse(
            "Haven set-up",
            "The force has no team that could own this clock. Ask the administrator to add one, on the page Forces and teams",
        ).require()
    assert team is not None
    return team


def serve_clock(notice: Notice) -> NewDeadline:
    """Our rule: serve within so many hours. The Act sets no time between authority and service."""
    start = notice.authorised_at
    due = start + timedelta(hours=policy("serve_notice_hours", to_london(start).date()))
    proposal: NoticeProposal = notice.proposal
    return NewDeadline(
        kind="serve_notice",
        about=("notice", notice.ref),
        starts_at=start,
        act_by=due,
        outer_limit=due,
        owner_role="case_owner",
        owner_team=proposal.proposed_by.team or desk(notice.case, "response"),
        policy_key="serve_notice_hours",
        nature="policy",
        ladder="C",
    )


def hearing_clock(notice: Notice, served_at: datetime, last_sitting: datetime | None) -> NewDeadline:
    """The 48 counted hours (s.29(2)-(3)), two-sided where the law is unsettled, with each day of the reckoning."""
    reckoned = hearing_deadline(served_at, calendar())
    inputs: dict[str, Any] = {"given_at": served_at.isoformat(), "notice": notice.ref}
    if reckoned.warning:
        inputs["warning"] = reckoned.warning
    if not reckoned.settled:
        inputs["steps_outer"] = steps_json(reckoned.steps_outer)
    usable = last_sitting is not None and served_at <= last_sitting <= reckoned.act_by
    return NewDeadline(
        kind="hearing",
        about=("notice", notice.ref),
        starts_at=served_at,
        act_by=reckoned.act_by,
        outer_limit=reckoned.outer_limit,
        owner_role="unit_desk",
        owner_team=desk_of(notice.force_id, "unit"),
        provision=daa("29(2)"),
        nature="duty",
        inputs=inputs,
        steps=steps_json(reckoned.steps_act_by),
        calendar_version=reckoned.calendar_version,
        ambiguity=reckoned.ambiguity or "",
        extra_rungs=(("last_sitting", last_sitting),) if usable and last_sitting is not None else (),
    )


def apply_due(
    served_at: datetime, hear_by: datetime, apply_by: datetime | None, last_sitting: datetime | None
) -> datetime:
    """Apply in time to be heard. The Act names no time (s.28(3)); our rule is before the papers of the last sitting, or,
    where no sitting is known, the hours for papers before the hearing must begin."""
    hours = policy("papers_before_sitting_hours", to_london(served_at).date())
    due = apply_by or (last_sitting or hear_by) - timedelta(hours=hours)
    return min(max(due, served_at), hear_by)


def apply_inputs(hear_by: datetime, apply_by: datetime | None, last_sitting: datetime | None) -> dict[str, Any]:
    """What the date rests on, for the page "why this date"."""
    sitting = {"last_sitting": last_sitting, "papers_by": apply_by} if last_sitting is not None else {}
    known = {name: at.isoformat() for name, at in sitting.items() if at is not None}
    return {"hear_by": hear_by.isoformat(), "from": daa("28(3)"), **known}


def apply_clock(
    notice: Notice, served_at: datetime, hear_by: datetime, apply_by: datetime | None, last_sitting: datetime | None
) -> NewDeadline:
    """The clock of `apply_due`, with a warning when the last sitting begins."""
    due = apply_due(served_at, hear_by, apply_by, last_sitting)
    rung = (
        (("last_sitting", last_sitting),) if last_sitting is not None and served_at <= last_sitting <= hear_by else ()
    )
    return NewDeadline(
        kind="apply",
        about=("notice", notice.ref),
        starts_at=served_at,
        act_by=due,
        outer_limit=due,
        owner_role="unit_desk",
        owner_team=desk_of(notice.force_id, "unit"),
        policy_key="papers_before_sitting_hours",
        nature="policy",
        inputs=apply_inputs(hear_by, apply_by, last_sitting),
        extra_rungs=rung,
    )


def commanding_officer_clock(notice: Notice, served_at: datetime) -> NewDeadline:
    """Reasonable efforts to tell the commanding officer (s.25(6)), within our own hours."""
    due = served_at + timedelta(hours=policy("commanding_officer_hours", to_london(served_at).date()))
    return NewDeadline(
        kind="commanding_officer",
        about=("notice", notice.ref),
        starts_at=served_at,
        act_by=due,
        outer_limit=due,
        owner_role="unit_desk",
        owner_team=desk_of(notice.force_id, "unit"),
        provision=daa("25(6)"),
        policy_key="commanding_officer_hours",
        nature="policy",
        ladder="C",
    )


def steps_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The reckoning day by day, as the page "why this date" shows it."""
    return [
        {
            "day": step.day.isoformat(),
            "from": step.from_at.isoformat(),
            "to": step.to_at.isoformat(),
            "counted_minutes": int(step.counted.total_seconds() // 60),
            "why_not": step.why_not,
        }
        for step in steps
    ]
