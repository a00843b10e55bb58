"""How well and how fast the doorstep search finds people, beside plain ILIKE and pg_trgm similarity on the same rows.

  python tools/bench_register.py POPULATION.csv QUERIES.csv [--in-force N] [--sample 150] [--without-dictionary]
  python tools/bench_register.py --other 100000            the second set of invented people, made on the spot

Loads the population as `haven register load` does, answers as `haven register ask` does, scores the answers, then asks a
sample of the same questions of the two plain ways, in the same process, on a table of the same people with the indexes that
each can use. One JSON line a figure. Which database: DATABASE_URL, else the embedded server; the schema `measure` is replaced."""

# ruff: noqa: E402, S608  settings first; the statements are made of our own names only
import argparse
import csv
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")

import django

django.setup()

from django.db import connection
from django.utils import timezone

from haven.config.memory import settle
from haven.config.serve import migrate
from haven.register.measuring import ask, load, measured, read_questions

Row = dict[str, str]
PLAIN = """
CREATE TABLE plain_person (id bigint PRIMARY KEY, forename text, surname text, name text, dob text, postcode text);
"""
TRIGRAM = "CREATE INDEX plain_name ON plain_person USING gin (name gin_trgm_ops)"


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure} | values), flush=True)


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else 0.0


def scored(queries: list[Row], answers: dict[str, list[tuple[str, str]]]) -> dict[str, object]:
    """Recall among ten, the share that stands first, mean reciprocal rank, and what was called strong."""
    total = hits = first = reciprocal = negatives = wrong = dated = right = 0.0
    kinds: dict[str, list[float]] = defaultdict(list)
    groups: dict[str, list[float]] = defaultdict(list)
    for q in queries:
        found = answers.get(q["query_id"], [])[:10]
        expected = set(q["expected"].split(";")) if q["expected"] else set()
        if not expected:
            negatives += 1
            wrong += any(strength == "strong" for _id, strength in found)
            continue
        ids = [person for person, _strength in found]
        share = len(expected & set(ids)) / min(len(expected), 10)
        rank = next((n for n, person in enumerate(ids, 1) if person in expected), 0)
        total, hits, first = total + 1, hits + share, first + (rank == 1)
        reciprocal += 1 / rank if rank else 0
        kinds[q["kind"]].append(share)
        groups[q["group"]].append(share)
        if q["surname"] and q["forename"] and q["dob"]:
            dated += 1
            right += any(person in expected and strength == "strong" for person, strength in found)
    means = [sum(v) / len(v) for v in groups.values() if len(v) >= 30]
    return {
        "recall_at_10": round(hits / total, 4) if total else None,
        "top_1": round(first / total, 4) if total else None,
        "mrr": round(reciprocal / total, 4) if total else None,
        "negatives_called_strong": round(wrong / negatives, 4) if negatives else None,
        "named_and_dated_called_strong": round(right / dated, 4) if dated else None,
        "recall_spread_between_communities": round(max(means) - min(means), 4) if means else None,
        "kinds_below_1": {k: round(sum(v) / len(v), 4) for k, v in sorted(kinds.items()) if sum(v) < len(v)},
    }


def ours(queries: Path, rows: list[Row], *, dictionary: bool, persons: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answers.csv"
        began = process_time()
        told = ask(queries, out, timezone.localdate(), dictionary=dictionary)
        own = (process_time() - began) / max(told.queries, 1) * 1000
        answers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        with out.open(newline="") as handle:
            for row in csv.DictReader(handle):
                if row["rank"] != "0":
                    answers[row["query_id"]].append((row["person_id"], row["strength"]))
    say(
        "doorstep_search", persons=persons, dictionary=dictionary, queries=told.queries, p50_ms=told.p50_ms,
        p95_ms=told.p95_ms, p99_ms=told.p99_ms, python_ms_each=round(own, 2), **scored(rows, answers),
    )  # fmt: skip


def fill_plain(population: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS plain_person")
        cursor.execute(PLAIN)
        with cursor.copy("COPY plain_person FROM STDIN") as copy, population.open(newline="") as handle:
            for r in csv.DictReader(handle):
                name = f"{r['forename']} {r['middle']} {r['surname']} {r['aliases']}".lower()
                copy.write_row(
                    (int(r["person_id"]), r["forename"].lower(), r["surname"].lower(), name, r["dob"], r["postcode"])
                )
        cursor.execute(TRIGRAM)
        cursor.execute("CREATE INDEX ON plain_person (dob)")
        cursor.execute("CREATE INDEX ON plain_person (postcode)")
        cursor.execute("ANALYZE plain_person")
        cursor.execute("SELECT pg_total_relation_size('plain_person')")
        say("plain_table", bytes=cursor.fetchone()[0])


def ilike(q: Row) -> tuple[str, list[object]]:
    """What a page without a search of its own does: part of the surname and of the forename, and the date."""
    parts = [("surname ILIKE %s", f"%{q['surname'][:4]}%"), ("forename ILIKE %s", f"%{q['forename'][:4]}%")]
    wanted = [(sql, value) for (sql, value), field in zip(parts, ("surname", "forename"), strict=True) if q[field]]
    wanted += [("dob = %s", q["dob"])] if q["dob"] else []
    wanted += [("postcode = %s", q["postcode"])] if q["postcode"] and not wanted else []
    if not wanted:
        return "SELECT id FROM plain_person WHERE false", []
    return "SELECT id FROM plain_person WHERE " + " AND ".join(sql for sql, _ in wanted) + " LIMIT 10", [
        v for _, v in wanted
    ]


def trigram(q: Row) -> tuple[str, list[object]]:
    """Similarity of the whole name, with a bonus for the same date and postcode."""
    name = f"{q['forename']} {q['middle']} {q['surname']}".lower().strip()
    if not name:
        return "SELECT id FROM plain_person WHERE postcode = %s LIMIT 10", [q["postcode"]]
    return (
        "SELECT id FROM plain_person WHERE name %% %s OR dob = %s OR postcode = %s ORDER BY similarity(name, %s)"
        " + (dob = %s)::int * 0.5 + (postcode = %s)::int * 0.3 DESC, id LIMIT 10",
        [name, q["dob"] or "-", q["postcode"] or "-", name, q["dob"] or "-", q["postcode"] or "-"],
    )


def plain(name: str, make: Callable[[Row], tuple[str, list[object]]], rows: list[Row], persons: int) -> None:
    times: list[float] = []
    answers: dict[str, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        for q in rows:
            began = perf_counter()
            cursor.execute(*make(q))
            answers[q["query_id"]] = [(str(r[0]), "possible") for r in cursor.fetchall()]
            times.append((perf_counter() - began) * 1000)
    figures = scored(rows, answers)
    kept = {k: figures[k] for k in ("recall_at_10", "top_1", "mrr")}
    spent = {f"p{int(s * 100)}_ms": percentile(times, s) for s in (0.5, 0.95, 0.99)}
    say(name, persons=persons, queries=len(rows), **spent, **kept)


def ring_one(queries: Path, in_force: int) -> None:
    """Ring 1 alone: everybody in force compared one by one."""
    from haven.register.engine import MARK, Engine, _Parts

    with measured():
        engine = Engine()
        ring = engine.ring.current()
        times = []
        for _id, wanted in read_questions(queries, timezone.localdate()):
            began = perf_counter()
            _Parts(wanted, 10, True).best(ring.base, engine.words.prior(), MARK)
            times.append((perf_counter() - began) * 1000)
    say("ring_one", people=in_force, p50_ms=percentile(times, 0.5), p99_ms=percentile(times, 0.99))


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("population", type=Path, nargs="?")
    asked.add_argument("queries", type=Path, nargs="?")
    asked.add_argument("--other", type=int, default=0, help="make so many other people instead of reading files")
    asked.add_argument("--in-force", type=int, default=0)
    asked.add_argument("--sample", type=int, default=150, help="how many questions the two plain ways are asked (150)")
    asked.add_argument("--without-dictionary", action="store_true", help="also without the lists of names")
    given = asked.parse_args()
    migrate()
    settle()  # as the processes do that answer an officer
    with tempfile.TemporaryDirectory() as folder:
        population, queries = given.population, given.queries
        if given.other or population is None:
            from other_people import build

            build(given.other or 100_000, 2700, 1, Path(folder))
            population, queries = Path(folder) / "population.csv", Path(folder) / "queries.csv"
        began = os.times()
        told = load(population, given.in_force)
        own = sum(os.times()[:4]) - sum(began[:4])  # of this process and of those that worked out the keys
        say("load", persons=told.persons, seconds=round(told.seconds, 1), python_seconds=round(own, 1),
            bytes_each=round(told.bytes / told.persons))  # fmt: skip
        with queries.open(newline="") as handle:
            rows = list(csv.DictReader(handle))
        ours(queries, rows, dictionary=True, persons=told.persons)
        if given.without_dictionary:
            ours(queries, rows, dictionary=False, persons=told.persons)
        if given.in_force:
            ring_one(queries, given.in_force)
        if given.sample:
            fill_plain(population)
            plain("plain_ilike", ilike, rows[: given.sample], told.persons)
            plain("pg_trgm_similarity", trigram, rows[: given.sample], told.persons)
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE plain_person")
    return 0


if __name__ == "__main__":
    sys.exit(main())
