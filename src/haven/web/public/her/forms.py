"""What her pages ask. Every answer may be left for later, and what was typed stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from unicodedata import category

from django import forms
from django.utils.translation import gettext_lazy as _

from haven.support.her_view import Clause, Paper
from haven.web.parts.forms import AccountField, DayField, HavenForm, LocalMomentField, OneOf, SeveralOf, TextField
from haven.web.public.her.clause_words import clause_words
from haven_law.clock import to_london

MOST_WORDS, MOST_LANGUAGE = 2000, 60
UNKNOWN = "unknown"
YES_NO = (("yes", _("Yes")), ("no", _("No")))
NOT_SURE = (*YES_NO, ("not_known", _("I am not sure")))
HOW = (
    ("in_person", _("In person")),
    ("phone", _("By phone or message")),
    ("online", _("Online")),
    ("through_other", _("Through another person")),
    ("other", _("Some other way")),
)


class OpensForm(HavenForm):
    """Fields that are asked only with one answer of another: `opens` says which with which."""

    opens: Mapping[str, Mapping[str, Sequence[str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            return
        for chooser, answers in self.opens.items():
            chosen = self.data.get(chooser)
            for answer, names in answers.items():
                for name in names if answer != chosen else ():
                    self.fields[name].disabled, self.fields[name].required = True, False


class NowForm(HavenForm):
    danger = OneOf(YES_NO, label=_("Are you in danger now?"))
    about = OneOf((), label=_("What did they break?"))

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [*papers, *([(UNKNOWN, _("I do not know"))] if len(papers) > 1 else [])]
        self.fields["about"].set_options(options)  # type: ignore[attr-defined]


class WhenForm(OpensForm):
    opens = {"when": {"at": ("at",), "between": ("start", "until"), "day": ("day",)}}
    when = OneOf(
        (("at", _("At a time")), ("between", _("Between two times")), ("day", _("On a day, I do not know the time"))),
        label=_("When did it happen?"),
        called="when it happened",
    )
    at = LocalMomentField(label=_("When?"), called="when it happened", past=True)
    start = LocalMomentField(label=_("Not before"), called="the earlier time", past=True)
    until = LocalMomentField(label=_("Not after"), called="the later time", past=True)
    day = DayField(label=_("Which day?"), called="the day", past=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, until = cleaned.get("start"), cleaned.get("until")
        if cleaned.get("when") == "between" and start is not None and until is not None and until <= start:
            self.add_error("until", _("The later time must be after the earlier one"))
        return cleaned

    def span(self) -> tuple[datetime, datetime | None, str]:
        """From when, until when, and how exactly."""
        typed = self.cleaned_data
        if typed["when"] == "at":
            return typed["at"], None, "minute"
        if typed["when"] == "between":
            return typed["start"], typed["until"], "between"
        assert self.now is not None
        noon = to_london(self.now).replace(hour=12, minute=0, second=0, microsecond=0)
        day = typed["day"]
        return noon.replace(year=day.year, month=day.month, day=day.day), None, "day"


class WhatForm(OpensForm):
    """`clauses`: what the paper said at the time, in plain words."""

    opens = {"where": {"in_person": ("place",), "online": ("online",)}}
    account = AccountField(
        label=_("What happened?"),
        called="what happened",
        help_text=_("In your own words. Do not write where you live or stay."),
        max_length=MOST_WORDS * 2,
    )
    where = OneOf(HOW, label=_("How did they do it?"))
    place = TextField(
        label=_("Where? (optional)"), help_text=_("A street or a kind of place, never where you live"), called="where",
        required=False, max_length=200,
    )  # fmt: skip
    online = TextField(
        label=_("Name of the page or account (optional)"), called="the page", required=False, max_length=300
    )
    clauses = SeveralOf(
        (), label=_("Which of these did they not keep to? (optional)"), called="what they broke", required=False
    )

    def __init__(self, *args: Any, held: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held:
            self.fields["clauses"].set_options([(str(c.number), clause_words(c)) for c in held])  # type: ignore[attr-defined]
        else:
            del self.fields["clauses"]


class SafeForm(HavenForm):
    safe = OneOf(NOT_SURE, label=_("Are you safe now?"))
    contact = OneOf(NOT_SURE, label=_("May we still contact you in the way you told us?"))


class AskForm(HavenForm):
    """What all that she can ask for has in common."""

    words_label: Any = _("What should we know? (optional)")
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    wants: Any = SeveralOf((), label="", called="what you want")
    words = AccountField(label=words_label, called="what we should know", required=False, max_length=MOST_WORDS,
                         help_text=_("Do not write where you live or stay."))  # fmt: skip

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        wants = data["wants"]
        return {"wants": wants if isinstance(wants, list) else [wants], "words": data["words"]}


class ContactForm(AskForm):
    def __init__(self, *args: Any, ways: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stops = {
            "call": ("no_call", _("Do not call me any more")),
            "text": ("no_text", _("Do not text me any more")),
            "email": ("no_email", _("Do not e-mail me any more")),
            "post": ("no_post", _("Do not write letters to me any more")),
            "supporter": ("no_supporter", _("Do not go through the person who helps me any more")),
        }
        options = [stops[way] for way in ways if way in stops]
        options += [
            ("other_hours", _("Other days or hours")),
            ("new_way", _("A new number or address")),
            ("reminders", _("Remind me before each hearing")),
            ("other", _("Something else")),
        ]
        self.fields["wants"].label = _("What should change?")
        self.fields["wants"].set_options(options)  # type: ignore[attr-defined]
        self.fields["words"].label = _("When and how can a person speak to you safely? (optional)")
        self.fields["words"].help_text = _("Do not write a new number or address here. You tell us when we speak.")


class LanguageField(TextField):
    """The name of a language. Staff and the court read it: nothing else fits in it."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not all(category(letter)[0] in "LM" or letter in " ,-'’()/" for letter in value):
            raise forms.ValidationError(_("Enter only the name of a language and a dialect"))


class NeedsForm(AskForm):
    wants = SeveralOf(
        (
            ("interpreter", _("An interpreter")),
            ("bsl", _("British Sign Language")),
            ("text_relay", _("Calls by text relay (18001)")),
            ("screens", _("Screens, so that they do not see me")),
            ("separate_entrance", _("A separate way in, and a separate place to wait")),
            ("video_link", _("To take part by video")),
            ("intermediary", _("Somebody who helps me to understand and answer")),
            ("easy_read", _("Easy Read")),
            ("welsh_spoken", _("To speak Welsh")),
            ("welsh_written", _("Letters and papers in Welsh")),
            ("reminders", _("A reminder before each hearing")),
            ("other", _("Something else")),
        ),
        label=_("What would help you?"),
        called="what would help you",
    )
    language = LanguageField(
        label=_("Which language and dialect?"),
        called="the language and dialect",
        required=False,
        max_length=MOST_LANGUAGE,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "interpreter" not in cleaned.get("wants", ()):
            self.errors.pop("language", None)
            cleaned["language"] = ""
        elif not cleaned.get("language") and "language" not in self.errors:
            self.add_error("language", _("Enter the language and dialect of the interpreter"))
        return cleaned

    def told(self) -> dict[str, Any]:
        return super().told() | {"language": self.cleaned_data["language"]}


class ChangeForm(AskForm):
    about = OneOf((), label=_("What should change?"))
    wants: Any = OneOf(
        (
            ("stronger", _("It should say more, or last longer")),
            ("lighter", _("It should say less")),
            ("end", _("It should end")),
        ),
        label=_("What do you want?"),
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].set_options(papers)  # type: ignore[attr-defined]
        if len(papers) == 1:
            self.fields["about"].widget, self.fields["about"].initial = forms.HiddenInput(), papers[0][0]
        self.fields["words"].label = _("Why? (optional)")

    def told(self) -> dict[str, Any]:
        return super().told() | {"about": self.cleaned_data["about"]}


class PeopleForm(AskForm):
    """To add somebody is all that can be asked here: who and how is said face to face."""

    wants = SeveralOf((("add", _("Add somebody")),), label=_("Add somebody"), widget=forms.MultipleHiddenInput)


def paper_options(papers: Sequence[Paper], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Papers to choose from, the newest first."""
    return [(paper.ref, labels[paper.ref]) for paper in papers]
