"""Ask for a role or a rank of somebody. It gives them power, so it counts when a second administrator has agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.staffing.models import StaffAct
from haven.staffing.posts import Post, RankPost, RolePost
from haven.staffing.rules import RULE, held_person, require_open, require_reason, write_act
from haven_law.findings import refuse


@dataclass(frozen=True)
class GrantRole:
    """A role from a London day (None: as soon as it is agreed) to a last day (None: until it is ended)."""

    role: str
    from_day: date | None
    last_day: date | None
    reason: str


@dataclass(frozen=True)
class ConferRank:
    """A rank from a first to a last London day. `conferred_by` is the officer who decided on an acting or temporary one."""

    rank: str
    held: str
    conferred_by: User | None
    from_day: date
    last_day: date | None
    reason: str


@transaction.atomic
def grant_role(user: User, command: GrantRole, *, by: User, at: datetime) -> StaffAct:
    """Ask that somebody gets a role. Nothing counts yet.

    Refused: to any but an administrator; for oneself; for a role that somebody of this body does not have, or that does
    not go with the others they hold; for days that are over; when it is held or asked for already; without a reason."""
    return _ask(user, RolePost(command.role, command.from_day, command.last_day), command.reason, by, at)


@transaction.atomic
def confer_rank(user: User, command: ConferRank, *, by: User, at: datetime) -> StaffAct:
    """Ask that a rank is recorded: substantive, or acting or temporary with the officer who conferred it. Nothing counts
    yet. s.22(8) asks for the rank of inspector; that an acting one is enough is our reading, the Act does not speak of it.

    Refused: as for a role; for somebody who is not of the police; for an acting or temporary rank without an officer of
    the force who holds at least that rank, or without a last day."""
    conferrer = command.conferred_by.pk if command.conferred_by else None
    post = RankPost(command.rank, command.held, conferrer, command.from_day, command.last_day)
    return _ask(user, post, command.reason, by, at)


def _ask(user: User, post: Post, reason: str, by: User, at: datetime) -> StaffAct:
    may(by, "ask_post", None, at).require()
    held = held_person(user, by=by, at=at)
    require_open(held)
    why = require_reason(reason)
    post.fits(held, at).require()
    if held.staff_acts.filter(kind=post.kind, decision="", payload=post.payload()).exists():
        refuse(RULE, "The same is waiting for a second administrator already").require()
    return write_act(post.kind, post.words(), user=held, by=by, at=at, reason=why, payload=post.payload(), waits=True)
