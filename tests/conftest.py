"""What all tests share: the invented house, and an instant that no test has to think about."""

from datetime import datetime

import pytest

from haven.jobs.practice.house import House, build_house
from tests.browser import chromium  # noqa: F401  a fixture for every test
from tests.database import test_database

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
