"""Whether a change of a clause moves its end the way the change says. DAA 2021 s.44(9) and (11).

To extend needs one finding of the court and to make lighter another; so a clause that is made lighter never ends later,
and one that is extended never sooner. Where two ends cannot be compared, as a day and an event, it is replaced: that asks
for both findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding
from haven_law.variation import EXTEND, LIGHTEN

SOONER, SAME, LATER, UNKNOWN = "sooner", "same", "later", "unknown"


@dataclass(frozen=True)
class End:
    """When a clause ends: after its last day, or at an event; neither: with its order. Of an order: neither is until
    further order."""

    last_day: date | None = None
    event: str = ""

    @property
    def with_order(self) -> bool:
        """Whether it says nothing of its own."""
        return self.last_day is None and not self.event

    def within(self, order: End) -> End:
        """Give the end of a clause as its order makes it: none is after the order's last day."""
        days = [day for day in (self.last_day, order.last_day) if day is not None]
        return End(min(days, default=None), self.event)

    def words(self) -> str:
        """Say it, as a sentence goes on with it."""
        parts = [f"the end of {in_words(self.last_day)}"] if self.last_day is not None else []
        parts += [f"this event: {self.event.strip().rstrip('.')}"] if self.event else []
        return ", at the latest ".join(reversed(parts)) or "the end of the order"


def compare_ends(before: End, after: End) -> str:
    """Say how one end of a clause stands to another: SOONER, SAME, LATER, or UNKNOWN where an event decides it.

    Both as ``End.within`` gives them. What ends with the order is never sooner than what has an end of its own.
    """
    if (before.last_day, _same(before.event)) == (after.last_day, _same(after.event)):
        return SAME
    if after.with_order:
        return LATER
    if before.with_order:
        return SOONER
    if _same(before.event) == _same(after.event):
        return _days(before.last_day, after.last_day)
    return _with_event(before, after)


def _same(event: str) -> str:
    return " ".join(event.casefold().split()).rstrip(".")


def _days(before: date | None, after: date | None) -> str:
    if after is None or (before is not None and after > before):
        return LATER
    return SOONER


def _with_event(before: End, after: End) -> str:
    """An event may happen at any time up to the last day that is beside it, or never where there is none."""
    if not before.event and before.last_day is not None and after.last_day is not None:
        return SOONER if after.last_day <= before.last_day else UNKNOWN
    if not after.event and before.last_day is not None and after.last_day is not None:
        return LATER if after.last_day >= before.last_day else UNKNOWN
    return UNKNOWN


def end_moves(change: str, before: End, after: End) -> Decision:
    """Whether the end of a clause moves as its change says: extended, later; made lighter, not later (s.44(9), (11)).

    Other changes ask for the findings of both or end the clause, so nothing is found of them.
    """
    moved = compare_ends(before, after)
    now = f"It ends now at {before.words()}"
    if change == EXTEND and moved != LATER:
        because = f"{now}, and the new end is not later. To end it sooner, make it lighter."
        if moved == UNKNOWN:
            because = f"{now}. Whether the new end is later cannot be known, so replace it: then the court finds both."
        return Decision((Finding(daa("44(11)"), False, because),))
    if change == LIGHTEN and moved in (LATER, UNKNOWN):
        because = f"{now}, and the new end is later. To make it last longer, extend it."
        if moved == UNKNOWN:
            because = f"{now}. The new end may be later, so replace it: then the court finds both."
        return Decision((Finding(daa("44(9)"), False, because),))
    return Decision(())


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {compare_ends: ("38(4)",), end_moves: ("44(9)", "44(11)")}
