"""A safe contact plan as a frozen value: what the rules may know of it. No value of a channel is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

# The kinds by which something can be sent without a person.
AUTOMATIC = ("text", "email", "post")
AT_ONCE, NEXT_WINDOW, IF_ASKED = "at_once", "next_window", "if_asked"


@dataclass(frozen=True)
class ChannelView:
    """One way to reach her. `visible_to_other`: no, maybe, yes or unknown; only "no" is ever used by a machine."""

    pk: int
    kind: str
    visible_to_other: str = "unknown"
    shared_account: bool = False
    automated_ok: bool = False
    voicemail: str = "never"

    @property
    def automatic(self) -> bool:
        """May a message leave this way by itself?"""
        alone = self.visible_to_other == "no" and not self.shared_account
        return alone and self.automated_ok and self.kind in AUTOMATIC


@dataclass(frozen=True)
class WindowView:
    """Hours in London on days of the week (0 is Monday), safe or never. The end is not in it."""

    days: frozenset[int]
    from_local: time
    to_local: time
    kind: str = "safe"


@dataclass(frozen=True)
class PlanView:
    """The plan that counts at an instant. `triggered` says that something happened since it was agreed after which it
    must be asked again (release, charge, sentence, order made, order ending …)."""

    version: int
    mode: str
    review_on: date
    channels: tuple[ChannelView, ...] = ()
    windows: tuple[WindowView, ...] = ()
    preferences: Mapping[str, str] = field(default_factory=dict)
    triggered: bool = False

    def stale(self, on: date) -> bool:
        """Older than agreed, or overtaken by events: she must be asked again before anything is sent by itself."""
        return self.triggered or on > self.review_on


@dataclass(frozen=True)
class News:
    """What there is to tell: its kind (a code of updates), when she must have been told by, and whether lives hang on
    it (somebody dangerous is out, a tag is cut, a threat was made)."""

    kind: str
    inform_by: datetime
    life_or_death: bool = False
