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
_OTHERS = re.compile(r"[^a-z0-9'-]+")
# They choose how the letter before them is drawn, and are no part of the name.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F, *range(0x180B, 0x1810))))
_JOINS = re.compile(r"[-‐‑–—]")
# Kana and the marks among them, Chinese characters, Korean syllables, further Chinese characters.
_IN_ONE_WORD = (("\u3005", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"), ("\U00020000", "\U0003ffff"))
MOST_WORDS = 8
MOST_LETTERS = 40
# With the little words joined to it. A word is kept in a column of this width, and compared by figures for such lengths.
MOST_JOINED = 60


@dataclass(frozen=True)
class Word:
    """One word of a name. `forms` are the ways in which it may be written, the fullest first: al-hassan is alhassan and
    hassan, smith-jones is smith, jones and smithjones. `family`: it is of the family name."""

    forms: tuple[str, ...]
    family: bool = False

    @property
    def initial(self) -> bool:
        return len(self.forms) == 1 and is_initial(self.forms[0])


def is_initial(form: str) -> bool:
    """A letter that stands for a name. In a script where one letter is a whole name (李) it stands for itself."""
    return len(form) == 1 and form.isascii()


def plain(text: str) -> str:
    """Small Latin letters, digits, single spaces and hyphens; other scripts written in Latin letters as they sound, and
    those that are not read here in their own letters, without marks. A word that holds no letter that is kept otherwise
    keeps every sign that can be told from another: no part of a name is nothing because it is unusual, and a name in one
    field reads as it does in two."""
    if text.isascii():
        return _tidied(re.sub(r"[^a-z0-9'-]+", " ", _marked(text)))
    text = romanise(unicodedata.normalize("NFKC", text).translate(_SPECIAL))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _marked(unicodedata.normalize("NFC", text))
    words = (_tidied(_OTHERS.sub(_letters, word)) or _tidied(_OTHERS.sub(_signs, word)) for word in text.split())
    return " ".join(filter(None, words))


def _marked(text: str) -> str:
    """One sign for every hyphen and one for every apostrophe, small letters."""
    return _JOINS.sub("-", _APOSTROPHES.sub("'", text)).lower()


def _tidied(text: str) -> str:
    text = re.sub(r"\b([a-z]{1,2})'", r"\1-", text).replace("'", "")
    return re.sub(r"-*(?:^|\s|$)-*", " ", text).strip()


def _letters(found: re.Match[str]) -> str:
    """Of signs that are not Latin letters: letters of other scripts with the vowels written on them, the rest as a space."""
    kept = ""
    for sign in found[0]:
        written_on = unicodedata.category(sign) in ("Mn", "Mc") and kept[-1:] not in ("", " ")
        if written_on and sign in _SELECTORS:
            continue
        kept += sign if written_on or (sign.isalpha() and not _unread_latin(sign)) else " "
    return kept


def _signs(found: re.Match[str]) -> str:
    """Of the same whatever can be told from another: signs that stand for letters, and marks without any."""
    return "".join(s if not s.isascii() and s not in _SELECTORS and _says(s) else " " for s in found[0])


def _says(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMNS"


@lru_cache(maxsize=10_000)
def _unread_latin(letter: str) -> bool:
    """Latin letters without a plain one under them part a word, as they always did: the keys of Latin names stay."""
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))


@lru_cache(maxsize=100_000)
def folded_words(text: str) -> tuple[str, ...]:
    """The words of one part of a name, compounds joined by a hyphen: "Al Hassan" is al-hassan, "de Sousa" de-sousa."""
    return all_words(text)[:MOST_WORDS]


def all_words(text: str, *, titled: bool = True) -> tuple[str, ...]:
    """The same, however many there are. Not `titled`: Miss or Dame at the beginning is a name too."""
    words: list[str] = []
    before: list[str] = []
    for word in plain(text).split():
        if titled and word in TITLES and len(words) + len(before) == 0:
            continue
        if word in PARTICLES:
            before.append(word)
            continue
        words.append(_joined(before, word[:MOST_LETTERS]))
        before = []
    if before:
        words.append(_joined(before[:-1], before[-1]))
    return tuple(words)


def _joined(particles: list[str], word: str) -> str:
    """The word with as many of the little words before it as there is room for, those nearest to it first."""
    room = MOST_JOINED - len(word.replace("-", ""))
    kept: list[str] = []
    for particle in reversed(particles):
        room -= len(particle)
        if room < 0:
            break
        kept.insert(0, particle)
    return "-".join([*kept, word])


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


def written_together(packed_name: str) -> str:
    """A Chinese, Japanese or Korean name as it is also written, family name first and in one word: "小龙/李" is 李小龙.
    Empty for names of other scripts."""
    first, _slash, last = packed_name.partition("/")
    if not first or not last or first.isascii() or last.isascii():
        return ""
    whole = f"{last}{first}".replace(" ", "")
    return f"{whole[:MOST_LETTERS]}/" if all(map(_in_one_word, whole)) else ""


def _in_one_word(letter: str) -> bool:
    return any(a <= letter <= b for a, b in _IN_ONE_WORD)


@lru_cache(maxsize=50_000)
def unpacked(name: str) -> tuple[Word, ...]:
    """The words of a stored name."""
    first, _slash, last = name.partition("/")
    return (*(Word(forms_of(w)) for w in first.split()), *(Word(forms_of(w), family=True) for w in last.split()))
