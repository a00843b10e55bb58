"""Questions of the public host to the database, for a worker of a support organisation. Each is a function of the owner of
the tables that answers within the consents that stand at that instant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from haven.compliance.envelope import WORKER_NOTE, WORKER_POST, close_up, open_up
from haven.web.public.doors import ask, hashed


@dataclass(frozen=True)
class Held:
    """A protected person in a caseload: what they are called here, what they agreed to, and until when. `mine`: not covered
    for the owner. `waiting`: news that nobody has told them yet."""

    public_id: UUID
    called: str
    scopes: tuple[str, ...]
    until: datetime
    mine: bool
    owner: str
    waiting: int


@dataclass(frozen=True)
class News:
    ref: UUID
    kind: str
    at: datetime
    by: datetime
    told_at: datetime | None
    told_how: str


@dataclass(frozen=True)
class Sent:
    kind: str
    at: datetime
    taken: bool
    became: str
    refused: str


@dataclass(frozen=True)
class OneCase:
    """One of them. `shown` is what their own page may show, without how they are reached; nothing without that consent.
    `number` tells which of the cases in it is this one."""

    called: str
    scopes: tuple[str, ...]
    until: datetime
    mine: bool
    colleagues: bool
    owner: str
    number: int
    shown: dict[str, Any] | None
    news: tuple[News, ...]
    sent: tuple[Sent, ...]


@dataclass(frozen=True)
class NoteRead:
    at: datetime
    by: str
    words: str


def caseload(token: str, at: datetime) -> list[Held]:
    rows = ask("SELECT * FROM worker_caseload(%s, %s)", hashed(token), at)
    return [Held(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows]


def one_case(token: str, at: datetime, public_id: UUID) -> OneCase | None:
    """One of them, and the look is written down. None when it is not, or no longer, open to this worker."""
    rows = ask("SELECT * FROM worker_case(%s, %s, %s)", hashed(token), at, public_id)
    if not rows:
        return None
    called, scopes, until, mine, colleagues, owner, number, shown, news, sent = rows[0]
    return OneCase(
        called, tuple(scopes), until, mine, colleagues, owner, number, _value(shown) if shown is not None else None,
        tuple(_news(n) for n in _value(news)), tuple(_sent(s) for s in _value(sent)),
    )  # fmt: skip


def _value(raw: Any) -> Any:
    return json.loads(raw) if isinstance(raw, str) else raw


def _news(raw: dict[str, Any]) -> News:
    told = datetime.fromisoformat(raw["told_at"]) if raw["told_at"] else None
    at, by = datetime.fromisoformat(raw["at"]), datetime.fromisoformat(raw["by"])
    return News(UUID(raw["ref"]), raw["kind"], at, by, told, raw["told_how"])


def _sent(raw: dict[str, Any]) -> Sent:
    return Sent(raw["kind"], datetime.fromisoformat(raw["at"]), raw["taken"], raw["became"], raw["refused"])


def colleagues(token: str, at: datetime) -> list[tuple[str, str]]:
    rows = ask("SELECT * FROM worker_colleagues(%s, %s)", hashed(token), at)
    return [(str(row[0]), row[1]) for row in rows]


def cover(token: str, at: datetime) -> tuple[str, datetime, datetime] | None:
    """Who covers, from when to when; none when nobody does."""
    rows = ask("SELECT * FROM worker_cover(%s, %s)", hashed(token), at)
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None


def last_post(token: str, at: datetime) -> tuple[str, bool, str] | None:
    """The last thing sent that is of no case: its kind, whether it is recorded, and why not."""
    rows = ask("SELECT * FROM worker_last_post(%s, %s)", hashed(token), at)
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None


def post(
    token: str, at: datetime, kind: str, command: UUID, said: dict[str, Any], public_id: UUID | None = None
) -> bool:
    """Put something into the box, closed. False when it is not, or no longer, open to this worker."""
    closed = close_up(WORKER_POST, json.dumps(said))
    statement = "SELECT worker_post(%s, %s, %s, %s, %s, %s)"
    return bool(ask(statement, hashed(token), at, public_id, command, kind, closed)[0][0])


def add_note(token: str, at: datetime, public_id: UUID, command: UUID, words: str) -> bool:
    closed = close_up(WORKER_NOTE, words)
    return bool(ask("SELECT worker_note(%s, %s, %s, %s, %s)", hashed(token), at, public_id, command, closed)[0][0])


def notes(token: str, at: datetime, public_id: UUID) -> list[NoteRead]:
    """The notes of the organisation about this case, the newest first."""
    rows = ask("SELECT at, by_name, closed FROM worker_notes(%s, %s, %s)", hashed(token), at, public_id)
    return [NoteRead(row[0], row[1], _opened(row[2])) for row in rows]


def _opened(closed: bytes) -> str:
    try:
        return open_up(WORKER_NOTE, closed)
    except InvalidTag:
        return "This note cannot be read any more."
