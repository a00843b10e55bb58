"""What workers sent on the public host is recorded by the operations, as if they stood beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from haven.breaches.operations.report_breach import ReportBreach, Response
from haven.cases.models import Case
from haven.cases.operations.hand_over import HandedOver, lines_of
from haven.cases.operations.post_box import Box, Said, take_all
from haven.compliance.envelope import WORKER_POST, open_up
from haven.supporters.models import Worker, WorkerPost
from haven.supporters.operations.consents import hand_over
from haven.supporters.operations.work import ArrangeCover, arrange_cover, end_cover, report_for_her, tell_news
from haven_law.findings import refuse

RULE = "Haven consent rule"


def take_worker_posts(now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits. Answers how many were recorded."""
    return take_all(BOX, now, limit=limit)


def _opened(post: WorkerPost) -> Said:
    closed = bytes(post.closed)
    return json.loads(open_up(WORKER_POST, closed)) if closed else {}


def _record(post: WorkerPost, said: Said) -> None:
    post.became = ACTS[post.kind](post, said)


def _told(post: WorkerPost, said: Said) -> str:
    assert post.placement is not None
    tell_news(post.placement, str(said["update"]), by=post.worker, at=post.at)
    return ""


def _report(post: WorkerPost, said: Said) -> str:
    assert post.placement is not None
    command = ReportBreach(
        about_ref=str(said["about"]),
        happened_from=datetime.fromisoformat(said["from"]),
        precision=said["precision"],
        account=str(said["account"]),
        in_danger=said["danger"],
        response=Response(safe=said["safe"]),
    )
    return report_for_her(post.placement, command, by=post.worker, at=post.at).ref


def _hand_over(post: WorkerPost, said: Said) -> str:
    assert post.placement is not None
    if post.placement.worker_id != post.worker_id:
        refuse(RULE, "Only who has the case can hand it over").require()
    to = Worker.objects.select_related("user").filter(pk=int(said["to"])).first()
    if to is None:
        refuse(RULE, "Choose a colleague of your organisation").require()
    assert to is not None
    hand_over(post.placement, to, they_know=bool(said["they_know"]), by=post.worker.user, at=post.at)
    return ""


def _cover(post: WorkerPost, said: Said) -> str:
    start, until = (datetime.fromisoformat(said[name]) for name in ("from", "until"))
    arrange_cover(ArrangeCover(int(said["to"]), start, until), by=post.worker, at=post.at)
    return ""


def _cover_end(post: WorkerPost, said: Said) -> str:
    end_cover(post.worker, post.at)
    return ""


Act = Callable[[WorkerPost, Said], str]
ACTS: dict[str, Act] = {
    "told": _told, "report": _report, "hand_over": _hand_over, "cover": _cover, "cover_end": _cover_end,
}  # fmt: skip

NAMES = {
    "update": "News that they told", "about": "About", "from": "From", "until": "Until", "precision": "How exactly",
    "account": "What happened", "danger": "In danger now", "safe": "Safe now", "to": "To their colleague",
    "they_know": "The protected person knows",
}  # fmt: skip


def _typed(post: WorkerPost, said: Said) -> tuple[Case, HandedOver] | None:
    """For a person of the case. Who covers for whom is of no case: its sender reads that it did not work."""
    if post.placement is None:
        return None
    name = post.worker.user.name
    urgent = said.get("danger") == "yes" or said.get("safe") == "no"
    to = Worker.objects.filter(pk=int(said.get("to", 0))).select_related("user").first()
    words = {str(to.pk): to.user.name} if to is not None else {}
    lines = (("Worker", f"{name}, {post.worker.organisation.name}"), *lines_of(dict(said), NAMES, words))
    what = WorkerPost.KINDS[post.kind]
    return post.placement.case, HandedOver(
        f"worker {post.command_id}", "A support worker", what, post.at, lines, urgent
    )


RELATED = ("worker__user", "worker__organisation", "placement__consent", "placement__case", "placement__worker")
BOX = Box(
    called="a support worker",
    rows=lambda: WorkerPost.objects.select_related(*RELATED),
    opened=_opened,
    record=_record,
    typed=_typed,
    unreadable="It could not be read. Send it again, or ring the unit",
)
