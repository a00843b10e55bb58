"""What a responsible person is asked: to sign in, and how a requirement goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms as django_forms

from haven.web.parts.forms import AccountField, DayField, HavenForm, OneOf, TextField

MOST_WORDS = 2000
SAYS = (
    ("in_progress", "It goes on as it should"),
    ("failed", "They failed to comply"),
    ("complied_all", "They have complied with all of it"),
    ("instructed", "I told them how to keep in touch"),
)
ABOUT = (
    ("requirement", "The requirement itself"),
    ("in_touch", "Keeping in touch as I instructed"),
    ("new_home", "Telling me of a new home, or of none"),
)


class SignInForm(HavenForm):
    email = TextField(label="Work email", called="your work email", max_length=254)
    password = TextField(
        label="Password", called="your password", max_length=200, widget=django_forms.PasswordInput(render_value=False)
    )
    code = TextField(
        label="Six-digit code",
        called="the code",
        max_length=12,
        help_text="From the app on your phone. It changes every 30 seconds.",
    )


class ReportForm(HavenForm):
    """A report. The operation that records it says the same again, and more."""

    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)
    says = OneOf(SAYS, label="What do you want to say?", called="what you want to say")
    about = OneOf(ABOUT, label="What is it about?", called="what it is about")
    happened_from = DayField(label="About the days from", called="the first day", past=True)
    happened_to = DayField(label="To", called="the last day", past=True)
    words = AccountField(
        label="What happened",
        called="what happened",
        help_text="Dates, sessions, what was said. Needed when they failed, or when you gave instructions. "
        "Write nothing about where anybody lives.",
        max_length=MOST_WORDS,
        required=False,
    )

    def __init__(self, *args: Any, begun: date | None = None, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.begun = begun

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("happened_from"), data.get("happened_to")
        if first and last and last < first:
            self.add_error("happened_to", "The last day must not be before the first")
        if last and self.begun and last < self.begun:
            self.add_error("happened_to", "The requirement had not begun on these days")
        if data.get("says") == "failed" and len(data.get("words", "")) < 10 and "words" not in self.errors:
            self.add_error("words", "Say what happened, in a sentence or more")
        if data.get("says") == "instructed" and len(data.get("words", "")) < 10 and "words" not in self.errors:
            self.add_error("words", "Say what the instructions are, in a sentence or more")
        return data
