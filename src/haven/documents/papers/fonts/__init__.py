"""The bundled fonts: what they can draw, and the one set of them that every paper is made with."""

import unicodedata
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent

# These draw nothing themselves, but names in Arabic, Hebrew and Indic scripts need them.
JOINERS = frozenset("\n\u00ad\u200c\u200d\u200e\u200f")


@cache
def font_set() -> typst.Fonts:
    """The bundled fonts and no others, so that a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@cache
def families() -> tuple[str, ...]:
    """Their names in the order in which they are tried: the text face first, CJK last."""
    return tuple(sorted(font_set().families(), key=lambda name: (name != "Noto Sans", "CJK" in name, name)))


@cache
def _drawable() -> frozenset[int]:
    codes: set[int] = set()
    for path in (*FOLDER.glob("*.ttf"), *FOLDER.glob("*.otf")):
        with TTFont(path, lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(code for code in codes if unicodedata.category(chr(code)) not in {"Cc", "Cf"})


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text that no paper can show: without a glyph in any bundled font, or control characters.

    An empty set means that the text prints as it stands. Ask this where a name is typed in, so that the answer comes
    beside the field and not when the paper is made.
    """
    drawable = _drawable()
    return {char for char in unicodedata.normalize("NFC", text) if char not in JOINERS and ord(char) not in drawable}
