"""The phone line as its provider asks for it: who is answered at all, what is heard, and what cannot be told apart."""

import re
import threading
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from haven.cases.models import CaseEvent, Task, Unrecorded
from haven.cases.operations.hand_over import typed_lines
from haven.jobs.react import react
from haven.line import switchboard, twiml
from haven.line.flow import Heard
from haven.line.models import Call, CallStep
from haven.line.operations import take_steps as take_steps_module
from haven.line.operations.show_to_line import show_to_line
from haven.line.operations.take_steps import take_steps
from haven.line.switchboard import Request, answer
from haven.support import proving
from haven.support.models import CredentialTry, PlanWishes
from haven.support.operations.see_tries import see_tries
from tests.line.conftest import DURESS_PIN, PIN, Phone, agree
from tests.rows import HOUR, a_hearing, an_order

MINUTE = timedelta(minutes=1)
NO_UPDATE = "There is no update that we can give on this line."
IN_FORCE = "It is in force."


class TestWhoIsAnswered:
    def test_the_signature_is_that_of_the_provider(self):
        """As its documentation gives it: the address, then every name with its value, in the order of the names."""
        params = {"To": ["+442079460000"], "CallSid": ["CA1"], "Digits": ["1234"]}
        by_hand = "https://line.example/line/call?n=1CallSidCA1Digits1234To+442079460000"
        import base64, hashlib, hmac  # noqa: E401, I001

        right = base64.b64encode(hmac.new(b"12345", by_hand.encode(), hashlib.sha1).digest()).decode()
        assert twiml.signature("12345", "https://line.example/line/call?n=1", params) == right
        assert twiml.is_signed("12345", "https://line.example/line/call?n=1", params, right)
        assert not twiml.is_signed("12345", "https://line.example/line/call?n=2", params, right)
        assert not twiml.is_signed(
            "",
            "https://line.example/line/call?n=1",
            params,
            twiml.signature("", "https://line.example/line/call?n=1", params),
        )

    @pytest.mark.parametrize("address", ["/line/call", "/line/call?n=1", "/line/over", "/line/call?n=x"])
    @pytest.mark.parametrize("given", ["", "x", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "é"])
    def test_what_is_not_signed_gets_nothing(self, public, db, address, given, django_assert_num_queries):
        with django_assert_num_queries(0):
            found = public.post(
                address,
                {"CallSid": "CA1", "Digits": "1"},
                headers={"X-Twilio-Signature": given.encode().decode("latin-1")},
            )
            looked = public.get(address)
        assert (found.status_code, found.content) == (looked.status_code, looked.content) == (403, b"")

    def test_a_signature_counts_for_its_own_request_alone(self, phone, open_line):
        call = phone()
        call.ring()
        path, values = "/line/call?n=1", {"CallSid": call.sid, "From": call.number, "Digits": "1"}
        sign = twiml.signature(
            settings.LINE_ACCOUNT.token, settings.PUBLIC_URL + path, {k: [v] for k, v in values.items()}
        )
        for changed in ({"Digits": "2"}, {"CallSid": "CA2"}, {"More": "x"}):
            answered = call.client.post(path, values | changed, headers={"X-Twilio-Signature": sign})
            assert answered.status_code == 403
        assert call.client.post("/line/call?n=2", values, headers={"X-Twilio-Signature": sign}).status_code == 403
        assert call.client.post(path, values, headers={"X-Twilio-Signature": sign}).status_code == 200

    def test_without_an_account_nobody_is_answered(self, phone, db, settings):
        call = phone()
        account, settings.LINE_ACCOUNT = settings.LINE_ACCOUNT, None
        sign = twiml.signature(account.token, settings.PUBLIC_URL + "/line/call", {"CallSid": ["CA1"]})
        for given in (sign, twiml.signature("", settings.PUBLIC_URL + "/line/call", {"CallSid": ["CA1"]})):
            assert (
                call.client.post("/line/call", {"CallSid": "CA1"}, headers={"X-Twilio-Signature": given}).status_code
                == 403
            )


class TestHerCall:
    def test_she_hears_it(self, phone, open_line):
        heard = phone().all("1", "1", open_line, PIN)
        assert heard.startswith(f"{IN_FORCE} It has been given to them. There is no date for a hearing.")

    def test_in_welsh(self, phone, open_line):
        assert "Mae mewn grym." in phone().all("2", "1", open_line, PIN)

    def test_the_day_of_the_hearing_and_no_place(self, phone, house, case, open_line, now):
        hearing = a_hearing(house, case, now + timedelta(days=3, hours=1))
        show_to_line(now)
        heard = phone().all("1", "1", open_line, PIN)
        assert "The next hearing is on Monday 9 November." in heard
        assert hearing.court.name.split()[0] not in heard and "10" not in heard

    def test_an_order_not_given_yet(self, phone, house, case, card, now):
        from haven.notices.models import Notice

        Notice.objects.update(ended_at=now - HOUR, ended_because="order_made")
        an_order(house, case, now - HOUR)
        agree(house, case, now)
        show_to_line(now)
        assert f"{IN_FORCE} It has not been given to them yet." in phone().all("1", "1", card, PIN)

    def test_the_line_tells_only_where_her_plan_says_so(self, phone, house, case, card, now):
        show_to_line(now)
        assert phone().all("1", "1", card, PIN).startswith(NO_UPDATE)
        agree(house, case, now, line=False)
        show_to_line(now)
        assert phone().all("1", "1", card, PIN).startswith(NO_UPDATE)

    def test_taken_back_it_is_silent_at_once(self, phone, open_line):
        PlanWishes.objects.update(line_news_allowed=False)
        assert phone().all("1", "1", open_line, PIN).startswith(NO_UPDATE)

    def test_what_may_have_changed_is_not_told(self, phone, open_line, clock, now):
        """A worker that has stopped makes the line silent, and not wrong."""
        clock.shift(4 * MINUTE)
        assert IN_FORCE in phone().all("1", "1", open_line, PIN)
        clock.shift(2 * MINUTE)
        assert phone().all("1", "1", open_line, PIN).startswith(NO_UPDATE)

    def test_a_notice_past_its_hours_is_for_a_person_to_explain(self, phone, open_line, clock, now):
        clock.shift(timedelta(days=5))
        show_to_line(now + timedelta(days=5))
        assert phone().all("1", "1", open_line, PIN).startswith(NO_UPDATE)

    def test_it_is_on_the_timeline_without_a_word_of_hers(self, phone, open_line, case, now):
        phone().all("1", "1", open_line, PIN)
        take_steps(now)
        take_steps(now)
        kinds = list(case.events.filter(kind__startswith="call.").values_list("kind", flat=True))
        assert kinds == ["call.proven", "call.told"]
        kept = " ".join(str(v) for row in [*Call.objects.values_list(), *CallStep.objects.values_list()] for v in row)
        assert PIN not in kept and open_line not in kept and "7700900123" not in kept

    def test_what_was_keyed_is_gone_when_the_call_is_over(self, phone, open_line, now):
        call = phone()
        call.all("1", "1", open_line, PIN)
        assert Call.objects.get().held is not None
        call.send("/line/over", CallStatus="completed")
        ended = Call.objects.get()
        assert ended.held is None and ended.ended_at == now


class TestHisCall:
    @pytest.mark.parametrize(
        "keys", [("1", "1", "00000000", PIN), ("1", "1", "{card}", "000000"), ("1", "1", "{card}", DURESS_PIN)]
    )
    def test_he_learns_nothing(self, phone, open_line, keys):
        heard = phone(number="+447700900999").all(*(key.format(card=open_line) for key in keys))
        assert heard.startswith(NO_UPDATE) and IN_FORCE not in heard

    def test_three_wrong_tries_shut_his_number_for_a_day_and_not_hers(self, phone, open_line, now, clock):
        his = phone(number="+447700900999")
        his.all("1", "1", open_line, "000000", "2", open_line, "000001", "2", open_line, "000002")
        assert phone(number="+447700900999").all("1", "1", open_line, PIN).startswith(NO_UPDATE)
        assert IN_FORCE in phone().all("1", "1", open_line, PIN)
        see_tries(now)
        assert Task.objects.filter(kind="wrong_tries").exists()

    def test_a_withheld_number_is_shut_for_one_card_only(self, phone, open_line, clock):
        """Those who withhold their number for safety are not shut out because somebody else does."""
        withheld = phone(number="anonymous")
        withheld.all("1", "1", "11112222", "000000", "2", "11112222", "000001", "2", "11112222", "000002")
        assert IN_FORCE in phone(number="+266696687").all("1", "1", open_line, PIN)
        clock.shift(MINUTE)
        other = phone(number="")
        other.all("1", "1", open_line, "000000", "2", open_line, "000001", "2", open_line, "000002")
        assert phone(number="anonymous").all("1", "1", open_line, PIN).startswith(NO_UPDATE)
        assert IN_FORCE in phone().all("1", "1", open_line, PIN)

    def test_one_number_that_tries_the_cards_of_several_people_is_seen(self, phone, house, card, now):
        from haven.support.operations.give_card import GiveCard, give_card
        from tests.rows import a_case

        cards = [card]
        for _n in range(2):
            other = a_case(house, now - HOUR)
            cards.append(
                give_card(GiveCard(other.ref, True, PIN, "", "purple harbour kettle"), by=house.ali, at=now).card_number
            )
        for number in cards:
            phone(number="+447700900999").all("1", "1", number, "000000")
        take_steps(now)
        events = CaseEvent.objects.filter(kind="call.other_person")
        assert events.count() == 3 and all("more than one card" in str(event.facts) for event in events)


class TestDanger:
    def test_the_pin_for_danger_sounds_like_no_news_and_sends_help(self, phone, open_line, case, now):
        wrong = phone(number="+447700900999").all("1", "1", open_line, "000000")
        assert phone().all("1", "1", open_line, DURESS_PIN) == wrong
        take_steps(now)
        see_tries(now)
        react(now + timedelta(days=400))
        told = {(t.duty_role, t.for_user) for t in Task.objects.filter(kind="call_duress")}
        assert {role for role, _user in told} == {"duty_inspector", ""} and len(told) == 2
        assert Task.objects.get(kind="duress_pin").duty_role == "control_room"
        assert all(t.due_at <= t.made_at + timedelta(minutes=5) for t in Task.objects.filter(kind="call_duress"))
        assert case.events.filter(kind="call.duress").count() == 1
        assert not case.events.filter(kind="call.proven").exists()

    def test_heard_from_a_card_that_is_shut(self, phone, open_line, case, now):
        CredentialTry.objects.bulk_create(
            CredentialTry(source_hash=f"{i:064d}", person=case.protected, at=now, ok=False) for i in range(10)
        )
        assert phone().all("1", "1", open_line, DURESS_PIN).startswith(NO_UPDATE)
        take_steps(now)
        assert case.events.filter(kind="call.duress").exists()

    def test_a_step_that_fails_holds_up_no_other_and_waits(self, phone, open_line, case, now):
        phone().all("1", "2", open_line)
        phone().all("1", "1", open_line, DURESS_PIN)
        real = take_steps_module.FOLLOWS["callback"]
        with patch.dict(take_steps_module.FOLLOWS, {"callback": lambda call, at: 1 / 0}):
            take_steps(now)
        assert case.events.filter(kind="call.duress").exists() and CallStep.objects.filter(seen_at=None).count() == 1
        assert real is take_steps_module.FOLLOWS["callback"]
        take_steps(now)
        assert not CallStep.objects.filter(seen_at=None).exists() and case.callbacks.count() == 1

    def test_a_step_that_goes_on_failing_is_a_persons(self, phone, open_line, case, now):
        phone().all("1", "1", open_line, DURESS_PIN)
        with patch.dict(take_steps_module.FOLLOWS, {"no_update": lambda call, at: 1 / 0}):
            for minutes in (0, 1, 3, 3, 3):
                take_steps(now + timedelta(minutes=minutes))
        row = Unrecorded.objects.get()
        assert row.case == case and row.task.duty_role == "control_room"
        assert "Words or a PIN for danger" in dict(typed_lines(row))["Danger"]
        assert not CallStep.objects.filter(seen_at=None).exists()

    def test_after_danger_the_right_pin_opens_nothing_in_this_call(self, phone, open_line):
        call = phone()
        assert call.all("1", "1", open_line, DURESS_PIN, "2", open_line, PIN).startswith(NO_UPDATE)
        assert Call.objects.get().person is None
        assert IN_FORCE in phone().all("1", "1", open_line, PIN)


class TestOrder:
    def test_a_step_sent_again_is_calm_and_tells_nothing_twice(self, phone, open_line):
        call = phone()
        call.all("1", "1", open_line)
        asked = call.action
        assert IN_FORCE in " ".join(call.press(PIN))
        for path in (
            asked,
            "/line/call",
            "/line/call?n=1",
            "/line/call?n=9",
            "/line/call?n=0",
            "/line/call?n=-1",
            "/line/call?n=x",
            "/line/call?m=1",
        ):
            answered = call.send(path, Digits=PIN)
            assert answered.status_code == 200 and b"Hang up, and ring again" in answered.content
            assert b"force" not in answered.content and b"Gather" not in answered.content
        assert Call.objects.get().step == 5 and CredentialTry.objects.count() == 1

    def test_a_call_that_was_never_begun(self, phone, open_line):
        for path in ("/line/call?n=1", "/line/call?n=4"):
            assert b"ring again" in phone().send(path, Digits=PIN).content
        assert b"ring again" in phone(sid=" ").send("/line/call", CallSid="").content
        assert not Call.objects.exists()

    def test_after_the_end_nothing_goes_on(self, phone, open_line):
        call = phone()
        call.all("1", "1", open_line)
        call.send("/line/over", CallStatus="completed")
        assert "ring again" in " ".join(call.press(PIN))
        assert not CredentialTry.objects.exists()

    def test_two_calls_at_once_do_not_touch_each_other(self, phone, open_line):
        one, two = phone(), phone(number="+447700900999")
        one.all("1", "1", open_line)
        two.all("2", "1", "00000000")
        assert IN_FORCE in " ".join(one.press(PIN))
        assert "Nid oes diweddariad" in " ".join(two.press(PIN))

    def test_a_machine_hears_nothing(self, phone, open_line):
        for kind in ("machine_start", "machine_end_beep", "fax"):
            call = phone()
            assert call.ring(AnsweredBy=kind) == [] and b"<Hangup" in call.body
        later = phone()
        later.ring()
        assert later.press("1", AnsweredBy="machine_start") == []

    def test_killed_in_the_middle_of_a_step_it_can_be_asked_again(self, phone, open_line, now):
        call = phone()
        call.all("1", "1", open_line)
        with (
            patch.object(switchboard, "_save", side_effect=SystemExit),
            pytest.raises(SystemExit),
            transaction.atomic(),
        ):
            answer(Request(call.sid, 4, Heard(PIN), call.number), now)
        assert not CredentialTry.objects.exists()
        assert IN_FORCE in " ".join(call.press(PIN))


class TestCallbackAndPerson:
    def test_put_through_or_asked_to_ring_again(self, phone, open_line, settings):
        assert "Nobody can take your call" in phone().all("1", "0")
        settings.LINE_ACCOUNT = twiml.LineAccount(settings.LINE_ACCOUNT.token, "+442079460000")
        call = phone()
        assert "putting you through" in call.all("1", "0") and b"<Dial>+442079460000</Dial>" in call.body

    def test_whoever_asks_hears_the_same(self, phone, open_line):
        assert phone().all("1", "2", open_line) == phone().all("1", "2", "00000000")

    def test_star_ends(self, phone, open_line):
        call = phone()
        assert call.all("1", "*") == "Thank you. Goodbye." and call.keys == 0


@pytest.mark.django_db(transaction=True)
def test_one_step_sent_twice_at_once_tells_once(public, now):
    from haven.jobs.practice.house import build_house
    from haven.support.operations.give_card import GiveCard, give_card
    from tests.rows import a_case, a_notice

    house = build_house(now)
    case = a_case(house, now - 3 * HOUR)
    a_notice(house, case, now - 2 * HOUR, served=now - HOUR)
    card = give_card(GiveCard(case.ref, True, PIN, "", "purple harbour kettle"), by=house.ali, at=now).card_number
    agree(house, case, now)
    show_to_line(now)
    call = Phone(public)
    call.all("1", "1", card)
    heard, start = [], threading.Barrier(2)

    def press():
        start.wait()
        heard.append(call.send("/line/call?n=4", Digits=PIN).content)
        connections.close_all()

    pressing = [threading.Thread(target=press) for _ in range(2)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    assert sorted(IN_FORCE.encode() in body for body in heard) == [False, True]
    assert sum(b"ring again" in body for body in heard) == 1


def test_the_same_statements_and_hashes_for_every_card(phone, open_line, case, now):
    """An existing card, one that is nobody's, one that is shut, and the PIN for danger."""
    shapes = []
    for n, (card, pin) in enumerate(
        [(open_line, "000000"), ("00000000", PIN), (open_line, DURESS_PIN), (open_line, PIN)]
    ):
        call = phone(number=f"+4477009007{n:02d}")
        call.all("1", "1", card)
        if n == 3:
            for wrong in range(10):
                CredentialTry.objects.create(source_hash=f"{wrong:064d}", person=case.protected, at=now, ok=False)
        with (
            CaptureQueriesContext(connection) as queries,
            patch.object(proving, "check_password", wraps=proving.check_password) as hashes,
        ):
            heard = call.press(pin)
        shapes.append((heard, [re.sub(r"(SAVEPOINT|\().*", r"\1", q["sql"]) for q in queries], hashes.call_count))
    assert all(shape == shapes[0] for shape in shapes) and shapes[0][2] == 2 and len(shapes[0][1]) == 7


def test_the_public_role_can_call_the_line_and_read_no_table(house, card, now):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE haven_public")
        for table in ("line_call", "line_callstep", "line_lineshown", "line_callbacktask", "line_practicecard"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT * FROM {table}")
        cursor.execute("SELECT * FROM line_load('x', true, '', %s)", [now])
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT line_news('', %s)", [now])
        cursor.execute("SELECT * FROM line_practice_cards()")
        cursor.execute("SELECT line_save('x', 0, '', 'began', '', NULL::bigint, false, false, %s)", [now])
        assert cursor.fetchone()[0] is True
        cursor.execute("RESET ROLE")
