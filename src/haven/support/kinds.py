"""Which events are news for a protected person, by what right, and what they do to her plan.

The Code's rights bite where there is a criminal case (law.md 14.2); the rest is our rule. A kind is also what she can say
"only when I ask" of (experience 3.2, Q11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RULE, CODE_6, CODE_9 = "our rule", "Victims' Code right 6", "Victims' Code right 9"


@dataclass(frozen=True)
class NewsKind:
    """A code, what staff call it, and the right it rests on. `danger`: somebody may be on the way to her. `trigger`: after
    it she is asked again how she may be reached (experience 3.1, 6)."""

    code: str
    words: str
    basis: str = RULE
    danger: bool = False
    trigger: bool = False


NEWS: Mapping[str, NewsKind] = {
    "notice.served": NewsKind("notice_given", "The notice was given to the subject"),
    "hearing.listed": NewsKind("court_date", "A court date is set"),
    "hearing.adjourned": NewsKind("court_later", "The court will decide later"),
    "application.determined": NewsKind("no_order", "The court made no order, and the notice has ended"),
    "order.made": NewsKind("order_made", "The court made an order", trigger=True),
    "order.served": NewsKind("order_given", "The order was given to the subject"),
    "order.varied": NewsKind("order_changed", "What the order says has changed"),
    "order.ended": NewsKind("order_ended", "The order has ended", trigger=True),
    "subject.died": NewsKind("subject_died", "The subject has died"),
    "breach.reported": NewsKind("breach_looked_at", "What was reported is being looked at", CODE_6),
    "breach.pursued": NewsKind("breach_acted_on", "What was reported is acted on", CODE_6),
    "breach.not_pursued": NewsKind("breach_not_taken", "What was reported is not taken further, and why", CODE_6),
    "breach.arrested": NewsKind("arrested", "The subject was arrested", CODE_6, trigger=True),
    "custody.ended": NewsKind("released", "The subject is no longer held", CODE_6, danger=True, trigger=True),
    "breach.charged": NewsKind("charged", "The subject was charged", CODE_6, trigger=True),
    "breach.no_charge": NewsKind("no_charge", "There is no charge, and why", CODE_6),
    "breach.outcome": NewsKind("court_result", "What the court decided about the breach", CODE_9, trigger=True),
}
# What else makes a plan old: it changes where the subject is.
TRIGGERS = frozenset({"detention.ended", "subject.imprisoned"}) | {k for k, news in NEWS.items() if news.trigger}
BY_CODE = {news.code: news for news in NEWS.values()}


def is_danger(news: NewsKind, facts: Mapping[str, Any]) -> bool:
    """Whether it is life or death here: whoever goes on being held is not on the way to her."""
    return news.danger and "custody" not in str(facts.get("remand", ""))
