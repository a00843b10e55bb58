"""A requirement as a form, made from the schema of its kind, and back to the values that an operation takes. What is
typed is kept as it was typed, so that an unfinished answer can be kept too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _

from haven.courts.requirements import MOST_MONTHS, Lasts, RequirementFacts, ResponsibleFacts
from haven.web.parts.forms import (
    DayField,
    HavenForm,
    LocalTimeField,
    OneOf,
    Option,
    SeveralOf,
    TextField,
    WholeNumberField,
    YesNo,
)
from haven_law.terms import MAXIMUM_TEXT, TERM_CODES, VOCABULARY, WEEKDAYS, Parameter, Term, parameter_errors

DAYS = tuple((day, day.capitalize()) for day in WEEKDAYS)
LASTS = (
    Option("order", "As long as the order"),
    Option("date", "Until a date"),
    Option("months", "A number of months"),
    Option("event", "Until an event"),
)
EVIDENCE = "Received by the court"
# What an order asks of a requirement besides its blanks.
OF_COURT = ("supervisor", "organisation", "consents", "provision", "fits")


class ChooseTerm(HavenForm):
    """Which kind of requirement to add."""

    term = OneOf((), label="What kind of requirement?", called="the kind of requirement")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["term"]
        field.set_options(
            [Option(code, VOCABULARY[code].label, provision=VOCABULARY[code].order_provision) for code in TERM_CODES]
        )


def field_for(parameter: Parameter) -> django_forms.Field:
    """The field of one blank of a requirement's wording."""
    named: dict[str, Any] = {"label": parameter.label, "required": parameter.required, "help_text": parameter.hint}
    if parameter.kind == "number":
        return WholeNumberField(least=parameter.minimum or 0, most=parameter.maximum or 100000, **named)
    if parameter.kind == "choice":
        return OneOf(parameter.choices, **named)
    if parameter.kind == "weekdays":
        return SeveralOf(DAYS, **named)
    if parameter.kind == "time":
        return LocalTimeField(**named)
    if parameter.kind == "date":
        return DayField(**named)
    if parameter.kind == "numbers":
        return SeveralOf((), **named)
    return TextField(max_length=MAXIMUM_TEXT, **named)


class RequirementForm(HavenForm):
    """The blanks of one kind of requirement; for an order also how long it lasts and what the court heard of it."""

    def __init__(
        self, *args: Any, term: str, of_order: bool, others: Mapping[int, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind: Term = VOCABULARY[term]
        self.of_order = of_order
        for parameter in self.kind.parameters:
            self.fields[f"p_{parameter.name}"] = field_for(parameter)
        if "p_monitors" in self.fields:
            monitors: Any = self.fields["p_monitors"]
            monitors.set_options([(str(n), f"{n}. {words}") for n, words in (others or {}).items()])
        self._supervision()
        if of_order:
            self._lasting()
        for field in self.fields.values():
            if hasattr(field, "now"):
                field.now = self.now

    def _supervision(self) -> None:
        if "responsible_person" in self.kind.order_needs:
            self.fields["supervisor"] = TextField(
                label="Who will supervise it?",
                called="who will supervise it",
                required=False,
                help_text="The name of the responsible person",
            )
            self.fields["organisation"] = TextField(label="Their organisation", required=False)
        if "monitoring_gates" in self.kind.order_needs and self.of_order:
            self.fields["consents"] = YesNo(
                label="Does everyone whose co-operation is needed consent?",
                called="whether everyone consents",
                required=False,
            )
            self.fields["provision"] = YesNo(
                label="Is the court satisfied that it can be arranged?",
                called="whether it can be arranged",
                required=False,
            )
            self.fields["fits"] = YesNo(
                label="Is that person of a kind that the regulations allow?",
                called="whether the regulations allow that person",
                required=False,
            )

    def _lasting(self) -> None:
        self.fields["starts"] = DayField(label="It starts on", called="the day it starts", required=False)
        self.fields["lasts"] = OneOf(LASTS, label="How long does it last?", called="how long it lasts", required=False)
        self.fields["last_day"] = DayField(label="Last day", called="the last day", required=False)
        self.fields["months"] = WholeNumberField(
            least=1, most=MOST_MONTHS, label="Number of months", called="the number of months", required=False
        )
        self.fields["event"] = TextField(
            label="Which event ends it", called="the event", max_length=300, required=False
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needed = {"date": "last_day", "months": "months", "event": "event"}.get(str(data.get("lasts") or ""))
        if needed and not data.get(needed) and needed not in self.errors:
            words = {
                "last_day": "Enter the last day",
                "months": "Enter the number of months",
                "event": "Enter the event",
            }
            self.add_error(needed, words[needed])
        if self.check_params() and not any(name.startswith("p_") for name in self.errors):
            for name, sentence in parameter_errors(self.kind.code, self.params()).items():
                self.add_error(f"p_{name}" if f"p_{name}" in self.fields else None, sentence)
        return data

    def check_params(self) -> bool:
        """Whether the blanks are asked for on this form."""
        return True

    def stored(self) -> dict[str, Any]:
        """The answers as a draft keeps them: plain JSON."""
        data = self.cleaned_data
        kept: dict[str, Any] = {"term": self.kind.code, "params": self.params()}
        for name in ("supervisor", "organisation", "lasts", "event"):
            kept[name] = data.get(name) or ""
        for name in ("consents", "provision", "fits"):
            kept[name] = data.get(name)
        kept["months"] = data.get("months")
        for name in ("starts", "last_day"):
            kept[name] = data[name].isoformat() if data.get(name) else None
        return kept

    def params(self) -> dict[str, Any]:
        """The blanks as the law takes them: times as 19:00, clause numbers as numbers; what is blank is left out."""
        found: dict[str, Any] = {}
        for parameter in self.kind.parameters:
            value = self.cleaned_data.get(f"p_{parameter.name}")
            if value in (None, "", []):
                continue
            found[parameter.name] = _plain(parameter, value)
        return found


def _plain(parameter: Parameter, value: Any) -> Any:
    if parameter.kind == "time":
        return f"{value:%H:%M}"
    if parameter.kind == "numbers":
        return sorted(int(n) for n in value)
    if parameter.kind == "date":
        return value.isoformat()
    if parameter.kind == "weekdays":
        return [day for day in WEEKDAYS if day in value]
    return value


def initial_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A stored requirement as the start of its form."""
    initial: dict[str, Any] = {name: stored.get(name) for name in ("supervisor", "organisation", "event", "months")}
    initial["lasts"] = stored.get("lasts") or "order"
    initial |= {name: stored.get(name) for name in ("consents", "provision", "fits")}
    for name in ("starts", "last_day"):
        initial[name] = date.fromisoformat(stored[name]) if stored.get(name) else None
    kinds = {p.name: p.kind for p in VOCABULARY[stored["term"]].parameters}
    for name, value in dict(stored.get("params") or {}).items():
        kind = kinds.get(name)
        if kind == "time":
            value = time.fromisoformat(str(value))
        elif kind == "numbers":
            value = [str(n) for n in value]
        elif kind == "date":
            value = date.fromisoformat(str(value))
        initial[f"p_{name}"] = value
    return initial


def facts_of(stored: Mapping[str, Any]) -> RequirementFacts:
    """A stored requirement as the operations take it."""
    name = str(stored.get("supervisor") or "").strip()
    params = dict(stored.get("params") or {})
    tag = stored["term"] == "electronic_monitoring"
    if tag and params.get("monitor"):
        name = str(params["monitor"])
    return RequirementFacts(
        term=stored["term"],
        params=params,
        responsible=ResponsibleFacts(name, str(stored.get("organisation") or "")) if name else None,
        suitability_evidence=EVIDENCE if stored.get("evidence") else "",
        from_notice_clause=stored.get("from_notice_clause"),
        starts_on=date.fromisoformat(stored["starts"]) if stored.get("starts") else None,
        lasts=lasts_of(stored, default="order"),
        occupier_consents=stored.get("consents"),
        provision_can_be_made=stored.get("provision"),
        monitor_fits=stored.get("fits"),
    )


def lasts_of(stored: Mapping[str, Any], default: str) -> Lasts:
    return Lasts(
        kind=str(stored.get("lasts") or default),
        last_day=date.fromisoformat(stored["last_day"]) if stored.get("last_day") else None,
        months=stored.get("months"),
        event=str(stored.get("event") or ""),
    )


def stored_of(facts: RequirementFacts) -> dict[str, Any]:
    """The operations' value as a draft keeps it, with its own end."""
    lasts = facts.lasts
    return {
        "term": facts.term,
        "params": dict(facts.params),
        "supervisor": facts.responsible.name if facts.responsible else "",
        "organisation": facts.responsible.organisation if facts.responsible else "",
        "evidence": bool(facts.suitability_evidence),
        "from_notice_clause": facts.from_notice_clause,
        "starts": facts.starts_on.isoformat() if facts.starts_on else None,
        "lasts": lasts.kind,
        "last_day": lasts.last_day.isoformat() if lasts.last_day else None,
        "months": lasts.months,
        "event": lasts.event,
        "consents": facts.occupier_consents,
        "provision": facts.provision_can_be_made,
        "fits": facts.monitor_fits,
    }


def lasts_words(stored: Mapping[str, Any]) -> str:
    """How long a stored requirement lasts, where it differs from the order; empty where it does not."""
    kind = stored.get("lasts") or "order"
    if kind == "date" and stored.get("last_day"):
        day = date.fromisoformat(stored["last_day"])
        return _("until the end of %(day)s") % {"day": f"{day.day} {day:%B %Y}"}
    if kind == "months" and stored.get("months"):
        n = int(stored["months"])
        return _("for 1 month") if n == 1 else _("for %(n)s months") % {"n": n}
    if kind == "event" and stored.get("event"):
        return _("until: %(event)s") % {"event": stored["event"]}
    return ""
