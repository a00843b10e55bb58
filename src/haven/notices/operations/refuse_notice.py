"""The inspector refuses a notice."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.notices.models import Authorisation
from haven.notices.operations.deciding import begin_deciding, require_reasons, write_decision


@dataclass(frozen=True)
class RefuseNotice:
    proposal_ref: str
    reasons: str


@transaction.atomic
def refuse_notice(command: RefuseNotice, *, by: User, at: datetime) -> Authorisation:
    """Refuse with reasons. Meets the clock of the decision. The officer speaks to the protected person: no message."""
    deciding = begin_deciding(command.proposal_ref, "refuse", by=by, at=at)
    decision = write_decision(deciding, "refused", require_reasons(command.reasons), by=by, at=at)
    meet(command.proposal_ref, "decide_notice", at=at)
    record(deciding.case, "notice.refused", by=by, at=at, about=("notice", command.proposal_ref))
    return decision
