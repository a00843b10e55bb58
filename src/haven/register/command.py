"""`haven register load` and `haven register ask`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone

from haven.register.measuring import BadFile, ask, load


def print_load(population: str, in_force: int, *, as_json: bool) -> int:
    """Load a population and say how long it took and how much room it takes."""
    return _told(lambda: asdict(load(Path(population), in_force)), as_json)


def print_ask(queries: str, out: str, *, as_json: bool) -> int:
    """Answer the questions of a file."""
    return _told(lambda: asdict(ask(Path(queries), Path(out), timezone.localdate())), as_json)


def _told(act: Callable[[], dict[str, Any]], as_json: bool) -> int:
    try:
        figures = act()
    except BadFile as problem:
        return _fault(str(problem))
    except FileNotFoundError as problem:
        return _fault(f"There is no file {problem.filename}.")
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        return _fault(f"The file cannot be read: {problem}.")
    if "seconds" in figures:
        figures["seconds"] = round(figures["seconds"], 2)
    print(json.dumps(figures) if as_json else "\n".join(f"{k}: {v}" for k, v in figures.items()))  # noqa: T201
    return 0


def _fault(sentence: str) -> int:
    print(f"haven: {sentence}", file=sys.stderr)  # noqa: T201
    return 2
