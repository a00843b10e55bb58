"""When she may be rung back: a pure rule over her plan. A promise to ring is kept in her hours, or given to a person who
reaches her in another way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haven.parties.contact.views import PlanView
from haven.parties.contact.windows import next_opening, open_at

# Hours that end sooner than this are left for the next: a call must not run over their end.
LEAST = timedelta(minutes=15)

WHY_NOT = {
    "no_plan": "They asked to be rung, and have no safe contact plan. Nobody rings. Speak to them in person, away from the subject",
    "they_contact": "They asked to be rung, and by their plan they contact us. Nobody rings. The news is ready for when they do",
    "via_supporter": "They asked to be rung, and their plan says to go through somebody whom they trust. Ring that person alone",
    "no_number": "They asked to be rung, and no number of theirs is safe. Speak to them in person, away from the subject",
    "no_hours": "They asked to be rung, and their plan leaves no hour for it. Speak to them in person, away from the subject",
}  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """The hours in which she may be rung."""

    opens: datetime
    closes: datetime


def slot_of(plan: PlanView | None, at: datetime) -> Slot | str:
    """The next hours that are open to a call, or the reason (a name in WHY_NOT) why there are none."""
    if plan is None:
        return "no_plan"
    if plan.mode != "we_contact":
        return plan.mode if plan.mode in WHY_NOT else "no_plan"
    if not any(channel.kind == "call" for channel in plan.channels):
        return "no_number"
    closes = open_at(plan, at)
    if closes is not None and closes - at >= LEAST:
        return Slot(at, closes)
    opens = next_opening(plan, closes if closes is not None else at)
    ends = open_at(plan, opens) if opens is not None else None
    return Slot(opens, ends) if opens is not None and ends is not None else "no_hours"


def may_ring(plan: PlanView | None, at: datetime) -> bool:
    """May she be rung at this instant?"""
    found = slot_of(plan, at)
    return isinstance(found, Slot) and found.opens <= at
