"""Reading the facts of a question of law: each field by its kind, with a sentence that names the field when it is wrong."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1850, 2500
OLDEST = 150
_MAXIMUM_SHOWN = 60

A_TIME = "a time with an offset, such as 2026-11-03T14:30:00+00:00"
A_DATE = "a date, such as 2026-11-03"
A_FLAG = "true or false"
AN_AGE = f"an age in whole years, 0 to {OLDEST}"
_IN_YEARS = f"in the years {FIRST_YEAR} to {LAST_YEAR}"


class NotUnderstood(ValueError):
    """The question cannot be read: the sentence says which field, and what is accepted."""


def shown(value: object) -> str:
    """Show a value in a sentence, shortened."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= _MAXIMUM_SHOWN else f"{text[:_MAXIMUM_SHOWN]}..."


def wrong(name: str, what: str, value: object) -> NotUnderstood:
    """Make the error for a field of the wrong kind."""
    return NotUnderstood(f"The field '{name}' must be {what}; it is {shown(value)}.")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one question, read by kind. Every reader raises NotUnderstood naming the field."""

    given: Mapping[str, object]

    def has(self, name: str) -> bool:
        """Whether an optional field is there; null counts as absent."""
        return self.given.get(name) is not None

    def _value(self, name: str, what: str) -> object:
        value = self.given.get(name)
        if value is None:
            raise NotUnderstood(f"The field '{name}' is missing; it must be {what}.")
        return value

    def instant(self, name: str) -> datetime:
        """Read an instant: ISO 8601 with an offset."""
        value = self._value(name, A_TIME)
        if not isinstance(value, str):
            raise wrong(name, A_TIME, value)
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            raise wrong(name, A_TIME, value) from None
        if instant.tzinfo is None:
            raise NotUnderstood(f"The field '{name}' must be {A_TIME}; {shown(value)} has no offset.")
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise wrong(name, _IN_YEARS, value)
        return instant

    def day(self, name: str) -> date:
        """Read a date: ISO 8601."""
        value = self._value(name, A_DATE)
        if not isinstance(value, str):
            raise wrong(name, A_DATE, value)
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise wrong(name, A_DATE, value) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise wrong(name, _IN_YEARS, value)
        return day

    def optional_day(self, name: str) -> date | None:
        """Read a date that may be absent."""
        return self.day(name) if self.has(name) else None

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self._value(name, A_FLAG)
        if not isinstance(value, bool):
            raise wrong(name, A_FLAG, value)
        return value

    def optional_flag(self, name: str) -> bool | None:
        """Read true or false, or None when absent."""
        return self.flag(name) if self.has(name) else None

    def code(self, name: str, codes: Collection[str]) -> str:
        """Read one of the codes."""
        value = self.given.get(name)
        if isinstance(value, str) and value in codes:
            return value
        what = "one of: " + ", ".join(codes)
        raise wrong(name, what, self._value(name, what))

    def optional_code(self, name: str, codes: Collection[str]) -> str | None:
        """Read one of the codes, or None when absent."""
        return self.code(name, codes) if self.has(name) else None

    def age(self, name: str) -> int | None:
        """Read an age in whole years, or None when absent."""
        value = self.given.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= OLDEST:
            raise wrong(name, AN_AGE, value)
        return value

    def words(self, name: str) -> str:
        """Read text that is not blank."""
        value = self._value(name, "text")
        if not isinstance(value, str) or not value.strip():
            raise wrong(name, "text", value)
        return value

    def optional_words(self, name: str) -> str | None:
        """Read text, or None when absent; blank text is kept as it is."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, str):
            raise wrong(name, "text or null", value)
        return value


_WRITTEN_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


def from_words(pairs: Iterable[str], known: Mapping[str, str]) -> dict[str, object]:
    """Read fields as they are written on a command line, ``name=value`` each.

    ``known``: the fields of the question with what each must be; by it "true" becomes a truth value and "15" an age.
    Raises NotUnderstood for a word without "=", a field that the question does not have, or one that is given twice.
    """
    given: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise NotUnderstood(f"{shown(pair)} is not a field; write name=value, such as {_example(known)}.")
        if name not in known:
            raise NotUnderstood(f"This question has no field {shown(name)}; it has: {', '.join(known)}.")
        if name in given:
            raise NotUnderstood(f"The field '{name}' is given twice.")
        given[name] = _typed(value, known[name])
    return given


def _example(known: Mapping[str, str]) -> str:
    name, what = next(iter(known.items()))
    return f"{name}={what.rsplit(' ', 1)[-1]}" if what in (A_TIME, A_DATE) else f"{name}=..."


def _typed(value: str, what: str) -> object:
    if value == "null":
        return None
    if what == A_FLAG:
        return _WRITTEN_FLAGS.get(value.lower(), value)
    if what == AN_AGE and value.isascii() and value.isdigit():
        return int(value[:4])
    return value
