"""Ring 2: everybody known, reached by keys under one inverted index. Each branch is capped, and a cap that was met is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from haven.parties.matching.question import Question
from haven.parties.matching.shortlist import likeliest

BRANCHES = ("born", "parts", "near", "name", "address", "street")
MOST_BESIDE_A_DATE = 300
MOST = {"born": 3000, "parts": 6000, "near": 6000, "name": 10_000, "address": 3000, "street": 3000}
# So many are compared word by word. Where more are read these are the likeliest at a first look.
COMPARED = 600
_SQL = "SELECT c.*, %s::text FROM parties_people_by_keys(%s::int4[], %s) c"

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Candidates:
    """People to compare, as rows of the database, and the branches that held more than were read."""

    held: list[Row]
    capped: tuple[str, ...]


def likely(asked: Question, keys: dict[str, set[int]], rare: Mapping[str, float]) -> Candidates:
    """Those of the branches who are compared with the question."""
    found = read(keys)
    return Candidates(likeliest(asked, found.held, rare, COMPARED), found.capped)


def read(keys: dict[str, set[int]]) -> Candidates:
    """The people of each branch, each once, in one statement."""
    if not keys:
        return Candidates([], ())
    names = [name for name in BRANCHES if name in keys]
    with connection.cursor() as cursor:
        values = [value for name in names for value in (name, _array(keys[name]), _most(name, names) + 1)]
        cursor.execute(" UNION ALL ".join([_SQL] * len(names)), values)
        rows = cursor.fetchall()
    people = list({row[0]: row for row in rows}.values())
    if len(rows) <= min(_most(name, names) for name in names):  # too few for any branch to be full
        return Candidates(people, ())
    counts = Counter(row[5] for row in rows)
    return Candidates(people, tuple(n for n in names if counts[n] > _most(n, names)))


def _most(branch: str, names: list[str]) -> int:
    """Beside a date of birth a name alone is looked for among few: it brings those whose date is not recorded, or is wrong."""
    return MOST_BESIDE_A_DATE if branch == "name" and "born" in names else MOST[branch]


def _array(keys: Iterable[int]) -> str:
    return "{" + ",".join(map(str, keys)) + "}"
