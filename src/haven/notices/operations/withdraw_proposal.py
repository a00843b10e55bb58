"""The officer takes a request back before it is decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.deadlines import close_all
from haven.cases.permissions import may
from haven.notices.models import NoticeProposal
from haven.notices.states import can_move


@transaction.atomic
def withdraw_proposal(proposal: NoticeProposal, *, by: User, at: datetime) -> NoticeProposal:
    """Take a request back. Its clock closes. Refused once it is decided, and to a role that may not propose."""
    may(by, "propose_notice", proposal.case, at).require()
    lock_case(proposal.case_id)
    proposal.refresh_from_db()
    can_move(proposal, "withdraw", at).require()
    proposal.withdrawn_at, proposal.withdrawn_by = at, by
    proposal.save(update_fields=["withdrawn_at", "withdrawn_by"])
    close_all(proposal.ref, at=at, because="withdrawn", kinds=["decide_notice"])
    record(proposal.case, "notice.proposal_withdrawn", by=by, at=at, about=("notice", proposal.ref))
    return proposal
