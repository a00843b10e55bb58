"""What responsible persons sent on the public host is recorded by the operation, as if they stood beside it."""

from __future__ import annotations

import logging
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import transaction

from haven.compliance.envelope import POST, open_up
from haven.compliance.models import SupervisorPost
from haven.compliance.operations.report_supervision import ReportSupervision, report_supervision
from haven_law.findings import Refused

logger = logging.getLogger(__name__)


def take_posts(now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits, the oldest first. One that is refused keeps the reason, which its sender reads; nothing
    is lost. Any number of workers may run it. Answers how many were recorded."""
    waiting = SupervisorPost.objects.filter(taken_at__isnull=True).order_by("at", "pk").values_list("pk", flat=True)
    return sum(_take(pk, now) for pk in list(waiting[:limit]))


@transaction.atomic
def _take(pk: int, now: datetime) -> int:
    rows = SupervisorPost.objects.select_for_update(skip_locked=True, of=("self",))
    post = rows.select_related("account__user", "supervision").filter(pk=pk, taken_at__isnull=True).first()
    if post is None:
        return 0
    try:
        with transaction.atomic():
            post.report = report_supervision(_command(post), by=post.account.user, at=post.at)
    except Refused as problem:
        post.refused = "; ".join(finding.because for finding in problem.findings)[:300]
    except InvalidTag:
        logger.error("A post of a responsible person does not open: %s", post.pk)
        post.refused = "It could not be read. Send it again, or ring the unit"
    post.taken_at = now
    post.words_closed = b""
    post.save(update_fields=["taken_at", "report", "refused", "words_closed"])
    return int(post.report is not None)


def _command(post: SupervisorPost) -> ReportSupervision:
    return ReportSupervision(
        supervision=str(post.supervision.public_id),
        says=post.says,
        about=post.about,
        happened_from=post.happened_from,
        happened_to=post.happened_to,
        words=open_up(POST, post.words_closed),
    )
