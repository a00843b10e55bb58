from pathlib import Path

import pytest

from haven.breaches.operations.report_breach import ReportBreach, report_breach
from tests.rows import HOUR, a_case, an_order


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    """Files of each test lie in a folder of its own."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"  # type: ignore[attr-defined]
    return tmp_path / "evidence"


@pytest.fixture
def order(house, now):
    return an_order(house, a_case(house, now - 48 * HOUR), now - 24 * HOUR)


@pytest.fixture
def breach(house, order, now):
    command = ReportBreach(
        about_ref=order.ref, happened_from=now - 2 * HOUR, account="They came to the door.", clauses=(2,)
    )
    return report_breach(command, by=house.wren, at=now - HOUR)
