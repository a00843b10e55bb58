"""Two people at once, with real transactions: one effect, and one refusal in words."""

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from haven.accounts.once import run_once
from haven.courts.models import Application, Correction, HearingOutcome
from haven.courts.operations.correct_begun import CorrectBegun, correct_begun
from haven.courts.operations.hear import RefuseApplication, refuse_application
from haven.courts.operations.keep_draft import StaleDraft, keep_draft
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.jobs.practice.house import build_house
from haven.notices.models import Notice
from haven.orders.models import Order, OrderEnd, OrderVersion
from haven.orders.operations.end_order import DischargeOrder, discharge_order
from haven.orders.operations.make_order import make_order
from haven.orders.operations.vary_order import ClauseDecision, VaryOrder, vary_order
from haven.orders.operations.void_outcome import VoidOutcome, void_outcome
from haven_law.findings import Refused
from tests.operations.court_helpers import (
    REASONS,
    begun_hearing,
    decided,
    made_order,
    no_contact,
    order_command,
    served_notice,
    stay_away,
)

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db):
    return build_house(AT)


def at_once(*acts):
    """Run the acts at the same moment, each on a connection of its own. What each gave, or the refusal."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(position, act):
        try:
            barrier.wait(timeout=30)
            results[position] = act()
        except Refused as refused:
            results[position] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def refusals(results):
    return [str(r) for r in results if isinstance(r, Refused)]


def test_two_clerks_make_an_order(house):
    hearing = begun_hearing(house, AT)
    command = order_command(hearing)

    def make():
        return make_order(command, by=house.moss, at=command.decided.decided_at)

    results = at_once(make, make)
    assert Order.objects.count() == 1 and HearingOutcome.objects.count() == 1
    assert len(refusals(results)) == 1 and "already recorded for this hearing" in refusals(results)[0]


def test_one_makes_it_and_one_refuses_it(house):
    hearing = begun_hearing(house, AT)
    command = order_command(hearing)
    results = at_once(
        lambda: make_order(command, by=house.moss, at=command.decided.decided_at),
        lambda: refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=command.decided.decided_at),
    )
    outcome = HearingOutcome.objects.get()
    assert len(refusals(results)) == 1
    assert Order.objects.count() == (1 if outcome.result == "made" else 0)
    because = {"made": "order_made", "refused": "application_refused"}[outcome.result]
    assert Notice.objects.get().ended_because == because


def test_the_same_press_twice(house):
    hearing = begun_hearing(house, AT)
    command, pressed = order_command(hearing), uuid4()

    def press():
        return run_once(
            by=house.moss,
            command_id=pressed,
            what="outcome",
            action=lambda: {"ref": make_order(command, by=house.moss, at=command.decided.decided_at).ref},
        )

    results = at_once(press, press)
    assert results[0] == results[1] == {"ref": Order.objects.get().ref}


def test_two_of_the_unit_begin_the_application(house):
    notice = served_notice(house, AT)

    def prepare():
        return prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=AT)

    results = at_once(prepare, prepare)
    assert Application.objects.count() == 1
    assert "There is already an application after this notice" in refusals(results)[0]


def test_two_variations(house):
    order = made_order(house, AT, no_contact(), stay_away())
    at = order.made_at.replace(hour=23)

    def vary():
        command = VaryOrder(
            order.ref,
            at,
            "person",
            True,
            REASONS,
            (ClauseDecision("remove", 2, no_longer_necessary=True),),
            conflicts_considered=True,
            considered={"child_welfare": True, "protected_opinion": True},
        )
        return vary_order(command, by=house.moss, at=at)

    results = at_once(vary, vary)
    assert OrderVersion.objects.count() == 2 and len(refusals(results)) == 1


def test_two_keep_the_same_draft(house):
    hearing = begun_hearing(house, AT)
    case = hearing.application.case

    def keep(words):
        return lambda: keep_draft(
            "outcome", hearing.public_id, case, {"typed": words}, seen=0, by=house.moss, at=hearing.begun_at
        )

    results = at_once(keep("one"), keep("two"))
    assert sum(isinstance(r, StaleDraft) for r in results) == 1


def test_two_take_the_same_outcome_back(house):
    order = made_order(house, AT)
    hearing = order.outcome.hearing

    def take_back():
        command = VoidOutcome(hearing.public_id, "The court's own register says otherwise.")
        return void_outcome(command, by=house.fenwick, at=order.made_at + HOUR)

    results = at_once(take_back, take_back)
    assert len(refusals(results)) == 1 and "No outcome is recorded" in refusals(results)[0]
    assert OrderEnd.objects.filter(order=order).count() == 1 and Correction.objects.count() == 1


def test_it_is_taken_back_while_the_order_is_discharged(house):
    order = made_order(house, AT)
    hearing, at = order.outcome.hearing, order.made_at + HOUR
    plain = DischargeOrder(order.ref, at, REASONS, no_longer_necessary=True, police_heard_or_not_wished=True)
    command = VoidOutcome(hearing.public_id, "The court's own register says otherwise.")
    results = at_once(
        lambda: void_outcome(command, by=house.fenwick, at=at), lambda: discharge_order(plain, by=house.moss, at=at)
    )
    assert not isinstance(results[0], Refused) and None not in results
    assert all("no such order" in words for words in refusals(results))
    assert OrderEnd.objects.get(order=order, voided_at=None).because == "entered_in_error"


def test_two_correct_when_a_hearing_began(house):
    hearing = begun_hearing(house, AT)
    right = hearing.begun_at - timedelta(minutes=1)

    def correct():
        command = CorrectBegun(hearing.public_id, right, "The court's own register says otherwise.")
        return correct_begun(command, by=house.fenwick, at=hearing.begun_at + HOUR)

    results = at_once(correct, correct)
    assert len(refusals(results)) == 1 and Correction.objects.count() == 1
