"""Plain text: the same words in UTF-8, without characters that cannot be seen."""

import unicodedata
from typing import BinaryIO

from haven.evidence.checker.answer import Found, NotTaken

SEEN = "\t\n\u200c\u200d"


def look(source: BinaryIO, target: BinaryIO) -> Found:
    found = Found(copy_kind="text")
    raw = source.read()
    try:
        text = raw.decode("utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NotTaken("The file is not plain text throughout. Save it as text again, or as PDF") from problem
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    clean = "".join(c for c in plain if c in SEEN or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    if clean != plain:
        found.note("controls")
    target.write(clean.encode())
    found.text = clean[:2_000_000]
    return found
