"""The pages of the desk: nothing of a case before proof, nothing of a secret ever, and no page that tells two calls apart."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from haven.audit.models import ReadingLog
from haven.cases.models import Restriction, Task
from haven.jobs.react import react
from haven.line.models import Call, CallbackTask
from haven.line.operations.take_steps import take_steps
from haven.parties.models import Need
from haven.support.models import Update
from haven.support.operations.draft_update import draft_update
from haven.support.operations.see_tries import see_tries
from tests.line.conftest import HER_NUMBER, PHRASE, PIN, SEND_HELP, agree
from tests.rows import HOUR

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(house):
    return signed_in(house.controller)


class Handler:
    """A handler at a call that was opened on the page."""

    def __init__(self, client, number=""):
        self.client = client
        opened = client.post("/line", {"command_id": str(uuid.uuid4()), "number": number})
        self.url = opened["Location"]
        self.act("ask", safe="yes", claims="protected")

    def act(self, name, **values):
        return self.client.post(self.url, {"act": name, "command_id": str(uuid.uuid4())} | values, follow=True)

    def prove(self, card, phrase=PHRASE, pin=""):
        return self.act("prove", card=card, phrase=phrase, pin=pin).content.decode()

    def text(self):
        return self.client.get(self.url).content.decode()


@pytest.fixture
def update(house, case, now):
    from tests.support.test_updates import event

    return draft_update(event(case, house, now - MINUTE, "order.made"), now)


def plain(page):
    """A page without what differs between any two pages."""
    page = re.sub(r'value="[0-9a-f-]{36}"|name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(r"/line/[0-9a-f-]{36}", "/line/x", page)


class TestBeforeProof:
    def test_no_such_card_wrong_words_and_a_case_kept_from_us_are_one_page(self, house, desk, case, card, now):
        pages = [
            plain(Handler(desk).prove(number, phrase))
            for number, phrase in (("00000000", PHRASE), (card, "wrong words here"))
        ]
        Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        pages.append(plain(Handler(desk).prove(card)))
        assert pages[0] == pages[1] == pages[2]
        assert "There is no update that I can give on this line." in pages[0] and "Not proven" in pages[0]

    def test_nothing_of_a_case_is_on_the_page(self, desk, case, card, update):
        page = Handler(desk)
        for text in (page.text(), page.prove(card, "wrong words here")):
            assert case.ref not in text and "The court made an order" not in text and "Ashdown" not in text
        assert not ReadingLog.objects.filter(operation="take_call").exists()

    def test_what_is_said_is_never_sent_back(self, desk, card):
        page = Handler(desk)
        for text in (
            page.prove(card, "wrong words here", "111222"),
            page.prove("", "wrong words here", "111222"),
            page.text(),
        ):
            assert "wrong words" not in text and "111222" not in text and card not in text
        assert "Enter the number on their card" in page.prove("")

    def test_the_same_words_for_danger(self, desk, card):
        danger, wrong = Handler(desk).prove(card, SEND_HELP), Handler(desk).prove(card, "wrong words here")
        said = re.compile(r"“There is no update[^”]*”")
        assert said.findall(danger) == said.findall(wrong) != []
        assert "They may be in danger. Say the words on the right" in danger and PHRASE not in danger

    def test_not_safe_to_talk(self, desk, card):
        page = Handler(desk)
        text = page.act("ask", safe="no", claims="protected").content.decode()
        assert "Ask nothing more" in text and 'name="phrase"' not in text
        assert page.act("prove", card=card, phrase=PHRASE).status_code == 422


class TestAfterProof:
    def test_what_may_be_said_and_that_she_heard_it(self, house, desk, case, card, update, now):
        agree(house, case, now - HOUR)
        Need.objects.create(person=case.protected, kind="bsl")
        page = Handler(desk)
        text = page.prove(card)
        for words in ("It is them", "A notice is in force.", "It was given to them on Friday 6 November 2026.", "There is no date at court now.",
                      "The court made an order.", "British Sign Language", "the green folder", "Never said on this line"):  # fmt: skip
            assert words in text, words
        for kept in (PHRASE, PIN, card, HER_NUMBER, "900471", "Verity", "Ashdown", "Sorrel"):
            assert kept not in text, kept
        assert ReadingLog.objects.filter(operation="take_call", case_ref=case.ref).exists()
        assert page.act("told", news=[]).status_code == 422
        text = page.act("told", news=[str(update.ref)]).content.decode()
        assert "Told in this call" in text and Update.objects.get().told_how == "call"
        page.act("end", how="told")
        assert "This call is over" in page.text() and case.ref not in page.text()

    def test_outside_her_hours_it_is_said(self, house, desk, case, card, now):
        from datetime import time

        from haven.cases.operations.agree_safe_contact import WindowFacts

        agree(house, case, now - HOUR, windows=(WindowFacts((0, 1, 2, 3, 4), time(10), time(14)),))
        assert "These are not the hours they called safe." in Handler(desk).prove(card)

    def test_pressed_twice_it_is_once(self, desk, card, update):
        page = Handler(desk)
        page.prove(card)
        same = str(uuid.uuid4())
        for _n in range(2):
            assert page.act("pass", what="happened", command_id=same).status_code == 200
            page.act("told", news=[str(update.ref)], command_id=str(uuid.uuid4()))
        assert Task.objects.filter(kind="call_happened").count() == 1

    @pytest.mark.parametrize(
        ("act", "values"),
        [
            ("told", {"news": ["x"]}),
            ("pass", {"what": "x"}),
            ("signs", {}),
            ("end", {"how": "x"}),
            ("ask", {"safe": "x"}),
        ],
    )
    def test_what_is_wrong_is_said(self, desk, card, act, values):
        page = Handler(desk)
        page.prove(card)
        assert page.act(act, **values).status_code == 422

    def test_no_such_act_and_somebody_elses_call(self, house, desk, card):
        page = Handler(desk)
        assert page.act("telepathy").status_code == 404
        other = signed_in(house.okoro)
        assert other.get(page.url).status_code == 404 and signed_in(house.ali).get(page.url).status_code == 403


class TestCallbacks:
    def test_asked_for_rung_and_reached(self, house, desk, case, card, now):
        agree(house, case, now - HOUR)
        page = Handler(desk)
        page.prove(card, "wrong words here")
        assert "If the card is one of ours" in page.act("callback").content.decode()
        take_steps(now)
        assert case.ref in desk.get("/line/callbacks").content.decode()
        url = f"/line/callbacks/{CallbackTask.objects.get().public_id}"
        assert HER_NUMBER not in desk.get(url).content.decode()
        same = str(uuid.uuid4())
        assert HER_NUMBER in desk.post(url, {"command_id": same}).content.decode()
        for answer in (desk.get(url), desk.post(url, {"command_id": same}), desk.post(f"{url}/went", {"result": ""})):
            assert HER_NUMBER not in answer.content.decode()
        went = desk.post(f"{url}/went", {"command_id": str(uuid.uuid4()), "result": "spoke"})
        assert Call.objects.filter(public_id=went["Location"].rsplit("/", 1)[1]).exists()
        assert desk.get(url).status_code == 404

    def test_a_restricted_case_is_not_there(self, house, desk, case, card, now):
        agree(house, case, now - HOUR)
        Handler(desk).act("callback")
        page = Handler(desk)
        page.prove(card)
        page.act("callback")
        take_steps(now)
        url = f"/line/callbacks/{CallbackTask.objects.get().public_id}"
        Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        assert desk.get(url).status_code == 404 and case.ref not in desk.get("/line/callbacks").content.decode()


class TestHelp:
    @pytest.fixture
    def danger(self, desk, case, card, now):
        Handler(desk).prove(card, SEND_HELP)
        react(now + timedelta(days=400))
        see_tries(now)
        return case

    def test_the_control_room_and_the_inspector_see_it_on_every_page(self, house, desk, danger):
        for client, page in ((desk, "/help"), (signed_in(house.halloran), "/decide"), (signed_in(house.ali), "/tasks")):
            assert "Somebody may need help now." in client.get(page).content.decode()
        assert "Somebody may need help now." not in signed_in(house.castell).get("/figures").content.decode()
        assert "Somebody may need help now." not in signed_in(house.quill).get("/tasks").content.decode()

    def test_whoever_acts_says_so(self, house, desk, danger, now):
        text = desk.get("/line").content.decode()
        assert danger.ref in text and "Ring Ruth Halloran." in text
        Task.objects.update(made_at=now)  # the clock of the database is a real one
        task = Task.objects.get(kind="duress_pin")
        url = f"/line/help/{task.public_id}"
        assert desk.post(url, {"command_id": str(uuid.uuid4())}).status_code == 422
        assert desk.post(url, {"command_id": str(uuid.uuid4()), "proof": "Unit sent, CAD 4411"}).status_code == 302
        assert "Help may be needed now" not in desk.get("/line").content.decode()
        assert signed_in(house.okoro).get(url).status_code == 404

    def test_of_a_restricted_case_the_control_room_learns_whom_to_ring_and_can_say_that_it_did(
        self, house, desk, case, card, now
    ):
        Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        Handler(desk).prove(card, SEND_HELP)
        react(now + timedelta(days=400))
        see_tries(now)
        text = desk.get("/line").content.decode()
        assert case.ref not in text and "Ring Professional Standards." in text
        assert "Somebody may need help now." not in signed_in(house.halloran).get("/decide").content.decode()
        Task.objects.update(made_at=now)  # the clock of the database is a real one
        task = Task.objects.get(kind="duress_pin")
        assert (
            desk.post(
                f"/line/help/{task.public_id}", {"command_id": str(uuid.uuid4()), "proof": "Rang them"}
            ).status_code
            == 302
        )


def test_the_pages_ask_as_often_however_much_there_is(desk, card, django_assert_max_num_queries):
    page = Handler(desk)
    page.prove(card)
    page.text()
    with django_assert_max_num_queries(45):
        page.text()
