"""`haven figures`: the figures as at an instant, in two columns or as one line of JSON."""

import json
import sys
from datetime import datetime
from typing import TextIO

from django.utils import timezone

from haven.figures.breaches import Course, breach_courses
from haven.figures.definitions import QUOTED
from haven.figures.queries import figures
from haven_law.clock import to_london

FIRST_YEAR = 1900
BREACHED = {"notices": "notices (no offence)", "orders": "orders", "notification": "the duty to notify"}


class BadInstant(ValueError):
    """What was given is no instant that can be asked about, with the sentence that says so."""


def read_instant(text: str, now: datetime) -> datetime:
    """The instant that was asked for. Raises BadInstant with one sentence."""
    if text.strip().lower() == "now":
        return now
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInstant(
            f"--as-at {text!r} is not an instant in ISO 8601 with offset, like 2026-11-20T12:00:00+00:00, or now."
        ) from None
    if at.utcoffset() is None:
        raise BadInstant(f"--as-at {text!r} has no offset, like +00:00, so it names no instant.")
    if not FIRST_YEAR <= at.year <= now.year + 1:
        raise BadInstant(f"--as-at {text!r} is outside the years {FIRST_YEAR} to {now.year}.")
    if at > now:
        raise BadInstant(f"--as-at {text!r} is in the future: it is now {now.isoformat(timespec='seconds')}.")
    return at


def print_figures(
    as_at_text: str, *, as_json: bool = False, out: TextIO | None = None, now: datetime | None = None
) -> int:
    """Print the figures; 0, or 2 with one sentence on standard error when the instant cannot be asked about."""
    try:
        at = read_instant(as_at_text, now or timezone.now())
    except BadInstant as problem:
        print(f"haven: {problem}", file=sys.stderr)  # noqa: T201
        return 2
    counted = figures(at)
    said = to_london(at).isoformat()
    courses = breach_courses(at)
    if as_json:
        apart = {kind: course.as_json() for kind, course in courses.items()}
        text = json.dumps({"as_at": said, "figures": counted, "quoted": QUOTED, "breaches": apart})
    else:
        text = _table(said, counted, courses)
    print(text, file=out or sys.stdout)  # noqa: T201
    return 0


def _table(said: str, counted: dict[str, int], courses: dict[str, Course]) -> str:
    width = max(len(name) for name in (*counted, *QUOTED))
    lines = [
        f"As at {said}, counted from the records",
        *_lines(counted, width),
        "",
        "As quoted in 2025",
        *_lines(QUOTED, width),
    ]
    for kind, course in courses.items():
        lines += [
            "",
            f"Breaches of {BREACHED[kind]}, {course.reported} reported, restricted cases left out",
            *_lines(_course_lines(course), width),
        ]
    return "\n".join(lines)


def _course_lines(course: Course) -> dict[str, int]:
    """Where they stand, then how those that ended did."""
    ended = {f"ended:{name}": n for name, n in (course.results | course.sentences).items() if n}
    return {name: n for name, n in course.stages.items() if n} | ended


def _lines(values: dict[str, int], width: int) -> list[str]:
    return [f"{name:<{width}}  {value:>7}" for name, value in values.items()]
