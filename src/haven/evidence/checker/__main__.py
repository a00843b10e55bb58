"""`python -m haven.evidence.checker`: one question as JSON on standard input, one answer on standard output."""

import base64
import hashlib
import io
import json
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from haven.evidence.checker import pdfs, pictures, recordings, sniff, texts
from haven.evidence.checker.answer import Found, NotTaken
from haven.sealed.chunks import PieceWriter, opened
from haven.sealed.pdf_text import text_of

MOST_MEMORY = 3 * 1024**3
MOST_SECONDS = 240


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.stdin.read())
    try:
        answer = check(asked)
    except NotTaken as refused:
        answer = {"taken": False, "why": str(refused)}
    except MemoryError:
        answer = {
            "taken": False,
            "why": "The file needs more room to be read than is given to one. Send a smaller copy",
        }
    sys.stdout.write(json.dumps(answer))
    return 0


def check(asked: dict[str, Any]) -> dict[str, Any]:
    """Look into the file and write the copy. `key` opens both; `source` and `target` are paths with their labels."""
    key = base64.b64decode(asked["key"])
    with opened(Path(asked["source"]), key, asked["source_label"]) as source:
        kind = sniff.kind_of(source.read(sniff.HEAD))
        if kind not in sniff.ACCEPTED:
            raise NotTaken(sniff.REFUSALS[kind])
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        target = Sink(PieceWriter(Path(asked["target"]), key, asked["target_label"]))
        found = _look(kind, source, size, target)
        target.finish()
    return {
        "taken": True,
        "kind": kind,
        "copy_kind": found.copy_kind,
        "copy_sha256": target.digest.hexdigest(),
        "copy_size": target.size,
        "notes": found.notes,
        "preview": base64.b64encode(found.preview).decode(),
        "text": found.text,
    }


def _look(kind: str, source: BinaryIO, size: int, target: "Sink") -> Found:
    if kind in sniff.PICTURES:
        held = io.BytesIO()
        found = pictures.look(kind, source, size, held)
        target.write(held.getvalue())
    elif kind == "pdf":
        held = io.BytesIO()
        found = pdfs.look(source, held)
        target.write(held.getvalue())
        found.text = text_of(held.getvalue())
    elif kind == "text":
        found = texts.look(source, target)  # type: ignore[arg-type]
    else:
        found = recordings.look(kind, source, size, target)  # type: ignore[arg-type]
    return found


class Sink:
    """Where a copy goes: enciphered at once, counted and hashed on the way."""

    def __init__(self, writer: PieceWriter) -> None:
        self.writer, self.digest, self.size = writer, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.writer.write(data)

    def finish(self) -> None:
        self.writer.finish()
        self.writer.close()


if __name__ == "__main__":
    sys.exit(main())
