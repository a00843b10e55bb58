"""The same keys on four calls at once: to a card with a wrong PIN, to a card that is nobody's, to one that is shut (with
the right PIN), and with the PIN for danger. Whatever is keyed, nobody can tell which call is which."""

import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from haven.line.words import AFTER_PROOF
from haven.support import proving
from haven.support.models import CredentialTry
from haven.support.operations.give_card import GiveCard, give_card
from tests.line.conftest import DURESS_PIN, PIN, Phone, agree
from tests.rows import HOUR, a_case

KINDS = ("existing", "absent", "shut", "danger")
SAID = [text.split("{")[0] for spoken in AFTER_PROOF.values() for text in (spoken.en, spoken.cy)]


@pytest.fixture
def cards(house, case, open_line, now):
    """One card for each kind of call; that of the shut one has had its ten wrong tries."""
    other = a_case(house, now - HOUR)
    shut = give_card(GiveCard(other.ref, True, PIN, "", "purple harbour kettle"), by=house.ali, at=now)
    agree(house, other, now)
    for n in range(10):
        CredentialTry.objects.create(source_hash=f"{n:064d}", person=other.protected, at=now, ok=False)
    return {"existing": open_line, "absent": "00000000", "shut": shut.card_number, "danger": open_line}


PINS = {"existing": "000000", "absent": PIN, "shut": PIN, "danger": DURESS_PIN}


def shape(queries):
    return [re.sub(r"(SAVEPOINT|\().*", r"\1", query["sql"]) for query in queries]


def machine(client, cards):
    class FourCalls(RuleBasedStateMachine):
        numbers = 0

        @initialize(machine_answers=st.sampled_from([{}, {}, {}, {"AnsweredBy": "machine_start"}]))
        def ring(self, machine_answers):
            self.calls = {}
            for kind in KINDS:
                FourCalls.numbers += 1
                self.calls[kind] = Phone(client, number=f"+44770090{FourCalls.numbers:05d}")
            self.answers = {
                kind: self._costs(lambda c=call: c.ring(**machine_answers)) for kind, call in self.calls.items()
            }

        def _costs(self, act):
            with (
                CaptureQueriesContext(connection) as queries,
                patch.object(proving, "check_password", wraps=proving.check_password) as hashes,
            ):
                heard = act()
            return heard, shape(queries), hashes.call_count

        def _each(self, keys):
            self.answers = {
                kind: self._costs(lambda k=kind, c=call: c.press(keys(k))) for kind, call in self.calls.items()
            }

        @rule(keys=st.sampled_from(["1", "2", "1", "3", "0", "*", "", "#", "9", "12345678", "123456", "٣", "1" * 30]))
        def key(self, keys):
            self._each(lambda _kind: keys)

        @rule()
        def key_card(self):
            self._each(lambda kind: cards[kind])

        @rule()
        def key_pin(self):
            self._each(lambda kind: PINS[kind])

        @precondition(lambda self: self.calls["existing"].action == "/line/call?n=1")
        @rule(language=st.sampled_from("12"), way=st.sampled_from("112"))
        def choose(self, language, way):
            self._each(lambda _kind: language)
            self.alike()
            self._each(lambda _kind: way)

        @precondition(lambda self: self.calls["existing"].keys == 8)
        @rule()
        def card_and_pin(self):
            self._each(lambda kind: cards[kind])
            self.alike()
            self._each(lambda kind: PINS[kind])

        @rule(step=st.integers(0, 6))
        def out_of_order(self, step):
            self.answers = {
                kind: self._costs(
                    lambda c=call: c.send(f"/line/call?n={step}" if step else "/line/call", Digits=PIN).content
                )
                for kind, call in self.calls.items()
                if f"n={step}" not in call.action
            }

        @rule()
        def hang_up(self):
            for call in self.calls.values():
                call.send("/line/over", CallStatus="completed")

        @invariant()
        def alike(self):
            first = self.calls["existing"]
            assert len({repr(answer) for answer in self.answers.values()}) <= 1, self.answers
            for call in self.calls.values():
                assert (call.status, call.headers, call.keys) == (first.status, first.headers, first.keys)
                text = call.body.decode().replace(call.sid, "")
                assert not any(said in text for said in SAID) and text == first.body.decode()

    return FourCalls


def test_nobody_can_tell_which_call_is_which(public, cards):
    run_state_machine_as_test(
        machine(public, cards),
        settings=settings(
            max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
