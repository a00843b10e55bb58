"""Every citation on a page is a link, and every such link leads to words that are there."""

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from haven.accounts.models import User
from haven.web.parts.law_links import law_address
from tests.operations.court_helpers import REASONS, begun_hearing, no_contact, programme, tag
from tests.pages import propose_pages
from tests.pages.acting import signed_in
from tests.pages.addresses import ADDRESSES, build_world, everybody
from tests.pages.test_outcome_page import MADE, Desk
from tests.weight import MOST, weight

NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
CITED = re.compile(
    r"(?<![\w.])(?:ss?\.\d+[A-Z]?(?:\(\w+\))*|(?:MCR|CrimPR|FPR|CPR|PACE|BFDA|FLA|VPA) \d{4} (?:ss?|rr?|Sch|PD)\.? ?\d[\w()]*)"
)
# What a person types or chooses is no place for a link, and a link holds no other.
NO_LINKS_IN = {"a", "button", "option", "textarea", "summary", "title", "script", "style", "label"}
# The pages of the law name their own sections.
OF_THE_LAW = "law"


class Words(HTMLParser):
    """The text of the main part that could be a link and is none; and every link to a page of the law."""

    def __init__(self):
        super().__init__()
        self.open, self.loose, self.links, self.main = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag in ("input", "br", "img", "use", "meta", "link", "path", "rect", "hr", "col", "wbr"):
            return
        self.open.append(tag)
        self.main += tag == "main"
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/law"):
            self.links.append(href)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        self.main -= tag == "main"

    def handle_data(self, data):
        if self.main > 0 and not NO_LINKS_IN & set(self.open):
            self.loose += CITED.findall(data)


def read(answer):
    words = Words()
    words.feed(answer.content.decode())
    return words


@pytest.fixture
def world(house):
    with time_machine.travel(NOW, tick=False):
        yield build_world(house, NOW)


def pages(world, house):
    """Each address that answers with a page, opened by the first who may."""
    people = {user.pk: signed_in(user) for user in everybody(house).values()}
    own = {
        code: signed_in(User.objects.get(email=f"{code}@haven.example"))
        for code in {a.own for a in ADDRESSES.values()}
        if code
    }
    for name, address in ADDRESSES.items():
        if address.post:
            continue
        path = reverse(name, args=address.args(world))
        for client in [own[address.own]] if address.own else people.values():
            with transaction.atomic():
                answer = client.get(path)
                transaction.set_rollback(True)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield name, answer
                break


def test_no_citation_without_a_link_and_no_link_without_an_end(world, house):
    """And, on the same walk, no page that is heavier than there is time for at a door."""
    loose, targets, seen, heavy = {}, set(), set(), {}
    for name, answer in pages(world, house):
        words = read(answer)
        if weight(answer.content) >= MOST:
            heavy[name] = weight(answer.content)
        targets |= {(name, href) for href in words.links}
        seen.add(name)
        if not name.startswith(OF_THE_LAW) and words.loose:
            loose[name] = words.loose
    assert not loose, str(loose)
    assert not heavy, heavy
    assert {"decide", "deadline", "outcome", "order", "notice", "application", "check_answer"} <= seen
    lost = [(name, href) for name, href in sorted(targets) if not found(signed_in(house.lowry), href)]
    assert not lost, lost
    linked = {name for name, _href in targets if _href.startswith("/law/")}
    assert {"decide", "deadline", "outcome", "order", "notice", "board"} <= linked


PAGES: dict[str, set[str]] = {}


def found(client, href):
    """Whether the page is there, and the anchor on it."""
    where, _hash, anchor = href.partition("#")
    if where not in PAGES:
        answer = client.get(where)
        PAGES[where] = (
            set(re.findall(r'\bid="([^"]+)"', answer.content.decode())) if answer.status_code == 200 else set()
        )
    return bool(PAGES[where]) and (not anchor or anchor in PAGES[where])


def test_what_is_to_fix_before_an_order_is_issued_links_too(house):
    with time_machine.travel(NOW, tick=False) as clock:
        hearing = begun_hearing(
            house, NOW, requirements=(no_contact(), tag(lasts=tag().lasts), programme(responsible=None))
        )
        clock.move_to(hearing.begun_at)
        desk = Desk(house.moss, hearing)
        answer = desk.send("issue", **(MADE | {"presence": "absent", "reasons": REASONS}))
        assert answer.status_code == 422
        words = read(answer)
        assert not words.loose and any(href.startswith("/law/37#37-2") for href in words.links)


def test_a_hard_stop_of_the_questions_links(house):
    with propose_pages.signed_in(house.ali) as client:
        draft = propose_pages.start(client)
        young = propose_pages.ANSWERS["subject"] | {"born-year": "2010"}
        answer = client.get(propose_pages.put(client, draft, "subject", young)["Location"])
        words = read(answer)
        assert "/law/22#22-6" in words.links and not words.loose


def test_a_refusal_and_an_error_beside_a_field_link(house):
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(house.frome).get("/decide")
        assert answer.status_code == 403 and "/law/our-rules#haven-access" in read(answer).links


@pytest.mark.parametrize(
    "provision", ["DAA 2021 s.22(6)", "MCR 1981 r.18", "Haven leak gate", "our rule", "SI 2026/342"]
)
def test_an_address_is_there(house, provision):
    with time_machine.travel(NOW, tick=False):
        assert found(signed_in(house.ali), law_address(provision)), provision
