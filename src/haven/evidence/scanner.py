"""The virus scanner, where there is one: clamd, asked over its socket. Without one a file says that it was not scanned."""

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

WAIT_SECONDS = 60.0
MOST_ANSWER = 4096


class ScannerUnavailable(Exception):
    """A scanner is set up and does not answer. The file stays in quarantine until it does."""


def scan(parts: Iterable[bytes]) -> str:
    """not_scanned (none is set up), clean or found. Raises ScannerUnavailable when it cannot say."""
    where = settings.SCANNER
    if not where:
        return "not_scanned"
    try:
        with _connect(where) as line:
            line.sendall(b"zINSTREAM\0")
            for part in parts:
                line.sendall(struct.pack(">I", len(part)) + part)
            line.sendall(bytes(4))
            answer = _answer(line)
    except OSError as problem:
        raise ScannerUnavailable(type(problem).__name__) from None
    if answer.endswith(" FOUND"):
        return "found"
    if answer == "stream: OK":
        return "clean"
    raise ScannerUnavailable("The scanner did not say")


def _connect(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(WAIT_SECONDS)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=WAIT_SECONDS)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_ANSWER:
        more = line.recv(1024)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode(errors="replace")
