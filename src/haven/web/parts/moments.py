"""Days and times as people type them. Times are on London's wall clock; what they mean is the law's to say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from haven.web.parts import text as typed_text
from haven.web.parts import wording, words
from haven.web.parts.fields import TextField
from haven.web.parts.wording import Named, Words
from haven_law.clock import local_instants

FIRST_YEAR, LAST_YEAR = 1900, 2100
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?", re.ASCII)
BEFORE, AFTER = "before", "after"


class DayTyped(NamedTuple):
    """What stands in the three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""


class MomentTyped(NamedTuple):
    """What stands in the three boxes, the box for the time, and the answer for the night the clocks go back."""

    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""
    fold: str = ""


class PartsInput(forms.Widget):
    """Several boxes, named after the field: given-day, given-month, given-year."""

    typed: Any = DayTyped

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return self.typed(*(str(data.get(f"{name}-{part}") or "").strip() for part in self.typed._fields))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in self.typed._fields)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-day" if id_ else id_


class DayInput(PartsInput):
    typed = DayTyped


class MomentInput(PartsInput):
    typed = MomentTyped


def _wrong(sentence: str, code: str, *parts: str) -> ValidationError:
    """An error that knows which boxes it is about, so that only those are marked."""
    # Django formats a message that has parameters, so a per cent sign in a label must be doubled.
    return ValidationError(sentence.replace("%", "%%"), code=code, params={"parts": parts})


def _number(typed: str) -> int | None:
    plain = typed_text.narrow(typed)
    return int(plain) if re.fullmatch(r"[0-9]{1,4}", plain, re.ASCII) else None


def _month(typed: str) -> int | None:
    name = typed.lower()[:3]
    return _MONTH_NAMES.index(name) + 1 if name in _MONTH_NAMES and typed.isalpha() else _number(typed)


def read_time(typed: str) -> time | None:
    """6:30pm, 6.30 pm, 6pm, 18:30, 1830, midday; None if it is none of these. "6:30" alone could be either half day."""
    plain = re.sub(r"\s", "", typed_text.narrow(typed)).lower().replace("a.m.", "am").replace("p.m.", "pm")
    if plain in ("midday", "noon", "12midday", "12noon"):
        return time(12)
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute > 59:
        return None
    if half:
        return time(hour % 12 + (12 if half == "pm" else 0), minute) if 1 <= hour <= 12 else None
    return time(hour, minute) if len(found[1]) == 2 and found[2] and hour <= 23 else None


class _Days(Named):
    """What days and moments share: three boxes read as a date."""

    past = False
    now: datetime | None = None

    def __init__(self, *, called: Words | None = None, past: bool = False, **kwargs: Any) -> None:
        self.called, self.past = called, past
        super().__init__(**kwargs)

    def read_day(self, typed: Any) -> date:
        missing = [part for part in ("day", "month", "year") if not getattr(typed, part)]
        if missing:
            named = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
            said = _(" and ").join(named[part] for part in missing)
            raise _wrong(
                _("%(title)s must include %(parts)s") % {"title": self.title(), "parts": said}, "parts", *missing
            )
        day, month, year = _number(typed.day), _month(typed.month), _number(typed.year)
        if year is not None and len(typed.year) < 4:
            raise _wrong(_("Year must include 4 numbers"), "year", "year")
        wrong = [name for name, n in (("day", day), ("month", month), ("year", year)) if n is None]
        if wrong:
            raise self._not_real(*wrong)
        return self._real(year or 0, month or 0, day or 0)

    def _real(self, year: int, month: int, day: int) -> date:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            span = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise _wrong(_("Year must be from %(first)s to %(last)s") % span, "year", "year")
        try:
            return date(year, month, day)
        except ValueError as error:
            boxes = ("month",) if not 1 <= month <= 12 else ("day",)
            raise self._not_real(*boxes) from error

    def _not_real(self, *parts: str) -> ValidationError:
        return _wrong(_("%(title)s must be a real date") % {"title": self.title()}, "real", *parts)

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise _wrong(wording.enter(self), "required", "day", "month", "year")


class DayField(_Days):
    """A day in three boxes, given out as a date. `past`: today or before. `future`: today or later."""

    widget = DayInput

    def __init__(self, *, future: bool = False, **kwargs: Any) -> None:
        self.future = future
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return DayTyped(str(value.day), str(value.month), str(value.year)) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value or not any(value):
            return value if isinstance(value, date) else None
        return self.read_day(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None or not (self.past or self.future):
            return
        today = words.in_london(needed_now(self)).date()
        boxes = ("day", "month", "year")
        if self.past and value > today:
            raise _wrong(_("%(title)s must be today or in the past") % {"title": self.title()}, "past", *boxes)
        if self.future and value < today:
            raise _wrong(_("%(title)s must be today or in the future") % {"title": self.title()}, "future", *boxes)


class LocalTimeField(TextField):
    """A time of day, given out as a time."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        typed = super().to_python(value)
        if not typed:
            return None
        found = read_time(typed)
        if found is None:
            raise ValidationError(time_sentence(self.title()), code="time")
        return found

    def prepare_value(self, value: Any) -> Any:
        return plain_time(value) if isinstance(value, time) else value

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(wording.enter(self), code="required")


class LocalMomentField(_Days):
    """A day and a time in London, given out as an instant in UTC. `past`: not later than now.

    On the night the clocks go back an hour happens twice: the field asks which, by an error with the code "twice". On
    the night they go forward an hour does not happen: the error names the two nearest times.
    """

    widget = MomentInput

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        at = words.in_london(value)
        twice = len(local_instants(at.replace(tzinfo=None)).instants) == 2
        fold = (AFTER if at.fold else BEFORE) if twice else ""
        return MomentTyped(str(at.day), str(at.month), str(at.year), plain_time(at.time()), fold)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime) or not value or not any(value[:4]):
            return value if isinstance(value, datetime) else None
        on = self.read_day(value)
        if not value.time:
            raise _wrong(_("%(title)s must include a time") % {"title": self.title()}, "parts", "time")
        at = read_time(value.time)
        if at is None:
            raise _wrong(time_sentence(_("Time")), "time", "time")
        return self._instant(datetime.combine(on, at), value.fold)

    def _instant(self, wall: datetime, fold: str) -> datetime:
        meant = local_instants(wall)
        spoken = {"time": words.clock_time(wall.time()), "day": words.day(wall.date())}
        if not meant.instants:
            spoken |= {"earlier": words.clock_time(meant.nearest[0]), "later": words.clock_time(meant.nearest[1])}
            sentence = _("%(time)s did not happen on %(day)s: the clocks went forward. Enter %(earlier)s or %(later)s")
            raise _wrong(sentence % spoken, "never", "time")
        if len(meant.instants) == 1:
            return meant.instants[0]
        if fold not in (BEFORE, AFTER):
            sentence = _("%(time)s happened twice on %(day)s. Choose before or after the clocks went back")
            raise _wrong(sentence % spoken, "twice", "fold")
        return meant.instants[1 if fold == AFTER else 0]

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise _wrong(wording.enter(self), "required", "day", "month", "year", "time")
        if value is not None and self.past and value > needed_now(self):
            spoken = {"title": self.title(), "now": words.day_time(needed_now(self))}
            raise _wrong(_("%(title)s must not be after %(now)s, which is now") % spoken, "past", "day", "time")


def needed_now(field: _Days) -> datetime:
    if field.now is None:
        raise LookupError("A field that compares with the present needs the form to be made with now=.")
    return field.now


def plain_time(value: time) -> str:
    """As one would type it back: 6:30pm."""
    return f"{value.hour % 12 or 12}:{value.minute:02d}{'am' if value.hour < 12 else 'pm'}"


def time_sentence(title: str) -> str:
    return _("%(title)s must be like 6:30pm or 18:30") % {"title": title}
