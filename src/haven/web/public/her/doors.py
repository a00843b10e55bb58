"""Questions of the public host to the database, for a protected person. Each is a function of the owner of the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from haven.support.her_view import HerView, read_view
from haven.web.public.doors import ask, hashed


@dataclass(frozen=True)
class Visit:
    """Whoever is proven. `scopes` is none for herself; a friend may do what is in it."""

    minutes: int
    names: bool
    opened_at: datetime
    scopes: tuple[str, ...] | None

    def may(self, scope: str) -> bool:
        """Whether this may be done here; she may do everything on her own pages."""
        return self.scopes is None or scope in self.scopes


@dataclass(frozen=True)
class Look:
    """All that a page may show. `behind`: something happened that is not in it yet."""

    made_at: datetime | None
    view: HerView
    subjects: tuple[str, ...]
    behind: bool
    updates: Sequence[Mapping[str, Any]]
    sent: Sequence[Mapping[str, Any]]
    people: Sequence[Mapping[str, Any]]

    @property
    def waiting(self) -> list[Mapping[str, Any]]:
        """News that nobody has told her yet."""
        return [u for u in self.updates if u["told_at"] is None]

    @property
    def told(self) -> list[Mapping[str, Any]]:
        return [u for u in self.updates if u["told_at"] is not None]


def knocks(source: str, at: datetime) -> int:
    """How often somebody tried at the door from there within ten minutes, this time included."""
    return int(ask("SELECT her_knock(%s, %s)", source, at)[0][0])


def begin(signer: int | None, token: str, at: datetime) -> bool:
    return bool(ask("SELECT her_begin(%s, %s, %s)", signer, hashed(token), at)[0][0])


def touch(token: str, at: datetime) -> Visit | None:
    rows = ask("SELECT minutes, names, opened_at, scopes FROM her_touch(%s, %s)", hashed(token), at)
    if not rows:
        return None
    minutes, names, opened, scopes = rows[0]
    return Visit(minutes, names, opened, tuple(scopes) if scopes is not None else None)


def set_visit(token: str, at: datetime, *, minutes: int | None = None, names: bool | None = None) -> bool:
    return bool(ask("SELECT her_set(%s, %s, %s, %s)", hashed(token), at, minutes, names)[0][0])


def end(token: str, at: datetime) -> None:
    ask("SELECT her_end(%s, %s)", hashed(token), at)


def look(token: str, at: datetime) -> Look | None:
    columns = "made_at, shown, names, behind, updates, sent, people"
    rows = ask(f"SELECT {columns} FROM her_look(%s, %s)", hashed(token), at)  # noqa: S608  our own words
    if not rows:
        return None
    made, shown, names, behind, *lists = rows[0]
    updates, sent, people = (_moments(_json(found) or []) for found in lists)
    subjects = tuple((_json(names) or {}).get("subjects", ()))
    return Look(made, read_view(_json(shown)), subjects, behind, updates, sent, people)


def post(token: str, at: datetime, *, command: UUID, kind: str, closed: bytes) -> str:
    """kept; closed, when this visit may not; full, when too much was sent within a day."""
    return str(ask("SELECT her_post(%s, %s, %s, %s, %s)", hashed(token), at, command, kind, closed)[0][0])


def end_consent(token: str, at: datetime, consent: int) -> bool:
    return bool(ask("SELECT her_end_consent(%s, %s, %s)", hashed(token), at, consent)[0][0])


def keep(token: str, at: datetime, kind: str, closed: bytes) -> bool:
    """Keep what was begun. It is taken from a visit whose time is over too: nothing is read by it."""
    return bool(ask("SELECT her_keep(%s, %s, %s, %s)", hashed(token), at, kind, closed)[0][0])


def kept(token: str, at: datetime, kind: str) -> dict[str, bytes]:
    """What was begun of a kind, each page of it by its own kind, closed."""
    rows = ask("SELECT kind, closed FROM her_kept(%s, %s, %s)", hashed(token), at, kind)
    return {row[0]: bytes(row[1]) for row in rows}


def drop(token: str, at: datetime, kind: str) -> None:
    ask("SELECT her_drop(%s, %s, %s)", hashed(token), at, kind)


def practice_doors() -> list[tuple[int, bool]]:
    return [(row[0], row[1]) for row in ask("SELECT person, friend FROM her_practice_doors()")]


def practice_begin(person: int, token: str, at: datetime) -> bool:
    return bool(ask("SELECT her_practice_begin(%s, %s, %s)", person, hashed(token), at)[0][0])


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _moments(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("at", "told_at", "until")
    return [{name: datetime.fromisoformat(v) if name in names and v else v for name, v in row.items()} for row in rows]
