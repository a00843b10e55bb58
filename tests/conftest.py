"""What all tests share: the invented house, and an instant that no test has to think about."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from haven.jobs.practice.house import House
from tests.browser import chromium, chromium_of_session  # noqa: F401  fixtures for every test
from tests.database import empty, test_database
from tests.layers import HouseLayer, commits

# No timing in tests: a busy machine makes no example wrong.
settings.register_profile("haven", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("haven")

# HAVEN_TEST_DATE=2027-12-26 runs the tests as if they ran on that day: `make dates` does so for several.
_TRAVEL = os.environ.get("HAVEN_TEST_DATE")


@pytest.fixture(scope="session", autouse=True)
def as_of() -> Iterator[None]:
    if _TRAVEL is None:
        yield
        return
    with time_machine.travel(datetime.fromisoformat(f"{_TRAVEL}T10:30:00+00:00"), tick=True):
        yield


@pytest.fixture
def real_day() -> Iterator[None]:
    """For tests that start other processes: those go by the clock of the machine, whatever day is asked for, and so must
    the test. Dates of such a test follow from now."""
    if _TRAVEL is None:
        yield
        return
    with time_machine.travel(datetime.fromtimestamp(time_machine.escape_hatch.time.time(), UTC), tick=True):
        yield


LAYER: pytest.StashKey[HouseLayer] = pytest.StashKey()
# A Friday morning inside the confirmed pilot, so that the shipped table of areas answers.
FRIDAY = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> object:
    """In place of pytest-django's own: a copy of a migrated template, so that many processes start in a second."""
    with django_db_blocker.unblock(), test_database():  # type: ignore[attr-defined]
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_emptying() -> Iterator[None]:
    """After a test that commits, only the tables it wrote to are emptied."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())
        yield


@pytest.fixture(scope="session")
def house_layer(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: object
) -> Iterator[HouseLayer]:
    layer = HouseLayer(django_db_blocker, FRIDAY)
    request.config.stash[LAYER] = layer
    yield layer
    layer.take_away()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    layer = item.config.stash.get(LAYER, None)
    if layer is not None and commits(item):
        layer.take_away()


# The longest first: whoever is free takes the next test, and the last to end should be short ones.
LONGEST = (
    "practice/test_placing.py", "pages/test_restricted.py", "pages/test_finding_in_browser.py", "pages/test_access.py",
    "pages/test_court_browser.py", "practice/test_story.py", "practice/test_bulk.py",
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of these files stand first, in this order; the others stay as they are."""
    order = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get("/".join(item.path.parts[-2:]), len(order)))


@pytest.fixture
def db(request: pytest.FixtureRequest, house_layer: HouseLayer) -> None:
    """In place of pytest-django's own: the same, above the house."""
    if not commits(request.node):
        house_layer.put()
    request.getfixturevalue("_django_db_helper")


@pytest.fixture
def house(db: None, house_layer: HouseLayer) -> House:
    """Forces, teams, people with roles and ranks, courts with sittings. `house.ali` is PC Ali, `house.halloran` the inspector."""
    return house_layer.house()


@pytest.fixture
def now() -> datetime:
    return FRIDAY
