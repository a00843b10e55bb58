"""A hearing that is vacated: the next one has its clock, its task says when and why, and nobody loses sight of it."""

from datetime import timedelta

import pytest

from haven.cases.deadlines import open_deadlines
from haven.cases.models import Case, Deadline, Task
from haven.courts.facts import hearing_clock
from haven.courts.models import Application, Sitting
from haven.courts.operations.hear import (
    AdjournHearing,
    BeginHearing,
    RefuseApplication,
    adjourn_hearing,
    begin_hearing,
    refuse_application,
)
from haven.courts.operations.list_hearing import ListHearing, Slot, VacateHearing, list_hearing, vacate_hearing
from haven.courts.queries import not_listed
from haven.orders.operations.void_outcome import VoidOutcome, void_outcome
from tests.factories import follow
from tests.operations.court_helpers import begun_hearing, decided, listed_hearing, sent_application

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FLOODED = "The court room is flooded."


def sitting_after(application, at):
    return Sitting.objects.filter(court=application.court, starts_at__gt=at).order_by("starts_at").first()


def vacated(house, hearing, at):
    return vacate_hearing(VacateHearing(hearing.public_id, FLOODED), by=house.okoro, at=at)


def unlisted(at):
    return [a.ref for a in not_listed(Case.objects.all(), at)]


def task():
    follow()
    return Task.objects.get(kind="list_again")


@pytest.fixture(params=["time", "assessment"])
def adjourned(request, house, now):
    """The hearing after an adjournment, ten days on, and the instant at which it is vacated."""
    hearing = begun_hearing(house, now)
    at = hearing.begun_at + HOUR
    slot = Slot(sitting_after(hearing.application, at + 10 * DAY))
    outcome = adjourn_hearing(AdjournHearing(decided(hearing), request.param, slot), by=house.moss, at=at)
    return outcome.next_hearing, at + HOUR


@pytest.mark.provision("29(7)")
class TestAfterAnAdjournment:
    def test_the_hearing_that_is_listed_again_has_its_clock(self, house, adjourned):
        following, at = adjourned
        assert open_deadlines(following.public_id, "next_hearing").count() == 1
        vacated(house, following, at)
        assert not open_deadlines(following.public_id).exists()
        slot = Slot(sitting_after(following.application, at + 20 * DAY))
        again = list_hearing(ListHearing(following.application.ref, slot), by=house.okoro, at=at + HOUR)
        assert open_deadlines(again.public_id, "next_hearing").get().act_by == again.listed_for
        begin_hearing(BeginHearing(again.public_id, again.listed_for), by=house.moss, at=again.listed_for)
        assert Deadline.objects.get(about_ref=again.public_id, kind="next_hearing").met_at == again.listed_for

    def test_it_is_in_the_list_of_what_has_no_hearing_until_it_has_one(self, house, adjourned):
        following, at = adjourned
        ref = following.application.ref
        assert unlisted(at) == []
        vacated(house, following, at)
        assert unlisted(at) == [ref] and unlisted(at - timedelta(seconds=1)) == []
        slot = Slot(sitting_after(following.application, at + 20 * DAY))
        list_hearing(ListHearing(ref, slot), by=house.okoro, at=at + HOUR)
        assert unlisted(at + HOUR) == []

    def test_the_task_speaks_of_no_48_hours(self, house, adjourned):
        following, at = adjourned
        vacated(house, following, at)
        found = task()
        assert "adjournment" in found.words and "must be heard" not in found.words
        assert found.basis == "DAA 2021 s.29(7)" and at < found.due_at <= at + 5 * DAY

    def test_none_when_it_is_listed_again_by_then(self, house, adjourned):
        following, at = adjourned
        vacated(house, following, at)
        slot = Slot(sitting_after(following.application, at + 20 * DAY))
        list_hearing(ListHearing(following.application.ref, slot), by=house.okoro, at=at + HOUR)
        follow()
        assert not Task.objects.filter(kind="list_again").exists()

    def test_an_adjournment_taken_back_takes_that_hearing_with_it(self, house, adjourned):
        following, at = adjourned
        first = following.application.hearings.get(hearing_kind="first")
        vacated(house, following, at)
        slot = Slot(sitting_after(following.application, at + 20 * DAY))
        again = list_hearing(ListHearing(following.application.ref, slot), by=house.okoro, at=at + HOUR)
        why = "The court had not adjourned it: the entry was of another case."
        void_outcome(VoidOutcome(first.public_id, why), by=house.fenwick, at=at + 2 * HOUR)
        again.refresh_from_db()
        assert again.voided_by == house.fenwick and not open_deadlines(again.public_id).exists()


@pytest.mark.provision("29(2)")
class TestBeforeTheFirst:
    def test_due_by_the_deadline_of_the_notice(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        vacated(house, hearing, now + 3 * HOUR)
        found = task()
        clock = hearing_clock(hearing.application.after_notice)
        assert (found.due_at, found.basis) == (clock.act_by, "DAA 2021 s.29(2)")
        assert "before the notice must be heard" in found.words
        assert unlisted(now + 3 * HOUR) == [hearing.application.ref]
        assert not Deadline.objects.filter(kind="next_hearing").exists()

    def test_at_once_when_that_has_passed(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        at = hearing_clock(hearing.application.after_notice).act_by + HOUR
        vacated(house, hearing, at)
        found = task()
        assert found.due_at == at and "at once" in found.words


def test_what_is_decided_is_not_listed(house, now):
    hearing = begun_hearing(house, now)
    at = hearing.begun_at + HOUR
    refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
    assert unlisted(at) == [] and Application.objects.get().determined_at is not None
