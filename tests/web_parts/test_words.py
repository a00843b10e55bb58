"""Dates, times and spans as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from haven.web.parts import words


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (utc(2025, 10, 20, 10, 52), "Monday 20 October 2025 at 11:52am"),
        (utc(2025, 12, 1, 12, 0), "Monday 1 December 2025 at midday"),
        (utc(2025, 12, 1, 23, 59), "Monday 1 December 2025 at 11:59pm"),
        (utc(2025, 12, 2, 0, 0), "Tuesday 2 December 2025 at 12:00am, the start of the day"),
        (utc(2025, 12, 2, 0, 5), "Tuesday 2 December 2025 at 12:05am"),
        (utc(2026, 10, 25, 0, 30), "Sunday 25 October 2026 at 1:30am (before the clocks went back)"),
        (utc(2026, 10, 25, 1, 30), "Sunday 25 October 2026 at 1:30am (after the clocks went back)"),
        (utc(2026, 10, 25, 2, 30), "Sunday 25 October 2026 at 2:30am"),
    ],
)
def test_day_time(moment: datetime, said: str) -> None:
    assert words.day_time(moment) == said


def test_midnight_is_never_said() -> None:
    spoken = [words.day_time(utc(2025, 12, 2, h, m)) for h in range(24) for m in (0, 30)]
    assert not [s for s in spoken if "midnight" in s]


def test_days() -> None:
    late_on_the_19th = utc(2025, 10, 19, 23, 30)
    assert words.day(late_on_the_19th) == "Monday 20 October 2025"
    assert words.day(date(2025, 10, 20)) == "Monday 20 October 2025"
    assert words.short_day(date(2025, 10, 20)) == "Mon 20 Oct"
    assert words.table_day(date(2025, 10, 20)) == "20 Oct 2025"
    assert words.plain_day(date(1988, 3, 27)) == "27 March 1988"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        words.day_time(datetime(2025, 1, 1))  # noqa: DTZ001


def test_clock_time() -> None:
    assert words.clock_time(time(16, 40)) == "4:40pm"
    assert words.clock_time(utc(2025, 7, 1, 15, 40)) == "4:40pm"
    assert words.clock_time(time(12, 0)) == "midday"
    assert words.clock_time(time(0, 0)) == "12:00am"


def test_relative_days() -> None:
    now = utc(2026, 11, 20, 14, 14)
    assert words.relative_day_time(utc(2026, 11, 20, 16, 40), now) == "Today, 4:40pm"
    assert words.relative_day_time(utc(2026, 11, 21, 22, 20), now) == "Sat 21 Nov, 10:20pm"
    assert words.relative_day_time(utc(2027, 1, 4, 9, 0), now) == "Mon 4 Jan 2027, 9:00am"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=2, minutes=26), "2 h 26 min left"),
        (-timedelta(hours=5, minutes=9), "5 h 9 min past"),
        (timedelta(hours=6), "6 h left"),
        (timedelta(minutes=9, seconds=59), "9 min left"),
        (timedelta(seconds=30), "less than 1 min left"),
        (-timedelta(seconds=30), "less than 1 min past"),
        (timedelta(hours=47, minutes=59), "47 h 59 min left"),
        (timedelta(days=12), "12 days left"),
        (timedelta(days=4, hours=3), "4 days 3 h left"),
    ],
)
def test_time_left(left: timedelta, said: str) -> None:
    assert words.time_left(left) == said


def test_ago() -> None:
    now = utc(2026, 11, 20, 14, 14)
    spans = {timedelta(seconds=20): "20 seconds ago", timedelta(minutes=1): "1 minute ago"}
    spans |= {
        timedelta(hours=3): "3 hours ago",
        timedelta(days=2): "2 days ago",
        -timedelta(minutes=1): "0 seconds ago",
    }
    assert {span: words.ago(now - span, now) for span in spans} == spans


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("DAA 2021 s.22(6)", "s.22(6)"),
        ("Domestic Abuse Act 2021 s.2", "s.2"),
        ("PACE s.24", "PACE s.24"),
        ("Code right 6", "Code right 6"),
    ],
)
def test_cite_short(full: str, short: str) -> None:
    assert words.cite_short(full) == short


@pytest.mark.parametrize(
    "typed", ["\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT ONE}", "", "-1", "1.0", " 1", "9" * 5000]
)
def test_what_is_no_number(typed: str) -> None:
    assert words.whole_number(typed, 9) is None


def test_a_number_of_so_many_digits() -> None:
    assert words.whole_number("0012", 4) == 12 and words.whole_number(7, 1) == 7
    assert words.whole_number("00012", 4) is None
