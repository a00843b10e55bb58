"""The cases of the story shared among processes, as many as there are cores. Each reckons the same plan, and takes the
next group of it whenever it has done one, so that none waits for another at the end. They are new processes and not
forked ones: the maker of papers starts threads, which no fork survives."""

import gc
import json
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from types import FrameType
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, connection

from haven.accounts.models import Instance
from haven.jobs.practice.acts import World
from haven.jobs.practice.carrying import Orphaned, carry_out_one, in_order, sittings
from haven.jobs.practice.house import existing_house
from haven.jobs.practice.plan import plan
from haven.jobs.practice.plan_values import CasePlan, Sizes

# The lock that a process holds while it is at work on cases.
AT_WORK = 4244
# A group of cases by its number, as it stands in the pipe.
NUMBER = struct.Struct("=I")
MOST = 8


def carry_out_in_processes(now: datetime, seed: int, sizes: Sizes, *, of: int) -> bool:
    """Carry out the plan of this instant and seed. False when a process failed; what went wrong stands in the terminal."""
    shares = max(1, min(os.cpu_count() or 1, MOST))
    values = {"now": now.isoformat(), "seed": seed, "sizes": asdict(sizes), "parent": os.getpid()}
    with _numbers(len(groups_of(in_order(plan(now, seed, sizes))))) as numbers:
        children = [_start(values, numbers) for _ in range(shares)]
    with _ended_with(children):
        _tell_progress(children, of)
    return all(child.returncode == 0 for child in children)


@contextmanager
def _numbers(count: int) -> Iterator[int]:
    """The numbers of the groups in a pipe from which every process takes its next one: a number is taken once, and the
    end is seen by all. They fit into the pipe whole, so nobody has to feed it."""
    taken, given = os.pipe()
    try:
        os.write(given, b"".join(NUMBER.pack(n) for n in range(count)))
        os.close(given)
        yield taken
    finally:
        os.close(taken)


def _next_numbers() -> Iterator[int]:
    while record := os.read(sys.stdin.fileno(), NUMBER.size):
        yield NUMBER.unpack(record)[0]


def _start(values: dict[str, Any], numbers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "haven.jobs.practice.worker", json.dumps(values)]
    environ = os.environ | {"DATABASE_URL": database_url()}
    return subprocess.Popen(command, env=environ, stdin=numbers)  # noqa: S603  our own program


def database_url() -> str:
    """The address of the database that this process uses, whatever it was told at its start."""
    given = {
        name: quote(str(connection.settings_dict[name]), safe="")
        for name in ("USER", "PASSWORD", "NAME", "HOST", "PORT")
    }
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={given['HOST']}&port={given['PORT'] or 5432}"


def take_share(values: dict[str, Any]) -> int:
    """One process: group after group, for as long as the process that shared them out lives. The exit code."""
    now, parent = datetime.fromisoformat(values["now"]), int(values["parent"])

    def wanted() -> bool:
        return os.getppid() == parent

    _settle_in()
    world = World(existing_house(), now, sittings())
    groups = groups_of(in_order(plan(now, values["seed"], Sizes(**values["sizes"]))))
    for case in (case for number in _next_numbers() for case in groups[number]):
        if not wanted():
            return 0
        try:
            carry_out_one(case, world, wanted)
        except Orphaned:
            return 0
        except Exception as problem:  # noqa: BLE001  whatever it was, it is said and the placing is given up
            print(f"haven: practice case {case.key}: {type(problem).__name__}: {problem}", file=sys.stderr)  # noqa: T201
            return 1
    return 0


def groups_of(cases: Sequence[CasePlan]) -> list[list[CasePlan]]:
    """The cases that share a person together: one process carries them out, in their order."""
    found: dict[str, list[CasePlan]] = {}
    for case in cases:
        found.setdefault(case.group, []).append(case)
    return list(found.values())


def _settle_in() -> None:
    """The acts make many short-lived objects and ask for rows along many joins whose order is written down: neither the
    collector of rubbish nor the planner of the database has to look at all of that again and again. A lock says that
    somebody is at work; it ends with this process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    with connection.cursor() as cursor:
        cursor.execute("SET join_collapse_limit = 1")
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [AT_WORK])


def _tell_progress(children: Sequence[subprocess.Popen[bytes]], of: int) -> None:
    """Print how far it is, twice a second at most; stop when a process failed."""
    told = -1
    while any(child.poll() is None for child in children):
        if any(child.poll() not in (None, 0) for child in children):
            return
        time.sleep(0.5)
        told = _told(of, told)
    _told(of, told)


def _told(of: int, told: int) -> int:
    try:
        done = Instance.objects.values_list("progress_done", flat=True).first() or 0
    except DatabaseError:
        return told
    if done == told or (done - told < 10 and done != of):
        return told
    print(f"Placing practice cases: {done} of {of}", flush=True)  # noqa: T201
    return done


@contextmanager
def _ended_with(children: Sequence[subprocess.Popen[bytes]]) -> Iterator[None]:
    """Whatever ends this process, the others end too."""

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before: dict[int, Any] = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
            child.wait()
        for number, handler in before.items():
            signal.signal(number, handler)
