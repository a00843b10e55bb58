"""File locks that the system lets go of when a process dies, however it dies.

`start.lock` is held alone while a server is started or stopped. `users.lock` is held shared by everybody who uses the
server: whoever can have it alone is the last one out.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import EmbeddedServerError

LIMIT = 120.0
PAUSE = 0.02


@contextmanager
def exclusive(path: Path, limit: float = LIMIT) -> Iterator[None]:
    """Holds the lock file alone. EmbeddedServerError when somebody else holds it longer than the limit."""
    handle = open_private(path, os.O_RDWR)
    try:
        end = time.monotonic() + limit
        while not _try(handle, fcntl.LOCK_EX):
            if time.monotonic() > end:
                raise EmbeddedServerError(
                    f"Another process has been starting or stopping the database server for {limit:.0f} seconds "
                    f"(it holds {path}): end it and try again."
                )
            time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)


class SharedUse:
    """One user's share of a lock file."""

    def __init__(self, path: Path) -> None:
        self._handle = open_private(path, os.O_RDWR)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """Whether nobody else uses it. Ask only under `start.lock`, so that nobody comes in meanwhile."""
        alone = _try(self._handle, fcntl.LOCK_EX)
        fcntl.flock(self._handle, fcntl.LOCK_SH)
        return alone

    def let_go(self) -> None:
        # Unlocked by name, because a forked child may hold a copy of the handle.
        fcntl.flock(self._handle, fcntl.LOCK_UN)
        os.close(self._handle)


def open_private(path: Path, mode: int) -> int:
    """Opens or makes a file of mode 600, owned by the owner of its folder: root leaves none that others cannot use."""
    handle = os.open(path, mode | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)
    return handle


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
