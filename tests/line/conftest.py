"""A case with a card, and a telephone that rings the public host as the provider would: signed, step by step."""

import re
import xml.etree.ElementTree as Tree
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts
from haven.line import twiml
from haven.line.operations.show_to_line import show_to_line
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.operations.give_card import GiveCard, give_card
from tests.pages.public_host import only_public
from tests.rows import HOUR, a_case, a_notice

PIN, DURESS_PIN, PHRASE, SEND_HELP, CANNOT_TALK = (
    "402817",
    "771930",
    "purple harbour kettle",
    "red ladder",
    "blue umbrella",
)
HER_NUMBER = "+447700900471"
_calls = count(1)


@dataclass
class Phone:
    """One call. `press` answers what is heard, as (language, words), and keeps status and headers of the last answer."""

    client: Client
    number: str = "+447700900123"
    sid: str = ""
    action: str = "/line/call"
    status: int = 0
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    keys: int = 0

    def __post_init__(self):
        self.sid = self.sid or f"CA{next(_calls):032d}"

    def send(self, path, **params):
        values = {"CallSid": self.sid, "From": self.number, "CallStatus": "in-progress"} | params
        sign = twiml.signature(
            settings.LINE_ACCOUNT.token, settings.PUBLIC_URL + path, {k: [v] for k, v in values.items()}
        )
        return self.client.post(
            path,
            urlencode(values),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": sign},
        )

    def press(self, keys="", **params):
        answer = self.send(self.action, Digits=keys, **params)
        return self._heard(answer)

    def ring(self, **params):
        return self._heard(self.send("/line/call", **params))

    def _heard(self, answer):
        self.status, self.headers, self.body = answer.status_code, dict(answer.headers), answer.content
        response = Tree.fromstring(answer.content)
        gather = response.find("Gather")
        self.keys = int(gather.get("numDigits")) if gather is not None else 0
        self.action = gather.get("action") if gather is not None else self.action
        return [say.text for say in response.iter("Say")]

    def all(self, *keys):
        """Everything heard from ringing to the last of these keys, as one text."""
        heard = self.ring()
        for one in keys:
            heard = self.press(one)
        return " ".join(heard)


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def public(settings, clock):
    only_public(settings)
    return Client()


@pytest.fixture
def phone(public):
    return lambda **changes: Phone(public, **changes)


@pytest.fixture
def case(house, now):
    """A notice was given an hour ago."""
    case = a_case(house, now - 3 * HOUR)
    a_notice(house, case, now - 2 * HOUR, served=now - HOUR)
    return case


@pytest.fixture
def card(house, case, now):
    secrets = GiveCard(case.ref, True, PIN, DURESS_PIN, PHRASE, CANNOT_TALK, SEND_HELP, "the green folder")
    return give_card(secrets, by=house.ali, at=now - HOUR).card_number


def agree(house, case, at, *, line=True, **facts):
    """Her plan: a text and a call, hers alone. With `line` the automated line may tell her."""
    ways = (ChannelFacts("text", HER_NUMBER, "no"), ChannelFacts("call", HER_NUMBER, "no"))
    plan = PlanFacts(**({"mode": "we_contact", "channels": ways} | facts))
    version = case.protected.contact_plans.count()
    return agree_plan(
        AgreePlan(case.ref, plan, Wishes(line_news_allowed=line), after_version=version), by=house.ali, at=at
    )


@pytest.fixture
def open_line(house, case, card, now):
    """Card, plan and news are there, and the line may speak."""
    agree(house, case, now - HOUR)
    show_to_line(now)
    return card


def words_of(texts):
    return re.sub(r"\s+", " ", " ".join(texts))
