"""What became of a tag is recorded with two times, told to her, seen to, and offered as a breach; nothing decides by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from haven.breaches.models import Candidate
from haven.cases.models import Task
from haven.cases.sentences import SENTENCES
from haven.line.script import READ
from haven.monitoring.models import EquipmentEvent
from haven.monitoring.operations.record_tag import EVENTS, RecordTag, record_tag
from haven.monitoring.queries import tags_of
from haven.orders.models import Order
from haven.orders.queries import order_with_all
from haven.outbox.models import OutboxMessage
from haven.sealed.ciphers import decipher
from haven.support.kinds import NEWS, is_danger
from haven.support.models import Update
from haven.web.public.her.words import news_words
from haven_law.findings import Refused
from tests.operations.court_helpers import made_order, no_contact, tag
from tests.pages.acting import signed_in, text
from tests.support.her_world import boxes, follow
from tests.support.test_updates import plan

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def order(house, now):
    return made_order(house, now - 8 * DAY, no_contact(), tag())


def told(order, at, what="fitted", **changes):
    values = {"happened_at": at - HOUR, "told_at": at - 10 * MINUTE, "told_by": "monitor"} | changes
    return RecordTag(order.ref, changes.pop("clause", 2), what, **{k: v for k, v in values.items() if k != "clause"})


def record(house, order, at, what="fitted", by=None, **changes):
    return record_tag(told(order, at, what, **changes), by=by or house.ali, at=at)


class TestRecord:
    def test_two_times_who_told_and_words_that_are_enciphered(self, house, order, now):
        row = record(house, order, now, "not_fitted", why="refused", told_name="Message 7", words="He shut the door")
        assert (row.happened_at, row.told_at) == (now - HOUR, now - 10 * MINUTE)
        assert decipher(order.case.ref, row.words_enc) == "He shut the door"
        event = order.case.events.get(kind="tag.not_fitted")
        assert event.at == now - HOUR and "door" not in str(event.facts) and "Message 7" not in str(event.facts)
        said = SENTENCES["tag.not_fitted"].staff.format(**event.facts)
        assert f"Tag of clause 2 of {order.ref} could not be fitted (the subject refused). Told by: who does" in said
        assert event.findings[0]["provision"].endswith("37(8)(a)(i)")

    def test_the_same_twice_is_one(self, house, order, now):
        record(house, order, now)
        with pytest.raises(Refused, match="recorded already"):
            record(house, order, now + HOUR, happened_at=now - HOUR)
        with pytest.raises(IntegrityError), transaction.atomic():
            row = EquipmentEvent.objects.get()
            row.pk, row.public_id = None, uuid4()
            row.save(force_insert=True)

    @pytest.mark.parametrize(
        ("changes", "because"),
        [
            ({"what": "lost"}, "Choose what happened"),
            ({"what": "not_fitted"}, "why it could not be fitted"),
            ({"told_by": "a bird"}, "who told you"),
            ({"happened_at": 1}, "in the future"),
            ({"told_at": 1}, "in the future"),
            ({"told_at": -2}, "before it happened"),
            ({"clause": 1}, "asked for no tag"),
            ({"clause": 9}, "asked for no tag"),
            ({"happened_at": -24 * 30}, "asked for no tag"),
        ],
    )
    def test_what_cannot_be(self, house, order, now, changes, because):
        times = {k: now + v * HOUR for k, v in changes.items() if k in ("happened_at", "told_at")}
        with pytest.raises(Refused, match=because):
            record(house, order, now, **(changes | times))
        assert not EquipmentEvent.objects.exists()

    def test_after_the_order_ended_nothing_more_happens_to_it_but_what_happened_before_can_be_told(
        self, house, order, now
    ):
        Order.objects.filter(pk=order.pk).update(ended_at=now - 2 * HOUR)
        with pytest.raises(Refused, match="asked for no tag"):
            record(house, order, now, "removed")
        record(house, order, now, "removed", happened_at=now - 3 * HOUR)
        assert tags_of(order_with_all(order.ref), now)[0].equipment.state == "ended"

    def test_who_may(self, house, order, now):
        for user in (house.quill, house.moss, house.castell):
            with pytest.raises(Refused):
                record(house, order, now, by=user)
        assert record(house, order, now, by=house.okoro)


class TestState:
    def test_it_is_as_what_happened_last_left_it_whenever_it_was_told(self, house, order, now):
        state = lambda: tags_of(order_with_all(order.ref), now)[0].equipment  # noqa: E731
        assert state().state == "ordered" and state().mark[0] == "wait"
        record(house, order, now, "removed")
        record(house, order, now, "fitted", happened_at=now - DAY)
        assert state().state == "removed" and state().fitted_at == now - DAY and state().since == now - HOUR
        record(house, order, now, "fitted", happened_at=now - 30 * MINUTE)
        assert state().state == "fitted"

    def test_an_order_without_a_tag_has_none(self, house, now):
        assert tags_of(made_order(house, now - 8 * DAY, no_contact()), now) == []


class TestSheIsTold:
    @pytest.mark.parametrize("what", list(EquipmentEvent.WHAT))
    def test_it_is_news_with_a_clock_and_a_message_that_says_nothing(self, house, order, now, what):
        plan(order.case, house, now - 2 * HOUR)
        follow()
        before = set(OutboxMessage.objects.values_list("pk", flat=True))
        record(house, order, now, what, why="not_there" if what == "not_fitted" else "")
        follow()
        update = Update.objects.get(event__kind=EVENTS[what])
        assert update.task.kind == "tell_protected" and update.clock.closed_at is None and update.told_at is None
        for message in OutboxMessage.objects.exclude(pk__in=before):
            assert message.template == "news_ready" and "tag" not in str(message.__dict__).lower()
        code = NEWS[EVENTS[what]].code
        assert code in READ and "tag" in READ[code].lower() and all(news_words(code))

    def test_a_tag_that_is_off_is_told_within_the_hour_and_never_waits_for_her_hours(self, house, order, now):
        record(house, order, now, "removed")
        follow()
        task = Task.objects.get(kind="tell_protected", from_event__kind="tag.removed")
        assert task.due_at == now - 10 * MINUTE + HOUR
        assert is_danger(NEWS["tag.removed"], {}) and not is_danger(NEWS["tag.failed"], {})


class TestPeopleAct:
    @pytest.mark.parametrize(
        ("what", "why", "kind", "within", "sign"),
        [
            ("fitted", "", "", None, False),
            ("not_fitted", "not_there", "tag_fit", DAY, False),
            ("not_fitted", "refused", "tag_fit", DAY, True),
            ("failed", "", "tag_works", HOUR, True),
            ("not_charged", "", "tag_works", HOUR, True),
            ("removed", "", "tag_off_find", timedelta(0), True),
        ],
    )
    def test_the_task_and_the_sign(self, house, order, now, what, why, kind, within, sign):
        row = record(house, order, now, what, why=why)
        follow()
        tasks = Task.objects.filter(kind__startswith="tag_").values_list("kind", "due_at")
        assert list(tasks) == ([(kind, row.told_at + within)] if kind else [])
        found = Candidate.objects.filter(source="alert")
        assert [(c.clause, c.order, c.happened.lower) for c in found] == ([(2, order, now - HOUR)] if sign else [])


class TestPage:
    def typed(self, now, **changes):
        values = {
            "command_id": str(uuid4()),
            "what": "removed",
            "told_by": "monitor",
            "told_name": "Message 7",
            "words": "",
        }
        return values | boxes("happened_at", now - HOUR) | boxes("told_at", now - 10 * MINUTE) | changes

    def url(self, order, clause=2):
        return f"/orders/{order.ref}/clauses/{clause}/tag"

    def test_recorded_shown_and_offered_as_a_report_with_its_clause(self, house, order, now):
        client, data = signed_in(house.ali), self.typed(now)
        for _ in range(2):
            assert client.post(self.url(order), data).status_code == 302
        assert EquipmentEvent.objects.count() == 1
        follow()
        page = client.get(self.url(order))
        assert "Taken off or cut" in text(page) and "Message 7" in text(page)
        sign = Candidate.objects.get(source="alert")
        start = f"/breaches/new/{order.ref}?sign={sign.public_id}"
        assert start in page.content.decode()
        begun = client.post(start, {"command_id": str(uuid4()), "in_danger": "no"})
        clauses = client.get(begun["Location"].replace("/when", "/clauses")).content.decode()
        assert 'value="2" checked' in clauses and 'value="1" checked' not in clauses
        shown = text(client.get(f"/orders/{order.ref}/compliance"))
        assert "Tag" in shown and "Off" in shown
        assert self.url(order) in client.get(f"/orders/{order.ref}").content.decode()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"what": ""}, "Choose what happened"),
            ({"what": "not_fitted"}, "Choose why it could not be fitted"),
            ({"told_by": "x"}, "Choose one of the answers shown"),
            ({"happened_at-day": "31", "happened_at-month": "2"}, "real date"),
            ({"told_at-year": "2019"}, "before it happened"),
            ({"happened_at-year": "2020", "told_at-year": "2020"}, "asked for no tag"),
            ({"words": "x" * 2001}, "2,000"),
            ({"told_name": "a\x00b"}, "cannot"),
        ],
    )
    def test_what_is_wrong_is_said_and_stays(self, house, order, now, changes, words):
        got = signed_in(house.ali).post(self.url(order), self.typed(now, **changes))
        assert got.status_code == 422 and words in text(got), text(got)
        assert "Message 7" in got.content.decode() or "told_name" in changes
        assert not EquipmentEvent.objects.exists()

    def test_a_clause_without_a_tag_and_another_force_have_no_such_page(self, house, order, now):
        assert signed_in(house.ali).get(self.url(order, 1)).status_code == 404
        assert signed_in(house.quill).get(self.url(order)).status_code == 404
        assert Client().get(self.url(order)).status_code == 302
