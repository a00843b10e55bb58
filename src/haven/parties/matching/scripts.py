"""Names in other scripts, written in Latin letters closely enough to be compared: Cyrillic, Greek, Arabic and Persian,
Hebrew, Devanagari, Bengali and Gurmukhi consonants with their vowels. A script that is not here stays unread, and the page
says that the name holds nothing that could be searched. From the common romanisations of passports (ICAO Doc 9303)."""

from __future__ import annotations

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
_INDIC_BLOCKS = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B80, 0x0C00)


def _indic(text: str) -> str:
    """The scripts of India stand in blocks with one order: a consonant holds an a until a sign changes or ends it."""
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
    words = "".join(out).split()
    return " ".join(w.removesuffix("a") if len(w) > 3 and not w.endswith("aa") else w.replace("aa", "a") for w in words)


_TABLE = {**_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW}


def romanise(text: str) -> str:
    """The text with letters of the scripts above replaced; all others as they are."""
    if any(0x0900 <= ord(c) < 0x0D00 for c in text):
        text = _indic(text)
    return "".join(_TABLE.get(c.lower(), c).replace("-", "") if ord(c) > 0x36F else c for c in text)
