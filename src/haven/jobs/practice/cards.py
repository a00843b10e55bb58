"""A few protected people of the story have a card, so that the line and the pages behind a card can be tried."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.cases.models import Case
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts
from haven.jobs.practice.house import House
from haven.line.models import PracticeCard
from haven.line.operations.show_to_line import show_to_line
from haven.line.practice import CANNOT_TALK, DURESS_PIN, PHRASE, PIN, SEND_HELP, STAFF_WORDS
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.orders import states as order_states
from haven.orders.models import Order
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.operations.give_card import GiveCard, give_card
from haven.support.plans import plan_row

NUMBER = "07700 900471"


def give_cards(house: House, now: datetime) -> list[PracticeCard]:
    """A card each to somebody with a running notice, with an order in force, and with an order of which the line may not
    speak. Whoever the story has none of is left out, and so is whoever has a helper: they are reached as they agreed."""
    notices = notice_states.with_status(Notice.objects.filter(case__protected__consents=None), now).order_by("pk")
    running = notices.filter(status_code="running")  # type: ignore[misc]
    orders = order_states.with_status(Order.objects.filter(case__protected__consents=None), now).order_by("pk")
    orders = orders.filter(status_code=order_states.IN_FORCE)  # type: ignore[misc]
    chosen = [
        (running.first(), True, "A notice was given. The automated line may tell it."),
        (orders.first(), True, "An order is in force. The automated line may tell it."),
        (orders.last(), False, "An order is in force. The automated line may not speak of it."),
    ]
    given: list[PracticeCard] = []
    for paper, line, words in chosen:
        if paper is not None and not PracticeCard.objects.filter(card__person=paper.case.protected_id).exists():
            given.append(_give(paper.case, line, words, house, now))
    show_to_line(now)
    return given


@transaction.atomic
def _give(case: Case, line: bool, words: str, house: House, now: datetime) -> PracticeCard:
    """Her plan as it is kept, or a first one; then card, PIN and phrase."""
    plan = plan_row(case.protected_id)
    ways = (ChannelFacts("text", NUMBER, "no"), ChannelFacts("call", NUMBER, "no"))
    facts = PlanFacts("we_contact", ways)
    command = AgreePlan(case.ref, facts, Wishes(line_news_allowed=line), after_version=plan.version if plan else 0)
    agree_plan(command, by=house.nair, at=now)
    secrets = GiveCard(case.ref, True, PIN, DURESS_PIN, PHRASE, CANNOT_TALK, SEND_HELP, STAFF_WORDS)
    return PracticeCard.objects.create(card=give_card(secrets, by=house.nair, at=now), words=words)
