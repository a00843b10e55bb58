"""The public site tells nobody what it is, asks nothing, keeps nothing, and lets people leave."""

import re

import pytest
from django.test import Client

from tests.pages.public_host import only_public
from tests.weight import MOST, weight

PAGES = ["/", "/u/before", "/u/what", "/u/danger", "/u/safety", "/u/rights", "/u/accessibility"]


@pytest.fixture
def client(settings):
    only_public(settings)
    return Client()


@pytest.mark.parametrize("address", PAGES)
def test_page(client, address, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200 and not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert re.search(r"<title>\s*Updates\s*</title>", text), "a title that could be about anything"
    assert "/u/leave" in text and "noindex" in text
    assert "Haven" not in text and "<h1" in text and text.count("<h1") == 1
    assert len(answer.content) < weight(answer.content) < MOST


def test_leaving_clears_and_goes_elsewhere(client, settings):
    for answer in (client.get("/u/leave"), client.post("/u/leave")):
        assert answer.status_code == 303 and answer["Location"] == settings.EXIT_URL
        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_addresses_say_nothing():
    from haven.web.public.urls import urlpatterns

    for pattern in urlpatterns:
        assert not re.search(r"police|abuse|order|notice|victim|case", str(pattern.pattern))


@pytest.mark.parametrize("address", ["/cases", "/sign-in", "/u/nothing", "/check"])
def test_no_staff_page_here(client, address):
    answer = client.get(address)
    assert answer.status_code == 404 and "There is no such page" in answer.content.decode()


def test_icon_and_robots(client):
    assert client.get("/favicon.svg")["Content-Type"] == "image/svg+xml"
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
