"""Short spoken references: two letters and two groups of four, the last a check character. Random, never counting."""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_WEIGHTS = (7, 11, 13, 17, 19, 23, 29)
KINDS = {"DC": "case", "DN": "notice", "DA": "application", "DO": "order", "BR": "breach"}


def new_reference(kind: str) -> str:
    """A new reference of a kind, such as DN-7KQ4-58XM. About 34 bits are random; the table refuses a collision."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return f"{kind}-{body[:4]}-{body[4:]}{check_character(body)}"


def check_character(body: str) -> str:
    """The character that makes a slip of one character, in any place, not a reference."""
    return ALPHABET[sum(w * ALPHABET.index(c) for w, c in zip(_WEIGHTS, body, strict=True)) % len(ALPHABET)]


def tidy_reference(text: str) -> str | None:
    """What was typed or said as a reference, tidied; None when it is not one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(c for c in plain if c.isalnum())
    kind, body = plain[:2], plain[2:]
    if kind not in KINDS or len(body) != 8 or any(c not in ALPHABET for c in body):
        return None
    if check_character(body[:7]) != body[7]:
        return None
    return f"{kind}-{body[:4]}-{body[4:]}"
