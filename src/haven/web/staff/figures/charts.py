"""Where the bars of a chart stand. Drawn by the server, so that a chart works without JavaScript, prints, and fetches
nothing; every chart has its numbers beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from haven.figures.queries import Month
from haven.web.parts.words import plain_day

STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """One bar with its number. `kind` is 1 for what can be compared, 3 for what cannot yet."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float
    kind: int = 1


@dataclass(frozen=True)
class Line:
    """A line of the grid with its number."""

    value: int
    y: float


@dataclass(frozen=True)
class Columns:
    """Columns over a line, with a grid."""

    bars: tuple[Bar, ...]
    grid: tuple[Line, ...]
    width: int = 560
    height: int = 230


LEFT, TOP, FOOT = 34, 18, 202


def columns(months: Sequence[Month]) -> Columns:
    """A column a month. A month that is not over is grey: it cannot be compared yet."""
    most = max([m.notices for m in months], default=0)
    step = _step(most)
    top = max(step, -(-most // step) * step)
    scale = (FOOT - TOP) / top
    slot = (560 - LEFT) / max(len(months), 1)
    bars = tuple(
        Bar(
            short_month(month),
            month.notices,
            round(LEFT + slot * n + slot * 0.17, 1),
            round(FOOT - month.notices * scale, 1),
            round(slot * 0.66, 1),
            round(month.notices * scale, 1),
            1 if month.whole else 3,
        )
        for n, month in enumerate(months)
    )
    return Columns(bars, tuple(Line(value, round(FOOT - value * scale, 1)) for value in range(0, top + 1, step)))


def _step(most: int) -> int:
    """The distance of the grid: three to six lines, at round numbers."""
    size = 1
    while True:
        for step in STEPS:
            if most <= step * size * 5:
                return step * size
        size *= 10


@dataclass(frozen=True)
class Rows:
    """Bars that lie, a line each, with words before and the number after."""

    bars: tuple[Bar, ...]
    width: int = 440
    height: int = 0


WORDS, LONGEST, PITCH = 150, 230, 32


def rows(values: Sequence[tuple[str, int, int]]) -> Rows:
    """A bar for each (words, number, kind)."""
    most = max([number for _, number, _ in values], default=0) or 1
    bars = tuple(
        Bar(words, number, WORDS, 6 + PITCH * n, round(LONGEST * number / most, 1), 20, kind)
        for n, (words, number, kind) in enumerate(values)
    )
    return Rows(bars, height=PITCH * len(bars))


def short_month(month: Month) -> str:
    """Jul"""
    return month_words(month)[:3]


def month_words(month: Month) -> str:
    """July 2026"""
    return plain_day(month.first).partition(" ")[2]
