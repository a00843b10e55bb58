"""The words of the leaflet as they stand in this release, in each language, plain and in Easy Read. Knows no table."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from haven.languages.asking import version_of

FOLDER = Path(__file__).resolve().parent / "texts"
PICTURES = Path(__file__).resolve().parent / "pictures"
RIGHTS = "rights"
LANGUAGES = {"en": "English", "cy": "Welsh"}
FORMATS = {"a5": "A5 to fold", "card": "Card", "easy": "Easy Read, A4", "web": "Page", "web_easy": "Easy Read page"}
PAPERS = ("a5", "card", "easy")
EASY = ("easy", "web_easy")


@cache
def text_of(language: str, easy: bool = False) -> dict[str, Any]:
    """The words, as the file says them. Raises KeyError for a language that there is not."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return tomllib.loads(_file(language, easy).read_text(encoding="utf-8"))


def version(language: str, easy: bool = False) -> str:
    """Changes with every word."""
    return version_of([_file(language, easy).read_bytes()])


def _file(language: str, easy: bool) -> Path:
    return FOLDER / f"{'easy_' if easy else ''}{language}.toml"


@cache
def picture(name: str) -> str:
    """A drawing of ours as SVG, by its name in an Easy Read text."""
    return (PICTURES / f"{name}.svg").read_text(encoding="utf-8").strip()
