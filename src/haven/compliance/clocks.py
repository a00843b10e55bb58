"""The clocks of what the subject and the responsible person owe, as values."""

from __future__ import annotations

from datetime import datetime, timedelta

from haven.cases.deadlines import NewDeadline
from haven.compliance.models import NotificationDuty, Supervision
from haven.lawdata.queries import calendar, policy
from haven.notices.clocks import desk
from haven_law.citation import daa
from haven_law.clock import day_end, notification_deadline, start_of, to_london, working_day_after

REMINDED_BEFORE = timedelta(days=3)


def duty_about(duty: NotificationDuty) -> str:
    """The reference of the clock of a duty: of its order, and its own."""
    return f"{duty.order.ref}#n{duty.pk}"


def supervision_about(supervision: Supervision) -> str:
    return f"{supervision.order.ref}#s{supervision.clause}"


def notification_clock(duty: NotificationDuty, at: datetime) -> NewDeadline:
    """Three days beginning with the event (s.41). While nothing shows that the subject knows of the order nobody is late,
    and no warning is given: the day by which the order is to be served, or today, stands in for knowing (A10)."""
    known = duty.fault_from is not None
    outer = duty.fault_from or _stand_in(duty, at)
    return NewDeadline(
        kind="notification",
        about=("duty", duty_about(duty)),
        starts_at=duty.starts_at,
        act_by=duty.due_by,
        outer_limit=max(outer, duty.due_by),
        owner_role="unit_desk",
        owner_team=desk(duty.case, "unit"),
        provision=duty.provision,
        nature="duty",
        ambiguity=duty.ambiguity,
        inputs={"event_day": duty.event_day.isoformat(), "known": known, "order": duty.order.ref},
        ladder="A" if known else "none",
    )


def _stand_in(duty: NotificationDuty, at: datetime) -> datetime:
    first = working_day_after(duty.event_day, 1, calendar())
    return notification_deadline(max(first, to_london(at).date())).outer_limit


def report_clock(supervision: Supervision, kind: str, at: datetime) -> NewDeadline:
    """Our rule: the responsible person says first that arrangements are made, then how it goes, every so many days. The Act
    asks for a word when all is complied with or something failed, and gives no time (s.36(5)(c), A19)."""
    days = policy(f"{kind}_days", to_london(at).date())
    due = day_end(to_london(at).date() + timedelta(days=days))
    reminder = start_of(to_london(due).date() - REMINDED_BEFORE)
    return NewDeadline(
        kind=kind,
        about=("clause", supervision_about(supervision)),
        starts_at=at,
        act_by=due,
        outer_limit=due,
        owner_role="unit_desk",
        owner_team=desk(supervision.order.case, "unit"),
        provision=daa("36(5)(c)"),
        policy_key=f"{kind}_days",
        nature="policy",
        ambiguity="A19",
        ladder="C",
        extra_rungs=(("d3", reminder),),
        inputs={"order": supervision.order.ref},
    )
