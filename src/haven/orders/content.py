"""What to look at before an order is issued: the draft held against the subject's life, their other orders and their bail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from haven.accounts.models import User
from haven.cases.models import BailCondition, Case, Child
from haven.cases.permissions import visible_to
from haven.courts.facts import london_day
from haven.courts.requirements import Period, RequirementFacts, blanks
from haven.orders.changes import ClauseDecision, as_it_will_read, reading
from haven.orders.facts import versions_of
from haven.orders.gates import clause_period
from haven.orders.models import Order, Requirement
from haven.orders.queries import clauses_in_force, orders_in_force
from haven.orders.variation import VaryOrder, numbers, order_period
from haven.parties.models import Address, Person
from haven.sealed.operations import Place, matches
from haven_law.content_checks import (
    Check,
    Commitment,
    DraftClause,
    KnownPlace,
    OtherClause,
    Surroundings,
    check_content,
)
from haven_law.findings import Refused
from haven_law.variation import REMOVE

PURPOSE = "exclusion place of a draft order"
# Conditions of bail that allow what an order may forbid.
BAIL_ALLOWS = ("live_at_home", "contact_allowed")


def look_at(
    clauses: Sequence[DraftClause], case: Case, *, by: User, at: datetime, without: Order | None = None
) -> tuple[Check, ...]:
    """Everything in the clauses of a draft that a person should look at first (s.35(1), s.36(1)). `without`: the order
    that is varied itself. Only orders of cases that this person may see are held against it."""
    return check_content(clauses, surroundings(clauses, case, by=by, at=at, without=without))


def surroundings(
    clauses: Sequence[DraftClause], case: Case, *, by: User, at: datetime, without: Order | None = None
) -> Surroundings:
    """What is recorded of the subject and of the case."""
    people = same_person(case.subject)
    return Surroundings(
        commitments=tuple(
            Commitment(row.kind, row.words, row.hours)
            for person in people
            for row in person.commitments.filter(voided_at__isnull=True).order_by("pk")
        ),
        places=tuple(
            KnownPlace("work", row.lines, row.postcode)
            for row in Address.objects.filter(
                person__in=people, kind="work", voided_at__isnull=True, until_day__isnull=True
            ).order_by("pk")
        ),
        others=(*_other_orders(people, by, at, without), *_bail(case, at)),
        child_schools=_schools(clauses, case, by),
    )


def same_person(person: Person) -> list[Person]:
    """A person with every row that was found to be the same person."""
    whole = person.canonical or person
    return list(Person.objects.filter(Q(pk=whole.pk) | Q(canonical=whole), voided_at__isnull=True).order_by("pk"))


def _other_orders(people: Iterable[Person], by: User, at: datetime, without: Order | None) -> tuple[OtherClause, ...]:
    rows = orders_in_force(at).filter(subject__in=people, case__in=visible_to(by, at)).order_by("pk")
    return tuple(
        OtherClause(f"order {order.ref}, clause {row.clause}", row.term, row.params)
        for order in (rows.exclude(pk=without.pk) if without is not None else rows)
        for row in clauses_in_force(order, at)
    )


def _bail(case: Case, at: datetime) -> tuple[OtherClause, ...]:
    rows = BailCondition.objects.filter(case=case, person_id=case.subject_id, voided_at__isnull=True, from_at__lte=at)
    running = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by("pk")
    return tuple(
        OtherClause("a condition of bail", code, allows=True)
        for row in running
        for code in row.covers
        if code in BAIL_ALLOWS
    )


def _schools(clauses: Sequence[DraftClause], case: Case, by: User) -> frozenset[int]:
    """The clauses whose place is the sealed school of a child of the case: a closed question, recorded as such."""
    named = [c for c in clauses if c.term == "distance_from_other_premises" and c.text("place")]
    if not named:
        return frozenset()
    rows = Child.objects.filter(case=case, voided_at__isnull=True, school_handle__isnull=False)
    schools = set(rows.values_list("school_handle", flat=True))
    if not schools:
        return frozenset()
    return frozenset(c.number for c in named if schools & _at(c.text("place"), by))


def _at(place: str, by: User) -> set[UUID]:
    return matches(place=Place(place), purpose=PURPOSE, asked_by=f"user:{by.pk}")


def of_requirements(
    requirements: Sequence[RequirementFacts], made_on: date, lasts: Period | None = None
) -> list[DraftClause]:
    """The requirements of an application or an outcome as clauses, numbered in their order. One that is not complete yet
    is left out; one whose end cannot be worked out is taken as lasting as long as the order."""
    whole = {n for n, requirement in enumerate(requirements, start=1) if blanks(requirement).lawful}
    partial = set(range(1, len(requirements) + 1)) - whole
    return [
        _draft(number, requirement, made_on, lasts, partial)
        for number, requirement in enumerate(requirements, start=1)
        if number in whole
    ]


def _draft(
    number: int, requirement: RequirementFacts, made_on: date, lasts: Period | None, partial: Collection[int] = ()
) -> DraftClause:
    try:
        last_day = clause_period(requirement, made_on, lasts)[0].last_day
    except Refused:
        last_day = None
    params = requirement.params
    if partial and "monitors" in params:
        # A clause that a tag checks is not missing because it is not complete yet.
        params = {**params, "monitors": [n for n in params["monitors"] if n not in partial]}
    return DraftClause(number, requirement.term, params, requirement.starts_on, last_day)


def of_variation(command: VaryOrder, order: Order) -> list[DraftClause]:
    """The clauses of an order as they will read after a variation."""
    on, (lasts, _decision) = london_day(command.decided_at), order_period(command, order)
    rows = {row.clause: row for row in versions_of(order)[-1].requirements.all()}
    changed = {d.clause for d in command.changes if d.clause is not None}
    found = [
        DraftClause(row.clause, row.term, row.params, row.starts_on, row.last_day)
        for row in rows.values()
        if row.clause not in changed
    ]
    for number, decision in zip(numbers(command, order), command.changes, strict=True):
        if number is not None and decision.change != REMOVE:
            found += _changed(number, decision, rows.get(number), on, order, lasts)
    return sorted(found, key=lambda clause: clause.number)


def _changed(
    number: int, decision: ClauseDecision, row: Requirement | None, on: date, order: Order, lasts: Period
) -> list[DraftClause]:
    """A clause after its change; nothing while what it is to read is not complete."""
    asked = as_it_will_read(decision, row)
    if asked is None or not blanks(asked).lawful:
        return []
    try:
        read = reading(decision, row, on, order, lasts)
        last_day = read.period.last_day if read is not None else None
    except Refused:
        last_day = None
    return [DraftClause(number, asked.term, asked.params, asked.starts_on, last_day)]


def codes_of(checks: Iterable[Check]) -> list[str]:
    """What was to be looked at, for the record of a case: codes and clause numbers, no words of a person."""
    return [f"{check.code}:{'+'.join(map(str, check.clauses))}" for check in checks]
