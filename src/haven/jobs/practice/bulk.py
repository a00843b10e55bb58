"""Many cases in little time, for measuring: copies of cases that the operations made, written with COPY."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max

from haven.cases.models import Case
from haven.jobs.practice.copies import Copier, Original, Row, Table
from haven.notices.models import Notice
from haven.parties.operations.keep_search import keep_missing

BATCH = 250
# Of a thousand copies so many are of cases whose clock runs or which continue; the rest are over or became orders. A force
# that has had 20,000 cases in some five years serves about eleven notices a day, and each runs for two to four days.
LIVE_IN_1000 = 4
WEEK = timedelta(days=7)
DATA_KEY = ("sealed_datakey", ["id", "owner_ref", "wrapped"])


def load(n: int, now: datetime, seed: int = 1) -> int:
    """Write n cases beside those that are there, which they copy. Answers how many cases there are then.

    Raises LookupError when no case with an order and none with a running clock is there to copy."""
    chance = random.Random(seed)  # noqa: S311  chance for measurements, not for secrets
    copier = Copier(chance)
    settled, live = _originals(copier, now)
    take = _numbers(copier)
    # Foreign keys are checked by plans that the server made when the tables were small: it looks again as they double.
    looked_at_again = 0
    for start in range(0, n, BATCH):
        made = [_one(copier, chance, settled, live, take, number) for number in range(start, min(start + BATCH, n))]
        _write(copier, made)
        if start == looked_at_again:
            _analyse()
            looked_at_again = 2 * start + BATCH
    _set_sequences(copier)
    keep_missing()
    _analyse()
    return Case.objects.count()


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_case(case: Case, shift: timedelta = timedelta(0), seed: int = 1) -> Case:
    """One copy of one case, for comparing it with its original."""
    copier = Copier(random.Random(seed))  # noqa: S311  as above
    made = copier.copy(copier.read(case), shift, _numbers(copier))
    _write(copier, [made])
    _set_sequences(copier)
    keep_missing()
    return Case.objects.get(pk=made["cases.Case"][0][0])


def _originals(copier: Copier, now: datetime) -> tuple[list[Original], list[Original]]:
    """Cases to copy: those that are over or became an order, and those whose notice is in force."""
    in_force = set(Notice.objects.filter(in_effect__contains=now).values_list("case_id", flat=True))
    rows = Case.objects.filter(restrictions__isnull=True, closed_at__isnull=True).select_related("subject", "protected")
    cases = list(rows.order_by("pk"))
    settled = [copier.read(case) for case in cases if case.pk not in in_force and case.orders.exists()]
    live = [copier.read(case) for case in cases if case.pk in in_force]
    if not settled or not live:
        raise LookupError("There are no cases to copy: place the practice story first.")
    return settled, live


def _one(
    copier: Copier,
    chance: random.Random,
    settled: Sequence[Original],
    live: Sequence[Original],
    take: dict[str, Iterator[int]],
    number: int,
) -> dict[str, list[Row]]:
    """A settled case some weeks earlier, or a live one some minutes earlier."""
    if number % 1000 < LIVE_IN_1000:
        return copier.copy(chance.choice(live), -timedelta(minutes=chance.randrange(0, 30)), take)
    return copier.copy(chance.choice(settled), -WEEK * chance.randrange(0, 40), take)


def _numbers(copier: Copier) -> dict[str, Iterator[int]]:
    """New row numbers of each table, from the highest that is there."""
    labels = [*copier.tables, "parties.SearchKey", "sealed.DataKey"]
    return {label: count(_highest(label) + 1) for label in labels}


def _highest(label: str) -> int:
    return apps.get_model(label)._default_manager.aggregate(highest=Max("pk"))["highest"] or 0


def _write(copier: Copier, made: Sequence[dict[str, list[Row]]]) -> None:
    """A batch of copies, table by table, parents first; foreign keys are looked at when it is done."""
    tables: list[Table] = [*copier.tables.values(), copier.searches]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            rows = (row for case in made for row in case[table.label])
            _copy(cursor, table.name, table.columns, rows)
        _copy(cursor, *DATA_KEY, (row for case in made for row in case["sealed.DataKey"]))


def _copy(cursor: object, table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as out:  # type: ignore[attr-defined]
        for row in rows:
            out.write_row(row)


def _set_sequences(copier: Copier) -> None:
    """The next row that an operation writes follows the copies."""
    labels = [*copier.tables, "parties.SearchKey", "sealed.DataKey"]
    with connection.cursor() as cursor:
        for label in labels:
            table = apps.get_model(label)._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {max(_highest(label), 1)})")
