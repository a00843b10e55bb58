"""Open a case: one subject and one protected person, and what connects them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.accounts.references import new_reference
from haven.cases.chronology import record
from haven.cases.models import Assignment, Case, Connection
from haven.cases.operations.staff_links import close_to_colleagues
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may, visible_to
from haven.cases.same_people import (
    alike,
    decided,
    hidden_other_way_round,
    hold_people,
    in_conflict,
    open_between,
    other_way_round,
)
from haven.cases.teams import team_for, team_of_force
from haven.parties.operations.record_person import PersonFacts, record_person
from haven_law.definitions import connected_by_any
from haven_law.findings import Decision, Finding, Refused, refuse

PRIMARY_AGGRESSOR = "Haven primary aggressor rule"
SAME_PERSON = "Haven same person rule"
WARN_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class ConnectionFacts:
    """What the subject is to the protected person: a code of haven_law.definitions.CONNECTIONS, since and until when
    in words, and what makes it so."""

    code: str
    since: str = ""
    until: str = ""
    basis: str = ""


@dataclass(frozen=True)
class OpenCase:
    """A case to open. `area` is the borough or district where the subject lives."""

    subject: PersonFacts
    protected: PersonFacts
    connections: tuple[ConnectionFacts, ...]
    area: str
    origin: str = "police"


class PrimaryAggressorFirst(Refused):
    """The same two people stand the other way round in an open case: another inspector must decide first. `other` is
    for the operation that asks it, never for a page of the officer."""

    def __init__(self, other: Case) -> None:
        because = (
            "These two people are already in a case the other way round. Another inspector must first decide who is the "
            "primary aggressor. Nothing has been sent"
        )
        super().__init__(Decision((Finding(PRIMARY_AGGRESSOR, False, because),)))
        self.other = other


@transaction.atomic
def open_case(command: OpenCase, *, by: User, at: datetime) -> Case:
    """Open a case in the force of `by`, who becomes the officer in it. Cases of one person know of each other through
    that person. A person who may be a member of staff closes it to colleagues at once.

    Refused: to a role that may not; when the two are not personally connected (s.2); when the officer must say whether
    somebody is a person already recorded; when an open case of the two exists. PrimaryAggressorFirst when one exists
    the other way round and nobody has decided that this one may proceed.
    """
    may(by, "open_case", None, at).require()
    Decision((connected_by_any(tuple(c.code for c in command.connections)),)).require()
    hold_people(command.subject, command.protected)
    if in_conflict(command.subject, command.protected, by=by):
        refuse("Haven access rule 2", "You have a declared conflict with one of these people").require()
    hidden = hidden_other_way_round(command.subject, command.protected, by=by, at=at)
    subject, protected = _people(command, by, at)
    case = Case.objects.create(
        ref=fresh_reference("DC"),
        subject=record_person(subject, by=by),
        protected=record_person(protected, by=by),
        lead_force_id=by.force_id,
        area=command.area,
        opened_at=at,
        origin=command.origin,
        recorded_by=by,
    )
    Connection.objects.bulk_create(
        Connection(case=case, code=c.code, since=c.since, until=c.until, basis=c.basis, recorded_by=by)
        for c in command.connections
    )
    team = by.team or team_for(by, "response")
    Assignment.objects.create(case=case, role="officer", user=by, team=team, from_at=at, recorded_by=by)
    record(case, "case.opened", by=by, at=at, about=("case", case.ref), facts={"area": case.area})
    close_to_colleagues(case, by=by, at=at)
    may(by, "open_case", case, at).require()
    _warn_those_named(hidden, case, at)
    return case


def _warn_those_named(hidden: Iterable[Case], case: Case, at: datetime) -> None:
    """A restricted case of the same two people the other way round must not show itself by stopping the officer. Those
    named on it are told at once instead, in their own case and without the other's reference: they alone know both
    sides, and one of them rings an inspector of that force before anything is decided."""
    for other in hidden:
        team = team_of_force(other.lead_force_id, "unit")
        if team is None:
            continue
        words = (
            f"The same two people were named the other way round in {case.lead_force.name}. Ring the duty inspector "
            "there: who is the primary aggressor must be decided by somebody who knows both sides"
        )
        task = NewTask("primary_aggressor_hidden", words, team, at + WARN_WITHIN, "our rule", about=("case", other.ref))
        make_task(other, task, by=None, at=at)


def fresh_reference(kind: str) -> str:
    """A reference that no case has yet."""
    ref = new_reference(kind)
    while Case.objects.filter(ref=ref).exists():
        ref = new_reference(kind)
    return ref


def _people(command: OpenCase, by: User, at: datetime) -> tuple[PersonFacts, PersonFacts]:
    """The two people, once nothing stands in the way of a case of theirs."""
    subject, protected = command.subject, command.protected
    if subject.same_as is not None and subject.same_as == protected.same_as:
        refuse("DAA 2021 s.22(2)", "The subject and the protected person must be two people").require()
    other = other_way_round(subject, protected, by=by, at=at)
    if other is not None:
        answer = decided(other.protected, other.subject)
        if answer is None or not answer.may_proceed:
            raise PrimaryAggressorFirst(other)
        # Rows of their own: nothing of one case is reachable from the other, not even through the two people.
        everyone = frozenset({other.subject_id, other.protected_id})
        subject = replace(subject, same_as=None, not_same_as=subject.not_same_as | everyone)
        protected = replace(protected, same_as=None, not_same_as=protected.not_same_as | everyone)
    else:
        _ask_who(subject, "subject", by, at)
        _ask_who(protected, "protected person", by, at)
    _no_case_yet(subject, protected, by, at)
    return subject, protected


def _ask_who(facts: PersonFacts, who: str, by: User, at: datetime) -> None:
    """Somebody of the same name and day of birth is known, and the officer has not said whether this is them."""
    if facts.same_as is None and alike(facts, by=by, at=at):
        refuse(
            SAME_PERSON,
            f"Somebody with the name and date of birth of the {who} is already recorded. Say whether it is the same person",
        ).require()


def _no_case_yet(subject: PersonFacts, protected: PersonFacts, by: User, at: datetime) -> None:
    """One open case for two people. A restricted one, which the officer may not see, is not told of."""
    found = open_between(subject, protected)
    if found is None:
        return
    chosen = found.filter(pk__in=visible_to(by, at).values("pk")).order_by("pk").first()
    if chosen is not None:
        refuse(
            "Haven one case rule",
            f"There is already an open case of these two people: {chosen.ref}. Ask for the notice there",
        ).require()
