"""The gate that everything sent to a protected person passes, when it is queued and again at the moment of sending.

Experience 3.4, first match wins. The plan decides how she is told and never whether: each answer but "send" leaves the
clock running and gives the news to a person, or to the moment at which she asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haven.parties.contact.views import IF_ASKED, ChannelView, News, PlanView
from haven.parties.contact.windows import next_opening, open_at
from haven_law.clock import to_london

SEND, WAIT, HOLD, PERSON = "send", "wait", "hold", "person"
# A message that has not left within this time is not sent later: it would come as a surprise (experience 3.4, row 8).
LIVES = timedelta(hours=2)


@dataclass(frozen=True)
class Answer:
    """What may be done. `act`: send now (by `channel`, no later than `until`), wait (until `until`), hold (until she
    asks), or person (somebody must speak to her). `rule` is the row of the table, `because` a sentence for staff."""

    act: str
    rule: int
    because: str
    channel: ChannelView | None = None
    until: datetime | None = None


def may_contact(plan: PlanView | None, news: News, at: datetime, tried: frozenset[int] = frozenset()) -> Answer:
    """May a message leave for her now? `tried` are the channels by which it failed already."""
    if plan is None:
        return Answer(
            PERSON, 1, "There is no safe contact plan. Nothing is sent: ask in person, away from the subject."
        )
    if news.life_or_death:
        return Answer(
            PERSON, 2, "This cannot wait: a person calls them now, and tries the next way if they do not answer."
        )
    if news.kind in plan.preferences and plan.preferences[news.kind] == IF_ASKED:
        return Answer(HOLD, 7, "They hear this kind of news only when they ask.")
    if plan.mode == "they_contact":
        return Answer(HOLD, 3, "They contact us. The news is ready for when they do.")
    if plan.mode == "via_supporter":
        return Answer(PERSON, 3, "They hear through somebody they trust: a person calls that somebody.")
    if plan.stale(to_london(at).date()):
        return Answer(PERSON, 4, "The plan must be checked with them again before anything is sent.")
    return _by_channel(plan, news, at, tried)


def _by_channel(plan: PlanView, news: News, at: datetime, tried: frozenset[int]) -> Answer:
    channel = next((c for c in plan.channels if c.automatic and c.pk not in tried), None)
    if channel is None:
        return Answer(PERSON, 5, "No way to reach them is theirs alone. Only a person may use it, after checking.")
    closes = open_at(plan, at)
    if closes is not None:
        return Answer(SEND, 8, "It is safe to send now.", channel, min(closes, at + LIVES))
    opens = next_opening(plan, at)
    if opens is None or opens >= news.inform_by:
        return Answer(PERSON, 6, "The safe hours come too late for the time by which they must be told.", channel)
    return Answer(WAIT, 6, "The safe hours have not begun.", channel, opens)
