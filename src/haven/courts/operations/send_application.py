"""The application goes to the court, and the notice of proposed requirements to the subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.papers import keep_case_paper
from haven.cases.permissions import may
from haven.courts.facts import london_day, order_facts, situation
from haven.courts.models import Application
from haven.courts.operations.holding import hold_application, must
from haven.courts.requirements import blanks, from_row, gates
from haven.courts.states import can_move_application
from haven.courts.views import DURATION_ASKED, application_paper, made, requirements_paper, text_of
from haven.documents.papers import render_application, render_requirements_notice
from haven_law.applications import may_apply, may_apply_after_notice
from haven_law.findings import Decision, Finding
from haven_law.orders import may_make_order

MOST_GROUNDS = 5000
MOST_DURATION = 300


@dataclass(frozen=True)
class SendApplication:
    """`grounds` are read by the court and the subject: no place and no source. `duration` says how long the order is
    asked for, in words."""

    application_ref: str
    grounds: str
    duration: str = DURATION_ASKED


@transaction.atomic
def send_application(command: SendApplication, *, by: User, at: datetime) -> Application:
    """Send the application to the court (s.28(3), MCR 1981 r.17) and keep its paper. The clock "apply" is met.

    Refused: to a role that may not; twice; without grounds or a requirement; when a requirement has a blank that is
    wrong; when the court, the force or the two people are not those of s.28 and s.27. What the court must still hear
    about single requirements (s.36(3), s.37) is kept as findings and does not stop the application."""
    application = hold_application(command.application_ref)
    case = application.case
    may(by, "send_application", case, at).require()
    can_move_application(application, "send", at).require()
    grounds, duration = command.grounds.strip(), command.duration.strip()
    must(bool(grounds), "Enter the grounds of the application", "MCR 1981 r.17")
    must(len(grounds) <= MOST_GROUNDS, f"The grounds must be {MOST_GROUNDS:,} characters or fewer")
    must(
        0 < len(duration) <= MOST_DURATION,
        f"Say how long the order is asked for, in {MOST_DURATION} characters or fewer",
    )
    decision = lawful_to_send(application, at).require()
    view = application_paper(application, grounds=grounds, duration_words=duration, by=by, made_on=london_day(at))
    application.document = keep_case_paper(
        case,
        made(render_application, view),
        text=text_of(view),
        audience="court",
        about=("application", application.ref),
        by=by,
    )
    application.made_at = at
    application.save(update_fields=["made_at", "document"])
    if application.after_notice is not None:
        meet(application.after_notice.ref, "apply", at=at)
    record(
        case,
        "application.made",
        by=by,
        at=at,
        about=("application", application.ref),
        facts={"court": application.court.name, "n": len(view.requirements)},
        findings=[*decision.findings, *to_be_shown(application, at)],
    )
    return application


def lawful_to_send(application: Application, at: datetime) -> Decision:
    """Who applies where, between whom, and whether each requirement is complete. What the court judges is not asked."""
    notice = application.after_notice
    giving = notice.force_id if notice is not None else application.force_id
    rows = list(application.proposed.select_related("responsible"))
    must(bool(rows), "Ask for at least one requirement", "DAA 2021 s.35(1)")
    return Decision.all(
        may_apply("chief_officer", application.court.kind, after_notice=notice is not None),
        may_apply_after_notice(str(application.force_id), str(giving)),
        may_make_order(order_facts(application, london_day(at))),
        *(blanks(from_row(row)) for row in rows),
    )


def to_be_shown(application: Application, at: datetime) -> tuple[Finding, ...]:
    """What must still be shown to the court for single requirements: supervisor, evidence, the gates of a tag."""
    asked = {row.position: from_row(row) for row in application.proposed.select_related("responsible")}
    here = situation(application, london_day(at), None, asked.values())
    found: list[Finding] = []
    for position, requirement in asked.items():
        found += gates(requirement, here, asked.keys() - {position}).unmet
    return tuple(found)


@dataclass(frozen=True)
class GiveRequirementsNotice:
    """`given_at`: when the subject and the court were given it."""

    application_ref: str
    given_at: datetime
    duration: str = DURATION_ASKED


@transaction.atomic
def give_requirements_notice(command: GiveRequirementsNotice, *, by: User, at: datetime) -> Application:
    """Record that the notice of proposed requirements was given to the subject and the court, and keep its paper. As
    soon as reasonably practicable, at the latest when the hearing starts (MCR 1981 r.18).

    Refused: before the application is sent; in the future; after the hearing began; twice."""
    application = hold_application(command.application_ref)
    case = application.case
    may(by, "send_application", case, at).require()
    can_move_application(application, "requirements_notice", at).require()
    must(application.requirements_notice_at is None, "This notice is already recorded as given", "MCR 1981 r.18")
    assert application.made_at is not None
    must(command.given_at <= at, "The time it was given cannot be in the future")
    must(
        command.given_at >= application.prepared_at, "The time it was given must be after the application was prepared"
    )
    hearings = application.hearings.filter(voided_at__isnull=True, vacated_at__isnull=True).order_by("listed_for")
    begun = hearings.filter(begun_at__isnull=False).first()
    if begun is not None and begun.begun_at is not None:
        late = command.given_at > begun.begun_at
        must(not late, "This notice is given at the latest when the hearing starts", "MCR 1981 r.18")
    view = requirements_paper(
        application,
        duration_words=command.duration,
        hearing=hearings.filter(begun_at__isnull=True).first(),
        by=by,
        at=at,
    )
    about = ("application", application.ref)
    rendered = made(render_requirements_notice, view)
    keep_case_paper(case, rendered, text=text_of(view), audience="served", about=about, by=by)
    application.requirements_notice_at = command.given_at
    application.save(update_fields=["requirements_notice_at"])
    if application.after_notice is not None:
        meet(application.after_notice.ref, "requirements_notice", at=command.given_at)
    record(case, "application.requirements_notice", by=by, at=command.given_at, about=about)
    return application
