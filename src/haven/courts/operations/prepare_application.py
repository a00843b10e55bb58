"""The police must apply after a notice (s.28(3)): the application is prepared, with the requirements it will ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.accounts.references import new_reference
from haven.cases.chronology import lock_case, record
from haven.cases.permissions import may
from haven.courts.facts import AFTER_NOTICE, courts_for
from haven.courts.models import Application, Court, ProposedRequirement
from haven.courts.operations.holding import hold_application, must
from haven.courts.requirements import RequirementFacts, blanks, responsible_row
from haven.courts.states import can_move_application
from haven.notices.models import Notice, NoticeTerm
from haven_law.applications import may_apply, may_apply_after_notice
from haven_law.findings import Decision, refuse

MOST_REQUIREMENTS = 30


@dataclass(frozen=True)
class PrepareApplication:
    """`court` None: the first court that sits for the area. `requirements` None: those of the notice, clause by clause."""

    notice_ref: str
    court: Court | None = None
    requirements: tuple[RequirementFacts, ...] | None = None


@transaction.atomic
def prepare_application(command: PrepareApplication, *, by: User, at: datetime) -> Application:
    """Begin the application that must follow a served notice. Its draft requirements are the notice's clauses, unless
    others are given.

    Refused: to a role that may not; before service; after the notice ended; while another application after the same
    notice stands; by a force other than the giving one (s.28(3)); to a court other than a magistrates' court (s.28(6)).
    """
    notice = _served_notice(command.notice_ref, by, at)
    case = notice.case
    court = command.court or next(iter(courts_for(case)), None)
    if court is None:
        refuse(
            "Haven set-up", "No magistrates' court is recorded. Ask the administrator to add one, on the page Courts"
        ).require()
    assert court is not None
    lawful = Decision.all(
        may_apply("chief_officer", court.kind, after_notice=True),
        may_apply_after_notice(str(by.force_id), str(notice.force_id)),
    ).require()
    application = Application.objects.create(
        ref=_fresh(),
        case=case,
        force_id=notice.force_id,
        kind="order",
        route=AFTER_NOTICE,
        applicant_kind="chief_officer",
        after_notice=notice,
        court=court,
        prepared_at=at,
        recorded_by=by,
    )
    asked = notice_clauses(notice) if command.requirements is None else command.requirements
    write_requirements(application, asked, by=by)
    facts = {"court": court.name, "notice": notice.ref, "n": len(asked)}
    about = ("application", application.ref)
    record(case, "application.prepared", by=by, at=at, about=about, facts=facts, findings=lawful.findings)
    return application


@transaction.atomic
def change_requirements(
    application_ref: str,
    requirements: Sequence[RequirementFacts],
    *,
    by: User,
    at: datetime,
    court: Court | None = None,
) -> Application:
    """Write the draft requirements anew, and the court when one is given. Refused once the application is sent."""
    application = hold_application(application_ref)
    may(by, "prepare_application", application.case, at).require()
    can_move_application(application, "change", at).require()
    if court is not None and court.pk != application.court_id:
        may_apply("chief_officer", court.kind, after_notice=True).require()
        application.court = court
        application.save(update_fields=["court"])
    application.proposed.all().delete()
    write_requirements(application, requirements, by=by)
    return application


def notice_clauses(notice: Notice) -> tuple[RequirementFacts, ...]:
    """The clauses of a notice as requirements to ask for, each with the clause it comes from."""
    return tuple(
        RequirementFacts(term=term.term, params=_params(term), from_notice_clause=term.clause)
        for term in notice.terms.all()
    )


def write_requirements(application: Application, asked: Sequence[RequirementFacts], *, by: User) -> None:
    """The rows, numbered from 1. Refused: a kind that does not exist, a blank filled wrongly, too many."""
    must(len(asked) <= MOST_REQUIREMENTS, f"An application can ask for {MOST_REQUIREMENTS} requirements at most")
    Decision.all(*(blanks(requirement) for requirement in asked)).require()
    ProposedRequirement.objects.bulk_create(
        ProposedRequirement(
            application=application,
            position=position,
            term=requirement.term,
            params=dict(requirement.params),
            from_notice_clause=requirement.from_notice_clause,
            responsible=responsible_row(requirement.responsible, monitor=requirement.is_tag, by=by),
            suitability_evidence=requirement.suitability_evidence.strip()[:300],
        )
        for position, requirement in enumerate(asked, start=1)
    )


def _served_notice(ref: str, by: User, at: datetime) -> Notice:
    found = Notice.objects.filter(ref=ref, voided_at__isnull=True).only("case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such notice").require()
    assert found is not None
    case = lock_case(found.case_id)
    may(by, "prepare_application", case, at).require()
    notice = Notice.objects.select_related("force", "proposal").get(pk=found.pk)
    notice.case = notice.proposal.case = case
    must(notice.served_at is not None and notice.served_at <= at, "The notice has not been served yet")
    must(notice.ended_at is None, "The notice has ended")
    standing = notice.applications.filter(withdrawn_at__isnull=True, voided_at__isnull=True).first()
    if standing is not None:
        refuse("Haven order of acts", f"There is already an application after this notice: {standing.ref}").require()
    return notice


def _params(term: NoticeTerm) -> dict[str, Any]:
    return {"distance_m": term.distance_m} if term.distance_m is not None else {}


def _fresh() -> str:
    ref = new_reference("DA")
    while Application.objects.filter(ref=ref).exists():
        ref = new_reference("DA")
    return ref
