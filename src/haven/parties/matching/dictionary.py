"""Names that are one name: spellings, transliterations, forms in other languages, and short or pet names. Written from
general knowledge of names; the plain lists are in `names/`. They are read at the question, never stored in a key, so that
a longer list needs nothing built anew."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from haven.parties.matching.words import plain

SPELLING, SHORT = "spelling", "short"


@lru_cache(maxsize=1)
def _lists() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    folder = files("haven.parties.matching") / "names"
    spellings: dict[str, set[str]] = {}
    shorts: dict[str, set[str]] = {}
    for line in (folder / "spellings.txt").read_text(encoding="utf-8").splitlines():
        names = {_joined(n) for n in line.split("#")[0].split()}
        for name in names:
            spellings.setdefault(name, set()).update(names - {name})
    for line in (folder / "short_names.txt").read_text(encoding="utf-8").splitlines():
        full, colon, rest = line.split("#")[0].partition(":")
        if colon:
            for name in (_joined(n) for n in full.split()):
                for short in (_joined(n) for n in rest.split()):
                    shorts.setdefault(name, set()).add(short)
                    shorts.setdefault(short, set()).add(name)
    return {k: frozenset(v) for k, v in spellings.items()}, {k: frozenset(v) for k, v in shorts.items()}


def _joined(name: str) -> str:
    return plain(name).replace("-", "").replace(" ", "")


@lru_cache(maxsize=20_000)
def same_names(word: str) -> dict[str, str]:
    """Other writings of a folded word, and which kind each is: SPELLING or SHORT. A short name of another spelling, and
    two short names of one full name, are SHORT."""
    spellings, shorts = _lists()
    found = dict.fromkeys(spellings.get(word, ()), SPELLING)
    for near in [word, *found]:
        for name in shorts.get(near, ()):
            found.setdefault(name, SHORT)
            for other in spellings.get(name, ()):
                found.setdefault(other, SHORT)
    for full in [n for n in shorts.get(word, ()) if len(n) > len(word)]:
        for other in shorts.get(full, ()):
            found.setdefault(other, SHORT)
    found.pop(word, None)
    return found
