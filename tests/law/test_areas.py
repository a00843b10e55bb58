"""Where the provisions are in force, and for how long."""

from datetime import date, timedelta

import pytest

from haven_law.areas import AREAS, SHIPPED_AREAS, AreaRow, area_code, area_days_left, area_in_force
from haven_law.commencement import section_in_force

LAST = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Croydon", "croydon"),
        ("London Borough of Croydon", "croydon"),
        ("  london borough of  SUTTON ", "sutton"),
        ("Redcar & Cleveland", "redcar_and_cleveland"),
        ("Redcar and Cleveland", "redcar_and_cleveland"),
        ("Stockton", "stockton_on_tees"),
        ("Stockton-on-Tees", "stockton_on_tees"),
        ("Anglesey", "anglesey"),
        ("Isle of Anglesey", "anglesey"),
        ("Ynys Môn", "anglesey"),
        ("Wrecsam", "wrexham"),
        ("City of Manchester", "manchester"),
        ("Leeds", None),
        ("", None),
    ],
)
def test_names_of_areas(name: str, code: str | None) -> None:
    assert area_code(name) == code


def test_every_area_has_a_row_and_ends_on_the_last_known_day() -> None:
    assert len(AREAS) == 3 + 10 + 4 + 6
    for code, name in AREAS.items():
        for known_as in (code, name):
            assert area_in_force(known_as, LAST).available is True
            assert area_in_force(known_as, date(2026, 11, 25)).available is False
            assert area_in_force(known_as, date(2026, 11, 25)).ambiguity == "A12"


@pytest.mark.parametrize(
    ("area", "on", "available", "instrument"),
    [
        ("Bromley", date(2024, 11, 26), False, None),
        ("Bromley", date(2024, 11, 27), True, "SI 2024/1191"),
        ("Wigan", date(2024, 11, 27), True, "SI 2024/1191"),
        ("Middlesbrough", date(2025, 3, 4), False, None),
        ("Middlesbrough", date(2025, 3, 5), None, "SI 2025/261"),
        ("Middlesbrough", date(2025, 3, 10), None, "SI 2025/261"),
        ("Middlesbrough", date(2025, 3, 11), True, "SI 2025/319"),
        ("Gwynedd", date(2025, 4, 27), False, None),
        ("Gwynedd", date(2025, 4, 28), True, "SI 2025/515"),
        ("Devon", date(2026, 1, 1), False, None),
    ],
)
def test_dates(area: str, on: date, available: bool | None, instrument: str | None) -> None:
    found = area_in_force(area, on)
    assert (found.available, found.instrument) == (available, instrument)
    assert found.decision.lawful is available


def test_a_newer_row_carries_on() -> None:
    newer = AreaRow("croydon", "Croydon", "Part 3", date(2026, 11, 25), None, "SI 2026/9999", confirmed=True)
    rows = (*SHIPPED_AREAS, newer)
    assert area_in_force("Croydon", date(2027, 1, 1), rows).instrument == "SI 2026/9999"
    assert area_in_force("Sutton", date(2027, 1, 1), rows).available is False
    assert area_in_force("Croydon", LAST, rows).instrument == "SI 2024/1191"
    assert area_days_left("Croydon", date(2027, 1, 1), rows) is None


def test_a_row_for_an_area_that_was_not_known() -> None:
    row = AreaRow("leeds", "Leeds", "Part 3", date(2027, 1, 1), None, "SI 2026/9999", confirmed=True)
    assert area_in_force("City of Leeds", date(2027, 1, 1), (row,)).available is True
    assert area_in_force("Leeds", date(2026, 12, 31), (row,)).available is False


def test_a_practice_row_gives_way_to_a_real_one() -> None:
    practice = AreaRow("croydon", "Croydon", "Part 3", date(2020, 1, 1), None, "practice", True, practice_only=True)
    rows = (*SHIPPED_AREAS, practice)
    assert area_in_force("Croydon", LAST, rows).instrument == "SI 2024/1191"
    assert area_in_force("Croydon", date(2030, 1, 1), rows).instrument == "practice"


def test_days_left() -> None:
    assert area_days_left("Croydon", LAST) == 0
    assert area_days_left("Croydon", date(2026, 11, 10)) == 14
    assert area_days_left("Croydon", date(2026, 11, 25)) is None
    assert area_days_left("Leeds", LAST) is None


def test_what_is_in_force_everywhere_goes_on_with_a_newer_row() -> None:
    last = date(2026, 11, 24)
    row = AreaRow("croydon", "Croydon", "pilot", last + timedelta(days=1), date(2027, 3, 31), "SI 2026/999", True)
    rows = (*SHIPPED_AREAS, row)
    carried = section_in_force(39, last + timedelta(days=1), rows=rows)
    assert (carried.lawful, carried.confirmed, carried.ambiguity) == (True, False, "A12")
    assert "SI 2026/999" in carried.because
    assert section_in_force(39, last + timedelta(days=1)).lawful is None
    assert section_in_force(39, date(2027, 3, 31), rows=rows).lawful is True
    assert section_in_force(39, date(2027, 4, 1), rows=rows).lawful is None
    assert section_in_force(39, last, rows=rows).confirmed is True
