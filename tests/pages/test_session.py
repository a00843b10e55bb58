"""How long somebody stays signed in, and that nothing typed is lost when they must sign in again."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from haven.accounts.models import PRACTICE_PASSWORD, Team
from haven.cases.models import Task
from haven.web.session import ABSOLUTE, IDLE
from haven.web.staff.session import typed
from tests.rows import a_case

AT = datetime.fromisoformat("2026-11-13T08:00:00+00:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PART = {"HX-Request": "true"}
PLACE = "14 Larch Way, second bell"


@pytest.fixture
def clock(house):
    with time_machine.travel(AT, tick=False) as moving:
        yield moving


def by_password(user, client=None, **more):
    client = client or Client()
    client.post("/sign-in", {"login": user.email, "password": PRACTICE_PASSWORD, **more})
    return client


def signed_in(client):
    return client.get("/session", headers=PART).status_code == 200


def test_three_hours_without_a_touch_end_it(house, clock):
    client = by_password(house.okoro)
    clock.move_to(AT + IDLE - timedelta(seconds=1))
    assert signed_in(client)
    clock.move_to(AT + IDLE)
    assert not signed_in(client) and client.get("/tasks")["Location"] == "/sign-in?next=%2Ftasks"
    assert not Session.objects.exists(), "the row is gone too"


def test_a_touch_puts_the_end_off_and_what_a_page_fetches_does_not(house, clock):
    client = by_password(house.okoro)
    clock.move_to(AT + 2 * HOUR)
    assert client.get("/board/part", headers=PART).status_code == 200
    clock.move_to(AT + IDLE - MINUTE)
    assert client.get("/board").status_code == 200
    clock.move_to(AT + IDLE + HOUR)
    assert client.get("/board/part", headers=PART).status_code == 200
    clock.move_to(AT + 2 * IDLE - MINUTE)
    assert client.get("/board/part", headers=PART).status_code == 401, "the board alone keeps nobody signed in"


def test_the_board_on_a_wall_stays_for_twelve_hours_and_no_longer(house, clock):
    client = by_password(house.okoro)
    for hours in range(1, 12):
        clock.move_to(AT + hours * HOUR)
        assert client.get("/board/part?screen=large", headers=PART).status_code == 200
    clock.move_to(AT + ABSOLUTE)
    assert client.get("/board/part?screen=large", headers=PART).status_code == 401


def test_signing_in_again_begins_anew(house, clock):
    client = by_password(house.okoro)
    clock.move_to(AT + 2 * HOUR)
    client.post("/practice/as", {"as": house.okoro.pk})
    clock.move_to(AT + 2 * HOUR + IDLE - MINUTE)
    assert signed_in(client)
    client.get("/")
    for hours in range(7, 14, 2):
        clock.move_to(AT + hours * HOUR)
        client.get("/")
    assert signed_in(client), "twelve hours count from the last signing in"


def test_what_the_page_is_told_and_the_press_that_stays(house, clock):
    client = by_password(house.okoro)
    clock.move_to(AT + 2 * HOUR)
    said = client.get("/session", headers=PART).json()
    assert (said["left"], said["stay"], said["who"]) == (3600, True, house.okoro.pk) and said["token"]
    assert client.get("/session", headers=PART).json()["left"] == 3600, "to ask is no touch"
    assert client.post("/session", headers=PART).json()["left"] == 3 * 3600
    page = client.get("/").content.decode()
    assert 'data-left="10800" data-warn="600"' in page and "Stay signed in" in page
    for hours in (4, 6, 8, 10):
        clock.move_to(AT + hours * HOUR)
        client.get("/")
    said = client.post("/session", headers=PART).json()
    assert (said["left"], said["stay"]) == (2 * 3600, False), "after twelve hours nothing puts it off"
    assert Client().get("/session", headers=PART).status_code == 401
    assert client.delete("/session").status_code == 405


def test_a_part_of_a_page_never_becomes_the_sign_in_page(house):
    answer = Client().post("/hearings/x/outcome/draft", headers=PART)
    assert answer.status_code == 401 and answer.content == b"You are not signed in."
    assert answer["Content-Type"].startswith("text/plain")


def test_a_form_of_a_stranger_leads_back_to_its_page(house):
    """Nobody knows who sent it: nothing is kept, and signing in leads to the page that it was on."""
    client = Client()
    answer = client.post("/tasks/x", {"proof": PLACE}, headers={"Referer": "http://testserver/tasks/x?page=2"})
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/tasks/x?page=2"]}
    elsewhere = client.post("/tasks/x", headers={"Referer": "https://elsewhere.example/tasks"})
    assert elsewhere["Location"] == "/sign-in"


def sent_too_late(house, clock, client, **more):
    """A task done with a proof typed, sent when the time was over. Gives the address and the answer."""
    with_task = a_case(house, AT)
    task = Task.objects.create(
        case=with_task, kind="x", words="Read it", for_team=Team.objects.get(pk=house.okoro.team_id), made_at=AT
    )
    path = f"/tasks/{task.public_id}"
    page = client.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    clock.move_to(AT + IDLE + MINUTE)
    fields = {"csrfmiddlewaretoken": token, "proof": PLACE, "do": ["one", "two"], "password": "not carried"} | more
    client.handler.enforce_csrf_checks = True
    answer = client.post(path, fields)
    client.handler.enforce_csrf_checks = False
    return path, answer


def test_what_was_typed_comes_back_to_whoever_typed_it(house, clock):
    client = by_password(house.okoro)
    path, answer = sent_too_late(house, clock, client)
    page = answer.content.decode()
    assert answer.status_code == 401 and "You were signed out before this was sent." in page
    assert PLACE not in page and "not carried" not in page, "closed: a sign-in page shows it to nobody"
    assert PLACE not in str(Session.objects.values_list("session_data")) and not Session.objects.exists()
    closed = re.search(r'name="typed" value="([^"]+)"', page)[1]
    wrong = client.post("/sign-in", {"login": house.okoro.email, "password": "wrong", "typed": closed})
    assert f'name="typed" value="{closed}"' in wrong.content.decode(), "a wrong password loses nothing"
    again = client.post("/sign-in", {"login": house.okoro.email, "password": PRACTICE_PASSWORD, "typed": closed})
    page = again.content.decode()
    assert again.status_code == 200 and "Send what you typed?" in page and f'action="{path}"' in page
    carried = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2])
    assert [pair for pair in carried if pair[0] != "csrfmiddlewaretoken"] == [
        ("proof", PLACE),
        ("do", "one"),
        ("do", "two"),
    ]
    assert signed_in(client)


def test_the_door_of_the_same_person_brings_it_back_too(house, clock):
    client = by_password(house.okoro)
    path, answer = sent_too_late(house, clock, client)
    page = answer.content.decode()
    assert re.findall(r'name="as" value="(\d+)"', page) == [str(house.okoro.pk)], "the door of nobody else"
    closed = re.search(r'name="typed" value="([^"]+)"', page)[1]
    assert f'action="{path}"' in client.post("/practice/as", {"as": house.okoro.pk, "typed": closed}).content.decode()


def test_it_opens_for_nobody_else_and_not_for_ever(house, clock):
    client = by_password(house.okoro)
    _path, answer = sent_too_late(house, clock, client)
    closed = re.search(r'name="typed" value="([^"]+)"', answer.content.decode())[1]
    other = client.post("/practice/as", {"as": house.ali.pk, "typed": closed})
    assert other.status_code == 302 and other["Location"] == "/"
    for broken in ("", "x", closed[:-8], "é", "AAAA" + closed):
        assert typed.opened(broken, house.okoro.pk, AT + IDLE + MINUTE) is None
    clock.move_to(AT + IDLE + MINUTE + typed.WITHIN + MINUTE)
    assert client.post("/practice/as", {"as": house.okoro.pk, "typed": closed})["Location"] == "/"


def test_a_form_that_another_site_made_up_is_not_brought_back(house, clock):
    client = by_password(house.okoro)
    _path, answer = sent_too_late(house, clock, client, csrfmiddlewaretoken="x" * 64)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in")


def test_a_form_of_passwords_is_not_carried(house, clock):
    client = by_password(house.okoro)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', client.get("/password").content.decode())[1]
    clock.move_to(AT + IDLE)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/password", {"csrfmiddlewaretoken": token, "current": "x", "new": "y", "again": "y"})
    assert answer.status_code == 302 and answer["Location"] == "/sign-in"
