"""The two promises as figures: told in time, and spoken to within the hour; and nobody known by them."""

from datetime import timedelta

import pytest
from django.db import transaction

from haven.cases.chronology import record
from haven.feedback.measures import half_spoken_to, middle, promises
from haven.feedback.operations.triage import record_safe, take_on
from haven.support.models import Update
from haven.support.operations.draft_update import draft_update
from haven.support.operations.mark_told import mark_told
from haven_law.clock import to_london
from tests.feedback.saying import said
from tests.rows import HOUR, a_case

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SPOKEN = "PC Wren spoke to her: she is safe."


def danger(house, at, spoken_after=None):
    _case, row = said(house, at, {"safer": ["less_safe"]})
    if spoken_after is not None:
        take_on(row, by=house.marlow, at=at + MINUTE)
        record_safe(row, SPOKEN, by=house.marlow, at=at + spoken_after)


def news(house, at, told_after=None, closed=""):
    with transaction.atomic():
        event = record(a_case(house, at - HOUR), "order.served", by=house.moss, at=at, about=("order", "DO-1"))
    update = draft_update(event, at)
    if told_after is not None:
        mark_told(update, how="call", by=house.ali, at=at + told_after)
    if closed:
        Update.objects.filter(pk=update.pk).update(state="closed", closed_because=closed)


def shares(house, now):
    return {s.label: s for s in promises(house.marlow.force_id, now, to_london(now).date())}


def test_spoken_to_within_the_hour(house, now):
    for n in range(6):
        danger(house, now + n * MINUTE, (10 + n) * MINUTE)
    later = now + 3 * HOUR
    assert shares(house, later)["Spoken to within the hour"].percent == 100
    assert half_spoken_to(house.marlow.force_id, later, to_london(later).date()) == 12
    for n in range(6):
        danger(house, now + 10 * MINUTE + n * MINUTE, 90 * MINUTE if n else None)
    found = shares(house, later)["Spoken to within the hour"]
    assert (found.count, found.of, found.percent) == ("6", "12", 50), "late is late, and so is never"


def test_an_hour_that_runs_is_not_counted_yet(house, now):
    for n in range(5):
        danger(house, now + n * MINUTE, 10 * MINUTE)
    danger(house, now + 30 * MINUTE)
    assert shares(house, now + HOUR)["Spoken to within the hour"].of == "5"


def test_few_are_hidden(house, now):
    for n in range(6):
        danger(house, now + n * MINUTE, (70 if n == 0 else 10) * MINUTE)
    found = shares(house, now + 3 * HOUR)["Spoken to within the hour"]
    assert (found.count, found.of, found.percent) == ("not shown", "5 or more", None)


@pytest.mark.parametrize(("took", "half"), [([5, 6, 7, 8], None), ([5, 6, 9, 30, 50], 9), ([], None)])
def test_the_middle_is_of_five_at_least(took, half):
    assert middle([n * MINUTE for n in took]) == half


def test_told_in_time(house, now):
    for n in range(5):
        news(house, now + n * MINUTE, told_after=HOUR)
    for n in range(5):
        news(house, now + n * MINUTE, told_after=6 * DAY if n else None)
    news(house, now, closed="superseded")
    news(house, now, closed="she_asked_not")
    found = shares(house, now + 10 * DAY)["Told in time"]
    assert (found.count, found.of, found.percent) == ("5", "10", 50)


def test_of_the_own_force_alone(house, now):
    for n in range(5):
        danger(house, now + n * MINUTE, 10 * MINUTE)
        news(house, now + n * MINUTE, told_after=HOUR)
    found = promises(house.quill.force_id, now + 10 * DAY, to_london(now + 10 * DAY).date())
    assert [s.of for s in found] == ["0", "0"]
