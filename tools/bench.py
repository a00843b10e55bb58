"""`make bench`: how long the pages, the papers and the figures take, with many cases. One JSON line a figure.

A database of its own on the throw-away server, filled with the practice story and copies of it, and removed at the end.
Server time is measured in this process with Django's test client: middleware, view, queries and template, no network."""

# ruff: noqa: E402  the settings are chosen before anything of Django is loaded
import argparse
import json
import logging
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings_test")

import django

django.setup()
logging.disable(logging.WARNING)

from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from haven.accounts.models import User
from haven.cases.models import Case
from haven.config.memory import settle
from haven.documents.papers import render_order
from haven.figures.definitions import DEFINITIONS
from haven.figures.queries import figure, figures
from haven.jobs.practice.bulk import load
from haven.jobs.practice.house import House, build_house, existing_house
from haven.jobs.practice.plan_values import Sizes
from haven.jobs.practice.story import place_scaled
from haven.orders.models import Order
from haven.orders.operations.writing import notify_by, words_of
from haven.orders.views import PaperFacts, order_paper
from haven.parties.models import PersonName

SIZES = Sizes(
    orders=40, refused=4, withdrawn=4, adjourned=3, unserved=4, waiting=3, breaches_of_notices=3, breaches_of_orders=10,
    custody=3, tagged=2, late=2, not_pursued=1, undecided=1,
)  # fmt: skip
Request = Callable[[], Any]


def say(name: str, **values: Any) -> None:
    print(json.dumps({"figure": name} | values), flush=True)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50_ms": round(cuts[49] * 1000, 1), "p95_ms": round(cuts[94] * 1000, 1)}


def timed(act: Request, times: int) -> tuple[list[float], list[float]]:
    """Wall time and this process's own time of each run. A first run, that loads what is loaded once, is left out."""
    act()
    wall, own = [], []
    for _ in range(times):
        began, began_own = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - began)
        own.append(time.process_time() - began_own)
    return wall, own


def page(name: str, ask: Request, times: int) -> None:
    """The figure of one page: wall time, time of the Python process alone, and queries."""
    wall, own = timed(ask, times)
    with CaptureQueriesContext(connection) as queries:
        ask()
    python = {f"python_{key}": value for key, value in percentiles(own).items()}
    say(name, requests=times, queries=len(queries), cases=Case.objects.count(), **percentiles(wall), **python)


def rate(name: str, act: Request, times: int, **more: Any) -> float:
    wall, _ = timed(act, times)
    say(name, runs=times, **percentiles(wall), **more)
    return statistics.median(wall)


@contextmanager
def database() -> Iterator[None]:
    """A database of its own, made by the migrations and removed at the end."""
    setup_test_environment(debug=False)
    kept = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"haven_bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def fill(cases: int) -> House:
    now = timezone.now()
    build_house(now)
    house = existing_house()
    began = time.perf_counter()
    made = place_scaled(house, now, SIZES)
    say("cases_by_operations", cases=len(made), seconds=round(time.perf_counter() - began, 1))
    began = time.perf_counter()
    total = load(cases - len(made), now)
    spent = time.perf_counter() - began
    say("cases_by_bulk_loader", cases=total, seconds=round(spent, 1), per_second=round((total - len(made)) / spent))
    return house


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def good(answer: Any) -> Any:
    if answer.status_code not in (200, 302):
        raise SystemExit(f"A page answered {answer.status_code}: nothing is measured of a page that fails.")
    return answer


def pages(house: House, chance: random.Random, times: int) -> None:
    unit, officer, analyst = client_of(house.okoro), client_of(house.ali), client_of(house.castell)
    refs = [chance.choice(list(Case.objects.values_list("ref", flat=True)[:5000])) for _ in range(times + 2)]
    names = list(PersonName.objects.filter(person__cases_as_subject__isnull=False).values_list("as_written", flat=True))
    chance.shuffle(names)
    cases, asked, found = iter(refs), iter(names), iter(names[times * 2 :])
    page("board", lambda: good(unit.get("/board")), times)
    page("register", lambda: good(unit.get("/register")), times)
    page("register_by_name", lambda: good(unit.get("/register", {"q": next(asked)})), times)
    page("cases", lambda: good(unit.get("/cases")), times)
    page("case_page", lambda: good(unit.get(f"/cases/{next(cases)}")), times)

    answers: list[str] = []

    def check() -> None:
        answer = good(officer.post("/check", {"name": next(found), "reason": "attending"}))
        if answer.status_code != 302:
            raise SystemExit("The doorstep check asked again instead of answering.")
        answers.append(answer["Location"])

    page("doorstep_check", check, times)
    page("doorstep_answer", lambda: good(officer.get(answers.pop())), times)
    page("tasks", lambda: good(unit.get("/tasks")), times)
    page("figures_page", lambda: good(analyst.get("/figures")), times)


def papers(times: int) -> None:
    order = (
        Order.objects.select_related("case__subject", "case__protected", "made_by")
        .filter(ended_at=None)
        .latest("made_at")
    )
    version = order.versions.latest("seq")
    rows = tuple(words_of(row) for row in version.requirements.select_related("responsible"))
    facts = PaperFacts(
        version=1, cause="As first made.", made_at=order.made_at, made_by_words=order.made_by.name, subject_present=True,
        notify_by=notify_by(order, order.made_at),
    )  # fmt: skip
    view = order_paper(order, rows, facts, court_name=order.made_by.name)
    rate("order_paper", lambda: render_order(view), times, bytes=len(render_order(view).bytes))


def counts(times: int) -> None:
    """All figures in five queries, and the same one by one."""
    at = timezone.now()
    together = rate("all_figures_together", lambda: figures(at), times)
    alone = rate("all_figures_one_by_one", lambda: [figure(name, at) for name in DEFINITIONS], times)
    say("figures_gain", times=round(alone / together, 2))


def in_force(times: int) -> None:
    """Orders in force at an instant: by the index of ranges, and by comparing columns. Both must agree."""
    at = timezone.now() - timedelta(days=200)
    ranges = Order.objects.filter(voided_at=None, in_effect__contains=at)
    compared = Order.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), Q(ended_at=None) | Q(ended_at__gt=at))
    compared = compared.filter(voided_at=None, effective_at__lte=at)
    if ranges.count() != compared.count():
        raise SystemExit("The two ways to ask what is in force do not agree.")
    by_range = rate("in_force_by_range_index", lambda: ranges.count(), times, rows=ranges.count())
    by_column = rate("in_force_by_comparison", lambda: compared.count(), times, rows=compared.count())
    say("in_force_gain", times=round(by_column / by_range, 2))


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=20_000, help="how many cases (20000)")
    asked.add_argument("--requests", type=int, default=200, help="how often each page is asked for (200)")
    given = asked.parse_args()
    chance = random.Random(7)
    Client().get("/healthz")  # loads every page before anything is measured, and fails at once if one is broken
    with database():
        settle()  # as the web processes do
        house = fill(given.cases)
        pages(house, chance, given.requests)
        papers(50)
        counts(50)
        in_force(50)
    return 0


if __name__ == "__main__":
    sys.exit(main())
