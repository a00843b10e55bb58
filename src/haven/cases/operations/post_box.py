"""What waits in a post box of the public host is recorded by the operations, as if its sender stood beside them. The one place
for all boxes: what is refused keeps the reason, what cannot be read says so, and what goes on failing reaches a person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.db.models import F, Model, QuerySet

from haven.cases.models import Case
from haven.cases.operations.hand_over import HandedOver, hand_over
from haven_law.findings import Refused

logger = logging.getLogger(__name__)

# So often and for so long it is tried by itself: what passes by, passes; nobody waits for an answer that never comes.
MOST_FAILURES, FAILING_FOR = 5, timedelta(minutes=2)
# What its sender reads of one that a person has now; the pages of the public host put it into words.
HANDED = "handed_over"
Said = Mapping[str, Any]
Post = TypeVar("Post", bound=Model)


@dataclass(frozen=True)
class Box(Generic[Post]):
    """One kind of post. `rows`: all of it, with what recording it needs. `opened`: what it says, from what is closed.
    `record`: what becomes of it, written on the row. `typed`: the case and what a person must read to see to it, or None
    where it is of no case. `closed`: the field that is emptied; `became`: the field that `record` writes."""

    called: str
    rows: Callable[[], QuerySet[Post]]
    opened: Callable[[Post], Said]
    record: Callable[[Post, Said], None]
    typed: Callable[[Post, Said], tuple[Case, HandedOver] | None]
    unreadable: str
    closed: str = "closed"
    became: str = "became"


def take_all(box: Box[Post], now: datetime, *, limit: int = 100) -> int:
    """Record every post that waits, the oldest first. One that fails is tried again, and after that is a person's. Any
    number of workers may run it. Answers how many were recorded."""
    waiting = box.rows().filter(taken_at__isnull=True).order_by("at", "pk").values_list("pk", flat=True)
    done = 0
    for pk in list(waiting[:limit]):
        try:
            done += _take(box, pk, now)
        except Exception as problem:  # noqa: BLE001  one that fails must not keep the others from being recorded
            logger.error("A post of %s was not recorded: %s %s", box.called, pk, type(problem).__name__)
            _count(box, pk, now)
    return done


@transaction.atomic
def _take(box: Box[Any], pk: int, now: datetime) -> int:
    post = _held(box, pk)
    if post is None:
        return 0
    try:
        said = box.opened(post)
    except (InvalidTag, ValueError) as problem:
        logger.error("A post of %s does not open: %s %s", box.called, pk, type(problem).__name__)
        return _taken(box, post, now, refused=box.unreadable)
    try:
        with transaction.atomic():
            box.record(post, said)
    except Refused as problem:
        return _taken(box, post, now, refused="; ".join(finding.because for finding in problem.findings)[:300])
    return _taken(box, post, now)


def _held(box: Box[Any], pk: int) -> Any:
    """The row, if it waits still and no other worker has it."""
    return box.rows().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, taken_at__isnull=True).first()


def _taken(box: Box[Any], post: Any, now: datetime, refused: str = "") -> int:
    post.taken_at, post.refused = now, refused
    setattr(post, box.closed, b"")
    post.save(update_fields=["taken_at", "refused", box.closed, box.became])
    return int(not refused)


def _count(box: Box[Any], pk: int, now: datetime) -> None:
    """One failure more. What fails even here is counted, and tried at the next turn."""
    box.rows().filter(pk=pk).update(failures=F("failures") + 1)
    try:
        _to_a_person(box, pk, now)
    except Exception as problem:  # noqa: BLE001  as above
        logger.error("A post of %s did not reach a person: %s %s", box.called, pk, type(problem).__name__)


@transaction.atomic
def _to_a_person(box: Box[Any], pk: int, now: datetime) -> None:
    """With what was typed. From then on it is theirs: it is not tried any more, or it might be recorded twice."""
    post = _held(box, pk)
    if post is None or post.failures < MOST_FAILURES or now - post.at < FAILING_FOR:
        return
    found = box.typed(post, box.opened(post))
    if found is not None:
        hand_over(found[0], found[1], at=now)
    _taken(box, post, now, refused=HANDED if found is not None else box.unreadable)
