"""An arrest for a breach, the clock that it starts for a notice, and how custody ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import RULE, locked, write_pursuit
from haven.breaches.states import may_move
from haven.cases.chronology import record
from haven.cases.deadlines import NewDeadline, meet, start
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.courts.models import Hearing
from haven.lawdata.queries import calendar
from haven.notices.clocks import steps_json
from haven_law.citation import daa
from haven_law.clock import custody_deadline
from haven_law.findings import refuse

NOTICE_POWER, ORDER_POWER = "s26_1", "pace_24"
POWER_WORDS = {NOTICE_POWER: "s.26(1)", ORDER_POWER: "PACE 1984 s.24"}
HOW_ENDED = {
    "court": "Brought before the court",
    "live_link": "Before the court by live link",
    "released": "Released",
}


@dataclass(frozen=True)
class RecordArrest:
    """An arrest at `at`. The power follows from what was broken: s.26(1) for a notice, PACE s.24 for an order."""

    breach: str


@dataclass(frozen=True)
class RecordCustodyEnd:
    """How custody ended at `at`: court, live_link (which counts as being brought before the court, s.26(8)) or
    released."""

    breach: str
    how: str


@transaction.atomic
def record_arrest(command: RecordArrest, *, by: User, at: datetime) -> Breach:
    """Record the arrest. A breach not yet decided is pursued by it. For a notice the custody clock starts: before the
    court within 24 counted hours or at the hearing, if that is earlier (s.26(2)-(4)).

    Refused: to a role that may not; before the conduct began; when the breach is not where one may be arrested."""
    breach = locked(command.breach)
    may(by, "record_arrest", breach.case, at).require()
    may_move(breach, "arrest", at).require()
    if breach.happened.lower is not None and at < breach.happened.lower:
        refuse(RULE, "The arrest cannot be earlier than what it is for").require()
    if breach.pursued_at is None:
        write_pursuit(breach, "arrest", by=by, at=max(at, breach.reported_at))
    breach.arrested_at = at
    breach.arrest_power = NOTICE_POWER if breach.of == "notice" else ORDER_POWER
    breach.save(update_fields=["arrested_at", "arrest_power"])
    facts = {"ref": breach.ref, "of": breach.of, "power": POWER_WORDS[breach.arrest_power]}
    record(breach.case, "breach.arrested", by=by, at=at, about=("breach", breach.ref), facts=facts)
    if breach.of == "notice":
        _custody_clock(breach, at)
    return breach


def _custody_clock(breach: Breach, at: datetime) -> None:
    team = team_of_force(breach.case.lead_force_id, "response")
    if team is None:
        return
    hearing = _hearing_of(breach, at)
    found = custody_deadline(at, hearing, calendar())
    start(
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


def _hearing_of(breach: Breach, at: datetime) -> datetime | None:
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


@transaction.atomic
def record_custody_end(command: RecordCustodyEnd, *, by: User, at: datetime) -> Breach:
    """The person was brought before the court, or released. The custody clock is met, late or not. Refused: to a role
    that may not; when nobody was arrested; before the arrest. Raises ValueError for another way."""
    if command.how not in HOW_ENDED:
        raise ValueError(f"'{command.how}' is not a way in which custody ends.")
    breach = locked(command.breach)
    may(by, "record_arrest", breach.case, at).require()
    may_move(breach, "bring", at).require()
    breach.custody_ended_at = at
    breach.save(update_fields=["custody_ended_at"])
    meet(breach.ref, "custody", at=at)
    facts = {"ref": breach.ref, "how": HOW_ENDED[command.how]}
    record(breach.case, "custody.ended", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return breach
