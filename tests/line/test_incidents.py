"""The published incidents on the telephone, each against the line and the desk (safety and security, 1.1)."""

from datetime import timedelta

from haven.cases.models import Restriction
from haven.line.models import CallbackTask
from haven.line.operations.callbacks import make_callback, ring, say_how_it_went
from haven.line.operations.prove_caller import ProveCaller, prove_caller
from haven.line.operations.take_call import OpenCall, note_caller, open_call
from haven.line.script import NEVER_SAID, NO_UPDATE, READ
from haven.line.words import WORDS
from haven.support.proving import NOT_PROVEN
from tests.line.conftest import DURESS_PIN, PHRASE, PIN
from tests.rows import HOUR

HIS = "+447700900999"


def test_bolton_nothing_is_left_on_a_machine(house, phone, open_line, case, now):
    """A voicemail with the new address was left on the husband's phone. A machine hears nothing from ours, and a person who
    rings back is told so, and records that nothing was said."""
    for kind in ("machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"):
        call = phone()
        assert call.ring(AnsweredBy=kind) == [] and b"<Say" not in call.body
    asked = open_call(OpenCall(), by=house.controller, at=now)
    ringing = ring(make_callback(asked, case, now), by=house.controller, at=now)
    assert ringing.voicemail == "No voicemail"
    say_how_it_went(ringing.attempt, result="voicemail", by=house.controller, at=now)
    event = case.events.get(kind="callback.tried")
    assert "nothing was said" in event.facts["result"] and CallbackTask.objects.get().attempts == 1


def test_south_wales_he_does_not_learn_that_she_asked(house, phone, open_line, case, now):
    """Her partner was told that she had asked for his history. Whatever he says to the line or to a person, he hears what
    everybody hears; and nobody reads out who has rung."""
    heard = {
        phone(number=HIS).all("1", "1", number, PIN if number == "00000000" else DURESS_PIN)
        for number in (open_line, "00000000")
    }
    assert len(heard) == 1
    for n, (number, words) in enumerate(((open_line, "she told you things"), ("00000000", "she told you things"))):
        call = open_call(OpenCall(HIS), by=house.controller, at=now + n * timedelta(minutes=1))
        call = note_caller(
            call, safe="yes", claims="protected", relay=False, by=house.controller, at=now + n * timedelta(minutes=1)
        )
        assert (
            prove_caller(call, ProveCaller(number, words), by=house.controller, at=now + n * timedelta(minutes=1))
            == NOT_PROVEN
        )
    assert "whether other people have rung" in NEVER_SAID and "case" not in NO_UPDATE.split()


def test_no_word_of_the_line_has_room_for_a_place(house):
    """Wakefield, Bolton, Charnwood, and most of seven reprimands: where she is reached him. No text has a place to put it."""
    for words in (*READ.values(), *(text for spoken in WORDS.values() for text in (spoken.en, spoken.cy))):
        assert "{" not in words.replace("{day}", "")


def test_a_handler_who_is_his_relative_learns_nothing(house, card, case, now):
    """Officers looked, told, and used what they knew. A case of somebody who works here is restricted: at the desk her card
    is answered like nobody's, even to her right words, and somebody who may know rings her."""
    Restriction.objects.create(case=case, because="Works here", desk="Standards", from_at=now - HOUR)
    call = open_call(OpenCall(), by=house.controller, at=now)
    call = note_caller(call, safe="yes", claims="protected", relay=False, by=house.controller, at=now)
    assert prove_caller(call, ProveCaller(card, PHRASE), by=house.controller, at=now) == NOT_PROVEN
    assert case.events.filter(kind="call.unheard").exists()
    assert make_callback(call, case, now) is None
