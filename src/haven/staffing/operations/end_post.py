"""End a role or a rank. It takes power away, so one administrator does it, and it counts at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import ROLES, RankHeld, RoleGrant, User
from haven.cases.permissions import may
from haven.staffing.rules import HIDDEN, RULE, held_person, require_reason, write_act
from haven_law.clock import in_words, to_london
from haven_law.definitions import RANKS
from haven_law.findings import refuse


@transaction.atomic
def end_role(user: User, grant_id: int, reason: str, *, by: User, at: datetime) -> RoleGrant:
    """The role ends now, in the middle of whatever is being done with it; one that has not begun never counts.

    Refused: to any but an administrator; for oneself; when it has ended; without a reason."""
    may(by, "end_post", None, at).require()
    held = held_person(user, by=by, at=at)
    live = held.role_grants.select_for_update().filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
    grant = live.filter(pk=grant_id).first()
    if grant is None:
        refuse(HIDDEN, "There is no such role").require()
    assert grant is not None
    why = require_reason(reason)
    grant.until_at = max(at, grant.from_at)
    grant.save(update_fields=["until_at"])
    write_act("role_ended", f"{ROLES[grant.role]} ended", user=held, by=by, at=at, reason=why)
    return grant


@transaction.atomic
def end_rank(user: User, rank_id: int, last_day: date, reason: str, *, by: User, at: datetime) -> RankHeld:
    """The rank ends with a last day, which still counts: yesterday (it is not held any more) or later. One that begins
    after that day never counts. What was authorised while it was held stays authorised.

    Refused: to any but an administrator; for oneself; for a day before yesterday or after the end that stands; when it
    has ended; without a reason."""
    may(by, "end_post", None, at).require()
    held = held_person(user, by=by, at=at)
    yesterday = to_london(at).date() - timedelta(days=1)
    live = held.ranks.select_for_update().filter(Q(until_day__isnull=True) | Q(until_day__gt=yesterday))
    rank = live.filter(pk=rank_id, voided_at__isnull=True).first()
    if rank is None:
        refuse(HIDDEN, "There is no such rank").require()
    assert rank is not None
    if last_day < yesterday:
        refuse(RULE, "A rank cannot end before yesterday: what was done with it stays done").require()
    if rank.until_day is not None and last_day >= rank.until_day:
        refuse(RULE, f"The rank ends on {in_words(rank.until_day)} already").require()
    why = require_reason(reason)
    if last_day < rank.from_day:
        rank.voided_at = at
    else:
        rank.until_day = last_day
    rank.save(update_fields=["voided_at", "until_day"])
    how = f"{RankHeld.HOW[rank.held]} {RANKS[rank.rank]}"
    words = f"{how} never counts" if rank.voided_at else f"{how} ends on {in_words(last_day)}"
    write_act("rank_ended", words, user=held, by=by, at=at, reason=why)
    return rank
