"""What was set up and seldom changes, read once for a stretch of acts: calendar, areas, our times, teams.

Outside such a stretch every question reads the rows, so that a change counts at once. Within one nobody may change them in
this thread, and what others change meanwhile counts from the next stretch on."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_READ: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it, what is read by `read_once` is read once."""
    before = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(before)


def read_once(name: Hashable, read: Callable[[], T]) -> T:
    """What `read` answers; within one reading what it answered first by this name."""
    held = _READ.get()
    if held is None:
        return read()
    if name not in held:
        held[name] = read()
    found: T = held[name]
    return found
