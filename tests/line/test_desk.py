"""The desk: who is proven, what may be told, what sounds alike, who is told of danger."""

from dataclasses import replace
from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haven.cases.models import Conflict, Restriction, Task
from haven.jobs.react import react
from haven.line.models import Call, CallbackTask, CallStep
from haven.line.operations.flag_call import flag_duress, flag_other_person
from haven.line.operations.prove_caller import CANNOT_TALK, ProveCaller, prove_caller
from haven.line.operations.take_call import LASTS, OpenCall, end_call, note_caller, open_call
from haven.line.operations.take_steps import take_steps
from haven.line.operations.tell_caller import book_callback, pass_on, tell_caller
from haven.line.script import NO_UPDATE, READ
from haven.parties.operations.add_person import NewPerson, add_person
from haven.support import proving
from haven.support.kinds import BY_CODE
from haven.support.models import Consent, CredentialTry, LineCredential, Secret, Supporter, Update
from haven.support.operations.draft_update import draft_update
from haven.support.operations.see_tries import see_tries
from haven.support.proving import DURESS, NOT_PROVEN, PROVEN, hashed, normal_phrase, sounds_of
from haven_law.findings import Refused
from tests.line.conftest import CANNOT_TALK as CANNOT
from tests.line.conftest import DURESS_PIN, PHRASE, PIN, SEND_HELP, agree
from tests.line.test_words import words_in
from tests.outbox.test_texts import CASE_WORDS
from tests.rows import HOUR, a_case

MINUTE = timedelta(minutes=1)


@pytest.fixture
def handler(house):
    return house.controller


@pytest.fixture
def call(handler, now):
    made = open_call(OpenCall("07700 900123"), by=handler, at=now)
    return note_caller(made, safe="yes", claims="protected", relay=False, by=handler, at=now)


@pytest.fixture
def update(house, case, now):
    from tests.support.test_updates import event

    return draft_update(event(case, house, now - MINUTE, "order.made"), now)


def prove(call, card, now, handler, phrase=PHRASE, pin=""):
    return prove_caller(call, ProveCaller(card, phrase, pin), by=handler, at=now)


class TestProof:
    @pytest.mark.parametrize("said", ["Purple Harbour KETTLE", "pürple harbour kettle", "purpel harbor kettel"])
    def test_by_her_phrase_however_it_is_said_and_typed(self, call, card, case, handler, now, said):
        assert prove(call, f"{card[:4]} {card[4:]}", now, handler, said) == PROVEN
        call.refresh_from_db()
        assert (call.person, call.proof, call.level) == (case.protected, "phrase", 1)
        assert case.events.filter(kind="call.proven").count() == 1

    def test_phrase_and_pin_are_more(self, call, card, handler, now):
        assert prove(call, card, now, handler, pin=PIN) == PROVEN
        call.refresh_from_db()
        assert call.level == 2

    @pytest.mark.parametrize(
        "change",
        [
            {"card": "00000000"},
            {"phrase": "wrong words here"},
            {"pin": "000000"},
            {"card": "x"},
            {"phrase": CANNOT + " x"},
        ],
    )
    def test_nothing_else_is_proof(self, call, card, handler, now, change):
        command = replace(ProveCaller(card, PHRASE), **change)
        assert prove_caller(call, command, by=handler, at=now) == NOT_PROVEN
        call.refresh_from_db()
        assert call.person is None and call.proof == "none"

    def test_first_it_is_asked_whether_they_are_safe(self, handler, card, now):
        call = open_call(OpenCall(), by=handler, at=now)
        with pytest.raises(Refused, match="safely"):
            prove(call, card, now, handler)
        note_caller(call, safe="no", claims="protected", relay=False, by=handler, at=now)
        with pytest.raises(Refused, match="safely"):
            prove(call, card, now, handler)

    def test_somebody_elses_call_and_one_that_is_over(self, house, call, card, handler, now):
        with pytest.raises(Refused, match="Somebody else"):
            prove(call, card, now, house.okoro)
        with pytest.raises(Refused, match="over"):
            prove(call, card, now + LASTS + MINUTE, handler)
        end_call(call, how="nothing", by=handler, at=now)
        with pytest.raises(Refused, match="over"):
            prove(call, card, now, handler)

    def test_three_wrong_tries_from_a_number(self, house, card, handler, now):
        for n in range(4):
            call = open_call(OpenCall("07700 900123"), by=handler, at=now + n * MINUTE)
            note_caller(call, safe="yes", claims="protected", relay=False, by=handler, at=now + n * MINUTE)
            phrase = PHRASE if n == 3 else "wrong words here"
            assert prove(call, card, now + n * MINUTE, handler, phrase) == NOT_PROVEN
        other = open_call(OpenCall("07700 900124"), by=handler, at=now + 5 * MINUTE)
        note_caller(other, safe="yes", claims="protected", relay=False, by=handler, at=now + 5 * MINUTE)
        assert prove(other, card, now + 5 * MINUTE, handler) == PROVEN

    def test_the_number_is_counted_and_not_kept(self, call, handler, now):
        same = open_call(OpenCall("+44 7700 900123"), by=handler, at=now)
        assert same.cli_hash == call.cli_hash and len(call.cli_hash) == 64
        assert open_call(OpenCall(), by=handler, at=now).cli_hash == ""
        assert "900123" not in " ".join(str(row) for row in Call.objects.values_list())

    def test_known_unknown_and_shut_cost_the_same(self, card, case, handler, now):
        seen = []
        for n, (number, phrase) in enumerate([(card, "wrong words here"), ("00000000", PHRASE), (card, PHRASE)]):
            if n == 2:
                CredentialTry.objects.bulk_create(
                    CredentialTry(source_hash=f"{i:064d}", person=case.protected, at=now, ok=False) for i in range(10)
                )
            call = open_call(OpenCall(f"07700 9001{n:02d}"), by=handler, at=now)
            note_caller(call, safe="yes", claims="protected", relay=False, by=handler, at=now)
            with (
                CaptureQueriesContext(connection) as queries,
                patch.object(proving, "check_password", wraps=proving.check_password) as hashes,
            ):
                answer = prove(call, number, now, handler, phrase)
            seen.append((answer, len(queries), hashes.call_count))
        assert len(set(seen)) == 1 and seen[0][0] == NOT_PROVEN

    def test_what_is_said_to_prove_it_is_in_no_row(self, call, card, handler, now):
        prove(call, card, now, handler, "wrong words here")
        prove(call, card, now, handler, pin=PIN)
        kept = " ".join(str(v) for row in [*Call.objects.values_list(), *CallStep.objects.values_list()] for v in row)
        assert not any(word in kept for word in (*PHRASE.split(), PIN, card, "wrong"))


class TestKeptFromTheHandler:
    @pytest.mark.parametrize("why", ["restricted", "conflict", "other force"])
    def test_answered_like_nobodys_card_and_somebody_who_may_rings_her(
        self, house, call, card, case, handler, now, why
    ):
        if why == "restricted":
            Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        elif why == "conflict":
            Conflict.objects.create(user=handler, case=case, nature="Neighbour", at=now - HOUR)
        else:
            type(case).objects.filter(pk=case.pk).update(lead_force=house.forces["northmoor"])
        assert prove(call, card, now, handler) == NOT_PROVEN
        call.refresh_from_db()
        assert call.person is None
        react(now + timedelta(days=400))
        task = Task.objects.get(kind="call_unheard")
        assert task.for_team.kind == {"restricted": "standards", "conflict": "unit"}.get(why, "response")

    def test_his_own_call_handler_never_hears_of_it(self, house, call, card, case, handler, now, update):
        Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        prove(call, card, now, handler)
        with pytest.raises(Refused, match="Nothing may be told"):
            tell_caller(call, [update.ref], by=handler, at=now)


class TestTelling:
    def test_she_was_told_on_a_call(self, call, card, case, handler, now, update):
        prove(call, card, now, handler)
        tell_caller(call, [update.ref], by=handler, at=now)
        update.refresh_from_db()
        assert (update.told_how, update.told_by, update.clock.closed_at is not None) == ("call", handler, True)
        assert list(call.told.all()) == [update] and case.events.filter(kind="update.told").exists()

    def test_without_proof_nothing_is_told(self, call, handler, now, update):
        with pytest.raises(Refused, match="Nothing may be told"):
            tell_caller(call, [update.ref], by=handler, at=now)

    def test_nothing_of_another_case(self, house, call, card, handler, now):
        from tests.support.test_updates import event

        other = draft_update(event(a_case(house, now - HOUR), house, now - MINUTE, "order.made"), now)
        prove(call, card, now, handler)
        for refs in ([other.ref], []):
            with pytest.raises(Refused, match="Choose news"):
                tell_caller(call, refs, by=handler, at=now)
        other.refresh_from_db()
        assert other.state != "closed"

    def test_a_friend_hears_while_they_may(self, house, call, case, handler, now, update):
        friend = add_person(NewPerson(given="Bo", family="Marlowe", born=None), by=None)
        supporter = Supporter.objects.create(name="Bo", kind="friend", person=friend)
        consent = Consent.objects.create(
            person=case.protected, supporter=supporter, scopes=["hear_updates"], given_how="in person", from_at=now - HOUR,
            until_at=now + HOUR,
        )  # fmt: skip
        LineCredential.objects.create(person=friend, card_number="11223344", given_by=house.ali, given_at=now - HOUR)
        Secret.objects.create(
            person=friend, kind="phrase", hash=hashed(normal_phrase(PHRASE)), sounds_hash=hashed(sounds_of(PHRASE)),
            set_in_person_by=house.ali, set_at=now - HOUR,
        )  # fmt: skip
        assert prove(call, "11223344", now, handler) == PROVEN
        Consent.objects.filter(pk=consent.pk).update(revoked_at=now)
        with pytest.raises(Refused, match="Choose news"):
            tell_caller(call, [update.ref], by=handler, at=now)
        Consent.objects.filter(pk=consent.pk).update(revoked_at=None)
        tell_caller(call, [update.ref], by=handler, at=now)
        update.refresh_from_db()
        assert update.told_how == "supporter"

    def test_every_kind_of_news_has_words_without_a_place_or_a_name(self):
        assert set(READ) == set(BY_CODE)
        forbidden = set(CASE_WORDS["en"].split()) & {"address", "refuge", "solicitor", "judge", "officer"}
        for words in READ.values():
            assert not words_in(words) & forbidden and "{" not in words

    def test_what_may_not_be_told_apart_is_one_sentence(self):
        assert not words_in(NO_UPDATE) & set(CASE_WORDS["en"].split())

    def test_passed_on_by_what_was_proven(self, call, card, handler, now):
        with pytest.raises(Refused):
            pass_on(call, "plan", by=handler, at=now)
        prove(call, card, now, handler)
        pass_on(call, "plan", by=handler, at=now)
        assert "face to face" in Task.objects.get(kind="call_plan").words
        pass_on(call, "happened", by=handler, at=now)
        task = Task.objects.get(kind="call_happened")
        assert task.due_at == now + 30 * MINUTE and task.for_team.kind == "response"

    def test_with_two_proofs_the_plan_may_be_agreed_on_a_call(self, call, card, handler, now):
        prove(call, card, now, handler, pin=PIN)
        pass_on(call, "plan", by=handler, at=now)
        assert "may be agreed on a call" in Task.objects.get(kind="call_plan").words


class TestDanger:
    @pytest.mark.parametrize(
        "said", [{"phrase": SEND_HELP}, {"phrase": "RED Laddur"}, {"phrase": PHRASE, "pin": DURESS_PIN}]
    )
    def test_words_or_pin_for_danger(self, call, card, case, handler, now, said, update):
        assert prove(call, card, now, handler, **said) == DURESS
        call.refresh_from_db()
        assert call.duress and call.person is None
        assert prove(call, card, now, handler) == NOT_PROVEN, "nothing is told in this call any more"
        see_tries(now)
        react(now + timedelta(days=400))
        roles = {t.duty_role for t in Task.objects.filter(kind="call_duress")}
        assert roles == {"duty_inspector", ""}
        assert Task.objects.get(kind="duress_pin").duty_role == "control_room"
        assert Task.objects.filter(kind="call_duress", for_user__isnull=False).get().for_user.name == "Sana Ali"

    def test_heard_from_a_card_that_is_shut_too(self, call, card, case, handler, now):
        CredentialTry.objects.bulk_create(
            CredentialTry(source_hash=f"{i:064d}", person=case.protected, at=now, ok=False) for i in range(10)
        )
        assert prove(call, card, now, handler, SEND_HELP) == DURESS

    def test_of_a_restricted_case_those_named_are_told(self, call, card, case, handler, now):
        Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        assert prove(call, card, now, handler, SEND_HELP) == DURESS
        react(now + timedelta(days=400))
        assert {t.for_team.kind for t in Task.objects.filter(kind="call_duress")} == {"standards"}

    def test_heard_by_the_handler_without_a_word(self, call, card, case, handler, now):
        assert flag_duress(call, by=handler, at=now) is False, "no card was named"
        prove(call, card, now, handler, "wrong words here")
        assert flag_duress(call, by=handler, at=now) is True
        flag_duress(call, by=handler, at=now)
        react(now + timedelta(days=400))
        assert {t.duty_role for t in Task.objects.filter(kind="call_duress")} == {"duty_inspector", "control_room", ""}
        assert case.events.filter(kind="call.duress").count() == 1

    def test_i_cannot_talk(self, call, card, handler, now):
        assert prove(call, card, now, handler, CANNOT) == CANNOT_TALK
        call.refresh_from_db()
        assert call.person is None and not call.duress


class TestSomebodyElse:
    def test_the_unit_learns_of_it_with_what_is_known_of_the_number(self, call, card, case, handler, now):
        prove(call, card, now, handler, "wrong words here")
        flag_other_person(call, ["wrong_phrase", "asks_where"], by=handler, at=now)
        event = case.events.get(kind="call.other_person")
        assert event.facts["number"] == "had not rung before" and len(event.facts["signs"]) == 2
        react(now + timedelta(days=400))
        assert Task.objects.get(kind="call_other_person").duty_role == "unit_desk"

    @pytest.mark.parametrize("signs", [[], ["telepathy"]])
    def test_a_sign_from_the_list(self, call, handler, now, signs):
        with pytest.raises(Refused, match="what made you think"):
            flag_other_person(call, signs, by=handler, at=now)


class TestCallbacks:
    WEEK = tuple(range(7))

    def book(self, call, handler, now):
        book_callback(call, by=handler, at=now)
        take_steps(now)
        take_steps(now)
        return CallbackTask.objects.first()

    def test_by_her_plan_proven_or_not(self, house, call, card, case, handler, now):
        from haven.cases.operations.agree_safe_contact import WindowFacts

        agree(house, case, now - HOUR, windows=(WindowFacts(self.WEEK, time(10), time(14)),))
        prove(call, card, now, handler, "wrong words here")
        made = self.book(call, handler, now)
        assert (made.opens_at, made.closes_at) == (now + HOUR, now + 5 * HOUR)
        assert case.deadlines.get(kind="callback").act_by == made.closes_at

    def test_a_card_that_is_nobodys_says_nothing_and_promises_nothing(self, call, handler, now):
        prove(call, "00000000", now, handler)
        assert self.book(call, handler, now) is None

    @pytest.mark.parametrize(
        ("plan", "words"),
        [(None, "no safe contact plan"), ({"mode": "they_contact"}, "they contact us"), ({"mode": "via_supporter"}, "Ring that person alone"),
         ({"channels": "text"}, "no number of theirs")],
    )  # fmt: skip
    def test_where_nobody_may_ring_it_is_a_persons_task(self, house, call, card, case, handler, now, plan, words):
        from haven.cases.operations.agree_safe_contact import ChannelFacts

        if plan is not None:
            helper = Supporter.objects.create(
                name="Bo", kind="friend", person=add_person(NewPerson("Bo", "Marlowe"), by=None)
            )
            Consent.objects.create(
                person=case.protected, supporter=helper, scopes=["hear_updates", "see_updates"], given_how="in person",
                from_at=now - 2 * HOUR, until_at=now + HOUR,
            )  # fmt: skip
            facts = {"channels": (ChannelFacts("text", "07700 900471", "no"),)} if "channels" in plan else plan
            agree(house, case, now - HOUR, **facts)
        prove(call, card, now, handler)
        assert self.book(call, handler, now) is None
        assert words in Task.objects.get(kind="reach_her").words

    def test_a_restricted_case_is_rung_by_those_named(self, house, call, card, case, handler, now):
        agree(house, case, now - HOUR)
        Restriction.objects.create(case=case, because="x", desk="x", from_at=now - HOUR)
        prove(call, card, now, handler)
        assert self.book(call, handler, now) is None
        assert Task.objects.get(kind="reach_her").for_team.kind == "standards"


def test_the_end_says_how(call, handler, now, card, update):
    with pytest.raises(Refused, match="marked as told"):
        end_call(call, how="told", by=handler, at=now)
    prove(call, card, now, handler)
    tell_caller(call, [update.ref], by=handler, at=now)
    end_call(call, how="told", by=handler, at=now)
    assert Update.objects.get().state == "closed" and Call.objects.get().ended_how == "told"


def test_only_who_takes_calls(house, now):
    for user in (house.ali, house.halloran, house.moss, house.castell):
        with pytest.raises(Refused):
            open_call(OpenCall(), by=user, at=now)
