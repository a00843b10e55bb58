"""What is asked to put a wrong record right: what it should say, and how that is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from haven.courts.operations.correcting import LEAST_WHY, MOST_WHY
from haven.web.court.common import ActForm
from haven.web.parts.forms import DayField, LocalMomentField, OneOf, ReasonField


def _why() -> ReasonField:
    return ReasonField(
        label="How do you know that the record is wrong?",
        called="how you know that the record is wrong",
        help_text="Do not write where the protected person lives",
        least=LEAST_WHY,
        max_length=MOST_WHY,
    )


class CorrectBegunForm(ActForm):
    begun_at = LocalMomentField(label="When did it begin?", called="the time it began", past=True)
    why = _why()


class VoidOutcomeForm(ActForm):
    why = _why()


class _Chosen(ActForm):
    """One of the rows that can be corrected; the only one is chosen already."""

    chosen = OneOf((), label="Which?", called="which one")

    def __init__(self, *args: Any, rows: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.set_options(rows)
        if len(rows) == 1 and not self.is_bound:
            self.initial["chosen"] = rows[0][0]


class CorrectServiceForm(_Chosen):
    served_at = LocalMomentField(label="When was it served?", called="the time of service", past=True)
    why = _why()


class CorrectAwarenessForm(_Chosen):
    what = OneOf(
        (("time", "The subject knew at another time"), ("never", "The subject did not come to know in this way")),
        label="What is right?",
        called="what is right",
    )
    aware_at = LocalMomentField(
        label="When did the subject come to know?", called="the time they came to know", past=True, required=False
    )
    why = _why()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "time" and not data.get("aware_at") and "aware_at" not in self.errors:
            self.add_error("aware_at", "Enter the time they came to know")
        return data


class CorrectDeathForm(ActForm):
    what = OneOf(
        (("day", "The subject died on another day"), ("alive", "The subject has not died")),
        label="What is right?",
        called="what is right",
    )
    died_on = DayField(label="On which day?", called="the day of death", past=True, required=False)
    why = _why()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "day" and not data.get("died_on") and "died_on" not in self.errors:
            self.add_error("died_on", "Enter the day of death")
        return data
