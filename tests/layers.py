"""The invented house under the tests: written once for a process, in a transaction around them that is only ever rolled
back. Each test runs in a savepoint of its own within it, and has the people and places as fresh objects.

A test that commits (`django_db(transaction=True)`, a live server) empties every table afterwards, so the layer is taken
away before it, and put back under the next test that wants it."""

import pickle
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from haven.accounts.models import Force
from haven.jobs.practice.house import House, build_house

COMMITTING = {"transactional_db", "live_server"}


class HouseLayer:
    def __init__(self, blocker: Any, at: datetime) -> None:
        self.blocker, self.at = blocker, at
        self._around: transaction.Atomic | None = None
        self._kept = b""

    def put(self) -> None:
        """Have the house stand under the next transaction. Within one it is too late: then a house is built there."""
        if self._around is not None and not connection.closed_in_transaction:
            return
        if connection.in_atomic_block and not connection.closed_in_transaction:
            return
        self.take_away()
        with self.blocker.unblock():
            if Force.objects.exists():
                return
            self._around = transaction.atomic()
            self._around.__enter__()
            self._kept = pickle.dumps(build_house(self.at))

    def take_away(self) -> None:
        if self._around is None:
            return
        with self.blocker.unblock():
            if connection.in_atomic_block:  # else a test has closed the connection, and the house went with it
                transaction.set_rollback(True)
                self._around.__exit__(None, None, None)
        self._around = None

    def house(self) -> House:
        """The people and places, as objects that no other test has touched."""
        if self._around is None:
            return build_house(self.at)
        found: House = pickle.loads(self._kept)
        return found


def commits(item: pytest.Item) -> bool:
    """Does this test write for good, so that other connections see it?"""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING & set(item.fixturenames))  # type: ignore[attr-defined]
