"""Long reckoning spread over the cores of the machine, answered in the order asked."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

AHEAD = 2
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def in_processes(act: Callable[[Asked], Answer], asked: Iterable[Asked]) -> Iterator[Answer]:
    """`act` of each, in order. Little is read ahead, so that what waits does not fill the memory. New processes, not copies of
    this one: a copy would share its connection to the database. What `act` raises is raised here."""
    cores = len(os.sched_getaffinity(0))
    given = iter(asked)
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Answer]] = deque(pool.submit(act, one) for one in islice(given, cores * AHEAD))
        try:
            while waiting:
                answer = waiting.popleft().result()
                for one in islice(given, 1):
                    waiting.append(pool.submit(act, one))
                yield answer
        finally:
            for late in waiting:
                late.cancel()
