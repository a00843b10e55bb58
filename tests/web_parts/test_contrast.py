"""The colours of tokens.css reach the contrasts that the look promises, light and dark, staff and public."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import haven.web.parts

TOKENS = (Path(haven.web.parts.__file__).parent / "static/haven/tokens.css").read_text(encoding="utf-8")

PAIRS = [
    ("ink", "paper", 7), ("ink", "surface", 7), ("ink-2", "paper", 4.5), ("ink-2", "surface", 4.5),
    ("ink-2", "sunken", 4.5), ("link", "paper", 4.5), ("visited", "paper", 4.5), ("action-ink", "action", 4.5),
    ("action", "paper", 3), ("live-ink", "live-bg", 7), ("ready-ink", "ready-bg", 7), ("wait-ink", "wait-bg", 7),
    ("act-ink", "act-bg", 7), ("end-ink", "end-bg", 4.5), ("act-text", "surface", 4.5), ("act-text", "act-soft", 4.5),
    ("ink", "wait-soft", 7), ("ok", "surface", 3), ("ready-line", "surface", 3), ("wait-line", "surface", 3),
    ("end-line", "surface", 3), ("line-strong", "surface", 3), ("line-strong", "paper", 3), ("focus-ink", "focus", 4.5),
    ("fig-1", "surface", 3), ("fig-2", "surface", 3), ("header-ink", "header-bg", 7),
    ("header-ink-2", "header-bg", 4.5),
    ("link", "surface", 4.5), ("link", "act-soft", 4.5), ("link", "wait-soft", 4.5), ("ink", "petrol-50", 7),
    ("ink-2", "petrol-50", 4.5), ("ink", "petrol-100", 7), ("petrol-600", "sunken", 3),
]  # fmt: skip


def _block(opening: str) -> dict[str, str]:
    """The custom properties of the rule that starts so."""
    start = TOKENS.index(opening) + len(opening)
    body = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"--hv-([\w-]+):\s*([^;]+);", body))


def _palettes() -> dict[str, dict[str, str]]:
    light = _block(":root {")
    dark = light | _block(':root:not([data-theme="light"]) {')
    public = light | _block(":root.hv-public {")
    return {
        "light": light,
        "dark": dark,
        "public": public,
        # The public rule is the more special one, so in the dark it still holds where the dark public rule is silent.
        "public dark": dark | _block(":root.hv-public {") | _block(':root.hv-public:not([data-theme="light"]) {'),
    }


def _resolved(palette: dict[str, str], name: str) -> str:
    value = palette[name].strip()
    pointer = re.fullmatch(r"var\(--hv-([\w-]+)\)", value)
    return _resolved(palette, pointer[1]) if pointer else value


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("world", ["light", "dark", "public", "public dark"])
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_pair_is_readable(world: str, ink: str, ground: str, needed: float) -> None:
    palette = _palettes()[world]
    ratio = contrast(_resolved(palette, ink), _resolved(palette, ground))
    assert ratio >= needed, f"{ink} on {ground}, {world}: {ratio:.1f}, needs {needed}"


def test_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
