"""Where the law ends soon, or has ended, the pages on which notices are asked for and decided say so."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import override_settings

from haven.lawdata.models import CommencementArea
from haven.web.area_strip import area_strip
from tests.pages.acting import signed_in, text

PAGES = ("/notices/new", "/decide")


def says(house, when):
    with time_machine.travel(datetime.fromisoformat(when), tick=False):
        return [text(signed_in(user).get(page)) for user, page in zip((house.ali, house.halloran), PAGES, strict=True)]


@pytest.fixture
def real(house):
    """Without the practice line, as in production."""
    CommencementArea.objects.all().delete()
    return house


def test_from_fourteen_days_before_to_the_end_and_after(real):
    assert not any("Notices can be given in" in page for page in says(real, "2026-11-09T12:00:00+00:00"))
    for when in ("2026-11-10T00:00:00+00:00", "2026-11-24T23:59:00+00:00"):
        for page in says(real, when):
            assert "Notices can be given in Bromley, Croydon, Sutton until the end of 24 November 2026" in page
    for page in says(real, "2026-11-25T00:00:00+00:00"):
        assert "No notice can be given in Croydon, Bromley, Sutton." in page and "Where the law is in force" in page


def test_a_newer_line_takes_it_away(real):
    for code in ("croydon", "bromley", "sutton"):
        CommencementArea.objects.create(
            area_code=code, area_name=code.title(), force_code="", from_day=date(2026, 11, 25), instrument="SI 2026/1300", source="x", confirmed=True
        )  # fmt: skip
    assert not any("notice can be given" in page.casefold() for page in says(real, "2026-11-25T12:00:00+00:00"))


def test_the_practice_line_counts_in_practice_alone(house):
    at = datetime.fromisoformat("2026-11-26T12:00:00+00:00")
    assert area_strip(house.forces["practice"], at) is None
    with override_settings(PRACTICE=False):
        assert area_strip(house.forces["practice"], at)[0] == "act"
    assert area_strip(house.forces["northmoor"], at) is None, "no instrument ever named it"
