"""Questions of the public host to the database, for a responsible person. Each is a function of the owner of the tables:
this process can read no table, and knows none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Door:
    """What a sign-in is checked against."""

    account: int
    password: str
    second_step: bytes
    last_step: int


@dataclass(frozen=True)
class Work:
    """One requirement that somebody supervises, as they may read it."""

    public_id: UUID
    shown: dict[str, Any]
    due: datetime | None
    completed_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True)
class Said:
    """Something that was sent or told, without its words."""

    at: datetime
    says: str
    about: str
    happened_from: date
    happened_to: date
    state: str
    refused: str


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that a function of the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def door(email: str) -> Door | None:
    rows = ask("SELECT account, password, second_step, last_step FROM supervisor_door(%s)", email)
    return Door(rows[0][0], rows[0][1], bytes(rows[0][2]), rows[0][3]) if rows else None


def failures(key: str, since: datetime) -> int:
    return int(ask("SELECT supervisor_failures(%s, %s)", hashed(key), since)[0][0])


def note_try(key: str, at: datetime, ok: bool) -> None:
    ask("SELECT supervisor_try(%s, %s, %s)", hashed(key), at, ok)


def begin(account: int, step: int, token: str, at: datetime) -> bool:
    return bool(ask("SELECT supervisor_begin(%s, %s, %s, %s)", account, step, hashed(token), at)[0][0])


def whose(token: str, at: datetime) -> tuple[str, str] | None:
    """Name and organisation of whoever is signed in; none after twenty minutes without a page, or eight hours."""
    rows = ask("SELECT name, organisation FROM supervisor_whose(%s, %s)", hashed(token), at)
    return (rows[0][0], rows[0][1]) if rows else None


def end(token: str, at: datetime) -> None:
    ask("SELECT supervisor_end(%s, %s)", hashed(token), at)


def work(token: str, at: datetime) -> list[Work]:
    rows = ask("SELECT public_id, shown, due, completed_at, last_at FROM supervisor_work(%s, %s)", hashed(token), at)
    return [Work(row[0], row[1] if isinstance(row[1], dict) else json.loads(row[1]), *row[2:]) for row in rows]


def note_reading(token: str, at: datetime, public_id: UUID) -> bool:
    return bool(ask("SELECT supervisor_read(%s, %s, %s)", hashed(token), at, public_id)[0][0])


def said(token: str, at: datetime, public_id: UUID) -> list[Said]:
    return [Said(*row) for row in ask("SELECT * FROM supervisor_said(%s, %s, %s)", hashed(token), at, public_id)]


def post(
    token: str,
    at: datetime,
    public_id: UUID,
    *,
    command: UUID,
    says: str,
    about: str,
    days: tuple[date, date],
    words: bytes,
) -> bool:
    values = (hashed(token), at, public_id, command, says, about, *days, words)
    return bool(ask("SELECT supervisor_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)", *values)[0][0])


def practice_doors() -> list[tuple[int, str, str]]:
    return [(row[0], row[1], row[2]) for row in ask("SELECT * FROM supervisor_practice_doors()")]


def practice_begin(account: int, token: str, at: datetime) -> bool:
    return bool(ask("SELECT supervisor_practice_begin(%s, %s, %s)", account, hashed(token), at)[0][0])
