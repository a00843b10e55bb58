"""`make bench`, the part of the phone line: can somebody who rings tell an existing card from one that is nobody's, or from
one that is shut, by how long the answer takes? The step with the PIN, at the slow hash of the product, the three kinds in
turn on one core. One JSON line a figure."""

# ruff: noqa: E402  the settings are chosen before anything of Django is loaded
from __future__ import annotations

import json
import logging
import os
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings_test")

import django
from django.conf import settings

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
django.setup()
logging.disable(logging.ERROR)

from haven.jobs.practice.house import build_house
from haven.line.flow import Heard
from haven.line.switchboard import Request, answer
from haven.support.models import CredentialTry
from haven.support.operations.give_card import GiveCard, give_card
from tests.database import test_database
from tests.rows import a_case

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
ROUNDS = int(os.environ.get("HAVEN_BENCH_ROUNDS", "40"))
PIN = "402817"


def ask(card: str, number: int, kind: str) -> float:
    """Milliseconds of the step with a PIN, in a call of its own from a number of its own."""
    sid = f"{kind}-{number}"
    step: int | None = None
    for keys in ("", "1", "1", card):
        _turn, step = answer(Request(sid, step, Heard(keys), sid), NOON)
    began = time.perf_counter()
    answer(Request(sid, step, Heard(PIN), sid), NOON)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    with test_database():
        house = build_house(NOON)
        cards = {"absent": "00000000"}
        for kind, pin in (("existing", "771930"), ("shut", PIN)):
            case = a_case(house, NOON - timedelta(hours=2))
            given = GiveCard(case.ref, True, pin, "", "purple harbour kettle")
            cards[kind] = give_card(given, by=house.ali, at=NOON).card_number
        for n in range(10):
            CredentialTry.objects.create(source_hash=f"{n:064d}", person=case.protected, at=NOON, ok=False)
        for kind, card in cards.items():
            ask(card, -1, kind)
        took: dict[str, list[float]] = {kind: [] for kind in cards}
        for n in range(ROUNDS):
            CredentialTry.objects.exclude(person=case.protected).delete()
            for kind, card in cards.items():
                took[kind].append(ask(card, n, kind))
        for kind, values in took.items():
            quarter = statistics.quantiles(values, n=4)
            print(json.dumps({"figure": "line_pin_step", "card": kind, "calls": len(values), "median_ms": round(quarter[1], 2),
                              "middle_half_ms": [round(quarter[0], 2), round(quarter[2], 2)]}), flush=True)  # fmt: skip
        medians = [statistics.median(values) for values in took.values()]
        spread = (max(medians) - min(medians)) / min(medians)
        print(
            json.dumps({"figure": "line_pin_step_told_apart", "medians_apart_percent": round(spread * 100, 2)}),
            flush=True,
        )


if __name__ == "__main__":
    main()
