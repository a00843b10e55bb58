"""`haven staff load`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.utils import timezone

from haven.accounts.models import Force
from haven.cases.operations.staff_directory import StaffLine, keep_directory
from haven.parties.keys import fold

COLUMNS = ("given", "family", "born")


class BadDirectory(Exception):
    """A file that is no directory, in one sentence that says what is accepted and never repeats what a line holds."""


def print_load(directory: str, force: str, *, as_json: bool) -> int:
    """Keep the directory of the force, and say what it changed. 0, or 2 and one sentence: then nothing was changed."""
    try:
        listed = keep_directory(_force(force), list(read_directory(Path(directory))), at=timezone.now())
    except BadDirectory as problem:
        return _fault(str(problem))
    except FileNotFoundError:
        return _fault(f"There is no file {directory}.")
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        return _fault(f"The file cannot be read: {type(problem).__name__}. A CSV file in UTF-8 is accepted.")
    told = asdict(listed)
    print(json.dumps(told) if as_json else "\n".join(f"{name}: {count}" for name, count in told.items()))  # noqa: T201
    return 0


def read_directory(file: Path) -> Iterator[StaffLine]:
    """The lines of a directory. Raises BadDirectory at the first line that is not one: half a directory would open
    cases to colleagues without a word."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise BadDirectory(
                f"The first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}."
            )
        number = 1
        for number, row in enumerate(rows, start=2):
            yield _line(number, row)
        if number == 1:
            raise BadDirectory("The directory has no line. An empty one would mark everybody as having left.")


def _line(number: int, row: dict[str, str | None]) -> StaffLine:
    given, family, born = ((row[name] or "").strip() for name in COLUMNS)
    if not fold(f"{given} {family}"):
        raise BadDirectory(f"Line {number} has no name.")
    try:
        day = date.fromisoformat(born)
    except ValueError:
        raise BadDirectory(f"Line {number}: born must be a day such as 1990-02-28.") from None
    return StaffLine(given, family, day, (row.get("email") or "").strip())


def _force(code: str) -> Force:
    force = Force.objects.filter(code=code).first()
    if force is None:
        known = ", ".join(
            Force.objects.exclude(kind__in=("court", "partner")).order_by("code").values_list("code", flat=True)
        )
        raise BadDirectory(f"There is no force with the code '{code}'. Forces here: {known or 'none yet'}.")
    return force


def _fault(sentence: str) -> int:
    print(f"haven: {sentence}", file=sys.stderr)  # noqa: T201
    return 2
