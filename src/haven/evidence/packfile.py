"""The file of a pack: a plain zip that anybody can open, with a list of hashes inside and a seal at its very end.

The seal is the SHA-256 of every byte before it, written as the comment of the archive. So one changed byte anywhere, in a
file, in the list, or in the archive's own tables, is found without Haven and without a database. It proves that the pack
is whole. That it is the one which Haven made is proved by its own hash, which stands on the page of the pack.

Plain Python: this is also what `haven pack verify` runs."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol, cast

MARK = b"haven-pack-sha256:"
SEAL = 64
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
PART = 256 * 1024
MOST_MANIFEST = 20_000_000


class Out(Protocol):
    def write(self, data: bytes) -> int: ...


class PackChanged(Exception):
    """The pack is not as it was made. The words say what is wrong with it."""


@dataclass(frozen=True)
class Whole:
    """A pack that is as it was made."""

    breach: str
    made_at: str
    files: int
    sha256: str


class PackWriter:
    """Write the files of a pack one after the other; `finish` adds the list and the seal and answers the manifest."""

    def __init__(self, out: Out, about: dict[str, Any], at: datetime) -> None:
        self._out, self._about = _Sealing(out), about
        self._when = (at.year, at.month, at.day, at.hour, at.minute, at.second - at.second % 2)
        self._zip = zipfile.ZipFile(cast(IO[bytes], self._out), "w", zipfile.ZIP_STORED)
        self._files: list[dict[str, Any]] = []

    def add(self, path: str, parts: Iterable[bytes], size: int, **more: Any) -> str:
        """One file, read piece by piece. Answers its hash. Raises ValueError when it is not as long as was said."""
        digest, came = hashlib.sha256(), 0
        with self._zip.open(self._info(path, size), "w") as inside:
            for part in parts:
                digest.update(part)
                came += len(part)
                inside.write(part)
        if came != size:
            raise ValueError("A file of the pack is not as long as it should be")
        self._files.append({"path": path, "size": size, "sha256": digest.hexdigest(), **more})
        return digest.hexdigest()

    def add_bytes(self, path: str, content: bytes, **more: Any) -> str:
        return self.add(path, [content], len(content), **more)

    def finish(self) -> dict[str, Any]:
        """The manifest, as it stands in the file."""
        manifest = {"haven_pack": 1, **self._about, "files": self._files}
        sums = "".join(f"{f['sha256']}  {f['path']}\n" for f in self._files)
        self._zip.writestr(self._info(SUMS, 0), sums.encode())
        self._zip.writestr(self._info(MANIFEST, 0), json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        self._zip.comment = MARK + b"0" * SEAL
        self._zip.close()
        self._out.seal()
        return manifest

    def _info(self, path: str, size: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self._when)
        info.external_attr = 0o600 << 16
        info.file_size = size
        return info

    @property
    def sha256(self) -> str:
        """Of the whole file, seal included."""
        return self._out.whole.hexdigest()

    @property
    def size(self) -> int:
        return self._out.size


class _Sealing:
    """Passes everything on but the last 64 bytes, which become the hash of all before them."""

    def __init__(self, out: Out) -> None:
        self._out, self._held = out, b""
        self._seal, self.whole, self.size = hashlib.sha256(), hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        held = self._held + bytes(data)
        self._pass_on(held[:-SEAL])
        self._held = held[-SEAL:]
        return len(data)

    def _pass_on(self, data: bytes) -> None:
        self._seal.update(data)
        self.whole.update(data)
        self.size += len(data)
        self._out.write(data)

    def flush(self) -> None:
        """What is held back is not yet known."""

    def seal(self) -> None:
        if self._held != b"0" * SEAL:
            raise ValueError("The archive did not end with the place for its seal")
        last = self._seal.hexdigest().encode()
        self.whole.update(last)
        self.size += SEAL
        self._out.write(last)


def verify(path: Path) -> Whole:
    """Is the pack as it was made? Raises PackChanged with a sentence that names what is not, as far as that can be
    told, and OSError when there is no such file."""
    seal, held, digest = _sums(path)
    problem = _files_differ(path)
    if problem is not None:
        raise PackChanged(problem)
    if seal != held:
        raise PackChanged("The pack was changed after it was made: its seal does not fit what it holds")
    manifest = _manifest(path)
    return Whole(str(manifest.get("breach")), str(manifest.get("made_at")), len(manifest["files"]), digest)


def _sums(path: Path) -> tuple[str, str, str]:
    """The hash of all before the seal, the seal that stands there, and the hash of the whole file."""
    size = path.stat().st_size
    if size < len(MARK) + SEAL + 22:
        raise PackChanged("This is not a pack, or most of it is missing")
    seal, whole, left = hashlib.sha256(), hashlib.sha256(), size - SEAL
    with path.open("rb") as file:
        last = b""
        while left:
            part = file.read(min(PART, left))
            seal.update(part)
            whole.update(part)
            left -= len(part)
            last = (last + part)[-len(MARK) :]
        held = file.read()
    whole.update(held)
    if last != MARK:
        raise PackChanged("This is not a pack, or its end was changed or is missing")
    return seal.hexdigest(), held.decode("ascii", errors="replace"), whole.hexdigest()


def _files_differ(path: Path) -> str | None:
    """The first file that is not as the list says, or the sentence why nothing can be read."""
    try:
        listed = _manifest(path)["files"]
        with zipfile.ZipFile(path) as file:
            names = [info.filename for info in file.infolist()]
            if sorted(names) != sorted([f["path"] for f in listed] + [SUMS, MANIFEST]):
                return "The pack was changed: it holds other files than its list says"
            for entry in listed:
                if _hash_inside(file, entry["path"]) != (entry["sha256"], entry["size"]):
                    return f"The pack was changed: the file {entry['path']} is not as it was made"
            sums = "".join(f"{f['sha256']}  {f['path']}\n" for f in listed).encode()
            if file.read(SUMS) != sums:
                return f"The pack was changed: the file {SUMS} is not as it was made"
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, RuntimeError, OSError):
        return "The pack was changed after it was made: it cannot be read as it was written"
    return None


def _hash_inside(file: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with file.open(name) as inside:
            while part := inside.read(PART):
                digest.update(part)
                size += len(part)
    except zipfile.BadZipFile as problem:
        if "CRC" in str(problem):
            return "", -1
        raise
    return digest.hexdigest(), size


def _manifest(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as file:
        if file.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise ValueError("The list is too long")
        found = json.loads(file.read(MANIFEST))
    if not isinstance(found, dict) or found.get("haven_pack") != 1 or not isinstance(found.get("files"), list):
        raise ValueError("The list is of no known form")
    return found
