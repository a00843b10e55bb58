"""What the duty pages show: who holds which duty, which warnings wait for an answer, what a team hands over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from haven.accounts.actors import Actor
from haven.accounts.duty import EXPECTED, holdings_at
from haven.accounts.models import DUTY_ROLES, DutyHolding, Team, User
from haven.cases.clock_words import clock_words, spoken_ref
from haven.cases.ladder import may_know, rung_words
from haven.cases.models import Deadline, DeadlineRung, Task
from haven.cases.operations.hand_over_duty import MAY_HOLD
from haven.cases.permissions import visible_to
from haven.lawdata.queries import calendar
from haven.notices.queries_notices import people_at
from haven.parties.queries import display_name
from haven_law.calendar import Calendar
from haven_law.clock import counted_left

COUNTED = ("hearing", "custody")


@dataclass(frozen=True)
class Duty:
    """One duty of one team now."""

    team: Team
    role: str
    words: str
    holder: str
    since: datetime | None
    mine: bool
    may_take: bool


@dataclass(frozen=True)
class WaitingWarning:
    """A warning that nobody has answered. The subject is named only to those who may see the case."""

    pk: int
    clock_id: int | None
    ref: str
    subject: str
    what: str
    when: str
    act_by: datetime
    raised_at: datetime


@dataclass(frozen=True)
class RunningClock:
    pk: int
    ref: str
    subject: str
    what: str
    act_by: datetime
    left: timedelta
    state: str


def duties(who: Actor, at: datetime) -> list[Duty]:
    """The duties of every team of the force, held or not."""
    teams = Team.objects.filter(force_id=who.force_id, kind__in=EXPECTED).order_by("kind", "name")
    held = {
        (h.team_id, h.duty_role): h for h in holdings_at(at).filter(team__force_id=who.force_id).select_related("user")
    }
    names = people_at({h.user: at for h in held.values()})
    found = []
    for team in teams:
        for role in EXPECTED[team.kind]:
            holding = held.get((team.pk, role))
            mine = holding is not None and holding.user_id == who.user_id
            found.append(
                Duty(
                    team=team,
                    role=role,
                    words=DUTY_ROLES[role],
                    holder=names[holding.user_id] if holding else "",
                    since=holding.from_at if holding else None,
                    mine=mine,
                    may_take=not mine and bool(who.roles & set(MAY_HOLD[role])),
                )
            )
    return found


def unanswered(force_id: int) -> QuerySet[DeadlineRung]:
    """Warnings of running clocks of a force that wait for an answer."""
    still = Q(deadline__closed_at__isnull=True, deadline__voided_at__isnull=True, deadline__replaced_by__isnull=True)
    rows = DeadlineRung.objects.filter(still, acknowledged_at__isnull=True, escalate_at__isnull=False)
    return rows.filter(raised_at__isnull=False, deadline__owner_team__force_id=force_id)


def told_to(who: Actor, at: datetime) -> QuerySet[DeadlineRung]:
    """Those that this person was told of, but for cases that they may no longer know of: one restricted since, or with a
    conflict declared since, is in no list. The control room sees no case and may be told of one."""
    known = may_know(who.user_id, at, "deadline__case")
    return unanswered(who.force_id).filter(known, told__contains=[{"user": who.user_id}])


def warnings_shown(rungs: QuerySet[DeadlineRung], who: Actor, at: datetime) -> list[WaitingWarning]:
    """As the pages show them. Whoever may not see the case gets its reference and nothing else."""
    rows = rungs.select_related("deadline__case__subject").prefetch_related("deadline__case__subject__names")
    found = list(rows.order_by("deadline__act_by", "pk"))
    cases = {rung.deadline.case_id for rung in found}
    seen = set(visible_to(who, at).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    return [
        WaitingWarning(
            pk=rung.pk,
            clock_id=rung.deadline_id if rung.deadline.case_id in seen else None,
            ref=_ref(rung.deadline),
            subject=display_name(rung.deadline.case.subject) if rung.deadline.case_id in seen else "",
            what=clock_words(rung.deadline.kind).name,
            when=rung_words(rung.rung),
            act_by=rung.deadline.act_by,
            raised_at=rung.raised_at,
        )
        for rung in found
        if rung.raised_at is not None
    ]


def running_clocks(team: Team, who: Actor, at: datetime) -> list[RunningClock]:
    """The clocks a team owns, least time left first, of the cases whoever asks may see."""
    rows = Deadline.objects.filter(
        closed_at__isnull=True,
        voided_at__isnull=True,
        replaced_by__isnull=True,
        owner_team=team,
        case__in=visible_to(who, at),
    )
    found = rows.select_related("case__subject").prefetch_related("case__subject__names").order_by("act_by", "pk")
    days = calendar()
    return [
        RunningClock(
            pk=clock.pk,
            ref=_ref(clock),
            subject=display_name(clock.case.subject),
            what=clock_words(clock.kind).name,
            act_by=clock.act_by,
            left=_left(clock, at, days),
            state=_state(clock, at),
        )
        for clock in found
    ]


def _ref(clock: Deadline) -> str:
    return spoken_ref(clock.about_kind, clock.about_ref, clock.case.ref)


def _left(clock: Deadline, at: datetime, days: Calendar) -> timedelta:
    """Counted hours where the Act counts hours, else by the clock on the wall."""
    return counted_left(at, clock.act_by, days).left if clock.kind in COUNTED else clock.act_by - at


def _state(clock: Deadline, at: datetime) -> str:
    """Nothing while there is time; else the word of its mark. A time of our own is late, not past a deadline."""
    if at <= clock.act_by:
        return ""
    if clock.nature == "policy":
        return _("Late by our rule")
    return _("Past deadline") if at > clock.outer_limit else _("May be late")


def open_tasks(team: Team, who: Actor, at: datetime) -> QuerySet[Task]:
    rows = Task.objects.filter(for_team=team, done_at__isnull=True, case__in=visible_to(who, at))
    return rows.select_related("case", "for_user").order_by("due_at", "pk")


def handed_over(team: Team) -> list[DutyHolding]:
    """The last changes of the team's duties, with their notes."""
    return list(DutyHolding.objects.filter(team=team).select_related("user").order_by("-from_at", "-pk")[:5])


def able_to_hold(role: str, team: Team, at: datetime) -> list[User]:
    """Everybody of the force whose role lets them hold a duty, by name."""
    now = Q(role_grants__from_at__lte=at) & (Q(role_grants__until_at__isnull=True) | Q(role_grants__until_at__gt=at))
    rows = User.objects.filter(now, force_id=team.force_id, is_active=True, role_grants__role__in=MAY_HOLD[role])
    return list(rows.distinct().order_by("name", "pk"))
