"""A name as the words that are compared: folded, with compounds kept whole and in their parts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from haven.parties.matching.scripts import romanise

# Little words that stand before a name and are often left out or joined to it.
PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ud",
        "ad",
        "as",
        "ash",
        "ar",
        "an",
        "abu",
        "bin",
        "ibn",
        "bint",
        "ben",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "los",
        "mac",
        "mc",
        "o",
        "van",
        "von",
        "ter",
        "ten",
        "st",
        "san",
        "santa",
        "zu",
        "zur",
        "af",
        "av",
        "ap",
    ]
)
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "dame",
        "rev",
        "hon",
        "pc",
        "dc",
        "sgt",
        "jr",
        "snr",
        "jnr",
        "esq",
    ]
)
_SPECIAL = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th",
        "Þ": "th", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "İ": "i", "ħ": "h", "ŋ": "ng", "ə": "a", "Ə": "a",
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"[’'`´ʼʻʾʿ‘]")
_JOINS = re.compile(r"[-‐‑–—]")
MOST_WORDS = 8
MOST_LETTERS = 40


@dataclass(frozen=True)
class Word:
    """One word of a name. `forms` are the ways in which it may be written, the fullest first: al-hassan is alhassan and
    hassan, smith-jones is smith, jones and smithjones. `family`: it is of the family name."""

    forms: tuple[str, ...]
    family: bool = False

    @property
    def initial(self) -> bool:
        return len(self.forms) == 1 and len(self.forms[0]) == 1


def plain(text: str) -> str:
    """Small Latin letters, digits, single spaces and hyphens; other scripts written in Latin letters as they sound."""
    if not text.isascii():
        text = romanise(unicodedata.normalize("NFKC", text).translate(_SPECIAL))
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _JOINS.sub("-", _APOSTROPHES.sub("'", text)).lower()
    text = re.sub(r"[^a-z0-9'-]+", " ", text)
    text = re.sub(r"\b([a-z]{1,2})'", r"\1-", text).replace("'", "")
    return re.sub(r"-*(?:^|\s|$)-*", " ", text).strip()


@lru_cache(maxsize=100_000)
def folded_words(text: str) -> tuple[str, ...]:
    """The words of one part of a name, compounds joined by a hyphen: "Al Hassan" is al-hassan, "de Sousa" de-sousa."""
    words: list[str] = []
    before: list[str] = []
    for word in plain(text).split():
        if word in TITLES and len(words) + len(before) == 0:
            continue
        if word in PARTICLES:
            before.append(word)
            continue
        words.append("-".join([*before, word[:MOST_LETTERS]]))
        before = []
    if before:
        words.append("-".join(before))
    return tuple(words[:MOST_WORDS])


@lru_cache(maxsize=200_000)
def forms_of(word: str) -> tuple[str, ...]:
    """The ways to write one folded word; the joined one first."""
    if "-" not in word:
        return (word,)
    parts = [p for p in word.split("-") if p]
    own = [p for p in parts if len(p) > (2 if p in PARTICLES else 1)]
    return tuple(dict.fromkeys(["".join(parts), *own]))


def name_words(given: str, family: str) -> tuple[Word, ...]:
    """The words of a name, given names first."""
    return (
        *(Word(forms_of(w)) for w in folded_words(given)),
        *(Word(forms_of(w), family=True) for w in folded_words(family)),
    )


def packed(given: str, family: str) -> str:
    """A name as it is stored for comparing: "chi-keung/wong". Empty for a name without a letter."""
    first, last = " ".join(folded_words(given)), " ".join(folded_words(family))
    return f"{first}/{last}" if first or last else ""


@lru_cache(maxsize=50_000)
def unpacked(name: str) -> tuple[Word, ...]:
    """The words of a stored name."""
    first, _slash, last = name.partition("/")
    return (*(Word(forms_of(w)) for w in first.split()), *(Word(forms_of(w), family=True) for w in last.split()))
