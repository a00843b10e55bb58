"""Signing in on the public host with a password and a code of six digits: one door for responsible persons and for workers of
support organisations. What each may then do is a set of functions of the database of its own, and so is this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haven.compliance.envelope import SECOND_STEP, WORKER_STEP
from haven.web.public.doors import ask, hashed


@dataclass(frozen=True)
class Door:
    """What a sign-in is checked against."""

    account: int
    password: str
    second_step: bytes
    last_step: int


@dataclass(frozen=True)
class Realm:
    """One kind of people who sign in. `mark` is the first letter of what their browser holds; their functions begin with
    `prefix`; `step` is what the key of their second step is closed for; `home` names their first page."""

    mark: str
    prefix: str
    step: str
    home: str

    def door(self, email: str) -> Door | None:
        rows = ask(f"SELECT account, password, second_step, last_step FROM {self.prefix}_door(%s)", email)  # noqa: S608
        return Door(rows[0][0], rows[0][1], bytes(rows[0][2]), rows[0][3]) if rows else None

    def failures(self, key: str, since: datetime) -> int:
        return int(ask(f"SELECT {self.prefix}_failures(%s, %s)", hashed(key), since)[0][0])

    def note_try(self, key: str, at: datetime, ok: bool) -> None:
        ask(f"SELECT {self.prefix}_try(%s, %s, %s)", hashed(key), at, ok)

    def begin(self, account: int, step: int, token: str, at: datetime) -> bool:
        return bool(ask(f"SELECT {self.prefix}_begin(%s, %s, %s, %s)", account, step, hashed(token), at)[0][0])

    def whose(self, token: str, at: datetime) -> tuple[str, str] | None:
        """Name and organisation of whoever is signed in; none after twenty minutes without a page, or eight hours."""
        rows = ask(f"SELECT name, organisation FROM {self.prefix}_whose(%s, %s)", hashed(token), at)  # noqa: S608
        return (rows[0][0], rows[0][1]) if rows else None

    def end(self, token: str, at: datetime) -> None:
        ask(f"SELECT {self.prefix}_end(%s, %s)", hashed(token), at)

    def practice_doors(self) -> list[tuple[str, str, str]]:
        """Invented people, each with the mark and number by which they enter, their name and organisation."""
        rows = ask(f"SELECT account, name, organisation FROM {self.prefix}_practice_doors()")  # noqa: S608
        return [(f"{self.mark}{row[0]}", row[1], row[2]) for row in rows]

    def practice_begin(self, account: int, token: str, at: datetime) -> bool:
        return bool(ask(f"SELECT {self.prefix}_practice_begin(%s, %s, %s)", account, hashed(token), at)[0][0])


SUPERVISORS = Realm("s", "supervisor", SECOND_STEP, "work")
WORKERS = Realm("h", "worker", WORKER_STEP, "people")
REALMS = (SUPERVISORS, WORKERS)


def realm_of(token: str) -> Realm | None:
    """The kind of people whose token this is."""
    return next((realm for realm in REALMS if token.startswith(realm.mark)), None)
