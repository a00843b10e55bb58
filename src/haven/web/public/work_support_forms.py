"""What a worker of a support organisation is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms as django_forms

from haven.web.parts.forms import AccountField, Confirmed, DayField, HavenForm, OneOf
from haven_law.clock import local_instants

MOST_NOTE, MOST_ACCOUNT = 4000, 4000
LONGEST_AWAY = timedelta(days=60)


class OneCommand(HavenForm):
    """A form that has one effect, however often it is sent."""

    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)


class ToldForm(OneCommand):
    update = django_forms.UUIDField(widget=django_forms.HiddenInput)


class NoteForm(OneCommand):
    words = AccountField(
        label="Note for your organisation",
        called="the note",
        help_text="Police cannot read it. Your colleagues who help this person can.",
        max_length=MOST_NOTE,
    )


class ReportForm(OneCommand):
    """What happened, in the person's words. No time of day is asked: a day is enough to begin with."""

    about = OneOf((), label="What was broken?", called="what was broken")
    happened = DayField(label="On which day?", called="the day", past=True)
    account = AccountField(
        label="What happened?",
        called="what happened",
        help_text="As they told you. Do not write where they live or stay.",
        max_length=MOST_ACCOUNT,
    )
    danger = OneOf(
        (("no", "No"), ("yes", "Yes"), ("not_known", "I do not know")),
        label="Are they in danger now?",
        called="whether they are in danger now",
    )

    def __init__(self, *args: Any, papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].set_options(papers)  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        safe = {"yes": "no", "no": "yes"}.get(data["danger"], "not_known")
        return {
            "about": data["about"], "from": _begins(data["happened"]).isoformat(), "precision": "day",
            "account": data["account"], "danger": data["danger"], "safe": safe,
        }  # fmt: skip


class HandOverForm(OneCommand):
    to = OneOf((), label="Who takes it on?", called="who takes it on")
    they_know = Confirmed(
        label="I told them who it will be, and that they may say no",
        missing="Tell them first, and that they may say no",
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].set_options(colleagues)  # type: ignore[attr-defined]


class AwayForm(OneCommand):
    to = OneOf((), label="Who covers for you?", called="who covers for you")
    first = DayField(label="First day away", called="the first day away")
    last = DayField(label="Last day away", called="the last day away")

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].set_options(colleagues)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        today = self.now.date() if self.now else None
        if first and last and last < first:
            self.add_error("last", "The last day must not be before the first")
        elif last and today and last < today:
            self.add_error("last", "The last day must not be in the past")
        elif first and last and last - first >= LONGEST_AWAY:
            self.add_error("last", "Somebody can cover for 60 days at most")
        return data

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        until = _begins(data["last"] + timedelta(days=1))
        return {"to": data["to"], "from": _begins(data["first"]).isoformat(), "until": until.isoformat()}


def _begins(day: date) -> datetime:
    """The first instant of a day in London."""
    found = local_instants(datetime.combine(day, time()))
    return (found.instants or found.nearest)[0]
