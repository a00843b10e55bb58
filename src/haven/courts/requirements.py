"""A requirement as plain values: asked for in an application, or decided for an order. The law judges it; here are its
blanks, its people, and what the rows keep of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from haven.accounts.models import User
from haven.courts.models import ProposedRequirement, ResponsiblePerson
from haven_law.findings import Decision, Finding, refuse
from haven_law.order_content import order_term
from haven_law.order_life import DURATIONS, EVENT, FURTHER_ORDER, PERIOD, ends_at, months_last_day
from haven_law.terms import MONITORING_GATES, RESPONSIBLE_PERSON, VOCABULARY, Term, parameter_errors

MOST_MONTHS = 120
MOST_TEXT = 300
REQUIREMENT_RULE = "Haven requirement rule"
# How long something lasts, as a person says it. "order" (for a clause): as long as the order.
LASTS = ("order", "further_order", "date", "months", "event")
# Kinds that say what the subject must do; the others say what the subject must not.
MUST_DO = frozenset(
    {
        "leave_premises",
        "curfew",
        "programme",
        "alcohol_or_drug_treatment",
        "station_sign_on",
        "notify_relationship",
        "electronic_monitoring",
    }
)


@dataclass(frozen=True)
class ResponsibleFacts:
    """Who supervises a requirement to do something (s.36(2)), or does the monitoring (s.37(6))."""

    name: str
    organisation: str = ""
    contact: str = ""

    def words(self) -> str:
        return ", ".join(part for part in (self.name.strip(), self.organisation.strip()) if part)


@dataclass(frozen=True)
class Lasts:
    """How long an order or a clause lasts: until a day, for months, until an event, until further order; a clause also
    "order", as long as the order."""

    kind: str = "order"
    last_day: date | None = None
    months: int | None = None
    event: str = ""


@dataclass(frozen=True)
class RequirementFacts:
    """One requirement. `params` fill the blanks of its kind (haven_law.terms). The last three are gates of a tag that
    only the court knows; None: not said."""

    term: str
    params: Mapping[str, Any] = field(default_factory=dict)
    responsible: ResponsibleFacts | None = None
    suitability_evidence: str = ""
    from_notice_clause: int | None = None
    starts_on: date | None = None
    lasts: Lasts = Lasts()
    occupier_consents: bool | None = None
    provision_can_be_made: bool | None = None
    monitor_fits: bool | None = None

    @property
    def kind(self) -> Term:
        return VOCABULARY[self.term]

    @property
    def is_tag(self) -> bool:
        return MONITORING_GATES in self.kind.order_needs

    @property
    def needs_supervisor(self) -> bool:
        return RESPONSIBLE_PERSON in self.kind.order_needs


@dataclass(frozen=True)
class Situation:
    """What the gates of a requirement turn on besides itself."""

    shared_home: bool | None
    subject_present: bool | None
    area_notified: bool | None


@dataclass(frozen=True)
class Period:
    """How long something lasts as the rows keep it. `ends_at` is the law's: the midnight after the last day."""

    kind: str
    last_day: date | None = None
    ends_at: datetime | None = None
    event: str = ""


def blanks(requirement: RequirementFacts) -> Decision:
    """Whether the kind exists and each of its blanks is filled as it must be."""
    if requirement.term not in VOCABULARY:
        return refuse(REQUIREMENT_RULE, "This is not a kind of requirement.")
    errors = parameter_errors(requirement.term, requirement.params)
    label = requirement.kind.label
    if not errors:
        return Decision((Finding(requirement.kind.order_provision, True, f"{label}: complete."),))
    return Decision(tuple(Finding(REQUIREMENT_RULE, False, f"{label}: {words}") for words in errors.values()))


def gates(requirement: RequirementFacts, situation: Situation, others: Iterable[int]) -> Decision:
    """The gates of one requirement (s.35(5)-(6), s.36(2)-(3), s.37). `others`: the clause numbers that a tag may check."""
    if requirement.term not in VOCABULARY:
        return refuse(REQUIREMENT_RULE, "This is not a kind of requirement.")
    responsible = requirement.responsible.name if requirement.responsible else None
    monitored = requirement.params.get("monitors") or ()
    known = set(others)
    return order_term(
        requirement.term,
        responsible_person=responsible,
        suitability_evidence=bool(requirement.suitability_evidence.strip()),
        subject_present=situation.subject_present,
        occupier_consents=requirement.occupier_consents,
        area_notified=situation.area_notified,
        shared_home=situation.shared_home,
        provision_can_be_made=requirement.provision_can_be_made,
        monitor_named=bool(str(requirement.params.get("monitor") or "").strip()),
        monitor_fits_regulations=requirement.monitor_fits,
        other_requirements=bool(monitored) and all(number in known for number in monitored),
    )


def period(lasts: Lasts, starts: date, *, of_clause: bool = False) -> Period:
    """The end that follows from what was said. Refused in words when it cannot be worked out."""
    if lasts.kind == "order" and of_clause:
        return Period("order")
    if lasts.kind == FURTHER_ORDER:
        return Period(FURTHER_ORDER)
    if lasts.kind == "event":
        event = lasts.event.strip()
        if not event or len(event) > MOST_TEXT:
            refuse("DAA 2021 s.38(3)", f"Say what event ends it, in {MOST_TEXT} characters or fewer.").require()
        return Period(EVENT, event=event)
    last = lasts.last_day
    if lasts.kind == "months":
        if lasts.months is None or not 1 <= lasts.months <= MOST_MONTHS:
            refuse("DAA 2021 s.38(3)", f"Enter the number of months, from 1 to {MOST_MONTHS}.").require()
        last = months_last_day(starts, lasts.months or 1)
    elif lasts.kind != "date":
        refuse("DAA 2021 s.38(3)", "Say how long it lasts.").require()
    if last is None:
        refuse("DAA 2021 s.38(3)", "Give the last day.").require()
    assert last is not None
    return Period(PERIOD, last, ends_at(last))


def duration_known(kind: str) -> bool:
    """Whether a kind of duration is one of the law's."""
    return kind in DURATIONS


def responsible_row(facts: ResponsibleFacts | None, *, monitor: bool, by: User) -> ResponsiblePerson | None:
    """The person as a row: one that is known by the same name, organisation and contact, or a new one."""
    if facts is None or not facts.name.strip():
        return None
    name, organisation, contact = (
        facts.name.strip()[:200],
        facts.organisation.strip()[:200],
        facts.contact.strip()[:200],
    )
    same = ResponsiblePerson.objects.filter(name=name, organisation=organisation, contact=contact, monitor=monitor)
    found = same.order_by("pk").first()
    if found is not None:
        return found
    return ResponsiblePerson.objects.create(
        name=name, organisation=organisation, contact=contact, monitor=monitor, recorded_by=by
    )


def from_row(row: ProposedRequirement) -> RequirementFacts:
    """A draft requirement of an application as plain values."""
    person = row.responsible
    return RequirementFacts(
        term=row.term,
        params=dict(row.params),
        responsible=ResponsibleFacts(person.name, person.organisation, person.contact) if person else None,
        suitability_evidence=row.suitability_evidence,
        from_notice_clause=row.from_notice_clause,
    )


def without_clause(params: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The blanks of a requirement after the one of this number is taken away: the numbers after it close up, so those
    that a tag checks must follow (s.35(6))."""
    if "monitors" not in params:
        return dict(params)
    kept = [n for n in params["monitors"] if n != number]
    return {**params, "monitors": [n - 1 if n > number else n for n in kept]}
