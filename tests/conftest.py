"""What all tests share: the invented house, and an instant that no test has to think about."""

from datetime import datetime

import pytest

from haven.jobs.practice.house import House, build_house

# A Friday morning inside the confirmed pilot, so that the shipped table of areas answers.
FRIDAY = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture
def house(db: object) -> House:
    """Forces, teams, people with roles and ranks, courts with sittings. `house.ali` is PC Ali, `house.halloran` the inspector."""
    return build_house(FRIDAY)


@pytest.fixture
def now() -> datetime:
    return FRIDAY
