"""An inspector withdraws the authority of a notice that has not been served."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import close_all
from haven.cases.permissions import may
from haven.notices.gates import already, must
from haven.notices.models import Notice
from haven.notices.operations.deciding import require_reasons
from haven.notices.operations.holding import hold_notice
from haven_law.citation import daa
from haven_law.findings import Decision


@dataclass(frozen=True)
class WithdrawAuthority:
    notice_ref: str
    reasons: str


@transaction.atomic
def withdraw_authority(command: WithdrawAuthority, *, by: User, at: datetime) -> Notice:
    """Withdraw the authority before service, with reasons. Closes `serve_notice`.

    Refused: to who may not; after service, when only the application can be withdrawn (s.25(2)(d), A26); twice."""
    notice = hold_notice(command.notice_ref)
    may(by, "withdraw_authority", notice.case, at).require()
    must(
        notice.served_at is None,
        "This notice has been served. The Act knows no withdrawal of a served notice: only its application can be "
        "withdrawn, and the notice ends with it",
        daa("25(2)(d)"),
    )
    if notice.authority_withdrawn_at is not None:
        Decision((already("The authority was withdrawn already", notice.authority_withdrawn_at),)).require()
    must(at >= notice.authorised_at, "The authority cannot be withdrawn before it was given")
    notice.authority_withdrawn_at, notice.authority_withdrawn_by = at, by
    notice.authority_withdrawn_why = require_reasons(command.reasons)
    notice.save(update_fields=["authority_withdrawn_at", "authority_withdrawn_by", "authority_withdrawn_why"])
    close_all(notice.ref, at=at, because="authority_withdrawn")
    record(notice.case, "notice.authority_withdrawn", by=by, at=at, about=("notice", notice.ref))
    return notice
