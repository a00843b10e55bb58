"""She is told: news becomes due from the event on, leaves no content in a message, and is over only when she was told."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction

from haven.cases.chronology import record
from haven.cases.models import CaseEvent, Deadline, Task
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, agree_safe_contact
from haven.cases.operations.tasks import do_task
from haven.jobs.react import react
from haven.jobs.send_due import send_due
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept, OutboxMessage
from haven.sealed.models import SealedUse
from haven.support.kinds import NEWS
from haven.support.models import NewsPreference, PlanWishes, Update
from haven.support.operations.draft_update import JITTER, draft_update
from haven.support.operations.mark_told import mark_told
from haven.support.operations.plan_changes import plan_changed, plan_overtaken
from haven_law.findings import Refused
from tests.rows import HOUR, a_case, a_notice, serve

FAR = datetime(2100, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HER_NUMBER = "07700 900471"
# A Friday at nine; her hours are weekdays ten to two.
HOURS = (WindowFacts((0, 1, 2, 3, 4), time(10), time(14)),)


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


def plan(case, house, at, **changes):
    text = ChannelFacts("text", HER_NUMBER, "no")
    facts = {"mode": "we_contact", "channels": (text,), "windows": HOURS} | changes
    return agree_safe_contact(case, PlanFacts(**facts), by=house.ali, at=at)


FACTS = {"words": "in court", "result": "refused", "step": "issued"}


def event(case, house, at, kind="order.served", **facts):
    with transaction.atomic():
        return record(case, kind, by=house.ali, at=at, about=("order", "DO-1"), facts=FACTS | facts)


def due(case, house, at, kind="order.served"):
    """With the fact that makes an event of this kind news, where not every one is."""
    only = NEWS[kind].only
    return draft_update(event(case, house, at, kind, **({only[0]: only[1][0]} if only else {})), at)


class TestBecomingDue:
    def test_every_event_that_is_news_starts_a_clock_and_needs_a_person(self, house, case, now):
        for kind in NEWS:
            update = due(case, house, now, kind)
            assert update.state == "to_person" and update.gate_rule in (1, 2)
            assert update.clock.kind == "inform" and update.clock.closed_at is None
        assert Update.objects.count() == len(NEWS) and not OutboxMessage.objects.exists()

    def test_it_is_one_update_however_often_the_event_is_followed(self, house, case, now):
        served = event(case, house, now)
        assert draft_update(served, now).pk == draft_update(served, now).pk
        assert Deadline.objects.filter(kind="inform").count() == 1

    def test_the_clock_is_one_working_day(self, house, case, now):
        """Friday 6 November 2026: by the end of Monday."""
        assert due(case, house, now).clock.act_by == datetime(2026, 11, 9, 23, 59, 59, tzinfo=UTC)

    def test_a_notice_that_is_served_brings_task_clock_and_update_by_itself(self, house, case, now):
        notice = a_notice(house, case, now - HOUR)
        serve(house, notice, now)
        served = event(case, house, now, "notice.served")
        react(FAR)
        update = Update.objects.get(event=served)
        assert update.task.kind == "tell_protected" and update.clock.about_ref == str(update.task.public_id)

    def test_other_events_are_no_news(self, house, case, now):
        assert draft_update(event(case, house, now, "flag.raised"), now) is None

    def test_an_application_that_ended_in_an_order_is_never_told_as_no_order(self, house, case, now):
        assert draft_update(event(case, house, now, "application.determined", result="made"), now) is None
        assert draft_update(event(case, house, now, "breach.warrant", step="asked"), now) is None


class TestMessages:
    def test_inside_her_hours_a_text_without_content_leaves_and_a_person_must_still_tell_her(self, house, case, now):
        plan(case, house, now)
        update = due(case, house, now)  # nine o'clock: her hours have not begun
        message = OutboxMessage.objects.get()
        ten = now.replace(hour=10)
        assert update.state == "queued" and ten <= message.not_before <= ten + JITTER
        send_due(message.not_before - MINUTE, Readable())
        assert not Kept.objects.exists()
        assert send_due(message.not_before, Readable()).sent == 1
        update.refresh_from_db()
        assert update.state == "messaged" and update.told_at is None and update.clock.closed_at is None
        assert "order" not in Kept.objects.get().text.lower()
        assert SealedUse.objects.get().asked_by == "system:outbox"

    def test_her_greeting_and_language(self, house, case, now):
        made = plan(case, house, now)
        PlanWishes.objects.create(plan=made, greeting="Jo", language="cy")
        due(case, house, now)
        assert (OutboxMessage.objects.get().greeting, OutboxMessage.objects.get().language) == ("Jo", "cy")

    def test_sent_and_delivered_never_close_the_clock(self, house, case, now):
        plan(case, house, now)
        update = due(case, house, now)
        send_due(OutboxMessage.objects.get().not_before, Readable())
        assert OutboxMessage.objects.get().deliveries.get().state == "delivered"
        update.clock.refresh_from_db()
        assert update.clock.met_at is None

    @pytest.mark.parametrize(
        ("changes", "state", "rule"),
        [
            ({"mode": "they_contact", "channels": ()}, "held", 3),
            ({"mode": "via_supporter", "channels": ()}, "to_person", 3),
            ({"channels": (ChannelFacts("text", HER_NUMBER, "maybe"),)}, "to_person", 5),
            ({"channels": (ChannelFacts("text", HER_NUMBER, "no", shared_account=True),)}, "to_person", 5),
            ({"windows": (WindowFacts((2,), time(10), time(11)),)}, "to_person", 6),
        ],
    )
    def test_what_her_plan_does_not_let_leave_waits_for_a_person(self, house, case, now, changes, state, rule):
        plan(case, house, now, **changes)
        update = due(case, house, now)
        assert (update.state, update.gate_rule) == (state, rule) and not OutboxMessage.objects.exists()

    def test_news_she_only_wants_when_she_asks(self, house, case, now):
        NewsPreference.objects.create(plan=plan(case, house, now), update_kind="order_given", when="if_asked")
        assert due(case, house, now).state == "held"
        assert due(case, house, now, "order.made").state == "queued"

    def test_life_and_death_is_never_a_text(self, house, case, now):
        plan(case, house, now)
        assert due(case, house, now.replace(hour=11), "custody.ended").gate_rule == 2
        assert not OutboxMessage.objects.exists()


class TestBecomingUnsafe:
    def test_a_changed_plan_takes_back_five_messages_and_makes_the_news_due_again(self, house, case, now):
        """Charnwood: nothing goes to the old number; the clock never stops."""
        plan(case, house, now)
        updates = [due(case, house, now + n * MINUTE) for n in range(5)]
        changed = now.replace(hour=10, minute=30)
        plan(case, house, changed, channels=(ChannelFacts("text", "07700 900999", "no"),))
        assert plan_changed(CaseEvent.objects.get(kind="plan.changed"), changed) == 5
        assert OutboxMessage.objects.filter(outcome="cancelled_unsafe").count() == 5
        waiting = OutboxMessage.objects.filter(closed_at=None)
        assert waiting.count() == 5 and set(waiting.values_list("plan_version", flat=True)) == {2}
        for update in updates:
            update.refresh_from_db()
            update.clock.refresh_from_db()
            assert update.state == "queued" and update.clock.closed_at is None

    def test_between_the_change_and_its_followers_nothing_leaves_by_the_old_plan(self, house, case, now):
        plan(case, house, now)
        due(case, house, now)
        plan(case, house, now + MINUTE)
        report = send_due(now.replace(hour=11), Readable())
        assert (report.sent, report.stopped) == (0, 1) and not Kept.objects.exists()
        assert Update.objects.get().state == "to_person"
        assert CaseEvent.objects.filter(kind="update.handed_to_person").count() == 1

    def test_an_event_after_which_she_must_be_asked_stops_what_is_queued(self, house, case, now):
        plan(case, house, now)
        due(case, house, now)
        released = event(case, house, now + MINUTE, "detention.ended")
        assert plan_overtaken(released, released.at).pk == plan_overtaken(released, released.at).pk
        assert send_due(now.replace(hour=11), Readable()).stopped == 1 and not Kept.objects.exists()

    def test_after_her_hours_it_waits_for_the_next(self, house, case, now):
        plan(case, house, now)
        due(case, house, now)
        assert send_due(now.replace(hour=15), Readable()).waits == 1
        message = OutboxMessage.objects.get()
        assert message.not_before == datetime(2026, 11, 9, 10, tzinfo=UTC) and message.closed_at is None

    def test_past_its_time_it_is_a_persons(self, house, case, now):
        plan(case, house, now)
        update = due(case, house, now)
        assert send_due(update.clock.act_by + MINUTE, Readable()).stopped == 1
        update.refresh_from_db()
        assert update.state == "to_person" and OutboxMessage.objects.get().outcome == "expired"


class TestBeingTold:
    def test_told_on_a_call_ends_clock_task_and_message(self, house, case, now):
        plan(case, house, now)
        served = event(case, house, now)
        react(FAR)
        update = Update.objects.get(event=served)
        at = CaseEvent.objects.get(pk=served.pk).recorded_at + MINUTE
        mark_told(update, how="call", by=house.ali, at=at)
        update.refresh_from_db()
        update.clock.refresh_from_db()
        task = Task.objects.get(pk=update.task_id)
        assert update.told_how == "call" and update.told_by == house.ali and update.clock.met_at == at
        assert task.done_at == at and not OutboxMessage.objects.filter(closed_at=None).exists()
        assert CaseEvent.objects.get(kind="update.told").facts == {"kind": "order_given", "how": "on a call"}
        with pytest.raises(Refused, match="already"):
            mark_told(update, how="call", by=house.ali, at=at)

    def test_the_task_done_on_the_page_of_tasks_is_being_told(self, house, case, now):
        served = event(case, house, now)
        react(FAR)
        update = Update.objects.get(event=served)
        do_task(update.task, proof="Told at the station", by=house.ali, at=update.task.made_at + MINUTE)
        react(FAR)
        update.refresh_from_db()
        assert update.closed_because == "told" and update.told_by == house.ali

    def test_what_cannot_be(self, house, case, now):
        update = due(case, house, now)
        with pytest.raises(ValueError, match="not a way"):
            mark_told(update, how="delivered", by=house.ali, at=now)
        with pytest.raises(Refused, match="before it happened"):
            mark_told(update, how="call", by=house.ali, at=now - MINUTE)
        for user in (house.quill, house.castell):
            with pytest.raises(Refused):
                mark_told(update, how="call", by=user, at=now)


def test_an_update_costs_few_statements(house, case, now, django_assert_max_num_queries):
    """Every event that is news makes one: twelve statements where there is no plan, with the savepoints."""
    served = event(case, house, now)
    draft_update(event(case, house, now, "order.made"), now)  # what is read once is read
    with django_assert_max_num_queries(12):
        draft_update(served, now)
