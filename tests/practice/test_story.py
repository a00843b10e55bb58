"""The story carried out by the operations: what the plan says is what the records say."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db.models import Count

from haven.breaches.models import Breach, BreachOutcome
from haven.cases.models import Case, CaseEvent, CounterAllegation, Deadline, DeadlineRung, PendingEvent, Task
from haven.cases.permissions import visible_to
from haven.feedback.models import FeedbackAction, FeedbackInvitation, FeedbackPost, FeedbackResponse
from haven.feedback.states import is_alert, is_late, status
from haven.figures.queries import figures, heard_in_time, notice_positions
from haven.jobs.practice.house import existing_house
from haven.jobs.practice.plan_values import Sizes
from haven.jobs.practice.story import place_scaled
from haven.jobs.react import react
from haven.jobs.watch_deadlines import watch
from haven.leaflets.models import LeafletHandout
from haven.notices.models import Notice
from haven.orders.models import OrderVersion
from haven.parties.models import Person, PersonSearch, SealedPlace
from haven.parties.operations.keep_search import keep_search
from haven_law.calendar import Calendar
from haven_law.clock import counted_left, to_london
from tests.incidents.test_messages import every_message_says_nothing

# A Sunday on which the clocks go back: an awkward moment.
NOW = datetime.fromisoformat("2026-10-25T14:20:00+00:00")
SMALL = Sizes(
    orders=18, refused=2, withdrawn=3, adjourned=2, unserved=4, breaches_of_notices=2, breaches_of_orders=4, custody=2,
    tagged=1, late=1, not_pursued=1, undecided=1, unserved_orders=1,
)  # fmt: skip


@pytest.fixture
def story(house):
    with time_machine.travel(NOW, tick=False):
        people = existing_house()
        yield people, place_scaled(people, NOW, SMALL)


def counted_as_planned(now, sizes):
    counted = figures(now)
    assert counted["notices_issued"] == sizes.served
    assert counted["orders_made"] == sizes.orders
    assert counted["applications_awaiting_hearing"] == sizes.awaiting
    assert counted["notices_in_force"] == sizes.awaiting + sizes.adjourned
    assert counted["notices_past_deadline"] == 1
    assert counted["breaches_of_notices"] == sizes.breaches_of_notices
    assert counted["breaches_of_orders"] == sizes.breaches_of_orders
    assert counted["breaches_pursued"] == sizes.breaches_of_notices + sizes.breaches_of_orders
    assert notice_positions(now)["continuing"] == sizes.adjourned
    assert heard_in_time(now).late == sizes.late
    running = Deadline.objects.filter(kind="hearing", closed_at__isnull=True)
    assert running.count() == sizes.awaiting
    left = [counted_left(now, d.act_by, Calendar.shipped()).left for d in running if d.act_by > now]
    assert len(left) >= 3 and sum(timedelta(0) < span < timedelta(hours=6) for span in left) == 1
    assert Notice.objects.filter(served_at__isnull=True).count() == sizes.unserved
    custody = BreachOutcome.objects.exclude(custody_months=None, custody_days=None)
    assert custody.count() == sizes.custody and custody.filter(custody_months=12).count() == 1
    assert BreachOutcome.objects.filter(tagged=True).count() == sizes.tagged
    return counted


def test_a_small_story(story):
    """One story, looked at from every side: carrying it out is what takes the time."""
    house, cases = story
    counted_as_planned(NOW, SMALL)
    assert Case.objects.count() == len(cases)
    assert not PendingEvent.objects.exists(), "everything that follows has followed"
    _everybody_stands_in_it(house, cases)
    _everybody_is_found()
    _no_act_is_in_the_future()
    _no_message_says_anything()
    _old_tasks_are_done()
    _the_watch_does_not_storm()
    _somebody_said_how_it_was()
    _nothing_old_waits_for_an_answer()


def _everybody_stands_in_it(house, cases):
    restricted = Case.objects.get(restrictions__isnull=False)
    assert restricted not in visible_to(house.ali, NOW) and restricted in visible_to(house.nair, NOW)
    assert CounterAllegation.objects.get().decided_at is None
    assert Person.objects.filter(no_fixed_abode=True).exists() and SealedPlace.objects.exists()
    assert OrderVersion.objects.filter(cause="varied").count() == 1
    two = Case.objects.values("protected").annotate(n=Count("pk")).filter(n=2)
    assert two.count() == 1, "two subjects against one person"
    assert Breach.objects.filter(pursued_at=None, decided_not_at=None).count() == SMALL.undecided


def _everybody_is_found():
    """Every operation that records somebody keeps the row that finds them: written anew, it is the same row."""
    people = Person.objects.filter(voided_at__isnull=True)
    assert not people.filter(search=None).exists()
    held = {row.person_id: row for row in PersonSearch.objects.all()}
    keep_search(held)
    for row in PersonSearch.objects.all():
        was = held[row.person_id]
        assert (was.names, was.born, was.places, was.keys) == (row.names, row.born, row.places, row.keys)


def _no_act_is_in_the_future():
    assert not CaseEvent.objects.filter(at__gt=NOW).exists()
    for case in Case.objects.all():
        kinds = list(case.events.order_by("seq").values_list("kind", flat=True))
        assert kinds[0] == "case.opened" or "notice.proposed" in kinds


def _no_message_says_anything():
    """Every text in both languages by every channel, as it would leave for every case there is."""
    for case in Case.objects.select_related("protected", "lead_force").order_by("pk"):
        assert every_message_says_nothing(case, NOW) >= 18


def _old_tasks_are_done():
    """A force that is at work: what is open is of the last day, and hardly any of it late."""
    left = Task.objects.filter(done_at=None)
    assert left.exists(), "something is left for who practises"
    assert not left.filter(made_at__lt=NOW - timedelta(hours=20)).exists()
    late = left.filter(due_at__lt=NOW)
    assert late.count() <= 3, list(late.values_list("kind", "due_at"))
    ended = Task.objects.filter(kind="pnc_marker_off")
    assert ended.exists() and not ended.filter(done_at=None, due_at__lt=NOW).exists(), "markers of ended orders are off"


def _the_watch_does_not_storm():
    """One run catches up with what is due; it tells of the running clocks and of little else."""
    report = watch(NOW)
    assert report.failed == 0
    assert 0 < report.raised <= 30
    told = CaseEvent.objects.filter(kind__startswith="deadline.", at=NOW)
    assert told.count() == report.raised


def _somebody_said_how_it_was():
    """By every way there is; one hour is open, one is seen to, one reply is wanted, and something changed in public."""
    rows = FeedbackResponse.objects.all()
    assert set(rows.values_list("version", flat=True)) == {"online", "phone", "paper", "easy_read"}
    alerts = [row for row in rows if row.signs]
    assert sorted(status(row) for row in alerts) == ["closed", "new"] and sum(is_alert(row) for row in alerts) == 1
    assert Deadline.objects.get(kind="feedback_safety", closed_at=None).act_by > NOW
    assert rows.filter(reply_wanted=True, replied_at=None).exists() and rows.filter(replied_how="call").exists()
    action = FeedbackAction.objects.get()
    assert action.published_on is not None and action.people == action.responses.count() >= 5
    assert not is_late(rows.get(reply_wanted=True, replied_at=None), to_london(NOW).date())
    given = set(LeafletHandout.objects.values_list("answer", flat=True))
    assert given == set(LeafletHandout.ANSWERS)
    assert FeedbackInvitation.objects.filter(used_on=None).exists() and not FeedbackPost.objects.exists()


def _nothing_old_waits_for_an_answer():
    """What the watch has just raised is of the last hour or of clocks of hearings; older warnings were answered."""
    react(NOW + timedelta(days=1))
    waiting = DeadlineRung.objects.filter(
        acknowledged_at=None, raised_at__isnull=False, escalate_at__isnull=False, deadline__closed_at=None
    ).select_related("deadline")
    old = [r for r in waiting if r.due_at < NOW - timedelta(hours=1) and r.deadline.kind != "hearing"]
    assert not old, [(r.deadline.kind, r.rung, r.due_at) for r in old]
    assert len(waiting) <= 15
    past = Deadline.objects.filter(closed_at=None, voided_at=None, outer_limit__lt=NOW - timedelta(days=1))
    assert past.count() <= 5, list(past.values_list("kind", "outer_limit"))
    assert DeadlineRung.objects.filter(acknowledged_at__isnull=False).exists()
