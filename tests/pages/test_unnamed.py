"""Nobody's shoulder: no staff page names the protected person until somebody asks, which is on record."""

import pytest
import time_machine
from django.test import Client

from haven.parties.queries import display_name
from tests.factories import make_served_notice


@pytest.fixture
def notice(house, now):
    return make_served_notice(house, now)


@pytest.mark.parametrize(
    "page", ["/notices/{notice}", "/cases/{case}", "/cases/{case}/requirements", "/cases/{case}/history"]
)
def test_the_page_does_not_name_them(house, now, notice, page):
    client = Client()
    client.force_login(house.okoro)
    with time_machine.travel(now, tick=False):
        answer = client.get(page.format(notice=notice.ref, case=notice.case.ref))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert display_name(notice.case.protected) not in text
    assert "the protected person" in text or "Protects" in text
