"""Large files enciphered piece by piece, so that none is ever whole in memory and none lies open on a disk.

Plain Python and the cryptography package: the process that looks into files reads them through this and has no Django.
A file is a row of pieces. Each holds 64 KiB of the file (the last one less), enciphered with AES-GCM under a nonce of
its own; the label of the file and the number of the piece are authenticated with it, so that no piece can be moved to
another place or another file. That none is missing at the end is proved by the size and hash that the database keeps."""

import fcntl
import io
import os
from pathlib import Path
from types import TracebackType
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 64 * 1024
NONCE, TAG = 12, 16
STORED = NONCE + PIECE + TAG


class PieceWriter:
    """Append to an enciphered file. `start` is the number of bytes that it holds already: a whole number of pieces. One
    writer at a time: BlockingIOError while there is another."""

    def __init__(self, path: Path, key: bytes, label: str, *, start: int = 0) -> None:
        if start % PIECE:
            raise ValueError("A file is continued at the end of a piece")
        self._cipher, self._label = AESGCM(key), label
        self._index, self._waiting = start // PIECE, bytearray()
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise
        self._file: IO[bytes] = os.fdopen(handle, "r+b")
        self._begun, self._room = False, bytearray(STORED)

    def _begin(self) -> None:
        """What was left of a broken piece is cut off at the first write, not before the caller could look again."""
        if not self._begun:
            self._file.truncate(self._index * STORED)
            self._file.seek(self._index * STORED)
            self._begun = True

    @property
    def whole(self) -> int:
        """How many bytes are written as whole pieces."""
        return self._index * PIECE

    def write(self, data: bytes) -> int:
        """Whole pieces are enciphered as they stand in `data`; only the rest of one is copied and waits."""
        view, at = memoryview(data), 0
        if self._waiting:
            at = min(PIECE - len(self._waiting), len(data))
            self._waiting += view[:at]
            if len(self._waiting) == PIECE:
                self._put(self._waiting)
                self._waiting.clear()
        while len(data) - at >= PIECE:
            self._put(view[at : at + PIECE])
            at += PIECE
        self._waiting += view[at:]
        return len(data)

    def _put(self, piece: "bytearray | memoryview") -> None:
        """One piece, through the same room each time: a long file asks for no new memory."""
        self._begin()
        out = memoryview(self._room)[: NONCE + len(piece) + TAG]
        out[:NONCE] = os.urandom(NONCE)
        self._cipher.encrypt_into(bytes(out[:NONCE]), piece, aad(self._label, self._index), out[NONCE:])
        self._file.write(out)
        self._index += 1

    def finish(self) -> None:
        """The last, shorter piece. Nothing can be appended afterwards."""
        self._begin()
        if self._waiting:
            self._put(self._waiting)
            self._waiting.clear()
        self.keep()

    def keep(self) -> None:
        """Be sure that what is written is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Keep what is whole, drop what is not."""
        if not self._file.closed:
            self.keep()
            self._file.close()

    def __enter__(self) -> "PieceWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        self.close()


class PieceReader(io.RawIOBase):
    """Read an enciphered file as if it were open: from any place, one piece in memory. Raises InvalidTag when a piece
    was changed or moved."""

    def __init__(self, path: Path, key: bytes, label: str) -> None:
        super().__init__()
        self._cipher, self._label = AESGCM(key), label
        self._file = open(path, "rb")  # noqa: SIM115  closed by close()
        self.size = plain_size(path.stat().st_size)
        self._at, self._held = 0, -1
        self._piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), self.size - self._at)
        if wanted <= 0:
            return 0
        index, within = divmod(self._at, PIECE)
        if index != self._held:
            self._file.seek(index * STORED)
            raw = self._file.read(STORED)
            self._piece = self._cipher.decrypt(raw[:NONCE], raw[NONCE:], aad(self._label, index))
            self._held = index
        part = self._piece[within : within + wanted]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()


def opened(path: Path, key: bytes, label: str) -> io.BufferedReader:
    """The file for a library that wants a file: reads of any length, any place."""
    return io.BufferedReader(PieceReader(path, key, label), buffer_size=PIECE)


def plain_size(stored: int) -> int:
    """How long the file is that is stored in so many bytes."""
    whole, rest = divmod(stored, STORED)
    return whole * PIECE + max(rest - NONCE - TAG, 0)


def aad(label: str, index: int) -> bytes:
    return f"{label}|{index}".encode()
