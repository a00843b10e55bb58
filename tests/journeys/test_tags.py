"""A tag comes off: an officer records it on a phone, it is offered as a breach, and she reads it on her page in plain words."""

from datetime import timedelta

import pytest

from haven.jobs.take_her_posts import take_her_posts
from haven.support.models import Update
from haven_law.clock import to_london
from tests.journeys.conftest import NOW
from tests.journeys.test_her import come_in, look, page, press, site, staff_site  # noqa: F401
from tests.journeys.test_propose import browser_of
from tests.operations.court_helpers import tag
from tests.support.her_world import follow, make_her

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def her(house):
    return make_her(house, NOW, tag())


def test_recorded_offered_as_a_breach_and_read_by_her(chromium, live_server, house, her, request):
    officer = browser_of(chromium, live_server, house.ali, viewport={"width": 360, "height": 800})
    officer.goto(f"{live_server.url}/orders/{her.order.ref}/compliance")
    look(officer, "tag-order")
    officer.get_by_role("link", name="Record what was told").click()
    press(officer, "Record it")
    officer.get_by_text("There is a problem").wait_for()
    look(officer, "tag-errors")
    officer.get_by_label("Taken off or cut").check()
    officer.get_by_label("Who does the monitoring", exact=True).check()
    for name, hours in (("happened_at", 2), ("told_at", 1)):
        local = to_london(NOW - timedelta(hours=hours))
        for part, value in (
            ("day", local.day),
            ("month", local.month),
            ("year", local.year),
            ("time", f"{local:%H:%M}"),
        ):
            officer.locator(f"input[name={name}-{part}]").fill(str(value))
    press(officer, "Record it")
    follow()
    officer.reload()
    look(officer, "tag-off")
    officer.get_by_role("link", name="Report it as a breach").click()
    officer.wait_for_url("**/breaches/new/**")
    hers, address = request.getfixturevalue("page"), request.getfixturevalue("site")
    come_in(hers, address, her)
    hers.goto(address + "/u/you/news")
    hers.get_by_role("heading", name="The tag is off").wait_for()
    look(hers, "tag-news")
    press(hers, "I have read this")
    take_her_posts(NOW)
    assert Update.objects.get(kind="tag_off").told_at == NOW
