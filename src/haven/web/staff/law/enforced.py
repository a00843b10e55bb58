"""Where a section is enforced in the product: the operations, pages and clocks whose own text names it. Read from the
source once, so that the list cannot be forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HAVEN = Path(__file__).resolve().parents[3]
_CITED = re.compile(
    r"(?P<other>[A-Z][A-Za-z]+ (?:19|20)\d\d |PACE )?\bss?\.\s?(?P<first>\d+[A-Z]?)(?P<more>(?:\([0-9a-z]+\))*"
    r"(?:(?:,? and |, | to )\d+[A-Z]?(?:\([0-9a-z]+\))+)*)"
)
_CODED = re.compile(r"""daa\("(\d+[A-Z]?)""")
_MORE = re.compile(r"(?:, | and | to )(\d+[A-Z]?)")
_TITLE = re.compile(r"""set page_title = _\("([^"%]+)"\)""")
_RANGE = re.compile(r"\bss?\.(\d+)(?:\([0-9a-z]+\))* to (?:s\.)?(\d+)\b")
# Beside the operations: the files in which a stage asks the law and reckons its clocks.
_CHECKS = ("gates", "variation", "requirements", "clocks", "content", "states", "facts", "terms")


@dataclass(frozen=True)
class Place:
    """An operation or a page: what a person calls it, and its file inside the product."""

    words: str
    file: str


@dataclass(frozen=True)
class Enforced:
    """Where one section is enforced."""

    operations: tuple[Place, ...] = ()
    pages: tuple[Place, ...] = ()


@cache
def enforced() -> dict[str, Enforced]:
    """By the number of the section."""
    operations, pages = _named_in(_operations()), _named_in(_pages())
    numbers = set(operations) | set(pages)
    return {n: Enforced(tuple(operations.get(n, ())), tuple(pages.get(n, ()))) for n in numbers}


def _named_in(places: list[tuple[Place, str]]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place, text in places:
        for number in sorted(sections_in(text)):
            listed = found.setdefault(number, [])
            if place not in listed:
                listed.append(place)
    return found


def sections_in(text: str) -> set[str]:
    """The sections of the Act that a text names; those of other instruments are left out."""
    found = set(_CODED.findall(text))
    for first, last in _RANGE.findall(text):
        found |= {str(n) for n in range(int(first), int(last) + 1) if int(last) <= 56}
    for match in _CITED.finditer(text):
        if match["other"] in (None, "DAA 2021 "):
            found |= {match["first"], *_MORE.findall(match["more"] or "")}
    return found


def _operations() -> list[tuple[Place, str]]:
    acts = [(path, path.parts[-3]) for path in sorted(HAVEN.glob("*/operations/*.py")) if path.stem != "__init__"]
    checks = [(path, path.parts[-2]) for path in sorted(HAVEN.glob("*/*.py")) if path.stem in _CHECKS]
    return [
        (Place(f"{path.stem.replace('_', ' ')} ({stage})", _inside(path)), path.read_text(encoding="utf-8"))
        for path, stage in (*acts, *checks)
    ]


def _pages() -> list[tuple[Place, str]]:
    found = []
    for path in sorted(HAVEN.glob("web/*/templates/**/*.html.j2")):
        text = path.read_text(encoding="utf-8")
        title = _TITLE.search(text)
        if path.parts[-2] != "law" and (title or "extends" in text):
            words = title[1] if title else path.name.removesuffix(".html.j2").replace("_", " ").capitalize()
            found.append((Place(words, _inside(path)), text + _views_of(path)))
    return found


def _views_of(template: Path) -> str:
    """The views and forms behind a template: those of the folder that has its name, and the file of its name."""
    audience = HAVEN / "web" / template.relative_to(HAVEN / "web").parts[0]
    stem = template.name.removesuffix(".html.j2")
    folder = audience / template.parent.name
    files = [folder / f"{stem}s.py", audience / "orders" / f"{stem}.py"]
    if template.parent.name == stem or (audience / stem).is_dir():
        files += sorted((audience / stem).glob("*.py"))
    return "".join(path.read_text(encoding="utf-8") for path in files if path.exists())


def _inside(path: Path) -> str:
    return str(path.relative_to(HAVEN))
