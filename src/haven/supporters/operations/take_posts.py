"""What workers sent on the public host is recorded by the operations, as if they stood beside it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import transaction

from haven.breaches.operations.report_breach import ReportBreach, Response
from haven.compliance.envelope import WORKER_POST, open_up
from haven.supporters.models import Worker, WorkerPost
from haven.supporters.operations.consents import hand_over
from haven.supporters.operations.work import ArrangeCover, arrange_cover, end_cover, report_for_her, tell_news
from haven_law.findings import Refused, refuse

logger = logging.getLogger(__name__)
UNREADABLE = "It could not be read. Send it again, or ring the unit"
RULE = "Haven consent rule"


def take_worker_posts(now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits, the oldest first. One that is refused keeps the reason, which its sender reads; one
    that fails waits and is tried again. Any number of workers may run it. Answers how many were recorded."""
    waiting = WorkerPost.objects.filter(taken_at__isnull=True).order_by("at", "pk").values_list("pk", flat=True)
    done = 0
    for pk in list(waiting[:limit]):
        try:
            done += _take(pk, now)
        except Exception as problem:  # noqa: BLE001  one that fails must not keep the others from being recorded
            logger.error("A post of a support worker was not recorded: %s %s", pk, type(problem).__name__)
    return done


@transaction.atomic
def _take(pk: int, now: datetime) -> int:
    rows = WorkerPost.objects.select_for_update(skip_locked=True, of=("self",))
    related = ("worker__user", "worker__organisation", "placement__consent", "placement__case", "placement__worker")
    post = rows.select_related(*related).filter(pk=pk, taken_at__isnull=True).first()
    if post is None:
        return 0
    try:
        with transaction.atomic():
            said = json.loads(open_up(WORKER_POST, post.closed)) if post.closed else {}
            post.became = ACTS[post.kind](post, said)
    except Refused as problem:
        post.refused = "; ".join(finding.because for finding in problem.findings)[:300]
    except (InvalidTag, ValueError, KeyError, TypeError) as problem:
        logger.error("A post of a support worker does not open: %s %s", post.pk, type(problem).__name__)
        post.refused = UNREADABLE
    post.taken_at, post.closed = now, b""
    post.save(update_fields=["taken_at", "became", "refused", "closed"])
    return int(not post.refused)


def _told(post: WorkerPost, said: Mapping[str, Any]) -> str:
    assert post.placement is not None
    tell_news(post.placement, str(said["update"]), by=post.worker, at=post.at)
    return ""


def _report(post: WorkerPost, said: Mapping[str, Any]) -> str:
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


def _hand_over(post: WorkerPost, said: Mapping[str, Any]) -> str:
    assert post.placement is not None
    if post.placement.worker_id != post.worker_id:
        refuse(RULE, "Only who has the case can hand it over").require()
    to = Worker.objects.select_related("user").filter(pk=int(said["to"])).first()
    if to is None:
        refuse(RULE, "Choose a colleague of your organisation").require()
    assert to is not None
    hand_over(post.placement, to, they_know=bool(said["they_know"]), by=post.worker.user, at=post.at)
    return ""


def _cover(post: WorkerPost, said: Mapping[str, Any]) -> str:
    start, until = (datetime.fromisoformat(said[name]) for name in ("from", "until"))
    arrange_cover(ArrangeCover(int(said["to"]), start, until), by=post.worker, at=post.at)
    return ""


def _cover_end(post: WorkerPost, said: Mapping[str, Any]) -> str:
    end_cover(post.worker, post.at)
    return ""


Act = Callable[[WorkerPost, Mapping[str, Any]], str]
ACTS: dict[str, Act] = {
    "told": _told, "report": _report, "hand_over": _hand_over, "cover": _cover, "cover_end": _cover_end,
}  # fmt: skip
