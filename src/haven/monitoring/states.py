"""The state of the equipment at an instant, from what was told of it. Never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haven.monitoring.models import EquipmentEvent

# What was told last -> the mark of a page and its words.
MARKS: dict[str, tuple[str, str]] = {
    "ordered": ("wait", "Nothing told yet"),
    "fitted": ("live", "Fitted"),
    "not_fitted": ("act", "Not fitted"),
    "failed": ("act", "Not working"),
    "not_charged": ("act", "Not charged"),
    "removed": ("act", "Off"),
    "ended": ("end", "Ended"),
}


@dataclass(frozen=True)
class Equipment:
    """`state`: one of MARKS. `fitted_at`: when it was last fitted; `since`: when it came into this state."""

    state: str
    fitted_at: datetime | None = None
    since: datetime | None = None

    @property
    def mark(self) -> tuple[str, str]:
        return MARKS[self.state]


def equipment(events: Iterable[EquipmentEvent], at: datetime, *, running: bool = True) -> Equipment:
    """Where the equipment of one clause stands at an instant: as whatever happened last left it, whenever it was told.
    `running`: the clause asks for it at that instant."""
    rows = sorted(
        (e for e in events if e.voided_at is None and e.happened_at <= at), key=lambda e: (e.happened_at, e.pk)
    )
    fitted = max((e.happened_at for e in rows if e.what == "fitted"), default=None)
    if not running:
        return Equipment("ended", fitted)
    if not rows:
        return Equipment("ordered")
    return Equipment(rows[-1].what, fitted, rows[-1].happened_at)
