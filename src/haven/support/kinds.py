"""Which events are news for a protected person, by what right, and what they do to her plan.

The Code's rights bite where there is a criminal case (law.md 14.2); the rest is our rule. A kind is also what she can say
"only when I ask" of (experience 3.2, Q11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RULE, CODE_6 = "Our rule", "Victims' Code right 6"
CODE_8, CODE_9 = "Victims' Code right 8", "Victims' Code right 9"


@dataclass(frozen=True)
class NewsKind:
    """A code, what staff call it, and the right it rests on. `danger`: somebody may be on the way to her. `trigger`: after
    it she is asked again how she may be reached (experience 3.1, 6). `only`: a fact of the event and the values with which
    it is this news; with any other it is none."""

    code: str
    words: str
    basis: str = RULE
    danger: bool = False
    trigger: bool = False
    only: tuple[str, tuple[str, ...]] | None = None

    def is_told_by(self, facts: Mapping[str, Any]) -> bool:
        """Whether an event with these facts is this news."""
        return self.only is None or facts.get(self.only[0]) in self.only[1]


# As the line of the chronology says it.
NOT_DEAD = "the subject has not died"
CHANGED = NewsKind("order_changed", "What the order says has changed")
RELEASED = NewsKind("released", "The subject is no longer held", CODE_6, danger=True, trigger=True)
NEWS: Mapping[str, NewsKind] = {
    "notice.served": NewsKind("notice_given", "The notice was given to the subject"),
    "hearing.listed": NewsKind("court_date", "A court date is set"),
    "hearing.vacated": NewsKind("court_date_off", "The court date no longer stands"),
    "hearing.near": NewsKind("court_soon", "The court date is near"),
    "hearing.adjourned": NewsKind("court_later", "The court will decide later"),
    # A court that makes an order has decided the application too: that is told as the order.
    "application.determined": NewsKind(
        "no_order", "The court made no order, and the notice has ended", only=("result", ("refused",))
    ),
    "application.withdrawn": NewsKind(
        "application_withdrawn", "The application was withdrawn, and the notice has ended"
    ),
    "order.made": NewsKind("order_made", "The court made an order", trigger=True),
    "order.served": NewsKind("order_given", "The order was given to the subject"),
    "order.took_effect": NewsKind("order_begun", "The order is now in force"),
    "order.varied": CHANGED,
    "order.corrected": CHANGED,
    "tag.fitted": NewsKind("tag_fitted", "The tag is fitted"),
    "tag.not_fitted": NewsKind("tag_not_fitted", "The tag is not fitted yet"),
    "tag.failed": NewsKind("tag_failed", "The tag is not working"),
    "tag.removed": NewsKind("tag_off", "The tag was taken off or cut", danger=True),
    "order.ending": NewsKind("order_ending", "The order ends soon", trigger=True),
    "order.ended": NewsKind("order_ended", "The order has ended", trigger=True),
    "notice.goes_on": NewsKind("notice_goes_on", "The notice did not end: it still stands", trigger=True),
    "outcome.voided": NewsKind(
        "court_date_wrong", "The court date was recorded wrongly", only=("result", ("adjourned",))
    ),
    "order.entered_in_error": NewsKind("order_in_error", "The order we told of was not made", trigger=True),
    "order.service_corrected": NewsKind("given_otherwise", "The order was given to the subject at another time"),
    "subject.death_corrected": NewsKind(
        "subject_alive", "The subject has not died", danger=True, trigger=True, only=("words", (NOT_DEAD,))
    ),
    "order.goes_on": NewsKind("order_goes_on", "The order did not end: it still stands", trigger=True),
    "subject.died": NewsKind("subject_died", "The subject has died"),
    "breach.reported": NewsKind("breach_looked_at", "What was reported is being looked at", CODE_6),
    "breach.pursued": NewsKind("breach_acted_on", "What was reported is acted on", CODE_6),
    "breach.not_pursued": NewsKind("breach_not_taken", "What was reported is not taken further, and why", CODE_6),
    "breach.arrested": NewsKind("arrested", "The subject was arrested", CODE_6, trigger=True),
    "custody.ended": RELEASED,
    "detention.ended": RELEASED,
    "breach.warrant": NewsKind(
        "warrant", "A court ordered the arrest of the subject", CODE_8, only=("step", ("issued",))
    ),
    "breach.charged": NewsKind("charged", "The subject was charged", CODE_6, trigger=True),
    "breach.no_charge": NewsKind("no_charge", "There is no charge, and why", CODE_6),
    "breach.outcome": NewsKind("court_result", "What the court decided about the breach", CODE_9, trigger=True),
}
# What else makes a plan old: it changes where the subject is.
TRIGGERS = frozenset({"subject.imprisoned"}) | {kind for kind, news in NEWS.items() if news.trigger}
BY_CODE = {news.code: news for news in NEWS.values()}


def news_in(kind: str, facts: Mapping[str, Any]) -> NewsKind | None:
    """The news that an event is, or None."""
    news = NEWS.get(kind)
    return news if news is not None and news.is_told_by(facts) else None


def is_danger(news: NewsKind, facts: Mapping[str, Any]) -> bool:
    """Whether it is life or death here: whoever goes on being held is not on the way to her."""
    return news.danger and "custody" not in str(facts.get("remand", ""))
