"""Dates, times and provisions in the words that papers use. Display only: no date is computed here."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from .views import PaperError

LONDON = ZoneInfo("Europe/London")
_PROVISION = re.compile(r"^(?:DAA 2021 |Domestic Abuse Act 2021 )?(?P<many>s{1,2})\.\s*(?P<rest>.+)$")


def birth_words(day: dt.date) -> str:
    """27 March 1988."""
    return f"{day.day} {day:%B} {day.year:04}"


def day_words(day: dt.date) -> str:
    """Monday 20 October 2025."""
    return f"{day:%A} {birth_words(day)}"


def time_words(at: dt.datetime) -> str:
    """11:52am, midday, or "the start of the day (12:00am)": a bare "midnight" leaves open which day is meant."""
    local = _local(at)
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    hour = local.hour % 12 or 12
    clock = f"{hour}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"
    return f"the start of the day ({clock})" if (local.hour, local.minute) == (0, 0) else clock


def instant_words(at: dt.datetime) -> str:
    """Monday 20 October 2025 at 11:52am, in London; a time that two clocks share says which is meant."""
    return f"{day_words(_local(at).date())} at {time_words(at)}{_fold_words(at)}"


def deadline_words(at: dt.datetime) -> str:
    """As an instant; a deadline at midnight is the last minute of the day before, as people read it."""
    local = _local(at)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{day_words(local.date() - dt.timedelta(days=1))} at 11:59pm"
    return instant_words(at)


def provision_words(provision: str) -> str:
    """'DAA 2021 s.23(1)(a)' becomes 'Section 23(1)(a)'; the provisions of other instruments stay as they are."""
    found = _PROVISION.match(provision)
    if found is None:
        return provision
    return f"Section{'s' if len(found['many']) == 2 else ''} {found['rest']}"


def london_day(at: dt.datetime) -> dt.date:
    """The day of an instant in London."""
    return _local(at).date()


def _local(at: dt.datetime) -> dt.datetime:
    if at.tzinfo is None:
        raise PaperError("A time on a paper must say which clock it is on.")
    return at.astimezone(LONDON)


def _fold_words(at: dt.datetime) -> str:
    local = _local(at)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return " (after the clocks went back)" if local.fold else " (before the clocks went back)"
