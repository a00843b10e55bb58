"""What comes near, who could not be reached, and a plan that must be asked again: each ends with a person."""

from datetime import UTC, datetime, timedelta

import pytest

from haven.cases.models import CaseEvent, Task
from haven.cases.operations.record_detention import DetentionFacts, record_detention, record_release
from haven.courts.models import Hearing
from haven.courts.requirements import Lasts
from haven.jobs.react import react
from haven.jobs.watch_deadlines import watch
from haven.parties.models import SafeContactPlan
from haven.support.kinds import BY_CODE, NEWS
from haven.support.models import Update
from haven.support.operations.mark_told import mark_told
from haven.support.operations.record_attempt import record_attempt
from haven.support.operations.remind import ASK_AGAIN, hearings_near, plans_to_ask_again
from haven_law.clock import to_london
from haven_law.findings import Refused
from tests.operations.court_helpers import made_order, no_contact
from tests.rows import HOUR, a_case, a_hearing
from tests.support.test_updates import due, event, plan

FAR = datetime(2100, 1, 1, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


class TestWhatIsNews:
    def test_each_piece_of_news_comes_with_a_task_for_a_person(self, house, case, now):
        """An update that nobody is asked to tell would lie there: every event that is news also gives the task."""
        from haven.reactions import FOLLOWERS

        quiet = {"subject.died"}  # its task goes to a lawyer and says to tell, in one
        for kind in NEWS:
            names = {follower.__name__ for follower in FOLLOWERS[kind]}
            assert "news_for_her" in names
            assert kind in quiet or any(n.startswith(("tell_", "speak_of")) for n in names), kind

    def test_an_order_is_told_as_an_order_and_not_as_the_end_of_the_application(self, house, now):
        order = made_order(house, now, no_contact())
        react(FAR)
        kinds = set(Update.objects.filter(case=order.case).values_list("kind", flat=True))
        assert "order_made" in kinds and "no_order" not in kinds

    def test_let_go_from_prison_is_told_at_once_by_a_person(self, house, case, now):
        held = record_detention(case, DetentionFacts("prison", "HMP Larkspur", now - 9 * DAY), by=house.ali, at=now)
        plan(case, house, now)
        record_release(held, released_at=now + HOUR, by=house.ali, at=now + HOUR)
        react(FAR)
        update = Update.objects.get(kind="released")
        assert update.state == "to_person" and update.message is None
        assert update.clock.act_by == now + 2 * HOUR and update.task.kind == "tell_protected"
        assert Task.objects.filter(case=case, kind=ASK_AGAIN, done_at=None).count() == 1


class TestNear:
    def test_a_hearing_is_near_once_and_never_on_the_day_it_was_listed(self, house, case, now):
        hearing = a_hearing(house, case, now + 2 * DAY)
        Hearing.objects.filter(pk=hearing.pk).update(listed_at=now)
        assert hearings_near(now + HOUR) == 0
        Hearing.objects.filter(pk=hearing.pk).update(listed_at=now - 9 * DAY)
        assert [hearings_near(now), hearings_near(now)] == [1, 0]
        react(FAR)
        update = Update.objects.get(kind="court_soon")
        assert update.clock.act_by == update.task.due_at == hearing.listed_for

    @pytest.mark.parametrize("gone", [{"vacated_at": True}, {"begun_at": True}])
    def test_what_is_over_is_not_near(self, house, case, now, gone):
        hearing = a_hearing(house, case, now + 2 * DAY)
        Hearing.objects.filter(pk=hearing.pk).update(listed_at=now - 9 * DAY, **dict.fromkeys(gone, now))
        assert hearings_near(now) == 0

    def test_far_ones_wait(self, house, case, now):
        hearing = a_hearing(house, case, now + 6 * DAY)
        Hearing.objects.filter(pk=hearing.pk).update(listed_at=now - 9 * DAY)
        assert hearings_near(now) == 0 and hearings_near(now + DAY) == 1

    def test_the_end_of_an_order_is_told_sixty_days_before_once(self, house, now):
        last = to_london(now).date() + timedelta(days=200)
        order = made_order(house, now, no_contact(), lasts=Lasts("date", last))
        sixty = order.ends_at - 60 * DAY
        watch(sixty - MINUTE)
        react(FAR)
        assert not CaseEvent.objects.filter(kind="order.ending").exists()
        for at in (sixty + MINUTE, order.ends_at - 28 * DAY + MINUTE):
            watch(at)
            react(FAR)
        said = CaseEvent.objects.get(kind="order.ending")
        assert said.facts["order"] == order.ref and f"{last:%Y}" in said.facts["day"]
        update = Update.objects.get(kind="order_ending")
        assert update.event == said and update.task.kind == "tell_protected"


class TestNotReached:
    def test_two_calls_and_then_a_sergeant_decides(self, house, case, now):
        update = due(case, house, now)
        record_attempt(update, how="call", by=house.ali, at=now + MINUTE)
        assert not Task.objects.filter(kind="not_reached").exists()
        record_attempt(update, how="call", by=house.ali, at=now + HOUR)
        task = Task.objects.get(kind="not_reached")
        assert task.duty_role == "duty_sergeant" and task.due_at == now + 5 * HOUR
        with pytest.raises(Refused, match="third time"):
            record_attempt(update, how="call", by=house.ali, at=now + 2 * HOUR)
        record_attempt(update, how="visit", by=house.ali, at=now + 2 * HOUR)
        update.clock.refresh_from_db()
        assert update.clock.closed_at is None

    def test_what_cannot_wait_is_decided_within_half_an_hour(self, house, case, now):
        update = due(case, house, now, "custody.ended")
        record_attempt(update, how="supporter", by=house.ali, at=now + MINUTE)
        assert Task.objects.get(kind="not_reached").due_at == now + 31 * MINUTE

    def test_what_cannot_be(self, house, case, now):
        update = due(case, house, now)
        with pytest.raises(ValueError, match="not a way"):
            record_attempt(update, how="text", by=house.ali, at=now)
        with pytest.raises(Refused, match="before it happened"):
            record_attempt(update, how="call", by=house.ali, at=now - MINUTE)
        for user in (house.quill, house.castell):
            with pytest.raises(Refused):
                record_attempt(update, how="call", by=user, at=now)
        mark_told(update, how="call", by=house.ali, at=now)
        with pytest.raises(Refused, match="already"):
            record_attempt(update, how="call", by=house.ali, at=now)


class TestAskedAgain:
    def test_a_plan_that_is_too_old_gives_one_task_which_a_new_plan_ends(self, house, case, now):
        made = plan(case, house, now)
        assert plans_to_ask_again(now + 30 * DAY) == 0
        later = now + 31 * DAY
        assert plans_to_ask_again(later) == 1 and plans_to_ask_again(later) == 0
        task = Task.objects.get(case=case, kind=ASK_AGAIN)
        assert task.for_user == house.ali and made.review_on < later.date()
        plan(case, house, later + HOUR)
        react(FAR)
        task.refresh_from_db()
        assert task.done_at == later + HOUR and SafeContactPlan.objects.count() == 2

    def test_every_turn_asks_again_and_stops_the_machine(self, house, case, now):
        plan(case, house, now)
        for kind in sorted(k for k, news in NEWS.items() if news.trigger):
            event(case, house, now + MINUTE, kind, day="Monday 1 March 2027")
        react(FAR)
        assert Task.objects.filter(case=case, kind=ASK_AGAIN).count() >= 1
        assert Task.objects.filter(case=case, kind=ASK_AGAIN, done_at=None).count() == 1
        assert due(case, house, now + HOUR).gate_rule == 4

    def test_danger_is_no_kind_that_can_be_put_off(self):
        from haven.web.staff.support.forms import PlanForm

        offered = {code for code, _words in PlanForm.base_fields["asks"].choices}
        assert offered == {code for code, news in BY_CODE.items() if not news.danger}
