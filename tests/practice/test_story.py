"""The story carried out: what the plan says is what the records say."""

from datetime import datetime

import pytest
import time_machine

from haven.figures.queries import figures
from haven.jobs.practice.house import build_house
from haven.jobs.practice.plan_values import Sizes
from haven.jobs.practice.story import place_scaled

NOW = datetime.fromisoformat("2026-10-25T14:20:00+00:00")
SMALL = Sizes(
    orders=14, refused=2, withdrawn=3, adjourned=2, unserved=4, breaches_of_notices=2, breaches_of_orders=4, custody=2,
    tagged=1, late=1, not_pursued=1, undecided=1, unserved_orders=1,
)  # fmt: skip


@pytest.fixture
def story(db):
    with time_machine.travel(NOW, tick=False):
        house = build_house(NOW)
        yield house, place_scaled(house, NOW, SMALL)


def test_a_small_story_is_counted_as_planned(story):
    house, cases = story
    counted = figures(NOW)
    assert counted["notices_issued"] == SMALL.served
    assert counted["orders_made"] == SMALL.orders
