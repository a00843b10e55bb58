"""Signing in: by password, through a door in practice mode only, and out again."""

import pytest
from django.test import Client

from haven.accounts.models import PRACTICE_PASSWORD


def test_nobody_is_sent_to_sign_in(house):
    answer = Client().get("/board?area=Croydon")
    assert answer.status_code == 302 and answer["Location"] == "/sign-in?next=%2Fboard%3Farea%3DCroydon"
    assert Client().get("/help").status_code == 200, "who cannot sign in can read how"


def test_password_signs_in_and_out(house):
    client = Client()
    page = client.get("/sign-in")
    assert page.status_code == 200 and "Or practise as" in page.content.decode()
    wrong = client.post("/sign-in", {"login": "ali@haven.example", "password": "not this one"})
    assert "The work email or the password is not right" in wrong.content.decode()
    assert "ali@haven.example" in wrong.content.decode(), "what was typed stays"
    right = client.post("/sign-in", {"login": "ali@haven.example", "password": PRACTICE_PASSWORD})
    assert right.status_code == 302
    assert "PC Sana Ali 4471" in client.get("/").content.decode()
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/").status_code == 302


def test_five_wrong_passwords_lock(house):
    client = Client()
    for _ in range(5):
        client.post("/sign-in", {"login": "ali@haven.example", "password": "wrong wrong wrong"})
    answer = client.post("/sign-in", {"login": "ali@haven.example", "password": "wrong wrong wrong"})
    assert answer.status_code == 429


@pytest.mark.parametrize("code", ["", "0", "x", "9" * 40, "1 OR 1=1", "-1"])
def test_a_door_that_is_not_there(house, code):
    assert Client().post("/practice/as", {"as": code}).status_code == 404


def test_a_door_opens_and_only_within_this_site(house):
    client = Client()
    answer = client.post("/practice/as", {"as": house.halloran.pk, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert "Insp Ruth Halloran" in client.get("/").content.decode()


def test_no_door_outside_practice(house, settings):
    settings.PRACTICE = False
    assert Client().post("/practice/as", {"as": house.halloran.pk}).status_code == 404
    assert "practise as" not in Client().get("/sign-in").content.decode()


def test_broken_characters_in_an_address(house):
    client = Client()
    client.force_login(house.ali)
    assert client.get("/help?x=%00").status_code == 400
    assert client.get("/%00").status_code == 400
