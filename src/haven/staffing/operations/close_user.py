"""Let somebody out: the sign-in ends at once, and with it every role, rank, duty and open task in their name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Greatest

from haven.accounts.models import DutyHolding, User
from haven.cases.models import Task
from haven.cases.permissions import may
from haven.staffing.codes import end_codes
from haven.staffing.rules import RULE, audited, held_person, require_reason, write_act
from haven_law.clock import to_london
from haven_law.findings import refuse


@transaction.atomic
def close_user(user: User, reason: str, *, by: User, at: datetime) -> User:
    """The sign-in ends now: whoever is signed in is signed out with the next page, and nobody signs in any more. Roles,
    ranks and duties end; a duty that nobody holds then is an alarm. Open tasks go back to their team. Rows stay.

    One administrator is enough, because it takes power away. Refused: to any but an administrator; for oneself, so that
    one always remains; when it is closed already; without a reason."""
    may(by, "close_user", None, at).require()
    held = held_person(user, by=by, at=at)
    if not held.is_active:
        refuse(RULE, "This sign-in is closed already").require()
    why = require_reason(reason)
    held.set_unusable_password()
    held.is_active, held.disabled_at = False, at
    held.save(update_fields=["password", "is_active", "disabled_at"])
    end_codes(held, at)
    _end_posts(held, at)
    Task.objects.filter(for_user=held, done_at__isnull=True).update(for_user=None)
    for act in held.staff_acts.select_for_update().filter(decision=""):
        act.decision, act.decided_by, act.decided_at = "lapsed", by, at
        act.save(update_fields=["decision", "decided_by", "decided_at"])
        audited(act, by, at, "lapsed")
    write_act("closed", "Sign-in closed; roles, ranks and duties ended", user=held, by=by, at=at, reason=why)
    return held


def _end_posts(user: User, at: datetime) -> None:
    """What began ends now or today; what has not begun never counts."""
    today = to_london(at).date()
    user.role_grants.filter(until_at__isnull=True).update(until_at=Greatest("from_at", at))
    user.role_grants.filter(until_at__gt=at).update(until_at=Greatest("from_at", at))
    user.ranks.filter(from_day__gt=today, voided_at__isnull=True).update(voided_at=at)
    begun = user.ranks.filter(from_day__lte=today, voided_at__isnull=True)
    begun.filter(until_day__isnull=True).update(until_day=today)
    begun.filter(until_day__gt=today).update(until_day=today)
    duties = DutyHolding.objects.filter(user=user)
    duties.filter(until_at__isnull=True).update(until_at=Greatest("from_at", at))
    duties.filter(until_at__gt=at).update(until_at=Greatest("from_at", at))
