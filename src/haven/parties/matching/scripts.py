"""Names in other scripts, written in Latin letters closely enough to be compared: Cyrillic, Greek, Arabic and Persian,
Hebrew, and the scripts of India with their vowels. A name in a script that is not here is compared in its own letters. From
the common romanisations of passports (ICAO Doc 9303; for Greek the ISO 843 that Greek passports follow)."""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "-",
            "y",
            "-",
            "e",
            "yu",
            "ya",
            "e",
            "i",
            "i",
            "ye",
            "g",
            "u",
            "j",
            "lj",
            "nj",
            "c",
            "dj",
            "dz",
        ],
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψως",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
            "s",
        ],
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگکی",
        [
            "a",
            "b",
            "t",
            "th",
            "j",
            "h",
            "kh",
            "d",
            "dh",
            "r",
            "z",
            "s",
            "sh",
            "s",
            "d",
            "t",
            "z",
            "a",
            "gh",
            "f",
            "q",
            "k",
            "l",
            "m",
            "n",
            "h",
            "w",
            "y",
            "a",
            "a",
            "-",
            "a",
            "a",
            "i",
            "w",
            "y",
            "p",
            "ch",
            "zh",
            "g",
            "k",
            "y",
        ],
        strict=True,
    )
)
_HEBREW = dict(
    zip(
        "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        [
            "a",
            "b",
            "g",
            "d",
            "h",
            "v",
            "z",
            "ch",
            "t",
            "y",
            "k",
            "k",
            "l",
            "m",
            "m",
            "n",
            "n",
            "s",
            "a",
            "p",
            "f",
            "ts",
            "ts",
            "k",
            "r",
            "sh",
            "t",
        ],
        strict=True,
    )
)
_INDIC_CONSONANTS = [
    "k",
    "kh",
    "g",
    "gh",
    "n",
    "ch",
    "chh",
    "j",
    "jh",
    "n",
    "t",
    "th",
    "d",
    "dh",
    "n",
    "t",
    "th",
    "d",
    "dh",
    "n",
    "-",
    "p",
    "ph",
    "b",
    "bh",
    "m",
    "y",
    "r",
    "r",
    "l",
    "l",
    "l",
    "v",
    "sh",
    "sh",
    "s",
    "h",
]  # from KA to HA, in the one order that the scripts of India share
_INDIC_VOWELS = ["a", "aa", "i", "i", "u", "u", "ri", "li", "e", "e", "e", "ai", "o", "o", "o", "au"]
_INDIC_SIGNS = ["aa", "i", "i", "u", "u", "ri", "ri", "e", "e", "e", "ai", "o", "o", "o", "au"]
_INDIC_BLOCKS = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00)


def _is_indic(letter: str) -> bool:
    return 0x0900 <= ord(letter) < 0x0D80


def _indic(text: str) -> str:
    """The scripts of India stand in blocks with one order: a consonant holds an a until a sign changes or ends it. Words of
    other scripts beside them stay as they are."""
    return " ".join(_indic_word(w) if any(map(_is_indic, w)) else w for w in text.split())


def _indic_word(text: str) -> str:
    out: list[str] = []
    for letter in text:
        block = next((b for b in _INDIC_BLOCKS if b <= ord(letter) < b + 0x80), None)
        if block is None:
            out.append(letter)
            continue
        place = ord(letter) - block
        if 0x15 <= place <= 0x39:
            out.append(_INDIC_CONSONANTS[place - 0x15].replace("-", "n") + "a")
        elif 0x05 <= place <= 0x14:
            out.append(_INDIC_VOWELS[place - 0x05])
        elif 0x3E <= place <= 0x4C and out:
            out[-1] = out[-1].removesuffix("a") + _INDIC_SIGNS[place - 0x3E]
        elif place == 0x4D and out:
            out[-1] = out[-1].removesuffix("a")
        elif place in (0x01, 0x02, 0x70):
            out.append("n")
    word = "".join(out)
    return word.removesuffix("a") if len(word) > 3 and not word.endswith("aa") else word.replace("aa", "a")


# Letters of the same scripts that other languages add: Urdu and Kurdish, Kazakh, Kyrgyz, Tatar, Tajik.
_ADDED = dict(
    zip("ہھۂۃےۓںٹڈڑەۆێڤۋ", ["h", "h", "h", "t", "e", "e", "n", "t", "d", "r", "e", "o", "e", "v", "v"], strict=True)
)
_ADDED |= dict(
    zip("әғқңөұүһҳҷҗҡҙҫ", ["a", "g", "k", "n", "o", "u", "u", "h", "kh", "j", "j", "k", "z", "s"], strict=True)
)
_TABLE = {**_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW, **_ADDED}
_GREEK_PAIRS = {"ου": "ou", "αυ": "av", "ευ": "ev", "ηυ": "iv", "γγ": "ng", "γξ": "nx", "γχ": "nch"}
_GREEK_PAIR = re.compile("|".join(_GREEK_PAIRS))
_GREEK_WORD = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff\u0300-\u036f]+")


def _greek(found: re.Match[str]) -> str:
    """Greek without its accents; two letters that are one sound together, unless two dots say that they are not."""
    text = unicodedata.normalize("NFD", found[0].lower())
    text = "".join(c for c in text if c == "\u0308" or not unicodedata.combining(c))
    text = re.sub(r"\bμπ", "b", text)
    return _GREEK_PAIR.sub(lambda pair: _GREEK_PAIRS[pair[0]], text)


def _letter(letter: str) -> str:
    """One letter; where only it without its marks is known, that one."""
    small = letter.lower()
    known = _TABLE.get(small) or _TABLE.get(unicodedata.normalize("NFD", small)[0])
    return letter if known is None else known.replace("-", "")


def romanise(text: str) -> str:
    """The text with letters of the scripts above replaced; all others as they are."""
    if any(map(_is_indic, text)):
        text = _indic(text)
    if any("\u0370" <= c <= "\u1fff" for c in text):
        text = _GREEK_WORD.sub(_greek, text)
    return "".join(_letter(c) if ord(c) > 0x36F else c for c in text)
