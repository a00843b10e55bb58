"""A question of the primary aggressor has our time, and somebody is told when it is over; decided twice at once it is
decided once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from haven.accounts.actors import actor
from haven.accounts.models import DutyHolding
from haven.cases.chronology import record
from haven.cases.ladder import UNHELD
from haven.cases.models import CaseEvent, Conflict, CounterAllegation, Heartbeat
from haven.cases.operations.open_case import PrimaryAggressorFirst, open_case
from haven.cases.operations.primary_aggressor import ask_primary_aggressor, decide_counter_allegation, waiting
from haven.cases.operations.warn_of_counter import NOT_INDEPENDENT, counters_told
from haven.jobs.practice.house import build_house
from haven.jobs.watch_deadlines import watch
from haven.web.counters import counts
from haven_law.findings import Refused
from tests.conftest import FRIDAY
from tests.factories import MINUTE
from tests.operations.test_case_facts import OPEN, the_other_way

WHY = "The injuries match this account, and not the first"


def asked(house, at):
    case = open_case(OPEN, by=house.ali, at=at - 5 * MINUTE)
    with pytest.raises(PrimaryAggressorFirst) as stop:
        open_case(the_other_way(case), by=house.wren, at=at)
    return case, ask_primary_aggressor(stop.value, draft=None, account="Both say it", by=house.wren, at=at)


def roles(row):
    row.refresh_from_db()
    return [entry["role"] for entry in row.told]


def test_nobody_decides_and_the_next_is_told(house, now):
    case, row = asked(house, now)
    assert row.decide_by == now + 30 * MINUTE
    lines = CaseEvent.objects.filter(case=case).count()
    watch(now + 29 * MINUTE)
    assert roles(row) == []
    for _ in range(2):
        watch(now + 30 * MINUTE)
    assert roles(row) == ["duty_inspector"] and counters_told(house.halloran.pk) == [row]
    watch(now + 34 * MINUTE)
    assert roles(row) == ["duty_inspector"]
    for later in (35, 40, 45, 50, 999):
        watch(now + later * MINUTE)
    assert roles(row) == ["duty_inspector", "control_room", "duty_sergeant"], "once round, no storm"
    assert CaseEvent.objects.filter(case=case).count() == lines, "nothing of it is written in either case"
    assert Heartbeat.objects.exists()


def test_an_inspector_who_may_not_decide_is_passed_over_and_so_is_an_unheld_duty(house, now):
    case, row = asked(house, now)
    record(case, "notice.authorised", by=house.halloran, at=now)
    DutyHolding.objects.filter(duty_role="control_room").delete()
    watch(now + 31 * MINUTE)
    row.refresh_from_db()
    notes = {entry["role"]: (entry["user"] is not None, entry["note"]) for entry in row.told}
    assert notes["duty_inspector"] == (False, NOT_INDEPENDENT) and notes["control_room"] == (False, UNHELD)
    assert notes["duty_sergeant"][0] and counters_told(house.halloran.pk) == []


def test_what_is_decided_tells_nobody(house, now):
    _case, row = asked(house, now)
    decide_counter_allegation(row, may_proceed=True, reasons=WHY, by=house.mistry, at=now + MINUTE)
    watch(now + 60 * MINUTE)
    assert roles(row) == []


def test_the_menu_counts_what_each_may_decide(house, now):
    """The written statement says the same as the rows, for everybody, and turns red past our time."""
    case, row = asked(house, now)

    def compared(at):
        for user in house.users.values():
            found = counts(actor(user, at), at, ["counter"])["counter"]
            may = "authorising_inspector" in actor(user, at).roles
            assert found == ((len(waiting(user)), at > row.decide_by) if may and waiting(user) else (0, False)), (
                user.name
            )

    compared(now + MINUTE)
    assert counts(actor(house.mistry, now), now, ["counter"])["counter"] == (1, False)
    compared(now + 31 * MINUTE)
    record(case, "notice.refused", by=house.halloran, at=now)
    compared(now + MINUTE)
    Conflict.objects.create(user=house.mistry, person=case.subject, nature="A cousin", at=now)
    compared(now + MINUTE)
    assert not waiting(house.mistry) and not waiting(house.halloran)


@pytest.mark.django_db(transaction=True)
def test_two_inspectors_decide_at_once():
    house, at = build_house(FRIDAY), FRIDAY + timedelta(minutes=5)
    _case, row = asked(house, FRIDAY)
    gate, said = threading.Barrier(2), {}

    def decide(who, proceed):
        try:
            gate.wait(timeout=20)
            decide_counter_allegation(row, may_proceed=proceed, reasons=WHY, by=who, at=at)
            said[who.pk] = "done"
        except Refused as problem:
            said[who.pk] = str(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=args) for args in ((house.halloran, True), (house.mistry, False))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    won, lost = sorted(said.values(), key=lambda words: words != "done")
    assert won == "done" and "already been decided by Insp" in lost
    held = CounterAllegation.objects.get()
    assert said[held.decided_by_id] == "done" and held.may_proceed is (held.decided_by_id == house.halloran.pk)
