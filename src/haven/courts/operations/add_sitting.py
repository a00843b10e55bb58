"""Add a time when a court sits, so that deadlines know of it: Saturday and bank holiday courts among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.cases.permissions import may
from haven.courts.models import Court, Sitting
from haven.lawdata.queries import policy
from haven_law.clock import to_london
from haven_law.findings import Decision, allow, refuse

RULE = "Haven rule of sittings"
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class AddSitting:
    """A sitting. Without `papers_by` the papers must be in by our usual time before it."""

    court: Court
    room: str
    starts_at: datetime
    ends_at: datetime
    kind: str
    papers_by: datetime | None = None


@transaction.atomic
def add_sitting(command: AddSitting, *, by: User, at: datetime) -> Sitting:
    """Add a sitting. Refused to a role that may not, for a court that is not theirs, for a time that is over or does not
    fit together, and where the room sits already. Our rule; when a court sits is the court's to say."""
    may(by, "keep_sittings", None, at).require()
    own_court(command.court, by, at).require()
    papers_by = command.papers_by or command.starts_at - timedelta(
        hours=policy("papers_before_sitting_hours", to_london(command.starts_at).date())
    )
    Decision.all(_times(command, papers_by, at), free(command)).require()
    try:
        with transaction.atomic():
            return Sitting.objects.create(
                court=command.court,
                room=command.room,
                starts_at=command.starts_at,
                ends_at=command.ends_at,
                papers_by=papers_by,
                kind=command.kind,
            )
    except IntegrityError:
        free(command).require()
        raise


def own_court(court: Court, by: User, at: datetime) -> Decision:
    """May this person keep the sittings of this court? The court's own people may, and the unit of a force it sits for."""
    who = actor(by, at)
    if "court_user" in who.roles and court.force_id == by.force_id:
        return allow(RULE, "It is the court of this person")
    if "orders_unit" in who.roles and set(court.areas) & set(by.force.police_areas):
        return allow(RULE, "The court sits for an area of this force")
    return refuse(RULE, f"{court.name} does not sit for your area")


def free(command: AddSitting) -> Decision:
    """Is the room free then? The sentence names the sitting that is there."""
    rows = Sitting.objects.filter(court=command.court, room__iexact=command.room, cancelled_at__isnull=True)
    other = rows.filter(starts_at__lt=command.ends_at, ends_at__gt=command.starts_at).order_by("starts_at").first()
    if other is None:
        return allow(RULE, "The room is free")
    start, end = to_london(other.starts_at), to_london(other.ends_at)
    when = f"{start:%A} {start.day} {start:%B} from {start:%H:%M} to {end:%H:%M}"
    return refuse(RULE, f"{other.room} of {command.court.name} already sits on {when}. Choose another time or room")


def _times(command: AddSitting, papers_by: datetime, at: datetime) -> Decision:
    if command.ends_at <= command.starts_at:
        return refuse(RULE, "The sitting must end after it starts")
    if command.ends_at - command.starts_at > LONGEST:
        return refuse(RULE, "A sitting is at most 12 hours long")
    if command.ends_at <= at:
        return refuse(RULE, "The sitting is over already")
    if papers_by > command.starts_at:
        return refuse(RULE, "The latest time for papers must not be after the sitting starts")
    return allow(RULE, "The times fit together")
