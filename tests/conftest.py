"""What all tests share: the invented house, and an instant that no test has to think about."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from haven.jobs.practice.house import House, build_house
from tests.browser import chromium  # noqa: F401  a fixture for every test
from tests.database import test_database

# HAVEN_TEST_DATE=2027-12-26 runs the tests as if they ran on that day: `make dates` does so for several.
_TRAVEL = os.environ.get("HAVEN_TEST_DATE")


@pytest.fixture(scope="session", autouse=True)
def as_of() -> Iterator[None]:
    if _TRAVEL is None:
        yield
        return
    with time_machine.travel(datetime.fromisoformat(f"{_TRAVEL}T10:30:00+00:00"), tick=True):
        yield


# A Friday morning inside the confirmed pilot, so that the shipped table of areas answers.
FRIDAY = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> object:
    """In place of pytest-django's own: a copy of a migrated template, so that many processes start in a second."""
    with django_db_blocker.unblock(), test_database():  # type: ignore[attr-defined]
        yield


@pytest.fixture
def house(db: object) -> House:
    """Forces, teams, people with roles and ranks, courts with sittings. `house.ali` is PC Ali, `house.halloran` the inspector."""
    return build_house(FRIDAY)


@pytest.fixture
def now() -> datetime:
    return FRIDAY
