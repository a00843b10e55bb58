"""Dates, times and provisions as papers say them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from haven.documents.papers import PaperError
from haven.documents.papers.words import birth_words, day_words, deadline_words, instant_words, provision_words

LONDON = ZoneInfo("Europe/London")
OCTOBER_NIGHT = "Sunday 25 October 2026 at 1:30am"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (dt.datetime(2025, 10, 20, 10, 52, tzinfo=dt.UTC), "Monday 20 October 2025 at 11:52am"),
        (dt.datetime(2026, 11, 13, 12, 0, tzinfo=dt.UTC), "Friday 13 November 2026 at midday"),
        (dt.datetime(2026, 11, 13, 0, 5, tzinfo=dt.UTC), "Friday 13 November 2026 at 12:05am"),
        (dt.datetime(2026, 6, 30, 23, 0, tzinfo=dt.UTC), "Wednesday 1 July 2026 at the start of the day (12:00am)"),
        (
            dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),
            f"{OCTOBER_NIGHT} (before the clocks went back)",
        ),
        (
            dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC),
            f"{OCTOBER_NIGHT} (after the clocks went back)",
        ),
        (dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC), "Sunday 29 March 2026 at 2:30am"),
    ],
)
def test_instant_in_london(at: dt.datetime, expected: str) -> None:
    assert instant_words(at) == expected


def test_deadline_at_midnight_is_the_end_of_the_day_before() -> None:
    assert deadline_words(dt.datetime(2026, 11, 17, tzinfo=LONDON)) == "Monday 16 November 2026 at 11:59pm"
    assert deadline_words(dt.datetime(2026, 11, 16, 2, 40, tzinfo=LONDON)) == "Monday 16 November 2026 at 2:40am"


def test_time_without_a_clock_is_refused() -> None:
    with pytest.raises(PaperError, match="which clock"):
        instant_words(dt.datetime(2026, 11, 13, 2, 40))  # noqa: DTZ001


def test_days_carry_their_year() -> None:
    assert day_words(dt.date(2026, 11, 15)) == "Sunday 15 November 2026"
    assert birth_words(dt.date(1988, 3, 27)) == "27 March 1988"


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        ("DAA 2021 s.23(1)(a)", "Section 23(1)(a)"),
        ("s.22(2)", "Section 22(2)"),
        ("DAA 2021 ss.35 and 37", "Sections 35 and 37"),
        ("MCR 1981 r.18", "MCR 1981 r.18"),
    ],
)
def test_provisions_in_words(provision: str, expected: str) -> None:
    assert provision_words(provision) == expected
