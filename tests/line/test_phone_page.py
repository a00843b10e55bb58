"""The telephone of practice: it dials by plain forms, hears what a caller hears, and is not there in production."""

import re

import pytest
from django.test import Client

from haven.line.models import Call
from tests.line.conftest import PIN


@pytest.fixture
def page(public):
    return Dial(public)


class Dial:
    """Presses buttons of the page that it was given last."""

    def __init__(self, client: Client):
        self.client, self.text = client, ""

    def press(self, **button):
        hidden = dict(
            re.findall(r'type="hidden" name="(number|sid|action|typed|wanted|heard)" value="([^"]*)"', self.text)
        )
        hidden["heard"] = hidden.get("heard", "").replace("&amp;", "&")
        self.text = self.client.post("/line/phone", {"number": "+447700900123"} | hidden | button).content.decode()
        return self.text

    def keys(self, digits):
        for digit in digits:
            self.press(key=digit)
        return self.text


def test_she_rings_and_hears_it(page, open_line):
    assert "Updates line. If you are in danger now" in page.press(ring="1")
    page.keys("1")
    page.keys("1")
    assert "Key the eight digits on your card" in page.keys(open_line[:5]) and open_line[:5] in page.text
    page.keys(open_line[5:])
    assert "It is in force." in page.keys(PIN)
    assert "<h1" in page.text and "hang_up" in page.text
    assert "Ring the line" in page.press(hang_up="1")
    assert Call.objects.get().ended_at is not None


def test_silence_and_the_hash_key_send_what_was_keyed(page, db):
    page.press(ring="1")
    assert "That was not one of the choices." in page.press(wait="1")
    page.keys("1")
    page.keys("1")
    page.keys("123")
    assert "That was not one of the choices." in page.press(key="#")
    assert "Nobody can take your call" in page.press(wait="1") and "The call is over." in page.text


@pytest.mark.parametrize(
    "changed",
    [{"sid": "x"}, {"action": "https://elsewhere.example/line/call"}, {"action": "/line/call?n=9999"}, {"typed": "<b>"}, {"wanted": "99"},
     {"number": "+440000"}, {"sid": "\x00"}],
)  # fmt: skip
def test_a_page_that_was_tampered_with_is_a_telephone_on_the_hook(page, db, changed):
    page.press(ring="1")
    page.press(key="1", **changed)
    assert "Ring the line" in page.text


def test_in_production_there_is_none(public, settings, db):
    settings.PRACTICE = False
    assert public.get("/line/phone").status_code == 404 and public.post("/line/phone", {"ring": "1"}).status_code == 404
