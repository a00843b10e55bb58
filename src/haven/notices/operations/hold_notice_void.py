"""A court holds a served notice void. A court user or a police lawyer records what it decided."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.notices.gates import must
from haven.notices.models import Notice
from haven.notices.operations.end_notice import end_notice
from haven.notices.operations.holding import hold_notice
from haven_law.citation import daa
from haven_law.findings import lawyer


@dataclass(frozen=True)
class HoldNoticeVoid:
    """`court_decided_at` None: no court has decided, so nothing can be recorded but legal advice."""

    notice_ref: str
    court_decided_at: datetime | None


@transaction.atomic
def hold_notice_void(command: HoldNoticeVoid, *, by: User, at: datetime) -> Notice:
    """Record that a court held the notice void; it ends then. Refused: to who may not; LawyerMustDecide while no court
    has decided (A26); for a notice never served or ended."""
    notice = hold_notice(command.notice_ref)
    may(by, "hold_notice_void", notice.case, at).require()
    if command.court_decided_at is None:
        lawyer(
            daa("25(2)(d)"), "Only a court can hold a served notice void; get legal advice until it has decided.", "A26"
        ).require()
    assert command.court_decided_at is not None
    must(command.court_decided_at <= at, "The court's decision cannot be in the future")
    return end_notice(notice, "held_void", by=by, at=command.court_decided_at)
