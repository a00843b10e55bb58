"""Is it her? What is right, what is guessable, and that nothing tells a known card from an unknown one."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from haven.cases.models import Task
from haven.parties.models import PersonName
from haven.support import proving
from haven.support.asking import prove
from haven.support.models import CredentialTry, LineCredential, Secret
from haven.support.operations.give_card import GiveCard, give_card
from haven.support.operations.see_tries import see_tries
from haven.support.proving import DURESS, NOT_PROVEN, PROVEN, Said
from haven_law.findings import Refused
from tests.rows import HOUR, a_case

PIN, DURESS_PIN, PHRASE = "402817", "771930", "purple harbour kettle"


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


@pytest.fixture
def card(house, case, now):
    given_now = GiveCard(case.ref, True, PIN, DURESS_PIN, PHRASE, "blue umbrella", "red ladder", "the green folder")
    return give_card(given_now, by=house.ali, at=now)


def ask(card, now, pin=PIN, phrase=None, source="a"):
    return prove(card, Said(pin=pin, phrase=phrase), source=source, at=now)


class TestRight:
    def test_card_and_pin_card_and_phrase_or_all_three(self, card, case, now):
        for said in (Said(pin=PIN), Said(phrase=PHRASE), Said(PIN, PHRASE)):
            assert prove(card.card_number, said, source="a", at=now) == (PROVEN, case.protected_id)

    def test_under_duress_it_is_known_and_nobody_hears_the_difference(self, card, case, now):
        assert ask(card.card_number, now, DURESS_PIN) == (DURESS, case.protected_id)
        assert ask(card.card_number, now, DURESS_PIN, PHRASE)[0] == DURESS
        assert ask(card.card_number, now, DURESS_PIN, "wrong words here")[0] == NOT_PROVEN

    @pytest.mark.parametrize("said", ["Purple Harbour KETTLE", " purple-harbour, kettle. ", "pürple harbour kettle",
                                      "purpel harbor kettel", "ｐｕｒｐｌｅ harbour kettle"])  # fmt: skip
    def test_the_phrase_as_it_is_spoken_and_typed(self, card, now, said):
        assert prove(card.card_number, Said(phrase=said), source="a", at=now)[0] == PROVEN

    @pytest.mark.parametrize("said", ["402 817", "40-28-17", "٤٠٢٨١٧", "４０２８１７"])
    def test_digits_in_any_hand(self, card, now, said):
        assert ask(card.card_number, now, said)[0] == PROVEN


class TestWrong:
    @pytest.mark.parametrize("said", [Said("402818"), Said(""), Said("x"), Said(PIN, "purple harbour"), Said(PIN, ""),
                                      Said(phrase="harbour purple kettle"), Said(), Said("402817\x00")])  # fmt: skip
    def test_nothing_else_is_her(self, card, now, said):
        assert prove(card.card_number, said, source="a", at=now) == (NOT_PROVEN, None)

    def test_a_person_without_phrase_is_not_proven_by_an_empty_one(self, card, now):
        Secret.objects.filter(kind="phrase").update(replaced_at=now)
        for phrase in ("", "-", "nobody has this"):
            assert prove(card.card_number, Said(phrase=phrase), source="a", at=now)[0] == NOT_PROVEN

    def test_three_wrong_tries_shut_out_their_source_for_a_day_and_nobody_else(self, card, now):
        for n in range(3):
            assert ask(card.card_number, now + timedelta(seconds=n), "000000", source="him")[0] == NOT_PROVEN
        assert ask(card.card_number, now + timedelta(minutes=1), source="him")[0] == NOT_PROVEN
        assert ask(card.card_number, now + timedelta(minutes=1), source="her")[0] == PROVEN
        last = now + timedelta(hours=24)
        assert ask(card.card_number, last - timedelta(seconds=1), source="him")[0] == NOT_PROVEN
        assert ask(card.card_number, last + timedelta(minutes=2), source="him")[0] == PROVEN

    def test_ten_wrong_tries_shut_the_card_for_a_day(self, card, now):
        for n in range(9):
            ask(card.card_number, now + timedelta(seconds=n), "000000", source=f"s{n}")
        assert ask(card.card_number, now + timedelta(seconds=20), source="her")[0] == PROVEN
        ask(card.card_number, now + timedelta(seconds=30), "000000", source="s10")
        assert ask(card.card_number, now + timedelta(seconds=40), source="her")[0] == NOT_PROVEN
        assert ask(card.card_number, now + timedelta(hours=25), source="her")[0] == PROVEN

    def test_danger_is_heard_from_a_card_that_is_shut(self, card, case, now):
        for n in range(10):
            ask(card.card_number, now + timedelta(seconds=n), "000000", source=f"s{n}")
        later = now + timedelta(minutes=1)
        assert ask(card.card_number, later, source="her")[0] == NOT_PROVEN
        assert ask(card.card_number, later, DURESS_PIN, source="her") == (DURESS, case.protected_id)
        assert ask(card.card_number, later, source="her")[0] == NOT_PROVEN

    def test_a_new_card_ends_the_old(self, house, case, card, now):
        old = card.card_number
        new = give_card(GiveCard(case.ref, True, new_card=True), by=house.ali, at=now + HOUR)
        assert ask(old, now + HOUR)[0] == NOT_PROVEN and ask(new.card_number, now + HOUR)[0] == PROVEN


class TestNothingTells:
    @pytest.mark.parametrize(
        "said", [Said(pin="111112"), Said(pin="111112", phrase="a b c"), Said(phrase="one two six")]
    )
    def test_known_unknown_and_shut_cost_the_same(self, card, now, said):
        seen = []
        for number in (card.card_number, "00000000", "x", ""):
            real = proving.check_password
            with (
                CaptureQueriesContext(connection) as queries,
                patch.object(proving, "check_password", wraps=real) as hashes,
            ):
                answer = prove(number, said, source=f"from {number}", at=now)
            shapes = tuple(q["sql"].split("(")[0] for q in queries)
            seen.append((answer, hashes.call_count, shapes))
        for n in range(4):
            prove(card.card_number, said, source="shut", at=now + timedelta(seconds=n))
        with patch.object(proving, "check_password", wraps=proving.check_password) as hashes:
            assert prove(card.card_number, said, source="shut", at=now)[0] == NOT_PROVEN
        assert len(set(seen)) == 1 and hashes.call_count == seen[0][1]

    def test_what_is_kept_can_be_read_by_nobody(self, card, case):
        kept = " ".join(str(row) for row in Secret.objects.values_list())
        tries = " ".join(str(row) for row in CredentialTry.objects.values_list())
        for secret in (PIN, DURESS_PIN, *PHRASE.split(), "umbrella", "ladder", "green folder"):
            assert secret not in kept + tries
        assert card.card_number not in case.ref


@given(st.text(max_size=40))
def test_any_text_is_some_phrase_and_some_digits_and_no_error(text):
    normal = proving.normal_phrase(text)
    assert proving.normal_phrase(normal) == normal
    assert proving.tidy_digits(text).isdecimal() or proving.tidy_digits(text) == ""
    proving.sounds_of(text), proving.why_not_phrase(text), proving.why_not_pin(text)


class TestGiving:
    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"in_person": False}, "face to face"),
            ({"pin": ""}, "needs a PIN and a phrase"),
            ({"phrase": ""}, "needs a PIN and a phrase"),
            ({"pin": "12345"}, "six digits"),
            ({"pin": "123456"}, "in a row"),
            ({"pin": "777777"}, "in a row"),
            ({"duress_pin": PIN}, "must not be the PIN"),
            ({"phrase": "two words"}, "three words"),
            ({"phrase": "my dog jo"}, "three letters"),
            ({"phrase": "kettle kettle harbour"}, "different"),
            ({"phrase": "purple harbour verity"}, "a name"),
            ({"cannot_talk": PHRASE}, "sound different"),
            ({"send_help": "purpel harber kettel"}, "sound different"),
            ({"send_help": "!!!"}, "letters"),
        ],
    )
    def test_what_could_be_guessed_or_confused_is_refused(self, house, case, now, changes, why):
        PersonName.objects.filter(person=case.subject).update(as_written="Callum Verity")
        base = {"pin": PIN, "duress_pin": DURESS_PIN, "phrase": PHRASE, "in_person": True}
        with pytest.raises(Refused, match=why):
            give_card(GiveCard(case.ref, **(base | changes)), by=house.ali, at=now)
        assert not LineCredential.objects.exists() and not Secret.objects.exists()

    def test_a_later_duress_pin_may_not_be_the_pin_that_stands(self, house, case, card, now):
        with pytest.raises(Refused, match="must not be the PIN"):
            give_card(GiveCard(case.ref, True, duress_pin=PIN), by=house.ali, at=now)
        with pytest.raises(Refused, match="must not be the PIN"):
            give_card(GiveCard(case.ref, True, pin=DURESS_PIN), by=house.ali, at=now)

    def test_a_pin_that_is_a_birth_date(self, house, case, now):
        born = case.protected.born
        for pin in (f"{born:%d%m%y}", f"{born:%y%m%d}"):
            with pytest.raises(Refused, match="date of birth"):
                give_card(GiveCard(case.ref, True, pin, "", PHRASE), by=house.ali, at=now)

    def test_only_those_who_stand_before_her(self, house, case, now):
        for user in (house.castell, house.moss, house.quill):
            with pytest.raises(Refused):
                give_card(GiveCard(case.ref, True, PIN, "", PHRASE), by=user, at=now)


class TestWhatFollows:
    def test_duress_is_answered_at_once(self, card, case, now):
        ask(card.card_number, now, DURESS_PIN)
        assert see_tries(now) == 1 and see_tries(now) == 0
        task = Task.objects.get(kind="duress_pin")
        assert task.case == case and task.duty_role == "control_room" and task.due_at == now + timedelta(minutes=5)

    def test_three_wrong_tries_bring_a_person_and_ten_a_call(self, card, now):
        for n in range(3):
            ask(card.card_number, now, "000000", source="him")
        see_tries(now)
        assert list(Task.objects.values_list("kind", flat=True)) == ["wrong_tries"]
        for n in range(7):
            ask(card.card_number, now, "000000", source=f"s{n}")
        see_tries(now)
        assert set(Task.objects.values_list("kind", flat=True)) == {"wrong_tries", "card_shut"}
        see_tries(now)
        assert Task.objects.count() == 2

    def test_one_slip_brings_nobody(self, card, now):
        ask(card.card_number, now, "000000")
        ask("00000000", now, "000000")
        see_tries(now)
        assert not Task.objects.exists()
