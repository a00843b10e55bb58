"""Reading HTML for tests: what a browser would see, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

VOID = frozenset(["area", "br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "use", "source"])
Token = tuple[str, str, tuple[tuple[str, str], ...]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = tuple(sorted((name, " ".join((value or "").split())) for name, value in attrs))
        self.tokens.append(("start", tag, pairs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.tokens.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words:
            self.tokens.append(("text", words, ()))


def tokens(html: str) -> list[Token]:
    """Tags with sorted attributes, and texts with single spaces: two pages that differ only in layout are equal."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tokens


def attributes(html: str) -> Iterable[tuple[str, dict[str, str]]]:
    """Every tag with its attributes."""
    return [(tag, dict(attrs)) for kind, tag, attrs in tokens(html) if kind == "start"]


def text(html: str) -> str:
    return " ".join(words for kind, words, _ in tokens(html) if kind == "text")


def texts_of(html: str, wanted: str) -> list[str]:
    """The text inside each element of that tag."""
    found, depth = [], 0
    for kind, value, _ in tokens(html):
        if kind == "start" and value == wanted:
            depth += 1
            found.append("")
        elif kind == "end" and value == wanted:
            depth -= 1
        elif kind == "text" and depth:
            found[-1] = f"{found[-1]} {value}".strip()
    return found


def classes(html: str) -> set[str]:
    return {name for _, attrs in attributes(html) for name in attrs.get("class", "").split()}


def classes_in_css(css: str) -> set[str]:
    return {name.replace("\\", "") for name in re.findall(r"\.((?:hv|govuk|moj|is|js)-(?:\\.|[\w-])+)", css)}
