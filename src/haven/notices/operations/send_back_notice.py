"""The inspector sends a request back: the officer may send it again with what was missing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import close_all
from haven.notices.models import Authorisation
from haven.notices.operations.deciding import begin_deciding, require_reasons, write_decision


@dataclass(frozen=True)
class SendBackNotice:
    proposal_ref: str
    reasons: str


@transaction.atomic
def send_back_notice(command: SendBackNotice, *, by: User, at: datetime) -> Authorisation:
    """Send back with reasons. Closes the clock of the decision; another starts when the request comes again."""
    deciding = begin_deciding(command.proposal_ref, "send_back", by=by, at=at)
    decision = write_decision(deciding, "sent_back", require_reasons(command.reasons), by=by, at=at)
    close_all(command.proposal_ref, at=at, because="sent_back", kinds=["decide_notice"])
    record(deciding.case, "notice.sent_back", by=by, at=at, about=("notice", command.proposal_ref))
    return decision
