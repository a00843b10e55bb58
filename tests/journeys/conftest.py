"""What the journeys of November 2026 share: a Friday afternoon that stands still, and the invented force in it, committed, since
a browser reads it in transactions of its own."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from haven.cases.models import Heartbeat
from haven.jobs.practice.house import House, build_house

NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")


@pytest.fixture
def clock(transactional_db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(clock: time_machine.Traveller) -> House:
    built = build_house(NOW)
    Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": NOW})
    return built
