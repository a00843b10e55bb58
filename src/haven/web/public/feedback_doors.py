"""Questions of the public host to the database, for feedback. Each is a function of the owner of the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from haven.compliance.envelope import close_up
from haven.feedback.codes import FEEDBACK_POST, code_hash
from haven.feedback.signs import signs, wants_reply
from haven.support.asking import source_key


@dataclass(frozen=True)
class Opened:
    """What a code opens. No moment: it opens nothing. `held`: too many wrong codes came from here within the hour."""

    moment: str | None
    language: str | None
    held: bool


@dataclass(frozen=True)
class Done:
    """One line of "you said, we did". `people` is at least how many said it, in steps of five."""

    said: str
    did: str
    said_cy: str
    did_cy: str
    published_on: date
    people: int


@dataclass(frozen=True)
class Answered:
    """What is sent, once, under a code."""

    code: str
    id: UUID
    day: date
    language: str
    version: str
    answers: Mapping[str, Sequence[str]]
    words: str


def open_code(code: str, source: str, at: datetime) -> Opened:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT moment, language, held FROM feedback_open(%s, %s, %s)", [code_hash(code), source_key(source), at]
        )
        return Opened(*cursor.fetchone())


def send(answered: Answered, at: datetime) -> bool:
    """Hand it over, closed. The case goes with it only where she was told that one person will see who she is."""
    link = bool(signs(answered.answers, answered.words)) or wants_reply(answered.answers)
    values: list[Any] = [code_hash(answered.code), at, answered.id, answered.day, answered.language, answered.version]
    values += [json.dumps(answered.answers), close_up(FEEDBACK_POST, answered.words), link]
    with connection.cursor() as cursor:
        cursor.execute("SELECT feedback_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
        return bool(cursor.fetchone()[0])


def published() -> list[Done]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, did, said_cy, did_cy, published_on, people FROM feedback_published()")
        return [Done(*row) for row in cursor.fetchall()]
