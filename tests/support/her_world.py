"""A protected person with a card, as the tests of her pages need her: what happened in her case, and her way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.test import Client

from haven.cases.models import Case
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, agree_safe_contact
from haven.courts.requirements import RequirementFacts
from haven.jobs.practice.house import House
from haven.jobs.react import react
from haven.orders.models import Order
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.support.operations.give_card import GiveCard, give_card
from haven_law.clock import to_london
from tests.operations.court_helpers import made_order, no_contact, programme, stay_away

PIN, DURESS_PIN, PHRASE = "402817", "771930", "purple harbour kettle"
HER_NUMBER, SEALED = "07700 900471", "9 Teasel Rise"
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@dataclass
class Her:
    """The order that protects her, and the number of her card."""

    house: House
    order: Order
    card: str

    @property
    def case(self) -> Case:
        return self.order.case

    @property
    def names(self) -> list[str]:
        """Everything that no page may hold unless she asked for it, and never the last two."""
        people = (self.case.subject, self.case.protected)
        words = [w for p in people for n in p.names.all() for w in (n.as_written, n.family) if w]
        return [*dict.fromkeys(words), SEALED, HER_NUMBER.replace(" ", "")]


# Whatever waits is due by then.
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def follow() -> None:
    """What the worker does after events: all that follows, and what follows from that."""
    while react(FAR).finished:
        pass


def make_her(house: House, now: datetime, *more: RequirementFacts) -> Her:
    """An order made eight days ago (with `more` clauses), with a sealed place, a plan and a card; told of nothing yet."""
    order = made_order(house, now - 8 * DAY, no_contact(), stay_away(), programme(), *more)
    seal_place(order.case.protected, SealedPlaceFacts(SEALED, "CR0 9ZZ"), by=house.ali)
    text = ChannelFacts("text", HER_NUMBER, "no")
    facts = PlanFacts("we_contact", (text,), (WindowFacts((0, 1, 2, 3, 4), datetime.min.time().replace(hour=10), datetime.min.time().replace(hour=14)),))  # fmt: skip
    agree_safe_contact(order.case, facts, by=house.ali, at=now - HOUR)
    secrets = GiveCard(order.case.ref, True, PIN, DURESS_PIN, PHRASE)
    card = give_card(secrets, by=house.ali, at=now - HOUR)
    follow()
    return Her(house, order, card.card_number)


def typed(card: str, phrase: str = PHRASE, pin: str = PIN) -> dict[str, str]:
    return {"card": card, "phrase": phrase, "pin": pin}


def enter(client: Client, her: Her, **changes: str):
    return client.post("/u/in", typed(her.card) | changes)


def boxes(name: str, at: datetime) -> dict[str, str]:
    """The boxes of a day and a time."""
    local = to_london(at)
    return {
        f"{name}-day": str(local.day), f"{name}-month": str(local.month), f"{name}-year": str(local.year),
        f"{name}-time": f"{local:%H:%M}",
    }  # fmt: skip
