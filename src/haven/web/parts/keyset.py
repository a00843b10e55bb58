"""The key of a page of a list: the instant and number of its last row. What is typed in its place is ignored."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

_KEY = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def write_key(at: datetime, number: int) -> str:
    return f"{(at - _START) // _TICK}-{number}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """The instant and number of a key; None for anything else."""
    found = _KEY.fullmatch(text)
    if found is None:
        return None
    try:
        return _START + int(found[1]) * _TICK, int(found[2])
    except OverflowError:
        return None


def newest_first(rows: QuerySet[Any], field: str, before: str, size: int) -> tuple[list[Any], str]:
    """A page of rows, newest first, that come after a key, and the key of the next page (empty on the last). One more
    row than the page is read, so nothing is counted."""
    key = read_key(before)
    if key is not None:
        at, number = key
        rows = rows.filter(Q((f"{field}__lt", at)) | Q((field, at), ("pk__lt", number)))
    found: list[Model] = list(rows.order_by(f"-{field}", "-pk")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], write_key(getattr(last, field), last.pk)


def oldest_first(rows: QuerySet[Any], field: str, after: str, size: int) -> tuple[list[Any], str]:
    """The same the other way round: what has waited longest comes first."""
    key = read_key(after)
    if key is not None:
        at, number = key
        rows = rows.filter(Q((f"{field}__gt", at)) | Q((field, at), ("pk__gt", number)))
    found: list[Model] = list(rows.order_by(field, "pk")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], write_key(getattr(last, field), last.pk)
