"""A database for this test process, copied from a template that is migrated once for each state of the migrations."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

SOURCE = Path(__file__).resolve().parent.parent / "src"
LOCK = 4_242_001


def _maintenance() -> psycopg.Connection:
    """Beside the test databases: the database that the settings name, where nothing is stored by tests."""
    d = settings.DATABASES["default"]
    return psycopg.connect(
        dbname="postgres", user=d["USER"], password=d["PASSWORD"], host=d["HOST"], port=d["PORT"], autocommit=True
    )


def _template_name() -> str:
    digest = hashlib.sha256((Path(__file__).parent.parent / "requirements/dev.txt").read_bytes())
    for path in sorted(SOURCE.glob("haven/*/migrations/*.py")):
        digest.update(path.read_bytes())
    return f"haven_template_{digest.hexdigest()[:12]}"


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() if Path("/proc/self").exists() else True


def _drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database with whoever is still in it. A server's own vacuum may not be ended by us: then the database stays,
    and a later run sweeps it."""
    with suppress(psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sweep(server: psycopg.Connection, template: str) -> None:
    """Databases of test processes that are gone, and templates of earlier migrations that nobody uses."""
    for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
        of_process = re.fullmatch(r"haven_test_(\d+)", name)
        old = re.fullmatch(r"haven_template_\w+", name) and name != template and not name.endswith("_building")
        if (of_process and not _alive(int(of_process[1]))) or old:
            _drop(server, name)


def _make_template(server: psycopg.Connection, template: str) -> None:
    building = f"{template}_building"
    _drop(server, building)
    server.execute(f'CREATE DATABASE "{building}"')
    _use(building)
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    server.execute(f'ALTER DATABASE "{building}" RENAME TO "{template}"')


@contextmanager
def test_database() -> Iterator[str]:
    """A database of its own for this process; removed at the end. Processes wait for each other to make the template."""
    template, name = _template_name(), f"haven_test_{os.getpid()}"
    with _maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _sweep(server, template)
        if not _exists(server, template):
            _make_template(server, template)
        _drop(server, name)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        server.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    _use(name)
    yield name
    connection.close()
    with _maintenance() as server:
        _drop(server, name)


@contextmanager
def fresh_copy(name: str) -> Iterator[str]:
    """A database beside that of this process, with every table and no row, for a test that starts other processes."""
    with _maintenance() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_template_name()}"')
    try:
        yield name
    finally:
        with _maintenance() as server:
            _drop(server, name)


# What migrations put there, and what Django keeps for itself: a test that commits leaves these as they are.
KEPT = {"django_content_type", "auth_permission"}


def empty() -> None:
    """Take away what a test wrote for good. Nearly all tables are empty then, and only the others are touched: to empty
    every one, as Django's own flush does, takes many times as long. Rows that may never be deleted are deleted here by
    switching their guards off, which the owner of the tables may."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    filled = " UNION ALL ".join(f"(SELECT '{t}' WHERE EXISTS (SELECT 1 FROM \"{t}\"))" for t in sorted(tables))
    with transaction.atomic(), connection.cursor() as cursor:
        rows = _names(cursor, filled)
        guarded = rows & _names(cursor, "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        for name in guarded:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in rows:
            cursor.execute(f'DELETE FROM "{name}"')
    with transaction.atomic(), connection.cursor() as cursor:
        for name in guarded:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def _names(cursor: Any, question: str) -> set[str]:
    cursor.execute(question)
    return {name for (name,) in cursor.fetchall()}


test_database.__test__ = False  # type: ignore[attr-defined]
