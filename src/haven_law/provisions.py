"""The register of provisions: which function applies each provision of Part 3, which test shows it, which page says it.

This is the one place that brings them together. The provisions stand in ``part3.txt`` beside this file. Each module of
the law says at its end, in a table ``ENACTS``, which provisions each of its functions applies: ``"29(2)"`` for our own
Act, ``"Sch.1 para.4"`` for its Schedule, the full form for another instrument. The tests stand in
``provision_tests.json``, which ``tools/provisions.py`` writes from the ``cite`` lines of the worked cases and from the
marks ``provision`` of the other tests.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import haven_law
from haven_law.citation import ACT, daa, short

Enacts = Mapping[Callable[..., object], tuple[str, ...]]

_NOT_LAW = frozenset({"__main__", "answering", "explaining", "provisions"})
_PLACE = re.compile(
    r"^(?:Sch\.(?P<schedule>\d+)(?: para\.(?P<paragraph>\d+))?|(?P<section>\d+[A-Z]*)(?:\((?P<subsection>\d+)\))?)"
)


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision. ``reason``: why it needs no function and no test; None where it needs both.

    ``opens`` is the section (or the Schedule) in whose list it stands; a section that has subsections is ``parted``,
    and is covered when they are.
    """

    number: str
    words: str
    reason: str | None
    opens: str
    parted: bool = False

    @property
    def citation(self) -> str:
        """The full form."""
        return cited(self.number)


@dataclass(frozen=True, slots=True)
class Function:
    """A public function of the law: its name with its module, what it answers, and the provisions it applies."""

    name: str
    summary: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register: a provision with its functions and tests, and the address of its page."""

    provision: Provision
    functions: tuple[Function, ...]
    tests: tuple[str, ...]
    page: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks: "function", "test"; nothing when it needs none or is covered by its parts."""
        if self.provision.reason is not None or self.provision.parted:
            return ()
        return tuple(word for word, found in (("function", self.functions), ("test", self.tests)) if not found)


def cited(number: str) -> str:
    """Write a provision in full from the short form that ``ENACTS`` uses."""
    if number[:1].isdigit():
        return daa(number)
    return f"{ACT} {number}" if number.startswith("Sch.") else number


def falls_under(citation: str, provision: str) -> bool:
    """Say whether a full citation is of a provision or of a part of it: s.29(3)(a) falls under s.29(3)."""
    return citation == provision or citation.startswith((f"{provision}(", f"{provision} para."))


@cache
def part_3() -> tuple[Provision, ...]:
    """Every provision of ss.1 to 3, Part 3 and Schedule 1, in order."""
    rows = [
        [field.strip() for field in line.split("|")]
        for line in _resource("part3.txt").splitlines()
        if line and not line.startswith("#")
    ]
    found: list[Provision] = []
    opens = ""
    for row in rows:
        number, words = row[0], row[1]
        opens = opens if _is_part(number) else number
        found.append(Provision(number, words, row[2] if len(row) > 2 else None, opens))
    parted = {row.opens for row in found if row.number != row.opens}
    return tuple(Provision(row.number, row.words, row.reason, row.opens, parted=row.number in parted) for row in found)


def _is_part(number: str) -> bool:
    return "(" in number or "para." in number


def _resource(name: str) -> str:
    return resources.files(haven_law).joinpath(name).read_text(encoding="utf-8")


@cache
def functions() -> tuple[Function, ...]:
    """Every function that a module of the law lists in its table ``ENACTS``, by name."""
    found: list[Function] = []
    for info in pkgutil.iter_modules(haven_law.__path__):
        if info.name in _NOT_LAW:
            continue
        enacts: Enacts = getattr(importlib.import_module(f"haven_law.{info.name}"), "ENACTS", {})
        for function, numbers in enacts.items():
            summary = (inspect.getdoc(function) or "").split("\n", 1)[0]
            name = f"{function.__module__.removeprefix('haven_law.')}.{function.__name__}"
            found.append(Function(name, summary, tuple(cited(number) for number in numbers)))
    return tuple(sorted(found, key=lambda function: function.name))


@cache
def tests() -> Mapping[str, tuple[str, ...]]:
    """The tests by the full citation that they name."""
    stored: dict[str, list[str]] = json.loads(_resource("provision_tests.json"))
    return {citation: tuple(names) for citation, names in stored.items()}


def functions_of(citation: str) -> tuple[Function, ...]:
    """The functions that apply a provision, given in full, or a part of it."""
    return tuple(f for f in functions() if any(falls_under(mine, citation) for mine in f.provisions))


def tests_of(citation: str) -> tuple[str, ...]:
    """The tests that name a provision, given in full, or a part of it."""
    names = [name for named, found in tests().items() if falls_under(named, citation) for name in found]
    return tuple(sorted(dict.fromkeys(names)))


def page_of(citation: str) -> str | None:
    """The address of the page of a provision on the staff site, such as /law/29#29-2.

    None for another instrument, and for a section of another Part. Paragraphs stand with their subsection.
    """
    if not citation.startswith(f"{ACT} "):
        return None
    found = _PLACE.match(short(citation).removeprefix("s."))
    if found is None:
        return None
    opens = f"Sch.{found['schedule']}" if found["schedule"] else found["section"]
    if opens not in {row.opens for row in part_3()}:
        return None
    name = opens.replace("Sch.", "schedule-")
    part = found["paragraph"] or found["subsection"]
    return f"/law/{name}#{name}-{part}" if part else f"/law/{name}"


@cache
def register() -> tuple[Entry, ...]:
    """The whole register of Part 3: one entry a provision, in the order of the Act."""
    return tuple(
        Entry(row, functions_of(row.citation), tests_of(row.citation), page_of(row.citation) or "/law")
        for row in part_3()
    )


def beside() -> tuple[str, ...]:
    """The provisions of other instruments, and of other parts of the Act, that some function applies, in full."""
    ours = [row.citation for row in part_3()]
    named = {citation for function in functions() for citation in function.provisions}
    return tuple(sorted(c for c in named if not any(falls_under(c, our) for our in ours)))
