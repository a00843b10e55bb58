"""Ring 1: everybody concerned by something in force, held in memory and compared one by one, with no index and no cap.

A stale answer is impossible: each question reads, in its own snapshot of the database, who has changed since the memory
was filled. The changes are rows that triggers write in the transaction of the change (`register_change`), each with the
number of its transaction; what the memory has not seen are the rows whose transaction was not over in the snapshot with
which it was filled. So each change is read once, however long another transaction stays open."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from django.db import connection

from haven.parties.matching.roster import Held, Roster, roster
from haven.register.vocabulary import Vocabulary

# Where more people than this have changed, or an hour has passed, the whole ring is read anew.
MOST_PATCHED = 400
KEPT_FOR = 3600.0
# In the log of changes: a table was emptied.
EVERYBODY = 0
# A snapshot does not name the transaction that takes it, so this one stands beside it.
_CHANGED = """
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text,
  coalesce(bool_or(xid = pg_current_xact_id_if_assigned()), false),
  array_agg(DISTINCT person_id) FILTER (WHERE NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot) OR xid = %(by)s::xid8)
FROM register_change WHERE xid >= least(pg_snapshot_xmin(%(seen)s::pg_snapshot), %(by)s::xid8)
"""
_NOW = """
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text,
  EXISTS (SELECT 1 FROM register_change WHERE xid = pg_current_xact_id_if_assigned())
"""
_MEMBERS = """
SELECT s.person_id, s.names, s.born, s.sex, s.places FROM parties_personsearch s
WHERE s.person_id IN (SELECT person_id FROM register_ring{only})
"""


@dataclass(frozen=True)
class Seen:
    """What a memory has seen: the snapshot in which it was read, and the transaction that read it, if it had a number."""

    snapshot: str
    by: str | None


@dataclass
class Ring:
    """The people of ring 1 as they were filled, and those who have changed since."""

    base: Roster
    fresh: Roster
    gone: frozenset[int]
    seen: Seen
    filled_at: float
    people: frozenset[int] = field(default_factory=frozenset)

    @property
    def size(self) -> int:
        return len(self.base) - len(self.gone) + len(self.fresh)


class RingOne:
    """One for each process and set of people."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._ring: Ring | None = None
        self._lock = threading.Lock()

    def current(self) -> Ring:
        """The ring as this transaction's snapshot sees it. What an uncommitted change of the transaction itself has put in
        is not remembered."""
        with self._lock:
            held = self._ring
            if held is None or monotonic() - held.filled_at > KEPT_FOR:
                return self._fill()
            with connection.cursor() as cursor:
                cursor.execute(_CHANGED, {"seen": held.seen.snapshot, "by": held.seen.by})
                snapshot, by, own, changed = cursor.fetchone()
            if own or (changed and EVERYBODY in changed) or (changed and len(changed) + len(held.fresh) > MOST_PATCHED):
                return self._fill()
            seen = Seen(snapshot, by)
            self._ring = self._patched(held, set(changed), seen) if changed else replace(held, seen=seen)
            return self._ring

    def _fill(self) -> Ring:
        with connection.cursor() as cursor:
            cursor.execute(_NOW)
            snapshot, by, own = cursor.fetchone()
        people = _read("", [])
        base = roster(people, self.words.known_words(), places=True)
        members = frozenset(p.person_id for p in people)
        none = roster([], self.words.known_words(), places=True)
        ring = Ring(base, none, frozenset(), Seen(snapshot, by), monotonic(), members)
        if not own:
            self._ring = ring
        return ring

    def _patched(self, held: Ring, changed: set[int], seen: Seen) -> Ring:
        """The changed people read again: they are left out of the base and compared beside it."""
        again = {row[0] for row in held.fresh.held} | changed
        fresh = _read(" WHERE person_id = ANY(%s)", [list(again)])
        gone = held.gone | (again & {row[0] for row in held.base.held})
        people = (held.people - again) | {p.person_id for p in fresh}
        return Ring(held.base, roster(fresh, self.words.known_words(), places=True), gone, seen, held.filled_at, people)


def _read(only: str, values: Sequence[list[int]]) -> list[Held]:
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS.replace("{only}", only), list(values))
        return [Held(*row) for row in cursor.fetchall()]
