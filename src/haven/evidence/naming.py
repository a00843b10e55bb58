"""What a file was called, made safe to show. It never names anything on a disk."""

import re
import unicodedata

LONGEST = 120


def shown_name(name: str) -> str:
    """The last part of the name, without characters that cannot be seen or that turn the line; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    plain = re.sub(r"\s+", " ", seen).strip(" .")
    if len(plain) > LONGEST:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: LONGEST - 20]}….{ending[:15]}" if dot else plain[:LONGEST]
    return plain or "file"
