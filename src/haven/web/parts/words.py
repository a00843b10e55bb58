"""How dates, times and provisions are written on pages. Everything is given; nothing here reads a clock."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

LONDON = ZoneInfo("Europe/London")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WELSH_DAYS = ("Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul")
_WELSH_MONTHS = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
    "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip
# As Welsh calendars shorten them: some need four or five letters.
_WELSH_SHORT_DAYS = ("Llun", "Maw", "Mer", "Iau", "Gwe", "Sad", "Sul")
_WELSH_SHORT_MONTHS = ("Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag")


def in_london(moment: datetime) -> datetime:
    """The instant on London's wall clock. A time without a zone is a mistake, not a guess."""
    if moment.tzinfo is None:
        raise ValueError("A time shown on a page must have a zone.")
    return moment.astimezone(LONDON)


def _date_of(value: date | datetime) -> date:
    return in_london(value).date() if isinstance(value, datetime) else value


def _welsh() -> bool:
    return get_language() == "cy"


def _day_name(at: date) -> str:
    return (_WELSH_DAYS if _welsh() else _ENGLISH_DAYS)[at.weekday()]


def _month_name(at: date) -> str:
    return (_WELSH_MONTHS if _welsh() else _ENGLISH_MONTHS)[at.month - 1]


def _short_day_name(at: date) -> str:
    return _WELSH_SHORT_DAYS[at.weekday()] if _welsh() else _ENGLISH_DAYS[at.weekday()][:3]


def _short_month_name(at: date) -> str:
    return _WELSH_SHORT_MONTHS[at.month - 1] if _welsh() else _ENGLISH_MONTHS[at.month - 1][:3]


def day(value: date | datetime) -> str:
    """Monday 20 October 2025"""
    at = _date_of(value)
    return f"{_day_name(at)} {at.day} {_month_name(at)} {at.year}"


def plain_day(value: date | datetime) -> str:
    """20 October 2025: for births, where the day of the week says nothing."""
    at = _date_of(value)
    return f"{at.day} {_month_name(at)} {at.year}"


def short_day(value: date | datetime) -> str:
    """Mon 20 Oct"""
    at = _date_of(value)
    return f"{_short_day_name(at)} {at.day} {_short_month_name(at)}"


def table_day(value: date | datetime) -> str:
    """20 Oct 2025: for columns of dates that need their year."""
    at = _date_of(value)
    return f"{at.day} {_short_month_name(at)} {at.year}"


def clock_time(value: time | datetime) -> str:
    """4:40pm, midday. The first minute of a day is 12:00am, never "midnight", which could be either end."""
    at = in_london(value).time() if isinstance(value, datetime) else value
    if (at.hour, at.minute) == (12, 0):
        return _("midday")
    return f"{at.hour % 12 or 12}:{at.minute:02d}{'am' if at.hour < 12 else 'pm'}"


def day_time(value: datetime) -> str:
    """Monday 20 October 2025 at 11:52am. Says which of the two on the night the clocks go back."""
    return _("%(day)s at %(time)s") % {"day": day(value), "time": _exact_time(value)}


def short_day_time(value: datetime) -> str:
    """Mon 20 Oct, 4:40pm: for cells beside which the year is plain."""
    return f"{short_day(value)}, {clock_time(value)}"


def table_day_time(value: datetime) -> str:
    """Thu 19 Nov 2026 at 10:05pm: for timelines."""
    words = {"day": f"{short_day(value)} {in_london(value).year}", "time": clock_time(value)}
    return _("%(day)s at %(time)s") % words


def relative_day_time(value: datetime, now: datetime) -> str:
    """Today, 4:40pm; else Sat 21 Nov, 10:20pm, with the year when it is another one."""
    at, today = in_london(value), in_london(now).date()
    if at.date() == today:
        return _("Today, %(time)s") % {"time": clock_time(value)}
    if at.year != today.year:
        return f"{short_day(value)} {at.year}, {clock_time(value)}"
    return short_day_time(value)


def _exact_time(value: datetime) -> str:
    at, words = in_london(value), clock_time(value)
    if (at.hour, at.minute) == (0, 0):
        return _("%(time)s, the start of the day") % {"time": words}
    if at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset():
        when = _("after the clocks went back") if at.fold else _("before the clocks went back")
        return f"{words} ({when})"
    return words


def duration_words(span: timedelta) -> str:
    """2 h 26 min; from three days on, 4 days or 4 days 3 h. The sign is dropped."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes == 0:
        return _("less than 1 min")
    hours, rest = divmod(minutes, 60)
    if hours >= 72:
        days, hours = divmod(hours, 24)
        words = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        return f"{words} {_hours(hours)}" if hours else words
    if hours == 0:
        return _minutes(rest)
    return f"{_hours(hours)} {_minutes(rest)}" if rest else _hours(hours)


def _hours(hours: int) -> str:
    return _("%(n)s h") % {"n": hours}


def _minutes(minutes: int) -> str:
    return _("%(n)s min") % {"n": minutes}


def time_left(left: timedelta) -> str:
    """2 h 26 min left, or 5 h 9 min past. For a notice pass counted hours, which only the law can count."""
    template = _("%(span)s past") if left < timedelta(0) else _("%(span)s left")
    return template % {"span": duration_words(left)}


def ago(moment: datetime, now: datetime) -> str:
    """20 seconds ago, 42 minutes ago, 3 hours ago, 2 days ago. Stands beside the absolute time, never alone."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds) % {"n": seconds}
    if seconds < 3600:
        minutes = seconds // 60
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if seconds < 48 * 3600:
        hours = seconds // 3600
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    days = seconds // 86400
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


_ACT = re.compile(r"^(?:Domestic Abuse Act 2021|DAA 2021|2021 Act)\s+")


def cite_short(provision: object) -> str:
    """s.22(6) for "DAA 2021 s.22(6)": on our pages "the Act" is the 2021 Act. Other Acts keep their name."""
    return _ACT.sub("", str(provision))


def whole_number(typed: object, digits: int) -> int | None:
    """A number that came with a request, of at most so many digits; None for anything else. Digits of other scripts and
    small raised ones, which `str.isdigit` knows, are not numbers here."""
    text = str(typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


FILTERS = {
    function.__name__: function
    for function in (
        day, plain_day, short_day, table_day, clock_time, day_time, short_day_time, table_day_time,
        relative_day_time, duration_words, time_left, ago, cite_short,
    )
}  # fmt: skip
