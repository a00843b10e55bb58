"""Breaches on the figures page: notices, orders and the duty to notify in columns of their own, never added up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from haven.breaches.states import RESULT_WORDS
from haven.figures.breaches import KINDS, SENTENCES, STAGES, Course

COLUMNS = tuple(KINDS.values())
Cell = int | None


@dataclass(frozen=True)
class Line:
    """A line of the table: a number for each kind, or None where there is no such thing (nobody is charged for a
    notice)."""

    code: str
    words: str
    cells: tuple[Cell, ...]
    group: str


def lines_of(courses: dict[str, Course]) -> list[Line]:
    """Where they stand, how those that ended did, and the sentences; a line that is nought everywhere is left out of the
    last two."""
    found = [Line("reported", _("Reported"), tuple(courses[c].reported for c in COLUMNS), "all")]
    found += [_line(code, words, courses, "stages") for code, words in STAGES.items()]
    found += [line for line in (_line(c, w, courses, "results") for c, w in RESULT_WORDS.items()) if any(line.cells)]
    found += [line for line in (_line(c, w, courses, "sentences") for c, w in SENTENCES.items()) if any(line.cells)]
    return found


def _line(code: str, words: str, courses: dict[str, Course], group: str) -> Line:
    return Line(code, words, tuple(getattr(courses[c], group).get(code) for c in COLUMNS), group)


def headline(courses: dict[str, Course]) -> str:
    """What the table says first: the decisions that wait."""
    waiting = sum(course.stages.get("reported", 0) for course in courses.values())
    total = sum(course.reported for course in courses.values())
    if not total:
        return _("No breach had been reported")
    return _("%(done)s of %(total)s reported breaches were decided on") % {"done": total - waiting, "total": total}


def medians(courses: dict[str, Course]) -> list[tuple[str, str]]:
    """How long it took, in the middle of all of a kind."""
    said = []
    for name, words in (("hours_to_decision", _("to a decision")), ("hours_to_arrest", _("to an arrest"))):
        taken = [(_kind(c), getattr(courses[c], name)) for c in COLUMNS]
        parts = [f"{hours:g} h ({kind})" for kind, hours in taken if hours is not None]
        if parts:
            said.append((words, ", ".join(parts)))
    return said


def _kind(column: str) -> str:
    return {"notices": _("notices"), "orders": _("orders"), "notification": _("notification")}[column]


def csv_rows(courses: dict[str, Course], stamp: str) -> Iterator[list[object]]:
    """The same as lines of the file: kind, of, figure, value, instant."""
    for line in lines_of(courses):
        for column, cell in zip(COLUMNS, line.cells, strict=True):
            if cell is not None:
                yield ["breaches", column, f"{line.group}:{line.code}", cell, stamp]
