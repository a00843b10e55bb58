"""What this transaction has in hand already: a lock that it took, a key that it looked up.

Each stands in the list of what is to be done at the commit, as something that does nothing. A rollback, of the whole or
to a savepoint, strikes from that list what was put there since: just what the rollback also took back in the database."""

from collections.abc import Hashable
from typing import Any

from django.db import connection, transaction


class _InHand:
    def __init__(self, name: Hashable, value: Any) -> None:
        self.name, self.value = name, value

    def __call__(self) -> None:
        """Nothing is left to do at the commit."""


def keep(name: Hashable, value: Any = True) -> None:
    """Have it in hand until the transaction ends. Outside one nothing is kept."""
    if connection.in_atomic_block:
        transaction.on_commit(_InHand(name, value))


def in_hand(name: Hashable) -> Any:
    """What was kept by this name in this transaction, and not rolled back since; else None."""
    for waiting in (entry[1] for entry in reversed(connection.run_on_commit)):
        if isinstance(waiting, _InHand) and waiting.name == name:
            return waiting.value
    return None
