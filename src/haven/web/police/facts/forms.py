"""A fact of a case that is open: the questions of the request for a notice, asked later and one at a time."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haven.cases.models import Case, Detention, IncidentRef
from haven.cases.operations.flags import BY_THE_PLAN, FLAGS, may_be_raised, standing_flags
from haven.cases.queries import held_now
from haven.web.parts.case_facts import connections_left
from haven.web.parts.fields import OneOf, Option, Picked, TextField
from haven.web.parts.moments import LocalMomentField
from haven.web.parts.words import day_time
from haven.web.police.propose.case_forms import ChildForm, FirearmsForm, OccupantForm, RiskForm
from haven.web.police.propose.people_forms import BailForm, HeldForm
from haven.web.police.propose.steps import StepForm
from haven_law.definitions import CONNECTIONS


class FactForm(StepForm):
    """A form of one case. What can be chosen depends on it; what was sent before can be sent again (`again`)."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fill()

    def fill(self) -> None:
        """Set what can be chosen."""

    def asked(self) -> list[str]:
        return [name for name in self.top_fields() if name != "command_id"]

    def leave_out_sealed(self) -> None:
        """A form that comes back with errors carries nothing that is to be sealed: it says that it must be typed again."""
        typed = [name for name in self.sealed if str(self.data.get(name) or "").strip()]
        data = {name: value for name, value in self.data.items() if name not in typed}
        for name in typed:
            if name not in self.errors:
                self.add_error(name, _("Type this again: what is to be sealed is not shown"))
        self.data = data

    def offer(self, name: str, options: list[Option]) -> None:
        cast(OneOf, self.fields[name]).set_options(options)


class HeldNowForm(FactForm, HeldForm):
    held = None  # type: ignore[assignment]
    opens: ClassVar = {}
    heading: ClassVar = ""


def detention_words(row: Detention) -> str:
    return _("%(kind)s, %(place)s, since %(since)s") % {
        "kind": row.get_kind_display(),
        "place": row.place,
        "since": day_time(row.from_at),
    }


class OfDetentionForm(FactForm):
    """About one of the places where the subject is held. A release that was sent already can be sent again."""

    detention = OneOf((), label=gettext_lazy("Where are they held?"), called="where they are held")

    def fill(self) -> None:
        rows = self.case.detentions.filter(voided_at__isnull=True) if self.is_bound else held_now(self.case)
        self.offer("detention", [Option(str(row.pk), detention_words(row)) for row in rows])

    def chosen(self) -> Detention:
        return self.case.detentions.get(pk=int(self.cleaned_data["detention"]))


class ExpectedForm(OfDetentionForm):
    release = LocalMomentField(
        label=gettext_lazy("When are they expected to be released?"), called="the expected release"
    )


class ReleasedForm(OfDetentionForm):
    released = LocalMomentField(
        label=gettext_lazy("When were they released?"), called="when they were released", past=True
    )


class BailFactForm(FactForm, BailForm):
    field_order = ("command_id", "power", "words", "covers", "begins", "ends")
    begins = LocalMomentField(
        label=gettext_lazy("Since when?"), called="when the condition began", required=False, past=True
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("The end must be after the condition began"))
        return data


class RiskFactForm(FactForm, RiskForm):
    done = None  # type: ignore[assignment]
    opens: ClassVar = {"tool": {"other": ("tool_name",)}}


class FirearmsFactForm(FactForm, FirearmsForm):
    pass


class NumberForm(FactForm):
    kind = OneOf(list(IncidentRef.KINDS.items()), label=gettext_lazy("What is it the number of?"), called="what it is")
    number = TextField(label=gettext_lazy("Number"), called="the number", max_length=60)


class ChildFactForm(FactForm, ChildForm):
    pass


class OccupantFactForm(FactForm, OccupantForm):
    pass


class ConnectionFactForm(FactForm):
    code = Picked((), label=gettext_lazy("The subject is the protected person's"), called="what the subject is to them")
    since = TextField(label=gettext_lazy("Since when?"), called="since when", required=False, max_length=60)
    until = TextField(
        label=gettext_lazy("Until when, if it ended?"), called="until when", required=False, max_length=60
    )
    basis = TextField(label=gettext_lazy("How do you know?"), called="how you know", required=False, max_length=200)

    def fill(self) -> None:
        every = [code for code, row in CONNECTIONS.items() if row.lawful]
        codes = every if self.is_bound else connections_left(self.case)
        self.offer("code", [Option(c, CONNECTIONS[c].words[:1].upper() + CONNECTIONS[c].words[1:]) for c in codes])


class FlagForm(FactForm):
    flag = OneOf((), label=gettext_lazy("What must a person see before acting?"), called="the flag")

    def fill(self) -> None:
        every = [code for code in FLAGS if code != BY_THE_PLAN]
        codes = every if self.is_bound else may_be_raised(self.case)
        self.offer("flag", [Option(code, FLAGS[code][0]) for code in codes])


class FlagEndForm(FactForm):
    flag = OneOf((), label=gettext_lazy("Which flag no longer holds?"), called="the flag")

    def fill(self) -> None:
        rows = self.case.flags.all() if self.is_bound else standing_flags(self.case)
        self.offer("flag", [Option(str(row.pk), row.words) for row in rows])
