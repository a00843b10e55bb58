"""A name or a date of birth that is put right."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haven.cases.operations.correct_person import LEAST_REASONS, PROTECTED, AskPersonCorrection
from haven.parties.models import Person, PersonName
from haven.parties.queries import names_of
from haven.web.parts.forms import (
    DayField,
    HavenForm,
    OneOf,
    Option,
    PersonNameField,
    ReasonField,
    WholeNumberField,
    YesNo,
)


def _reasons() -> ReasonField:
    return ReasonField(
        label=gettext_lazy("What is wrong, and how do you know?"),
        called="what is wrong and how you know",
        least=LEAST_REASONS,
    )


class CorrectForm(HavenForm):
    """A correction of one person. `command` is what the operation takes."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.who = person, who
        self.fill()

    def fill(self) -> None:
        """Set what can be chosen."""

    @abstractmethod
    def command(self, case: str) -> AskPersonCorrection: ...


class NameForm(CorrectForm):
    wrong = OneOf((), label=gettext_lazy("Which name is wrong?"), called="which name is wrong")
    given = PersonNameField(label=gettext_lazy("First names, as they are"), called="the first names")
    family = PersonNameField(
        label=gettext_lazy("Last name, as it is"),
        required=False,
        help_text=gettext_lazy("Leave empty if there is only one name"),
    )
    reasons = _reasons()

    def fill(self) -> None:
        names = self.person.names.all() if self.is_bound else names_of(self.person)
        options = [Option(str(n.pk), f"{n.as_written} ({str(n.get_kind_display()).lower()})") for n in names]
        cast(OneOf, self.fields["wrong"]).set_options(options)

    def command(self, case: str) -> AskPersonCorrection:
        typed = self.cleaned_data
        return AskPersonCorrection(
            case,
            self.who,
            "name",
            typed["reasons"],
            name=int(typed["wrong"]),
            given=typed["given"],
            family=typed["family"],
        )


class LaterNameForm(CorrectForm):
    kind = OneOf(list(PersonName.KINDS.items()), label=gettext_lazy("What kind of name?"), called="the kind of name")
    given = PersonNameField(label=gettext_lazy("First names"), called="the first names")
    family = PersonNameField(
        label=gettext_lazy("Last name"),
        required=False,
        help_text=gettext_lazy("Leave empty if there is only one name"),
    )
    from_day = DayField(
        label=gettext_lazy("Used from"),
        called="the day it was used from",
        help_text=gettext_lazy("A legal name needs the day. Leave empty if it is another name and nobody knows"),
        required=False,
        past=True,
    )
    known = YesNo(label=gettext_lazy("Does the subject know this name?"), called="whether the subject knows this name")
    reasons = _reasons()

    def fill(self) -> None:
        if self.who != PROTECTED:
            del self.fields["known"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == "legal" and not data.get("from_day") and "from_day" not in self.errors:
            self.add_error("from_day", _("Enter from which day it is the legal name"))
        return data

    def command(self, case: str) -> AskPersonCorrection:
        typed = self.cleaned_data
        return AskPersonCorrection(
            case,
            self.who,
            "later_name",
            typed["reasons"],
            given=typed["given"],
            family=typed["family"],
            kind=typed["kind"],
            from_day=typed["from_day"],
            known_to_subject=bool(typed.get("known")),
        )


class BornForm(CorrectForm):
    birth = OneOf(
        (("day", gettext_lazy("The date of birth is known")), ("year", gettext_lazy("Only the year is known"))),
        label=gettext_lazy("What is known?"),
        called="what is known of the date of birth",
    )
    born = DayField(label=gettext_lazy("Date of birth"), required=False, past=True)
    year = WholeNumberField(label=gettext_lazy("Year of birth"), least=1900, most=2100, required=False)
    reasons = _reasons()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("birth") == "day" and not data.get("born") and "born" not in self.errors:
            self.add_error("born", _("Enter the date of birth"))
        if data.get("birth") == "year" and not data.get("year") and "year" not in self.errors:
            self.add_error("year", _("Enter the year of birth"))
        return data

    def command(self, case: str) -> AskPersonCorrection:
        typed = self.cleaned_data
        born = typed["born"] if typed["birth"] == "day" else date(typed["year"], 1, 1)
        return AskPersonCorrection(case, self.who, "born", typed["reasons"], born=born, born_precision=typed["birth"])


class DecideForm(HavenForm):
    """The second person."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    accept = OneOf(
        (
            Option("yes", gettext_lazy("Put it right")),  # type: ignore[arg-type]
            Option("no", gettext_lazy("Leave it as it was recorded")),  # type: ignore[arg-type]
        ),
        label=gettext_lazy("What do you decide?"),
        called="what you decide",
    )
