"""The practice page: for administrators of a practice installation, and for nobody else."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from haven.accounts.models import Command, Instance
from haven.web.staff.practice import pages
from tests.factories import make_case

NOW = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture
def started(monkeypatch):
    found: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(pages.subprocess, "Popen", lambda command, env, **more: found.append((command, env)))
    return found


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_an_administrator_places_the_cases_anew(house, started, monkeypatch):
    monkeypatch.setenv("HAVEN_DB_ROLE", "haven_staff")
    Instance.objects.update(placed_at=NOW, progress_done=226, progress_of=226)
    with time_machine.travel(NOW + timedelta(hours=1)):
        client = client_of(house.lowry)
        page = client.get("/practice")
        assert "Placed Friday 6 November 2026 at 9:00am" in text(page)
        assert "Somebody has worked" not in text(page) and 'href="/practice"' in page.content.decode()
        answer = client.post("/practice")
        assert answer["Location"] == "/practice?begun=1"
        assert "The placing has begun." in text(client.get(answer["Location"]))
    [(command, environ)] = started
    assert command[-2:] == ["demo", "--again"]
    assert "HAVEN_DB_ROLE" not in environ, "the staff role may not empty the tables"


def test_what_people_did_is_not_taken_away_unseen(house, started):
    make_case(house, NOW)
    Instance.objects.update(placed_at=NOW - timedelta(days=2), progress_done=1, progress_of=1)
    Command.objects.create(actor_key="user:1", command_id=uuid.uuid4(), fingerprint="x")
    with time_machine.travel(NOW):
        page = text(client_of(house.lowry).get("/practice"))
    assert "more than a day old, and somebody has worked on them" in page


def test_how_far_it_is(house, started):
    Instance.objects.update(placed_at=None, progress_done=114, progress_of=226)
    page = text(client_of(house.lowry).get("/practice"))
    assert "Placing practice cases: 114 of 226" in page


def test_who_may_not(house, started, settings):
    assert client_of(house.okoro).get("/practice").status_code == 403
    assert client_of(house.okoro).post("/practice").status_code == 403
    assert Client().get("/practice").status_code == 302 and Client().post("/practice").status_code == 302
    assert 'href="/practice"' not in client_of(house.okoro).get("/").content.decode()
    assert Client(enforce_csrf_checks=True).post("/practice").status_code in (302, 403)
    settings.PRACTICE = False
    assert client_of(house.lowry).get("/practice").status_code == 404
    assert client_of(house.lowry).post("/practice").status_code == 404
    assert started == []
