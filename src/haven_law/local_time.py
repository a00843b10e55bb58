"""The clock of England and Wales: instants, days and wall-clock times in London, and how a day is written.

Every instant given out is aware and in UTC, as it is stored. DAA 2021 s.29(2)-(3) counts on this clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What a wall-clock time in London means.

    ``kind`` is "once" (one instant), "twice" (two, in the hour when the clocks go back: first summer time, then winter
    time) or "never" (none, in the hour when they go forward; ``nearest`` are then the last minute before and the first
    minute after).
    """

    kind: str
    instants: tuple[datetime, ...]
    nearest: tuple[datetime, ...] = ()


def aware(instant: datetime) -> datetime:
    """Give the instant in UTC. Raises ValueError for a time without an offset, which names no instant."""
    if instant.utcoffset() is None:
        raise ValueError("A time without an offset does not name an instant.")
    return instant.astimezone(UTC)


def to_london(instant: datetime) -> datetime:
    """Give the wall-clock time in London. Raises ValueError for a time without an offset."""
    return aware(instant).astimezone(LONDON)


def start_of(day: date) -> datetime:
    """Give the first instant of a day in London."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Give the instant at which a day in London is over: the first of the next day."""
    return start_of(day + timedelta(days=1))


def day_end(day: date) -> datetime:
    """Give the last second of a day in London."""
    return end_of(day) - timedelta(seconds=1)


def local_instants(naive_local: datetime) -> LocalTime:
    """Say which instants a wall-clock time in London can mean: one, two in October, none in March."""
    naive = naive_local.replace(tzinfo=None, fold=0)
    found: list[datetime] = []
    for fold in (0, 1):
        instant = naive.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
        if instant.astimezone(LONDON).replace(tzinfo=None, fold=0) == naive and instant not in found:
            found.append(instant)
    if not found:
        return LocalTime("never", (), _around_gap(naive))
    return LocalTime("once" if len(found) == 1 else "twice", tuple(sorted(found)))


def _around_gap(naive: datetime) -> tuple[datetime, datetime]:
    """Find the last whole minute before, and the first instant after, the hour that does not exist."""
    minute = naive.replace(second=0, microsecond=0)
    before = minute
    while local_instants_exist(before) is False:
        before -= timedelta(minutes=1)
    after = minute
    while local_instants_exist(after) is False:
        after += timedelta(minutes=1)
    return before.replace(tzinfo=LONDON).astimezone(UTC), after.replace(tzinfo=LONDON).astimezone(UTC)


def local_instants_exist(naive_local: datetime) -> bool:
    """Say whether a wall-clock time exists in London at all."""
    instant = naive_local.replace(tzinfo=LONDON).astimezone(UTC)
    return instant.astimezone(LONDON).replace(tzinfo=None, fold=0) == naive_local.replace(tzinfo=None, fold=0)


def in_words(day: date) -> str:
    """Write a day as people read it: 3 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
