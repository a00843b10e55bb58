"""Folded keys of names and postcodes. Made in Python, so that every server and collation agrees."""

import hashlib
import re
import unicodedata

# As long as a key is kept. A longer one keeps its beginning, and a sum of the whole tells it from others that begin so.
MOST_OF_A_KEY = 402

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "ı": "i"}
)


def fold(text: str) -> str:
    """Letters without marks or case, punctuation as one space: "O’Brien-Łowe" -> "o brien lowe". What is taken apart to
    find the marks is put together again, so that a Korean name is no longer than it was written."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPECIAL)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[’'`´ʼ]", "", plain)
    return unicodedata.normalize("NFC", re.sub(r"[\W_]+", " ", plain).strip())


def whole_name_key(given: str, family: str) -> str:
    """The whole name folded, never longer than a key may be: one letter can fold into eighteen."""
    whole = fold(f"{given} {family}")
    if len(whole) <= MOST_OF_A_KEY:
        return whole
    return f"{whole[: MOST_OF_A_KEY - 65]} {hashlib.sha256(whole.encode()).hexdigest()}"


def tidy_name(text: str) -> str:
    """A name as it is stored: composed, with single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def fold_postcode(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def name_keys(given: str, family: str) -> list[tuple[str, str]]:
    """The exact key of one name, by which the same person is known when a case is opened: the whole name folded."""
    whole = whole_name_key(given, family)
    return [("name", whole)] if whole else []
