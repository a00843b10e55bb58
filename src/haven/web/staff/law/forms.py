"""What is asked of whoever changes the law's dated rows, and of whoever looks a second time."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from haven.courts.models import Court
from haven.lawkeeping.changes import NewChange
from haven.web.parts.forms import (
    DayField,
    HavenForm,
    OneOf,
    Option,
    Picked,
    ReasonField,
    SeveralOf,
    TextField,
    WholeNumberField,
)
from haven_law.areas import AREAS
from haven_law.dated import LABELS, SHIPPED_VALUES

READ = (
    Option("yes", "Yes, I have read it", "A date may then move earlier or later by it"),
    Option("no", "No, I was told of it", "Until somebody has read it, the earlier date stays the one to work to"),
)
READ_ONLY = (Option("yes", "Yes, I have read it"), Option("no", "No"))


class ChangeForm(HavenForm):
    """Where it stands, and whether somebody has read it. Each kind adds what it is about."""

    kind = ""
    source = TextField(
        label="Where does it stand?",
        called="where it stands",
        help_text="For example, The Gazette, notice 4760101 of 10 September 2022",
        max_length=300,
    )
    read = OneOf(READ, label="Have you read it there yourself?", called="whether you have read it")
    reason = TextField(
        label="Anything the second person should know", called="the note", max_length=1000, required=False
    )
    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)

    def change(self) -> NewChange:
        """The change as it is asked for."""
        data = self.cleaned_data
        return NewChange(self.kind, data["source"], data["read"] == "yes", data.get("reason") or "", **self.about(data))

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        """What this kind is about, besides where it stands."""
        return {}


class HolidayComes(ChangeForm):
    kind = "holiday_comes"
    day = DayField(label="Which day becomes a bank holiday?", called="the day")
    name = TextField(label="What is it called?", called="what it is called", max_length=120)
    field_order = ("day", "name", "source", "read", "reason")

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"day": data["day"], "name": data["name"]}


class HolidayGoes(ChangeForm):
    kind = "holiday_goes"
    day = DayField(label="Which day is no bank holiday any more?", called="the day")
    field_order = ("day", "source", "read", "reason")

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"day": data["day"]}


class YearConfirmed(ChangeForm):
    kind = "year_confirmed"
    year = WholeNumberField(least=2020, most=2100, label="Which year?", called="the year")
    field_order = ("year", "source", "read", "reason")

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"year": data["year"]}


class AreasForm(ChangeForm):
    kind = "areas"
    areas = SeveralOf(sorted(AREAS.items(), key=lambda pair: pair[1]), label="Which areas?", called="the areas")
    from_day = DayField(label="First day in force", called="the first day")
    last_day = DayField(
        label="Last day in force", called="the last day", help_text="Leave empty if no end is known", required=False
    )
    name = TextField(
        label="Which instrument?", called="the instrument", help_text="For example, SI 2026/342", max_length=120
    )
    live_from = DayField(
        label="From which day does the force work with notices there?",
        called="the day the force goes live",
        help_text="Until then no notice is offered there. Leave empty where the table knows it, or nobody does",
        required=False,
    )
    field_order = ("areas", "from_day", "last_day", "name", "live_from", "source", "read", "reason")

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        found = {name: data.get(name) for name in ("from_day", "last_day", "name", "live_from")}
        return found | {"areas": tuple(data["areas"])}


class ValueForm(ChangeForm):
    kind = "value"
    key = Picked(
        [(key, LABELS.get(key, key)) for key in dict.fromkeys(row.key for row in SHIPPED_VALUES)],
        label="Which value changes?",
        called="which value changes",
    )
    value = TextField(label="The new value", max_length=100, help_text="A number where it is one, for example 6")
    from_day = DayField(label="From which day?", called="the first day")
    last_day = DayField(
        label="To which day?", called="the last day", help_text="Leave empty if no end is known", required=False
    )
    field_order = ("key", "value", "from_day", "last_day", "source", "read", "reason")

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data.get(name) for name in ("key", "value", "from_day", "last_day")}


class MonitoringForm(ChangeForm):
    kind = "monitoring"
    name = Picked((), label="Which local justice area?", called="the local justice area")
    from_day = DayField(label="Notified as available from", called="the first day")
    last_day = DayField(
        label="Available to", called="the last day", help_text="Leave empty if no end is known", required=False
    )
    field_order = ("name", "from_day", "last_day", "source", "read", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Court.objects.exclude(local_justice_area="").values_list("local_justice_area", flat=True)
        field: Any = self.fields["name"]
        field.set_options([(name, name) for name in sorted(set(names))])

    def about(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data.get(name) for name in ("name", "from_day", "last_day")}


FORMS: dict[str, type[ChangeForm]] = {
    form.kind: form for form in (HolidayComes, HolidayGoes, YearConfirmed, AreasForm, ValueForm, MonitoringForm)
}


class DecideForm(HavenForm):
    """The second look."""

    decision = OneOf(
        (
            Option("count", "I have looked where it stands. It counts from now"),
            Option("decline", "It does not count"),
        ),
        label="Your decision",
        called="your decision",
    )
    note = TextField(label="Why it does not count", called="why it does not count", max_length=1000, required=False)
    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)


class UndoForm(HavenForm):
    """Why a change that counts must be taken back."""

    reason = ReasonField(label="Why must it be undone?", called="why it must be undone", max_length=1000)
    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)


class AlarmForm(HavenForm):
    """Where somebody looked, and what they found."""

    found = ReasonField(
        label="Where did you look, and what did you find?",
        called="what you found",
        help_text="For example, No newer instrument in the published list on 24 November 2026",
        max_length=500,
    )
