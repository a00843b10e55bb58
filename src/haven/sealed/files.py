"""Large files of a case, enciphered under its key. The one place that hands the key to what reads and writes them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from haven.sealed.chunks import PIECE, PieceReader, PieceWriter
from haven.sealed.ciphers import _data_key


def file_key(owner_ref: str) -> bytes:
    """The key of an owner, for the process that looks into a file. It goes through a pipe, never into a log or a list
    of arguments."""
    return _data_key(owner_ref)


def label_of(owner_ref: str, name: str) -> str:
    """What is authenticated with every piece: whose file it is, and which."""
    return f"{owner_ref}|{name}"


def writer(owner_ref: str, path: Path, *, start: int = 0) -> PieceWriter:
    return PieceWriter(path, _data_key(owner_ref), label_of(owner_ref, path.name), start=start)


def reader(owner_ref: str, path: Path) -> PieceReader:
    return PieceReader(path, _data_key(owner_ref), label_of(owner_ref, path.name))


def pieces(owner_ref: str, path: Path) -> Iterator[bytes]:
    """The file, piece by piece. Raises InvalidTag where it was changed."""
    with reader(owner_ref, path) as source:
        while part := source.read(PIECE):
            yield part


def hash_of(owner_ref: str, path: Path) -> tuple[str, int]:
    """SHA-256 and size of what a reader gets back, not of what a writer was given."""
    digest, size = hashlib.sha256(), 0
    for part in pieces(owner_ref, path):
        digest.update(part)
        size += len(part)
    return digest.hexdigest(), size
