"""The doorstep check over HTTP: clients in a closed loop, each asking the next question as soon as it has its answer.

  haven register load POPULATION.csv && haven demo
  python tools/bench_http.py QUERIES.csv [--clients 8] [--minutes 5]

A check is the question sent, recorded and answered with the address of its answer, and that page fetched and rendered: the
time is of both together, and of each. The staff site runs as `haven serve` runs it, with the tables of the measuring set
in the place of the register's, after the people of the practice story were put among them: one question in ten is about
somebody whom an order binds, so that the page has something to show. Which database: DATABASE_URL, else the embedded
server. One JSON line a figure."""

# ruff: noqa: E402, S608  settings first; the statements are made of our own names only
from __future__ import annotations

import argparse
import csv
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from haven.accounts.models import User
from haven.cases.models import Case
from haven.config.serve import _collect_static, _web, migrate
from haven.parties.models import PersonName
from haven.register.measuring import SCHEMA

Fields = dict[str, str]
# The register's own people take the place of the measuring set's with the same numbers.
MIXED = f"""
DELETE FROM {SCHEMA}.parties_personsearch WHERE person_id <= (SELECT max(id) FROM public.parties_person);
INSERT INTO {SCHEMA}.parties_personsearch (person_id, born, version, sex, names, places, keys)
  SELECT person_id, born, version, sex, names, places, keys FROM public.parties_personsearch;
INSERT INTO {SCHEMA}.parties_nameword (word, bearers, keys) SELECT word, bearers, keys FROM public.parties_nameword
  ON CONFLICT (word) DO NOTHING;
TRUNCATE {SCHEMA}.register_ring;
INSERT INTO {SCHEMA}.register_ring SELECT DISTINCT person_id FROM public.register_ring;
GRANT USAGE ON SCHEMA {SCHEMA} TO haven_staff;
GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO haven_staff;
ANALYZE {SCHEMA}.parties_personsearch;
"""


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure} | values), flush=True)


def percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {name: round(ordered[min(len(ordered) - 1, int(s * len(ordered)))] * 1000, 1) for name, s in shares.items()}


def questions(path: Path) -> Iterator[Fields]:
    """What each question has typed into the form, without end; one in ten about a subject of the practice story."""
    chance = random.Random(7)
    bound = list(
        PersonName.objects.filter(person__in=Case.objects.values("subject")).values_list("as_written", flat=True)
    )
    with path.open(newline="", encoding="utf-8") as handle:
        asked = [typed for row in csv.DictReader(handle) if (typed := _typed(row))]
    while True:
        chance.shuffle(asked)
        for typed in asked:
            yield {"name": chance.choice(bound)} if chance.random() < 0.1 else typed


def _typed(row: Fields) -> Fields:
    name = " ".join(row[part] for part in ("forename", "middle", "surname") if row[part])
    born = row["dob"].split("-") if row["dob"] else ["", "", ""]
    typed = {
        "name": name, "born-year": born[0], "born-month": born[1], "born-day": born[2], "age": row["age"],
        "address": f"{row['house']} {row['street']}".strip(), "postcode": row["postcode"],
    }  # fmt: skip
    return {field: value for field, value in typed.items() if value}


class Asker(threading.Thread):
    """An officer with a session and a connection that stays open."""

    def __init__(self, port: int, user: User, asked: Iterator[Fields], lock: threading.Lock, until: float) -> None:
        super().__init__()
        client = Client()
        client.force_login(user)
        request = RequestFactory().get("/")
        self.token = get_token(request)
        cookies = {**{k: m.value for k, m in client.cookies.items()}, settings.CSRF_COOKIE_NAME: self.token}
        self.headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        self.http = HTTPConnection("127.0.0.1", port, timeout=60)
        self.asked, self.lock, self.until = asked, lock, until
        self.took: dict[str, list[float]] = defaultdict(list)
        self.codes: Counter[int] = Counter()

    def run(self) -> None:
        while time.monotonic() < self.until:
            with self.lock:
                typed = next(self.asked)
            began = time.monotonic()
            address = self._send(typed)
            recorded = time.monotonic()
            if not address:
                continue
            self._fetch("GET", address)
            ended = time.monotonic()
            self.took["doorstep_http"].append(ended - began)
            self.took["doorstep_http_question"].append(recorded - began)
            self.took["doorstep_http_answer"].append(ended - recorded)

    def _send(self, typed: Fields) -> str:
        body = urlencode({**typed, "reason": "attending", "csrfmiddlewaretoken": self.token})
        answer = self._fetch("POST", "/check", body)
        return answer if answer.startswith("/check/") else ""

    def _fetch(self, method: str, address: str, body: str | None = None) -> str:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.http.request(method, address, body, {**self.headers, **kind})
        answer = self.http.getresponse()
        answer.read()
        self.codes[answer.status] += 1
        return answer.getheader("Location") or ""


@contextmanager
def measured_in_place() -> Iterator[None]:
    """New connections to the database see the tables of the measuring set first."""
    name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute(MIXED)
        cursor.execute(f"ALTER DATABASE {name} SET search_path = {SCHEMA}, public")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET search_path")


@contextmanager
def staff_site(port: int) -> Iterator[None]:
    """One process with eight threads, as `haven serve` starts it."""
    environment = {
        **os.environ, "DATABASE_URL": _address(), "HAVEN_SURFACE": "staff", "HAVEN_DB_ROLE": "haven_staff",
        "MALLOC_ARENA_MAX": "2",
    }  # fmt: skip
    site = subprocess.Popen(_web(port), env=environment)
    try:
        for _ in range(300):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        site.terminate()
        site.wait(30)


def _address() -> str:
    from haven.config.embedded import ensure_started

    return os.environ.get("DATABASE_URL") or ensure_started().dsn


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--port", type=int, default=8790)
    asked = parser.parse_args()
    migrate()
    _collect_static()
    officers = list(User.objects.filter(is_active=True, role_grants__role="response_officer").distinct().order_by("pk"))
    if not officers:
        raise SystemExit("There is no practice story. Place it first: haven demo.")
    with measured_in_place(), staff_site(asked.port):
        found, lock = questions(asked.queries), threading.Lock()
        for minutes in (min(0.5, asked.minutes / 4), asked.minutes):  # the first fills memory and is not counted
            until = time.monotonic() + minutes * 60
            askers = [Asker(asked.port, officers[n % len(officers)], found, lock, until) for n in range(asked.clients)]
            for asker in askers:
                asker.start()
            for asker in askers:
                asker.join()
        told(askers, asked.minutes)
    return 1 if any(code >= 500 for asker in askers for code in asker.codes) else 0


def told(askers: list[Asker], minutes: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT reltuples::bigint FROM pg_class WHERE oid = '{SCHEMA}.parties_personsearch'::regclass")
        persons = cursor.fetchone()[0]
    codes = sum((a.codes for a in askers), Counter())
    for figure in ("doorstep_http", "doorstep_http_question", "doorstep_http_answer"):
        took = [t for a in askers for t in a.took[figure]]
        say(
            figure, persons=persons, clients=len(askers), minutes=minutes, checks=len(took), **percentiles(took),
            per_second=round(len(took) / (minutes * 60), 1), status_codes=dict(codes),
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
