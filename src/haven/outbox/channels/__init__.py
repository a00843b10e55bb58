"""The ways out. Each can be asked whether it has had a message before it is given it a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from haven.outbox.texts import Content


@dataclass(frozen=True)
class Receipt:
    """What the provider says: its own reference, and accepted, delivered, failed or unknown."""

    provider_ref: str
    state: str


class ProviderDown(Exception):
    """The provider did not answer, or answered that it cannot now. The message stays queued."""


class ProviderRefused(Exception):
    """The provider will never take this message: the number is wrong, or the account may not. Says why, without it."""


class Channel(Protocol):
    def find(self, ref: str) -> Receipt | None:
        """What became of a message given earlier under this reference; None when it never arrived there."""

    def send(self, ref: str, kind: str, to: str, content: Content) -> Receipt:
        """Give it away, once. Raises ProviderDown or ProviderRefused."""

    def state_of(self, provider_ref: str) -> str:
        """Where it stands now. Raises ProviderDown."""
