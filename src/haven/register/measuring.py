"""The register at scale: a set of invented people loaded into a schema of their own, and questions answered through the
same search as the page's (`haven register load` and `ask`)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import IO, Any

from django.db import connection, transaction

from haven.parties.matching.keys import VERSION, slips
from haven.parties.matching.places import place_of
from haven.parties.matching.question import Question, question
from haven.parties.matching.record import search_row
from haven.register.engine import Engine
from haven.register.processes import in_processes

SCHEMA = "measure"
COLUMNS = ("person_id", "forename", "middle", "surname", "aliases", "sex", "dob", "house", "street", "postcode")
TABLES = (
    "CREATE TABLE parties_personsearch (person_id bigint NOT NULL, born integer NOT NULL, version smallint NOT NULL,"
    " sex varchar(1) NOT NULL, names text NOT NULL, places text NOT NULL, keys integer[] NOT NULL)",
    'CREATE TABLE parties_nameword (word varchar(60) COLLATE "C" NOT NULL, bearers integer NOT NULL,'
    " keys integer[] NOT NULL)",
    "CREATE TABLE register_ring (person_id bigint NOT NULL)",
    "CREATE TABLE register_change (xid xid8 NOT NULL, person_id bigint NOT NULL)",
)
INDEXES = (
    "ALTER TABLE parties_personsearch ADD PRIMARY KEY (person_id)",
    "CREATE INDEX person_search_keys ON parties_personsearch USING gin (keys) WITH (fastupdate = off)",
    "ALTER TABLE parties_nameword ADD PRIMARY KEY (word)",
    "CREATE INDEX name_word_keys ON parties_nameword USING gin (keys) WITH (fastupdate = off)",
    "ALTER TABLE register_ring ADD PRIMARY KEY (person_id)",
)
AT_A_TIME = 4000


class BadFile(Exception):
    """A file that cannot be read as it should: one sentence that names the line and the field."""


@dataclass(frozen=True)
class Loaded:
    persons: int
    seconds: float
    bytes: int


def load(path: Path, in_force: int = 0) -> Loaded:
    """Replace the measuring set. Everything is in one transaction: a fault leaves the former set as it was."""
    began = perf_counter()
    words: Counter[str] = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        cursor.execute(f"SET LOCAL search_path TO {SCHEMA}, public")
        for table in TABLES:
            cursor.execute(table)
        with path.open(newline="", encoding="utf-8") as handle:
            persons = _copy_people(cursor, handle, words)
        _copy_words(cursor, words)
        cursor.execute(
            "INSERT INTO register_ring SELECT person_id FROM parties_personsearch ORDER BY person_id LIMIT %s",
            [in_force],
        )
        # An inverted index that is built in one sorted go leaves its pages half empty; built in some steps it fills them.
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [f"{max(16, persons // 10_000)}MB"])
        for index in INDEXES:
            cursor.execute(index)
        cursor.execute("ANALYZE parties_personsearch")
        cursor.execute("ANALYZE parties_nameword")
        cursor.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind = 'r'",
            [SCHEMA],
        )
        size = int(cursor.fetchone()[0])
    return Loaded(persons, perf_counter() - began, size)


def _copy_people(cursor: Any, handle: IO[str], words: Counter[str]) -> int:
    """The keys are worked out in a process for each core, some thousand people at a time, and written in their order."""
    reader = csv.reader(handle)
    places = columns(reader, COLUMNS)
    persons = 0
    rows = ((reader.line_num, row) for row in reader)
    pieces = ((places, piece) for piece in iter(lambda: list(islice(rows, AT_A_TIME)), []))
    copied = "COPY parties_personsearch (person_id, born, version, sex, names, places, keys) FROM STDIN"
    with cursor.copy(copied) as copy:
        for number, text, borne in in_processes(_piece, pieces):
            copy.write(text)
            words.update(borne)
            persons += number
    return persons


def _piece(piece: tuple[list[int], list[tuple[int, list[str]]]]) -> tuple[int, str, Counter[str]]:
    places, rows = piece
    words: Counter[str] = Counter()
    return len(rows), "".join([_line(row, places, line, words) for line, row in rows]), words


def columns(reader: Any, wanted: Sequence[str]) -> list[int]:
    """Where the wanted fields stand. Raises BadFile when one is missing."""
    header = next(reader, None) or []
    missing = [name for name in wanted if name not in header]
    if missing:
        raise BadFile(f"Line 1 has no field {missing[0]}.")
    return [header.index(name) for name in wanted]


def _line(row: list[str], places: list[int], line: int, words: Counter[str]) -> str:
    try:
        number, forename, middle, surname, aliases, sex, dob, house, street, postcode = [row[i] for i in places]
    except IndexError:
        raise BadFile(f"Line {line} has too few fields: {len(row)}.") from None
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise BadFile(f"Line {line}, field person_id: {number!r} is not a whole number.")
    names = [(f"{forename} {middle}" if middle else forename, surname)]
    for alias in aliases.split(";") if aliases else ():
        first, _space, last = alias.strip().partition(" ")
        names.append((first, last))
    packed, held, keys, own = search_row(names, born_number(dob, line), (place_of(house, street, postcode),))
    words.update(own)
    sex = sex if sex in ("F", "M") else ""
    held = held.replace("\t", "\\t")
    return f"{number}\t{born_number(dob, line)}\t{VERSION}\t{sex}\t{packed}\t{held}\t{{{','.join(map(str, keys))}}}\n"


def born_number(text: str, line: int) -> int:
    """A date of birth as a number; 0 for none."""
    if not text:
        return 0
    if len(text) == 10 and text[4] == text[7] == "-" and (digits := text[:4] + text[5:7] + text[8:]).isdecimal():
        return int(digits)
    raise BadFile(f"Line {line}, field dob: {text!r} is not a date such as 1988-03-27.")


def _copy_words(cursor: Any, words: Counter[str]) -> None:
    with cursor.copy("COPY parties_nameword (word, bearers, keys) FROM STDIN") as copy:
        for word, bearers in words.items():
            copy.write(f"{word}\t{bearers}\t{{{','.join(map(str, slips(word)))}}}\n")


ASKED = ("query_id", "forename", "middle", "surname", "sex", "dob", "age", "house", "street", "postcode")
ANSWERED = ("query_id", "rank", "person_id", "strength", "score", "milliseconds")


@dataclass(frozen=True)
class Answered:
    queries: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


def ask(questions: Path, answers: Path, today: date, *, dictionary: bool = True) -> Answered:
    """Answer every question of a file through the search of the page, and write who was found. The answers appear only
    when all are given."""
    asked = read_questions(questions, today)
    rows: list[Sequence[object]] = []
    times: list[float] = []
    with measured():
        engine = Engine()
        engine.search(question(name="Jordan Ashdown", today=today), dictionary=dictionary)  # fills the memory
        for query_id, wanted in asked:
            began = perf_counter()
            with transaction.atomic():
                hits = engine.search(wanted, dictionary=dictionary).hits
            spent = round((perf_counter() - began) * 1000, 3)
            times.append(spent)
            rows += [(query_id, n, h.held.person_id, h.strength, h.score, spent) for n, h in enumerate(hits, 1)]
            if not hits:
                rows.append((query_id, 0, "", "", "", spent))
    _write(answers, rows)
    times.sort()
    return Answered(len(asked), *(_share(times, s) for s in (0.5, 0.95, 0.99)))


def _share(times: Sequence[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(share * len(times)))], 2) if times else 0.0


def _write(answers: Path, rows: Sequence[Sequence[object]]) -> None:
    beside = answers.with_name(f"{answers.name}.part")
    with beside.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(ANSWERED)
        writer.writerows(rows)
    beside.replace(answers)


@contextmanager
def measured() -> Iterator[None]:
    """The tables of the measuring set in the place of the register's, on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.parties_personsearch"])
        if cursor.fetchone()[0] is None:
            raise BadFile("There is no measuring set. Load one first: haven register load POPULATION.csv.")
        cursor.execute(f"SET search_path TO {SCHEMA}, public")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET search_path")


def read_questions(path: Path, today: date) -> list[tuple[str, Question]]:
    """The questions of a file. Raises BadFile."""
    found = []
    with path.open(newline="", encoding="utf-8") as handle:
        reader = csv.reader(handle)
        places = columns(reader, ASKED)
        for row in reader:
            found.append(_question(row, places, reader.line_num, today))
    return found


def _question(row: list[str], places: list[int], line: int, today: date) -> tuple[str, Question]:
    try:
        query_id, forename, middle, surname, sex, dob, age, house, street, postcode = [row[i] for i in places]
    except IndexError:
        raise BadFile(f"Line {line} has too few fields: {len(row)}.") from None
    if age and not (age.isdecimal() and len(age) <= 3):
        raise BadFile(f"Line {line}, field age: {age!r} is not a whole number of years.")
    born = born_number(dob, line)
    asked = question(
        given=forename, middle=middle, family=surname, age=int(age) if age else None, sex=sex, house=house, street=street,
        postcode=postcode, today=today,
    )  # fmt: skip
    return query_id, replace(asked, born=born)
