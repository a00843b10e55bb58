"""Open a case: one subject and one protected person, and what connects them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.accounts.references import new_reference
from haven.cases.chronology import record
from haven.cases.counter_allegations import let_through
from haven.cases.mirrors import note_mirrors
from haven.cases.models import Assignment, Case, Connection
from haven.cases.operations.staff_links import close_to_colleagues
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may, visible_to
from haven.cases.same_people import Turned, alike, hold_people, in_conflict, open_between, other_way_round
from haven.cases.teams import team_for, team_of_force
from haven.parties.operations.record_person import PersonFacts, record_person
from haven.sealed.ciphers import encipher
from haven_law.citation import daa
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
    """A case to open. `area` is the borough or district where the subject lives; with `lives_in` they live there, and
    `area` decides in its place for `area_reason`, which a legal adviser then looks at (A11)."""

    subject: PersonFacts
    protected: PersonFacts
    connections: tuple[ConnectionFacts, ...]
    area: str
    origin: str = "police"
    lives_in: str = ""
    area_reason: str = ""


LEAST_REASON, MOST_REASON = 20, 500


class PrimaryAggressorFirst(Refused):
    """The same two people stand the other way round in an open case, or may do so: another inspector must decide first.
    `turned`, and the two people as they were named, are for the operation that asks it, never for a page of the officer."""

    def __init__(self, turned: Turned, subject: PersonFacts, protected: PersonFacts) -> None:
        who = "These two people are" if turned.sure else "Two people of these names, who may be the same, are"
        because = (
            f"{who} already in a case the other way round. Another inspector must first decide who is the "
            "primary aggressor. Nothing has been sent"
        )
        super().__init__(Decision((Finding(PRIMARY_AGGRESSOR, False, because),)))
        self.turned, self.subject, self.protected = turned, subject, protected


class OpenCaseExists(Refused):
    """There is an open case of these two people already, which the officer may see: the notice is asked for there."""

    def __init__(self, case: Case) -> None:
        because = f"There is already an open case of these two people: {case.ref}. Ask for the notice there"
        super().__init__(Decision((Finding("Haven one case rule", False, because),)))
        self.case = case


@dataclass(frozen=True)
class _Cleared:
    """The two people, once nothing stands in the way of a case of theirs, and the cases that stand the other way round."""

    subject: PersonFacts
    protected: PersonFacts
    beside: tuple[Case, ...]
    hidden: tuple[Case, ...]


@transaction.atomic
def open_case(command: OpenCase, *, by: User, at: datetime) -> Case:
    """Open a case in the force of `by`, who becomes the officer in it. Cases of one person know of each other through
    that person. A person who may be a member of staff closes it to colleagues at once.

    Refused: to a role that may not; when the two are not personally connected (s.2); when the officer must say whether
    somebody is a person already recorded; when an open case of the two exists. PrimaryAggressorFirst when one exists
    the other way round, or may do so, and nobody has decided that this one may proceed.
    """
    may(by, "open_case", None, at).require()
    Decision((connected_by_any(tuple(c.code for c in command.connections)),)).require()
    hold_people(command.subject, command.protected)
    if in_conflict(command.subject, command.protected, by=by):
        refuse("Haven access rule 2", "You have a declared conflict with one of these people").require()
    cleared = _people(command, by, at)
    ref, lives_in, reason = fresh_reference("DC"), command.lives_in.strip(), command.area_reason.strip()
    if lives_in and not LEAST_REASON <= len(reason) <= MOST_REASON:
        because = (
            f"Say in {LEAST_REASON} to {MOST_REASON} characters why another area than where the subject lives decides"
        )
        refuse(daa("90(7)"), because).require()
    case = Case.objects.create(
        ref=ref,
        subject=record_person(cleared.subject, by=by),
        protected=record_person(cleared.protected, by=by),
        lead_force_id=by.force_id,
        area=command.area,
        lives_in=lives_in,
        area_reason_enc=encipher(ref, reason) if lives_in else None,
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
    note_mirrors(case, (*cleared.beside, *cleared.hidden), by=by)
    _warn_those_named(cleared.hidden, case, at)
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
            f"The same two people, or two of their names, were named the other way round in {case.lead_force.name}. "
            "Ring the duty inspector there: who is the primary aggressor must be decided by somebody who knows both sides"
        )
        task = NewTask("primary_aggressor_hidden", words, team, at + WARN_WITHIN, "our rule", about=("case", other.ref))
        make_task(other, task, by=None, at=at)


def fresh_reference(kind: str) -> str:
    """A reference that no case has yet."""
    ref = new_reference(kind)
    while Case.objects.filter(ref=ref).exists():
        ref = new_reference(kind)
    return ref


def _people(command: OpenCase, by: User, at: datetime) -> _Cleared:
    """The two people, once nothing stands in the way of a case of theirs. What surely stands the other way round is asked
    of an inspector at once; what only may be so once the officer has said who the people are that they may know of."""
    subject, protected = command.subject, command.protected
    if subject.same_as is not None and subject.same_as == protected.same_as:
        refuse("DAA 2021 s.22(2)", "The subject and the protected person must be two people").require()
    turned = other_way_round(subject, protected, by=by, at=at)
    waiting = [t for t in turned.seen if not let_through(t.case, subject, protected, sure=t.sure)]
    first = next((t for t in waiting if t.sure), None)
    if first is not None:
        raise PrimaryAggressorFirst(first, subject, protected)
    beside = tuple(t.case for t in turned.seen if t not in waiting)
    ours, theirs = _apart(subject, beside), _apart(protected, beside)
    _ask_who(ours, "subject", by, at)
    _ask_who(theirs, "protected person", by, at)
    if waiting:
        raise PrimaryAggressorFirst(waiting[0], subject, protected)
    _no_case_yet(ours, theirs, by, at)
    return _Cleared(ours, theirs, beside, turned.hidden)


def _apart(facts: PersonFacts, beside: Iterable[Case]) -> PersonFacts:
    """Rows of their own: nothing of one case is reachable from the other, not even through the two people."""
    everyone = frozenset(pk for case in beside for pk in (case.subject_id, case.protected_id))
    chosen = facts.same_as if facts.same_as is not None and facts.same_as.pk not in everyone else None
    return replace(facts, same_as=chosen, not_same_as=facts.not_same_as | everyone)


def _ask_who(facts: PersonFacts, who: str, by: User, at: datetime) -> None:
    """Somebody of one of these names, whose date of birth fits, is known, and the officer has not said whether this is
    them."""
    if facts.same_as is None and any(p.pk not in facts.not_same_as for p in alike(facts, by=by, at=at)):
        refuse(
            SAME_PERSON,
            f"Somebody who may be the {who} is already recorded: the name is the same and the date of birth fits. Say "
            "whether it is the same person",
        ).require()


def _no_case_yet(subject: PersonFacts, protected: PersonFacts, by: User, at: datetime) -> None:
    """One open case for two people. A restricted one, which the officer may not see, is not told of."""
    found = open_between(subject, protected)
    if found is None:
        return
    chosen = found.filter(pk__in=visible_to(by, at).values("pk")).order_by("pk").first()
    if chosen is not None:
        raise OpenCaseExists(chosen)
