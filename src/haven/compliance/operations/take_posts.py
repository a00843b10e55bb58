"""What responsible persons sent on the public host is recorded by the operation, as if they stood beside it."""

from __future__ import annotations

from datetime import datetime

from haven.cases.models import Case
from haven.cases.operations.hand_over import HandedOver
from haven.cases.operations.post_box import Box, Said, take_all
from haven.compliance.envelope import POST, open_up
from haven.compliance.models import SupervisionReport, SupervisorPost
from haven.compliance.operations.report_supervision import ReportSupervision, report_supervision


def take_posts(now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits. Answers how many were recorded."""
    return take_all(BOX, now, limit=limit)


def _opened(post: SupervisorPost) -> Said:
    return {"words": open_up(POST, post.words_closed)}


def _record(post: SupervisorPost, said: Said) -> None:
    command = ReportSupervision(
        supervision=str(post.supervision.public_id),
        says=post.says,
        about=post.about,
        happened_from=post.happened_from,
        happened_to=post.happened_to,
        words=said["words"],
    )
    post.report = report_supervision(command, by=post.account.user, at=post.at)


def _typed(post: SupervisorPost, said: Said) -> tuple[Case, HandedOver]:
    supervision = post.supervision
    lines = (
        ("Responsible person", post.account.user.name),
        ("Order and clause", f"{supervision.order.ref}, clause {supervision.clause}"),
        ("About", SupervisionReport.ABOUT.get(post.about, post.about)),
        ("Days", f"{post.happened_from:%d %B %Y} to {post.happened_to:%d %B %Y}"),
        ("Says", SupervisionReport.SAYS.get(post.says, post.says)),
        ("In their words", said["words"] or "Nothing written"),
    )
    what = "A report on a requirement"
    return supervision.order.case, HandedOver(f"report {post.command_id}", "A responsible person", what, post.at, lines)


BOX = Box(
    called="a responsible person",
    rows=lambda: SupervisorPost.objects.select_related("account__user", "supervision__order__case"),
    opened=_opened,
    record=_record,
    typed=_typed,
    unreadable="It could not be read. Send it again, or ring the unit",
    closed="words_closed",
    became="report",
)
