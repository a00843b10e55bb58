"""A read that stands in the way of nearly every act, composed by the query language once for each thread.

To compose a statement costs several times what the database needs to answer it, and it is the same each time but for its
values. Only for plain conditions: each value stands in the statement as it is given, and none may be None, which is said in
another way (IS NULL). Nothing that was read is kept: every call asks the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
# Stand for the values while it is composed, so that each is found again in the finished statement.
_PLACES: dict[type, Callable[[int], Any]] = {
    int: lambda n: -7_000_000_000 - n,
    str: lambda n: f"value {n} of the composed read",
    datetime: lambda n: datetime.max.replace(tzinfo=UTC) - timedelta(days=2, microseconds=n),
    date: lambda n: date.max - timedelta(days=2 + n),
    UUID: lambda n: UUID(int=2**100 + n),
}


class _Composed:
    """The statement, the place of each value in it, and how a row becomes an object."""

    def __init__(self, rows: QuerySet[Any], places: list[Any]) -> None:
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, params = self.compiler.as_sql()
        self.params: list[tuple[int | None, Any]] = [
            (places.index(p), None) if p in places else (None, p) for p in params
        ]
        if {n for n, _ in self.params if n is not None} != set(range(len(places))):
            raise ValueError("A composed read must use each of its values as it is given")
        select = self.compiler.select
        self.converters = self.compiler.get_converters([column[0] for column in select])
        klass = self.compiler.klass_info
        if klass:
            self.model: type[Model] = klass["model"]
            first, last = klass["select_fields"][0], klass["select_fields"][-1] + 1
            self.own = slice(first, last)
            self.names = [column[0].target.attname for column in select[self.own]]
            self.related = get_related_populators(klass, select, connection.alias)  # type: ignore[call-arg]

    def rows(self, values: tuple[Any, ...]) -> Iterator[Any]:
        given = [values[n] if n is not None else fixed for n, fixed in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        return self.compiler.apply_converters(found, self.converters) if self.converters else iter(found)

    def made(self, row: Any) -> Any:
        one = self.model.from_db(connection.alias, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, one)
        return one


class Composed(Generic[M]):
    """`compose` takes the values and answers the rows: `Composed[Notice](lambda ref: Notice.objects.filter(ref=ref))`."""

    def __init__(self, compose: Callable[..., QuerySet[M, Any]]) -> None:
        self._compose = compose
        self._threads = threading.local()

    def all(self, *values: Any) -> list[M]:
        """The rows as objects."""
        composed = self._composed(values)
        return [composed.made(row) for row in composed.rows(values)]

    def first(self, *values: Any) -> M | None:
        """The first of them, or None. The composed rows say their order, and end after one."""
        return next(iter(self.all(*values)), None)

    def plain(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of `values_list` as tuples."""
        return [tuple(row) for row in self._composed(values).rows(values)]

    def _composed(self, values: tuple[Any, ...]) -> _Composed:
        if None in values:
            raise TypeError("A composed read takes no None")
        # Rows of another database, or on another connection, are composed for that one.
        key = (connection.settings_dict["NAME"], tuple(type(value) for value in values))
        held: dict[Any, _Composed] = self._threads.__dict__.setdefault("held", {})
        if key not in held:
            places = [_PLACES[type(value)](n) for n, value in enumerate(values)]
            held[key] = _Composed(self._compose(*places), places)
        return held[key]


@cache
def _insert_of(model: type[Model], unless: str, then: str) -> tuple[str, list[Field[Any, Any]], list[Field[Any, Any]]]:
    """The statement that writes one row, the columns that it is given, and those that the database answers with."""
    meta = model._meta
    given = [f for f in meta.concrete_fields if f is not meta.pk and not f.generated and not _by_database(f)]
    answered = [f for f in meta.concrete_fields if f not in given]
    quote = connection.ops.quote_name
    columns, wanted = (", ".join(quote(str(f.column)) for f in fields) for fields in (given, answered))
    places = ", ".join(["%s"] * len(given))
    conflict = f"ON CONFLICT {unless} DO NOTHING" if unless else ""
    words = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) {conflict} RETURNING {wanted}"  # noqa: S608  names of columns
    if then:
        words = f"WITH one AS ({words}), more AS ({then}) SELECT {wanted} FROM one"  # noqa: S608
    return words, given, answered


def _by_database(field: Field[Any, Any]) -> bool:
    return field.has_db_default()


def insert(row: Model, unless: str = "", then: str = "", also: Sequence[Any] = ()) -> bool:
    """Write a new row of a table that is written all the time, by one statement that is composed once. As `save` does,
    but for signals, of which there are none, and for a column with a default of the database, which is left to it.

    `unless`: the words of a conflict after which nothing is written; then False. `then`: an INSERT of rows that hang on the
    one written, which is called `one`, in the same statement, with the values `also`."""
    words, given, answered = _insert_of(type(row), unless, then)
    values = [f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in given]
    with connection.cursor() as cursor:
        cursor.execute(words, [*values, *also])
        found = cursor.fetchone()
    if found is None:
        return False
    for f, value in zip(answered, found, strict=True):
        setattr(row, f.attname, value)
    row._state.adding, row._state.db = False, connection.alias
    return True


def attach(row: Model, name: str, rows: list[Any]) -> None:
    """Have these rows in hand as what `row.<name>.all()` answers, as `prefetch_related` would."""
    held = getattr(row, name).all()
    held._result_cache, held._prefetch_done = rows, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held
