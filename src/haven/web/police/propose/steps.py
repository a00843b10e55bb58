"""The form of one question: what an answer opens, what is sealed, and how an answer reads on the check page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from haven.web.parts import words
from haven.web.parts.fields import (
    AccountField,
    Confirmed,
    OneOf,
    Picked,
    SeveralOf,
    WholeNumberField,
    YesNo,
)
from haven.web.parts.forms import HavenForm
from haven.web.parts.moments import DayField, LocalMomentField, LocalTimeField

KEPT_SEALED = "Kept sealed"
# The first kind that fits is how a field is drawn.
_KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (AccountField, "textarea"),
    (Picked, "select"),
    (OneOf, "radios"),
    (SeveralOf, "checkboxes"),
    (Confirmed, "confirm"),
    (DayField, "date"),
    (LocalMomentField, "moment"),
    (LocalTimeField, "time"),
    (WholeNumberField, "number"),
)


class StepForm(HavenForm):
    """`opens`: from a field to what each of its answers opens; a field has one answer that opens it. A field that no
    chosen answer opens is not asked, is not required, and is not used; what was typed into it stays. `sealed`: fields
    that are never shown again."""

    opens: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    sealed: ClassVar[tuple[str, ...]] = ()
    # Fields that the check page leaves out: what they open says it.
    unsaid: ClassVar[tuple[str, ...]] = ()
    units: ClassVar[Mapping[str, str]] = {}
    # A field whose label is the question of the page.
    heading: ClassVar[str] = ""

    def _clean_fields(self) -> None:
        everything = self.fields
        shut = self.shut_fields()
        self.fields = {name: field for name, field in everything.items() if name not in shut}
        try:
            super()._clean_fields()  # type: ignore[misc]
        finally:
            self.fields = everything

    def shut_fields(self) -> set[str]:
        """The fields that the chosen answers do not open, through any number of steps."""
        shut: set[str] = set()
        for parent, answers in self.opens.items():
            chosen = self._chosen(parent) if parent not in shut else set()
            shut |= {name for answer, names in answers.items() for name in names if answer not in chosen}
            shut -= {name for answer, names in answers.items() for name in names if answer in chosen}
        return shut

    def _chosen(self, name: str) -> set[str]:
        value = self[name].value()
        return {str(v) for v in value} if isinstance(value, list | tuple) else {str(value)}

    def top_fields(self) -> list[str]:
        """The fields that no answer opens, in order."""
        opened = {name for answers in self.opens.values() for names in answers.values() for name in names}
        return [name for name in self.fields if name not in opened]

    def opened_by(self, name: str) -> Mapping[str, tuple[str, ...]]:
        return self.opens.get(name, {})

    def words_of(self, name: str, answer: str) -> str:
        """The words of an answer of a field with options."""
        options = getattr(self.fields[name], "options", ())
        return next((str(option.label) for option in options if option.value == answer), answer)

    def kind_of(self, name: str) -> str:
        field = self.fields[name]
        return next((kind for cls, kind in _KINDS if isinstance(field, cls)), "text")

    def unit_of(self, name: str) -> str:
        return self.units.get(name, "")

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The answers as the check page shows them: the label and the words."""
        shut = self.shut_fields()
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if name in shut or name in self.unsaid or value in (None, "", []):
                continue
            yield str(field.label), KEPT_SEALED if name in self.sealed else spoken(field, value)


class AnotherForm(HavenForm):
    """Whether a list has one, or one more."""

    another = OneOf((("yes", "Yes"), ("no", "No")), label="Is there another?", called="yes or no")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["another"].label = label


def spoken(field: forms.Field, value: Any) -> str:
    """A cleaned value in words."""
    labels: dict[str, str] = {option.value: option.label for option in getattr(field, "options", ())}
    if isinstance(field, YesNo):
        return labels["yes" if value else "no"]
    if isinstance(field, OneOf):
        return labels.get(value, str(value))
    if isinstance(field, SeveralOf):
        return "; ".join(str(labels.get(v, v)) for v in value)
    if isinstance(value, datetime):
        return words.day_time(value)
    if isinstance(value, date):
        return words.plain_day(value)
    if hasattr(value, "hour"):
        return words.clock_time(value)
    return str(value)
