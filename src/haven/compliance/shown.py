"""All that a responsible person may read of an order: their own clause and what is needed to supervise it (domain model,
audience views). What is not a field here cannot reach the public host."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from haven.orders.facts import versions_of
from haven.orders.models import Order, Requirement
from haven.parties.queries import born_words, display_name
from haven_law.clock import to_london
from haven_law.order_life import duration_words
from haven_law.terms import VOCABULARY
from haven_law.wording import legal_wording, plain_wording


@dataclass(frozen=True)
class ShownClause:
    """Days in ISO; `until` empty: no day is set, `lasts` says how long. No place of anybody, no name but the subject's."""

    order: str
    subject: str
    born: str
    clause: int
    what: str
    plain: str
    legal: str
    starts: str
    until: str
    lasts: str
    served: bool
    desk: str
    reports: bool


def _kind(day: bool, event: str) -> str:
    return "period" if day else "event" if event else "further_order"


def shown_to_responsible(row: Requirement, order: Order) -> dict[str, Any]:
    """The view as plain values. The words are made without the name of the protected person."""
    starts = row.starts_on or (to_london(order.effective_at).date() if order.effective_at else None)
    last_day = row.last_day or order.last_day
    event = row.until_event or order.ends_event
    return asdict(
        ShownClause(
            order=order.ref,
            subject=display_name(order.subject),
            born=born_words(order.subject),
            clause=row.clause,
            what=VOCABULARY[row.term].label,
            plain=plain_wording(row.term, row.params),
            legal=legal_wording(row.term, row.params),
            starts=starts.isoformat() if starts else "",
            until=last_day.isoformat() if last_day else "",
            lasts=duration_words(_kind(last_day is not None, event), last_day, event),
            served=versions_of(order)[-1].served_at is not None,
            desk=f"{order.force.name}, civil orders unit",
            reports=row.term != "station_sign_on",
        )
    )
