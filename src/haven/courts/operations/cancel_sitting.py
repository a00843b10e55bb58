"""A court will not sit after all. The row stays and says since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.courts.models import Hearing, Sitting
from haven.courts.operations.add_sitting import RULE, own_court
from haven_law.findings import Decision, allow, refuse


@dataclass(frozen=True)
class CancelSitting:
    """The sitting to cancel."""

    sitting_id: int


@transaction.atomic
def cancel_sitting(command: CancelSitting, *, by: User, at: datetime) -> Sitting:
    """Cancel a sitting. Refused to a role that may not, for a court that is not theirs, when it was cancelled or has
    begun, and while hearings are listed in it: those must be moved first, because people were told of them."""
    may(by, "keep_sittings", None, at).require()
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("court").get(pk=command.sitting_id)
    own_court(sitting.court, by, at).require()
    can_cancel(sitting, at).require()
    sitting.cancelled_at = at
    sitting.save(update_fields=["cancelled_at"])
    return sitting


def can_cancel(sitting: Sitting, at: datetime) -> Decision:
    """Is it possible now?"""
    if sitting.cancelled_at is not None:
        return refuse(RULE, "This sitting was cancelled already")
    if sitting.starts_at <= at:
        return refuse(RULE, "This sitting has begun")
    rows = Hearing.objects.filter(vacated_at__isnull=True, voided_at__isnull=True, begun_at__isnull=True)
    listed = rows.filter(sitting=sitting).count()
    if listed:
        hearings = "1 hearing is" if listed == 1 else f"{listed} hearings are"
        return refuse(RULE, f"{hearings} listed in this sitting. List them elsewhere first")
    return allow(RULE, "Nothing is listed in this sitting")
