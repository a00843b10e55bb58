"""``haven law provisions``: the register of provisions as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import wrap

from haven_law.citation import short
from haven_law.provisions import Entry, Function, beside, functions_of, page_of, register, tests_of

_NUMBER, _WORDS, _FUNCTIONS, _TESTS = 14, 46, 52, 12
_MOST_NAMED = 6


def entries(missing_only: bool = False) -> tuple[Entry, ...]:
    """The entries of the register; only those that lack a function or a test when asked so."""
    return tuple(entry for entry in register() if entry.missing or not missing_only)


def as_json(listed: Iterable[Entry]) -> str:
    """Write entries as one JSON list, then the provisions of other instruments that functions apply."""
    rows = [
        {
            "provision": entry.provision.citation,
            "words": entry.provision.words,
            "functions": [function.name for function in entry.functions],
            "tests": list(entry.tests),
            "page": entry.page,
            "reason": entry.provision.reason,
            "missing": list(entry.missing),
        }
        for entry in listed
    ]
    others = [
        {
            "provision": citation,
            "functions": [function.name for function in functions_of(citation)],
            "tests": list(tests_of(citation)),
            "page": page_of(citation),
        }
        for citation in beside()
    ]
    return json.dumps({"provisions": rows, "other_instruments": others}, ensure_ascii=False) + "\n"


def as_table(listed: Iterable[Entry]) -> str:
    """Write entries as a plain table: provision, what it says, functions, number of tests, page or reason."""
    lines = [f"{'Provision':<{_NUMBER}}{'What it says':<{_WORDS}}{'Functions':<{_FUNCTIONS}}{'Tests':<{_TESTS}}Page"]
    for entry in listed:
        lines += _rows(entry)
    return "\n".join(lines) + "\n"


def _rows(entry: Entry) -> list[str]:
    row = entry.provision
    if row.parted:
        return ["", f"{short(row.citation)}  {row.words}  {entry.page}"]
    words = wrap(row.words, _WORDS - 2)
    if row.reason is not None:
        return _columns(short(row.citation), words, wrap(f"none needed: {row.reason}", _FUNCTIONS - 2), "", entry.page)
    functions = _names(entry.functions) or ["MISSING"]
    tests = f"{len(entry.tests)} tests" if len(entry.tests) != 1 else "1 test"
    return _columns(short(row.citation), words, functions, tests if entry.tests else "MISSING", entry.page)


def _columns(number: str, words: list[str], functions: list[str], tests: str, page: str) -> list[str]:
    lines = []
    for index in range(max(len(words), len(functions))):
        first = index == 0
        said = words[index] if index < len(words) else ""
        function = functions[index] if index < len(functions) else ""
        line = f"{number if first else '':<{_NUMBER}}{said:<{_WORDS}}{function:<{_FUNCTIONS}}"
        lines.append((line + (f"{tests:<{_TESTS}}{page}" if first else "")).rstrip())
    return lines


def _names(functions: tuple[Function, ...]) -> list[str]:
    names = [function.name for function in functions]
    more = len(names) - _MOST_NAMED
    return names if more <= 0 else [*names[:_MOST_NAMED], f"and {more} more"]
