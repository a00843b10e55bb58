"""A protected person lets a worker of a support organisation help: for one case, for what, until when. She ends it at any
moment, and from that moment there is no such case for the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.parties.contact.speaking import Helper, may_help
from haven.support.models import Consent
from haven.support.operations.consents import age_of
from haven.support.proving import normal_phrase
from haven.supporters.models import Placement, Worker
from haven_law.findings import refuse

RULE = "Haven consent rule"
LONGEST = timedelta(days=366)
MOST_CALLED = 40


@dataclass(frozen=True)
class GiveConsent:
    """What they agreed to, face to face and apart from the subject. `called` is the name that the worker's page uses for
    them; `colleagues`: one may cover or take over. The last three were asked about the worker."""

    case: str
    worker: int
    scopes: tuple[str, ...]
    until_at: datetime
    called: str
    colleagues: bool
    in_person: bool
    knows_subject: bool = False
    lives_with_subject: bool = False
    related_to_subject: bool = False


@transaction.atomic
def give_consent(command: GiveConsent, *, by: User, at: datetime) -> Placement:
    """Record a consent, and put the case into the caseload of the worker. Refused: not face to face; nothing that they may
    do; an end in the past or more than a year away; no name for the page; a worker who has left, of another force's
    organisations, or with a consent already; whoever may not help (`may_help`), or knows the subject; to a role that may
    not."""
    case = Case.objects.select_related("subject", "protected").get(ref=command.case)
    may(by, "keep_consents", case, at).require()
    lock_case(case.pk)
    worker = Worker.objects.select_related("supporter", "organisation", "user").filter(
        pk=command.worker, ended_at=None, organisation__ended_at=None, organisation__made_for=case.lead_force_id
    ).first()  # fmt: skip
    if worker is None:
        refuse(RULE, "Choose somebody of an organisation that works with this force").require()
    assert worker is not None
    _check(command, case, worker, at)
    consent = Consent.objects.create(
        person_id=case.protected_id,
        supporter=worker.supporter,
        scopes=list(dict.fromkeys(command.scopes)),
        given_how="In person",
        from_at=at,
        until_at=command.until_at,
        recorded_by=by,
    )
    placement = Placement.objects.create(
        consent=consent, case=case, worker=worker, called=command.called.strip(), colleagues=command.colleagues, recorded_by=by
    )  # fmt: skip
    _tell_given(placement, by, at)
    return placement


def _check(command: GiveConsent, case: Case, worker: Worker, at: datetime) -> None:
    if not command.in_person:
        refuse(RULE, "Who helps them is agreed face to face only, apart from the subject").require()
    if not command.scopes or not set(command.scopes) <= set(Consent.SCOPES):
        refuse(RULE, "Choose what they may do").require()
    if not at < command.until_at <= at + LONGEST:
        refuse(RULE, "Choose a last day within a year from today").require()
    if not 0 < len(command.called.strip()) <= MOST_CALLED:
        refuse(RULE, f"Say what the page calls them, in {MOST_CALLED} characters or fewer").require()
    if command.knows_subject:
        refuse(RULE, "Somebody who knows the subject cannot be the worker. Ask the organisation for another").require()
    helper = Helper(is_the_subject(worker.user.name, case), command.lives_with_subject, command.related_to_subject)
    may_help(helper, age_of(case.protected, at)).require()
    _not_twice(case.protected_id, worker, at)


def _not_twice(person: int, worker: Worker, at: datetime) -> None:
    running = Consent.objects.filter(person_id=person, supporter_id=worker.supporter_id, revoked_at=None)
    if running.filter(until_at__gt=at).exists():
        refuse(RULE, "They have consented to this worker already. Withdraw that consent before a new one").require()


def is_the_subject(name: str, case: Case) -> bool:
    """Whether it is a name of whoever any case of the protected person is against."""
    rows = Case.objects.filter(protected=case.protected_id).prefetch_related("subject__names")
    written = {normal_phrase(n.as_written) for found in rows for n in found.subject.names.all() if n.voided_at is None}
    return normal_phrase(name) in written


def close(placement: Placement, *, by: User, at: datetime) -> Placement:
    """The consent is over at this instant: handed over, or the worker has left. Within an operation that has asked who may.
    Refused when it is over already."""
    lock_case(placement.case_id)
    rows = Consent.objects.filter(pk=placement.consent_id, revoked_at=None, until_at__gt=at)
    if not rows.update(revoked_at=at):
        refuse(RULE, "This consent is over already").require()
    placement.consent.revoked_at = at
    facts = {"who": placement.worker.organisation.name}
    record(placement.case, "consent.revoked", by=by, at=at, about=("case", placement.case.ref), facts=facts)
    return placement


def _tell_given(placement: Placement, by: User, at: datetime) -> None:
    words = ", ".join(Consent.SCOPES[scope].lower() for scope in placement.consent.scopes)
    facts = {"who": placement.worker.organisation.name, "scopes": words}
    record(placement.case, "consent.given", by=by, at=at, about=("case", placement.case.ref), facts=facts)


@transaction.atomic
def hand_over(placement: Placement, to: Worker, *, they_know: bool, by: User, at: datetime) -> Placement:
    """A colleague takes the case on, with the same consent and the same end; for the one before it is over at this instant.
    `by` is the worker, or who keeps consents. Refused: when the protected person did not agree to colleagues, or was not
    told; to a colleague of another organisation, who has left, or is the same; when the consent is over."""
    lock_case(placement.case_id)
    placement = Placement.objects.select_related("consent", "case__protected", "worker__organisation").get(
        pk=placement.pk
    )
    if by.pk != placement.worker.user_id:
        may(by, "keep_consents", placement.case, at).require()
    if not placement.colleagues:
        refuse(RULE, "They did not agree to a colleague. Ask them first, and record a new consent").require()
    if not they_know:
        refuse(RULE, "Tell them first, and that they may say no").require()
    if (
        to.pk == placement.worker_id
        or to.organisation_id != placement.worker.organisation_id
        or to.ended_at is not None
    ):
        refuse(RULE, "Choose a colleague of your organisation").require()
    if is_the_subject(to.user.name, placement.case):
        may_help(Helper(is_subject=True), None).require()
    _not_twice(placement.case.protected_id, to, at)
    old = placement.consent
    close(placement, by=by, at=at)
    consent = Consent.objects.create(
        person_id=old.person_id, supporter=to.supporter, scopes=old.scopes, given_how="Taken over by a colleague",
        from_at=at, until_at=old.until_at, recorded_by=by,
    )  # fmt: skip
    new = Placement.objects.create(
        consent=consent, case=placement.case, worker=to, called=placement.called, colleagues=True, taken_over_from=placement,
        recorded_by=by,
    )  # fmt: skip
    _tell_given(new, by, at)
    return new
