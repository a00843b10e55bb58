"""The clocks of a breach: the decision within a day (our rule), and custody after an arrest for a notice (s.26)."""

from __future__ import annotations

from datetime import datetime, timedelta

from haven.accounts.models import Team
from haven.breaches.models import Breach, Candidate
from haven.cases.deadlines import NewDeadline, open_deadlines, start
from haven.cases.models import Case, Deadline
from haven.cases.teams import team_of_force
from haven.courts.models import Hearing
from haven.lawdata.queries import calendar, policy
from haven.notices.clocks import steps_json
from haven_law.citation import daa
from haven_law.clock import custody_deadline, day_end, to_london
from haven_law.notice_breach import BAIL, CUSTODY, RemandLimit, remand_limit
from haven_law.warrants import OrderRemand, remand_limit_on_warrant


def decision_clock(breach: Breach, at: datetime) -> None:
    """Our rule: a supervisor decides within a day."""
    _decide_within_a_day(breach.case, ("breach", breach.ref), at)


def candidate_clock(candidate: Candidate, at: datetime) -> None:
    """Our rule: a sign is looked at within a day: reported as a breach, or dismissed."""
    _decide_within_a_day(candidate.case, ("candidate", candidate.public_id), at)


def _decide_within_a_day(case: Case, about: tuple[str, str], at: datetime) -> None:
    team = _response_team(case)
    if team is None:
        return
    due = at + timedelta(hours=policy("breach_decision_hours", to_london(at).date()))
    start(
        case,
        NewDeadline(
            kind="breach_decision",
            about=about,
            starts_at=at,
            act_by=due,
            outer_limit=due,
            owner_role="duty_sergeant",
            owner_team=team,
            policy_key="breach_decision_hours",
            nature="policy",
            inputs={"reported_at": at.isoformat()},
        ),
    )


def _response_team(case: Case) -> Team | None:
    held = case.assignments.filter(role="officer", until_at__isnull=True, team__kind="response").select_related("team")
    officer = held.first()
    return officer.team if officer is not None else team_of_force(case.lead_force_id, "response")


def custody_clock(breach: Breach, at: datetime) -> Deadline | None:
    """Before the court within 24 counted hours of the arrest, or at the hearing if that is earlier (s.26(2)-(4))."""
    team = team_of_force(breach.case.lead_force_id, "response")
    if team is None:
        return None
    hearing = hearing_of(breach, at)
    found = custody_deadline(at, hearing, calendar())
    return start(
        breach.case,
        NewDeadline(
            kind="custody",
            about=("breach", breach.ref),
            starts_at=at,
            act_by=found.act_by,
            outer_limit=max(found.act_by, found.outer_limit),
            owner_role="duty_sergeant",
            owner_team=team,
            provision=daa("26(2)"),
            inputs={
                "arrested_at": at.isoformat(),
                "hearing_at": hearing.isoformat() if hearing else None,
                "limb": found.limb,
            },
            steps=steps_json(found.steps_act_by),
            calendar_version=found.calendar_version,
            ambiguity=found.ambiguity or "",
            extra_rungs=(("h4", found.act_by - timedelta(hours=4)),),
        ),
    )


def remand_clock(breach: Breach, at: datetime) -> Deadline | None:
    """Until when a remand may last: eight clear days as a rule (MCA 1980 s.128(6); Sch.1 para.4 after a warrant). None
    where nobody is remanded, where the remand is that of an ordinary criminal case, or where the law sets no day."""
    on = to_london(at).date()
    if breach.remand not in (CUSTODY, BAIL):
        return None
    found: RemandLimit | OrderRemand
    if breach.of == "notice":
        found = remand_limit("after_arrest", breach.remand, on)
    elif breach.arrest_power == "s40_warrant":
        found = remand_limit_on_warrant(breach.remand, on)
    else:
        return None
    team = team_of_force(breach.case.lead_force_id, "legal")
    if found.next_by is None or team is None:
        return None
    due = day_end(found.next_by)
    finding = found.findings[0]
    return start(
        breach.case,
        NewDeadline(
            kind="remand_s30",
            about=("breach", breach.ref),
            starts_at=at,
            act_by=due,
            outer_limit=due,
            owner_role="legal_adviser",
            owner_team=team,
            provision=finding.provision,
            inputs={"remanded_on": on.isoformat(), "how": breach.remand},
        ),
    )


def recount_custody(case: Case) -> None:
    """A hearing was listed or vacated while somebody is held for the notice: the earlier of the two limits may be another
    one (s.26(3)). The clock is replaced, and the one before stays."""
    held = case.breaches.filter(of="notice", arrested_at__isnull=False, custody_ended_at__isnull=True)
    for breach in held.filter(voided_at__isnull=True):
        running = open_deadlines(breach.ref, "custody").first()
        assert breach.arrested_at is not None
        found = custody_deadline(breach.arrested_at, hearing_of(breach, breach.arrested_at), calendar())
        if running is not None and running.act_by != found.act_by:
            custody_clock(breach, breach.arrested_at)


def hearing_of(breach: Breach, at: datetime) -> datetime | None:
    """The next hearing of the application after this notice, if one is listed (s.26(3))."""
    rows = Hearing.objects.filter(
        application__after_notice_id=breach.notice_id,
        application__withdrawn_at__isnull=True,
        vacated_at__isnull=True,
        voided_at__isnull=True,
        begun_at__isnull=True,
        listed_for__gte=at,
    )
    first = rows.order_by("listed_for").first()
    return first.listed_for if first is not None else None
