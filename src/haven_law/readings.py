"""How Haven reads each section of Part 3 in plain words, what is not settled there, and what nobody has read yet.

The text stands in ``readings.txt`` beside this file and is our own; the Act itself is not copied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import haven_law

_CODE = re.compile(r"^(A\d+) (.*)$")


@dataclass(frozen=True)
class Open:
    """A question that is not settled: its number in ``ambiguities`` where it has one, and the words said here."""

    code: str | None
    words: str


@dataclass(frozen=True)
class Reading:
    """How one section is read. ``unread``: sources that were not read, or values that were not confirmed."""

    number: str
    paragraphs: tuple[str, ...]
    open_points: tuple[Open, ...] = ()
    unread: tuple[str, ...] = ()


@cache
def readings() -> dict[str, Reading]:
    """Every reading by the number of its section, in the order of the Act. Raises ValueError for a file written wrongly."""
    text = resources.files(haven_law).joinpath("readings.txt").read_text(encoding="utf-8")
    blocks: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.splitlines():
        if line.startswith("= "):
            number = line[2:].strip()
            if number in blocks:
                raise ValueError(f"Section {number} is read twice.")
            lines = blocks.setdefault(number, [])
        elif line.strip() and not line.startswith("#"):
            if lines is None:
                raise ValueError(f"This line belongs to no section: {line}")
            lines.append(line.strip())
    return {number: _reading(number, lines) for number, lines in blocks.items()}


def reading_of(number: str) -> Reading | None:
    """Find the reading of a section by its number, such as "29" or "Sch.1"."""
    return readings().get(number)


def _reading(number: str, lines: list[str]) -> Reading:
    return Reading(
        number,
        tuple(line for line in lines if line[0] not in "?!"),
        tuple(_open(line[1:].strip()) for line in lines if line[0] == "?"),
        tuple(line[1:].strip() for line in lines if line[0] == "!"),
    )


def _open(words: str) -> Open:
    found = _CODE.match(words)
    return Open(found[1], found[2]) if found else Open(None, words)
