"""The release that a waiting request is sorted by follows what is known of where the subject is held."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.cases.chronology import hold_case
from haven.cases.models import Case
from haven.notices.models import NoticeProposal
from haven.notices.operations.proposal_rows import earliest_release


@transaction.atomic
def follow_release(case: Case, *, at: datetime) -> list[NoticeProposal]:
    """Set anew when the subject may leave, as known at `at`, for the requests of the case that an inspector has yet to
    decide. Answers those that changed. No line of its own: the line of the detention says it. What was decided keeps what
    it was decided on."""
    hold_case(case.pk)
    release = earliest_release(case, at)
    changed = []
    for proposal in case.proposals.filter(authorisation__isnull=True, withdrawn_at__isnull=True):
        if proposal.release_at != release:
            proposal.release_at = release
            proposal.save(update_fields=["release_at"])
            changed.append(proposal)
    return changed
