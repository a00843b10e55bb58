"""Folded keys of names and postcodes. Made in Python, so that every server and collation agrees."""

import re
import unicodedata

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "ı": "i"}
)


def fold(text: str) -> str:
    """Letters without marks or case, punctuation as one space: "O’Brien-Łowe" -> "o brien lowe"."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPECIAL)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[’'`´ʼ]", "", plain)
    return re.sub(r"[\W_]+", " ", plain).strip()


def tidy_name(text: str) -> str:
    """A name as it is stored: composed, with single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def fold_postcode(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def name_keys(given: str, family: str) -> list[tuple[str, str]]:
    """The exact key of one name, by which the same person is known when a case is opened: the whole name folded."""
    whole = fold(f"{given} {family}")
    return [("name", whole)] if whole else []
