"""One server for the whole process, stopped whichever way the process ends in an orderly manner.

Killed with SIGKILL a process stops nothing: its server is taken over and stopped by the next one.
"""

from __future__ import annotations

import atexit
import signal
import threading
from pathlib import Path
from types import FrameType

from .places import data_dir
from .server import EmbeddedServer

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_servers: dict[tuple[Path, bool], EmbeddedServer] = {}
_lock = threading.Lock()


def ensure_started(*, fast: bool = False) -> EmbeddedServer:
    """The server of this checkout's data folder, started on the first call and stopped at the end of the process.

    A signal that would have ended the process at once ends it in order instead (exit status 128 + signal); a handler
    that somebody installed before stays in charge, and an ignored signal stays ignored. Raises EmbeddedServerError.
    """
    with _lock:
        key = (data_dir(), fast)
        if key not in _servers:
            if not _servers:
                _watch_the_end()
            server = EmbeddedServer(key[0], fast=fast)
            server.start()
            _servers[key] = server
        return _servers[key]


def _watch_the_end() -> None:
    atexit.register(_stop_all)
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _exit_in_order)


def _exit_in_order(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _stop_all() -> None:
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            # A second Ctrl-C must not cut the stopping short.
            signal.signal(number, signal.SIG_IGN)
    for server in _servers.values():
        server.stop()
    _servers.clear()
