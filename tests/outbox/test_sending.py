"""A message leaves once, or not at all: over the provider's real HTTP, with workers that die at every point."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from haven.outbox import standin
from haven.outbox.channels import ProviderDown
from haven.outbox.channels.notify import Notify, NotifyAccount
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept, OutboxMessage
from haven.outbox.operations.queue import NewMessage, queue_message, take_back
from haven.outbox.operations.sending import CLAIM_LIVES, LOST, Verdict, claim_next, send_claimed
from haven.outbox.texts import TEXTS

MINUTE = timedelta(minutes=1)
HER_NUMBER = "07700 900123"


@pytest.fixture
def desk():
    desk = standin.new_desk()
    server = standin.start(desk)
    desk.url = f"http://127.0.0.1:{server.server_port}"
    yield desk
    server.shutdown()
    server.server_close()


@pytest.fixture
def notify(desk):
    return Notify(NotifyAccount(desk.api_key, desk.url, "t-text", "t-email", "t-letter"))


def new(now, **changes):
    base = {
        "to": ("protected", "7"), "channel": "text", "channel_handle": uuid4(), "template": "news_ready",
        "about": ("update", "1"), "not_before": now, "not_after": now + timedelta(hours=2),
    }  # fmt: skip
    return NewMessage(**base | changes)


def send(_message, _now):
    return Verdict("send")


def reach(_message):
    return HER_NUMBER


@pytest.mark.django_db
class TestOnce:
    def test_it_leaves_with_our_reference_and_only_the_words(self, now, desk, notify):
        message = queue_message(new(now))
        assert send_claimed(claim_next(now), notify, send, reach, now) == "sent"
        (given,) = desk.messages
        assert given["reference"] == str(message.ref) and given["to"] == HER_NUMBER
        assert given["personalisation"] == {"text": TEXTS["news_ready"]["en"].text}
        message.refresh_from_db()
        assert message.outcome == "sent" and message.deliveries.get().state == "accepted"
        assert notify.state_of(message.deliveries.get().provider_ref) == "delivered"

    @pytest.mark.parametrize(
        ("channel", "kind", "to"), [("email", "email", "jo@haven.example"), ("post", "letter", "A\nB")]
    )
    def test_every_channel_of_the_provider(self, now, desk, notify, channel, kind, to):
        queue_message(new(now, channel=channel))
        assert send_claimed(claim_next(now), notify, send, lambda _m: to, now) == "sent"
        assert desk.messages[0]["type"] == kind

    def test_nobody_takes_what_is_not_due_held_or_closed(self, now, notify):
        queue_message(new(now, not_before=now + MINUTE))
        assert claim_next(now) is None
        first = claim_next(now + MINUTE)
        assert first is not None and claim_next(now + MINUTE) is None
        send_claimed(first, notify, send, reach, now + MINUTE)
        assert claim_next(now + timedelta(hours=1)) is None

    def test_one_open_message_about_a_thing(self, now):
        assert queue_message(new(now)).pk == queue_message(new(now)).pk
        assert queue_message(new(now, template="call_today")).pk != queue_message(new(now)).pk
        with pytest.raises(KeyError, match="no message text"):
            queue_message(new(now, template="order_made"))


class Impatient:
    """A provider that takes so long that the claim runs out: meanwhile another worker looks for what is due."""

    def __init__(self, inner, look):
        self.inner, self.look = inner, look

    def find(self, ref):
        return self.inner.find(ref)

    def send(self, *values):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(self.look).result()
        return self.inner.send(*values)


@pytest.mark.django_db(transaction=True)
def test_a_slow_worker_is_not_overtaken_by_another(now, desk, notify):
    """Its claim has long run out and it is still at it: nobody else gets the message, and it leaves once."""
    queue_message(new(now))
    late, found = now + CLAIM_LIVES + MINUTE, []

    def look():
        try:
            found.append(claim_next(late))
        finally:
            connection.close()

    assert send_claimed(claim_next(now), Impatient(notify, look), send, reach, now) == "sent"
    assert found == [None] and len(desk.messages) == 1


@pytest.mark.django_db
class TestTakenOver:
    def test_who_comes_back_too_late_sends_nothing(self, now, desk, notify):
        queue_message(new(now))
        slow = claim_next(now)
        late = now + CLAIM_LIVES + MINUTE
        assert send_claimed(claim_next(late), notify, send, reach, late) == "sent"
        assert send_claimed(slow, notify, send, reach, late) == LOST
        assert len(desk.messages) == 1 and OutboxMessage.objects.get().outcome == "sent"

    def test_not_even_while_the_other_has_not_sent_it_yet(self, now, desk, notify):
        queue_message(new(now))
        slow = claim_next(now)
        late = now + CLAIM_LIVES + MINUTE
        other = claim_next(late)
        assert send_claimed(slow, notify, send, reach, late) == LOST and desk.messages == []
        assert send_claimed(other, notify, send, reach, late) == "sent" and len(desk.messages) == 1

    def test_what_may_have_left_is_not_called_taken_back(self, now, desk, notify):
        """The provider has it, the worker died, her plan changes: it is written down as what it is."""
        queue_message(new(now))
        desk.lose_answers = 1
        with pytest.raises(ProviderDown):
            send_claimed(claim_next(now), notify, send, reach, now)
        assert take_back(("protected", "7"), why="The plan changed", at=now) == []
        late = now + CLAIM_LIVES + MINUTE
        stop = lambda _m, _n: Verdict("stop", "The plan changed")  # noqa: E731
        assert send_claimed(claim_next(late), notify, stop, reach, late) == "sent"
        assert OutboxMessage.objects.get().outcome == "sent" and len(desk.messages) == 1


@pytest.mark.django_db
class TestDying:
    def test_a_worker_that_died_after_the_provider_had_it_is_followed_by_no_second_message(self, now, desk, notify):
        message = queue_message(new(now))
        desk.lose_answers = 1  # the provider has it; the answer never comes, as when the process is killed
        with pytest.raises(ProviderDown):
            send_claimed(claim_next(now), notify, send, reach, now)
        assert len(desk.messages) == 1 and OutboxMessage.objects.get().closed_at is None
        later = now + CLAIM_LIVES
        assert claim_next(later) is None
        again = claim_next(later + MINUTE)
        assert send_claimed(again, notify, send, reach, later + MINUTE) == "sent"
        assert len(desk.sent(str(message.ref))) == 1

    def test_a_worker_that_died_before_is_followed_by_the_message(self, now, desk, notify):
        queue_message(new(now))
        claim_next(now)
        later = now + CLAIM_LIVES + MINUTE
        assert send_claimed(claim_next(later), notify, send, reach, later) == "sent"
        assert len(desk.messages) == 1

    def test_it_is_written_down_as_sent_even_when_its_time_is_over(self, now, desk, notify):
        """What has left has left: it is not called expired."""
        queue_message(new(now, not_after=now + 2 * MINUTE))
        desk.lose_answers = 1
        with pytest.raises(ProviderDown):
            send_claimed(claim_next(now), notify, send, reach, now)
        later = now + timedelta(hours=1)
        assert send_claimed(claim_next(later), notify, send, reach, later) == "sent"
        assert OutboxMessage.objects.get().outcome == "sent" and len(desk.messages) == 1

    def test_a_provider_that_is_down_loses_nothing(self, now, desk, notify):
        queue_message(new(now))
        desk.down = True
        with pytest.raises(ProviderDown):
            send_claimed(claim_next(now), notify, send, reach, now)
        desk.down = False
        later = now + CLAIM_LIVES + MINUTE
        assert send_claimed(claim_next(later), notify, send, reach, later) == "sent"

    def test_a_number_that_the_provider_refuses_goes_to_a_person(self, now, notify):
        queue_message(new(now))
        assert send_claimed(claim_next(now), notify, send, lambda _m: "ring me", now) == "failed_to_human"
        row = OutboxMessage.objects.get()
        assert "ring me" not in row.why and row.outcome == "failed_to_human"

    def test_a_wrong_key_is_no_reason_to_send_it_elsewhere(self, now, desk):
        other = standin.new_desk()
        notify = Notify(NotifyAccount(other.api_key, desk.url, "t", "t", "t"))
        queue_message(new(now))
        assert send_claimed(claim_next(now), notify, send, reach, now) == "failed_to_human"
        assert desk.messages == []


@pytest.mark.django_db
class TestTheGate:
    def test_what_became_unsafe_does_not_leave(self, now, desk, notify):
        queue_message(new(now))
        stop = lambda _m, _n: Verdict("stop", "Her plan changed")  # noqa: E731
        assert send_claimed(claim_next(now), notify, stop, reach, now) == "cancelled_unsafe"
        assert desk.messages == [] and OutboxMessage.objects.get().why == "Her plan changed"

    def test_outside_her_hours_it_waits_and_is_asked_about_again(self, now, desk, notify):
        queue_message(new(now))
        wait = lambda _m, n: Verdict("wait", until=n + 10 * MINUTE)  # noqa: E731
        assert send_claimed(claim_next(now), notify, wait, reach, now) == "waits"
        assert claim_next(now + 9 * MINUTE) is None
        assert send_claimed(claim_next(now + 10 * MINUTE), notify, send, reach, now + 10 * MINUTE) == "sent"

    def test_hours_that_come_after_its_end_stop_it(self, now, desk, notify):
        queue_message(new(now))
        wait = lambda _m, n: Verdict("wait", until=n + timedelta(days=1))  # noqa: E731
        assert send_claimed(claim_next(now), notify, wait, reach, now) == "cancelled_unsafe"

    def test_after_its_time_nothing_leaves(self, now, desk, notify):
        queue_message(new(now))
        late = now + timedelta(hours=2)
        assert send_claimed(claim_next(late), notify, send, reach, late) == "expired"
        assert desk.messages == []

    def test_a_changed_plan_takes_back_everything_that_waits(self, now, desk, notify):
        """Charnwood: a changed address brings no letter to the old one."""
        for n in range(5):
            queue_message(new(now, about=("update", str(n))))
        queue_message(new(now, to=("protected", "8")))
        taken = take_back(("protected", "7"), why="She changed how we may reach her", at=now)
        assert [m.about_ref for m in taken] == ["0", "1", "2", "3", "4"]
        assert send_claimed(claim_next(now), notify, send, reach, now) == "sent"
        assert claim_next(now) is None and len(desk.messages) == 1


@pytest.mark.django_db
def test_without_a_provider_the_words_can_be_read_and_the_number_is_not_kept(now):
    message = queue_message(new(now))
    assert send_claimed(claim_next(now), Readable(), send, reach, now) == "sent"
    kept = Kept.objects.get()
    assert kept.text == TEXTS["news_ready"]["en"].text and HER_NUMBER not in str(vars(kept))
    assert Readable().find(str(message.ref)) is not None and Readable().find("x") is None
