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


def ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that a function of the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def hashed(text: str) -> str:
    """What the database knows of what a browser holds."""
    return hashlib.sha256(text.encode()).hexdigest()


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
