"""`make crash`: updates are queued, the worker is killed again and again, and every message is counted at the provider.

A database of its own, the stand-in for the provider over its real HTTP, and workers that are killed by signal 9 at any
moment. In the middle some people change how they may be reached. Asked at the end: did each message that should leave
leave exactly once, did none leave outside the hours of its person, and none after it had become unsafe?"""

# ruff: noqa: E402  the settings are chosen before anything of Django is loaded
from __future__ import annotations

import argparse
import json
import logging
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings_test")

import django

django.setup()
logging.disable(logging.ERROR)

from django.db import connection, connections, transaction

from haven.cases.chronology import record
from haven.cases.models import Case
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, agree_safe_contact
from haven.jobs.practice.house import House, build_house
from haven.jobs.send_due import send_due
from haven.outbox import standin
from haven.outbox.channels.notify import Notify, NotifyAccount
from haven.outbox.models import OutboxMessage
from haven.support.operations.draft_update import draft_update
from haven.support.operations.plan_changes import plan_changed
from tests.database import test_database
from tests.rows import a_case

# A Monday at noon; a second here is twenty there, so that a dead worker's claim runs out while one waits.
NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
FASTER = 20
CASE_HOLDS = 20
ALL_WEEK = tuple(range(7))
OPEN_LONG, OPEN_SHORT = (clock_time(12), clock_time(20)), (clock_time(12), clock_time(12, 40))


@dataclass
class Run:
    """One run: its clock, its provider, and who changed their plan when (in seconds of this machine)."""

    began: float
    account: NotifyAccount
    changed: dict[int, float]

    def now(self) -> datetime:
        return NOON + timedelta(seconds=(time.time() - self.began) * FASTER)


def queue(house: House, updates: int) -> list[Case]:
    """People with a plan, each with news that is due. Every fifth person's hours end early."""
    cases = []
    for n in range(-(-updates // CASE_HOLDS)):
        case = a_case(house, NOON - timedelta(hours=2))
        begins, ends = OPEN_SHORT if n % 5 == 4 else OPEN_LONG
        text = ChannelFacts("text", f"07700 900{n:03d}", "no")
        plan = PlanFacts("we_contact", (text,), (WindowFacts(ALL_WEEK, begins, ends),))
        agree_safe_contact(case, plan, by=house.ali, at=NOON - timedelta(hours=1))
        cases.append(case)
    for n in range(updates):
        case = cases[n % len(cases)]
        with transaction.atomic():
            happened = record(
                case, "order.served", by=house.ali, at=NOON, about=("order", f"DO-{n}"), facts={"words": "x"}
            )
        draft_update(happened, NOON)
    # All at once, not spread over twenty minutes: the run is about workers that die, not about waiting.
    OutboxMessage.objects.update(not_before=NOON)
    return cases


def work(run: Run) -> None:
    """One worker, until it is killed."""
    channel = Notify(run.account)
    while True:
        send_due(run.now(), channel, limit=20)
        time.sleep(0.01)


def fork(run: Run) -> int:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work(run)
        finally:
            os._exit(1)
    return pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def torment(run: Run, house: House, cases: list[Case], kills: int, chance: random.Random) -> None:
    """Two workers at any time; one of them is killed, and another takes its place. Half way some plans change."""
    workers = [fork(run), fork(run)]
    for n in range(kills):
        time.sleep(chance.uniform(0.01, 0.25))
        if n == kills // 2:
            _change_plans(run, house, cases[::7])
        victim = chance.randrange(2)
        kill(workers[victim])
        workers[victim] = fork(run)
    until = time.time() + 120
    while OutboxMessage.objects.filter(closed_at=None, not_before__lt=run.now()).exists() and time.time() < until:
        time.sleep(0.2)
    for pid in workers:
        kill(pid)


def _change_plans(run: Run, house: House, cases: list[Case]) -> None:
    for case in cases:
        seen = PlanFacts("we_contact", (ChannelFacts("text", "07700 900999", "yes"),))
        agree_safe_contact(case, seen, by=house.ali, at=run.now())
        run.changed[case.protected_id] = time.time()
        plan_changed(case.events.filter(kind="plan.changed").latest("pk"), run.now())


def judge(run: Run, desk: standin.Desk) -> dict[str, int]:
    """What the provider has, against what our rows say."""
    given = Counter(str(m["reference"]) for m in desk.messages)
    rows = {str(m.ref): m for m in OutboxMessage.objects.all()}
    sent = {ref for ref, m in rows.items() if m.outcome == "sent"}
    outside = unsafe = 0
    for message in desk.messages:
        row, at = rows[str(message["reference"])], float(str(message["received"]))
        changed = run.changed.get(int(row.to_ref))
        unsafe += changed is not None and at > changed
        delivery = row.deliveries.first()
        outside += delivery is not None and row.claims == 1 and not _open(row, delivery.at)
    return {
        "messages": len(rows),
        "sent": len(sent),
        "taken_back_or_unsafe": sum(m.outcome == "cancelled_unsafe" for m in rows.values()),
        "expired": sum(m.outcome == "expired" for m in rows.values()),
        "waiting_for_tomorrow": sum(m.closed_at is None for m in rows.values()),
        "claimed_twice_or_more": sum(m.claims > 1 for m in rows.values()),
        "sent_twice": sum(n > 1 for n in given.values()),
        "sent_and_not_written_down": len(set(given) - sent),
        "written_down_and_not_sent": len(sent - set(given)),
        "outside_her_hours": outside,
        "after_it_was_unsafe": unsafe,
    }


def _open(row: OutboxMessage, at: datetime) -> bool:
    from haven.parties.models import Window

    windows = Window.objects.filter(plan__person_id=int(row.to_ref), plan__version=1)
    return any(w.from_local <= at.time() < w.to_local for w in windows)


FAULTS = (
    "sent_twice",
    "sent_and_not_written_down",
    "written_down_and_not_sent",
    "outside_her_hours",
    "after_it_was_unsafe",
)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--updates", type=int, default=1000, help="how many are queued (1000)")
    asked.add_argument("--kills", type=int, default=50, help="how often a worker is killed (50)")
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    with test_database():
        desk = standin.new_desk()
        house = build_house(NOON)
        cases = queue(house, given.updates)
        server = standin.start(desk)
        url = f"http://127.0.0.1:{server.server_port}"
        run = Run(time.time(), NotifyAccount(desk.api_key, url, "text", "email", "letter"), {})
        began = time.time()
        torment(run, house, cases, given.kills, random.Random(given.seed))
        server.shutdown()
        found = judge(run, desk)
        connection.close()
    faults = {name: found[name] for name in FAULTS if found[name]}
    print(json.dumps({"figure": "crash", "kills": given.kills, "seconds": round(time.time() - began, 1)} | found))
    if faults or not found["sent"]:
        print(f"crash: {faults or 'nothing was sent'}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
