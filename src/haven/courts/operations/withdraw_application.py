"""A police application is withdrawn outside court: the unit asks, an inspector or a lawyer decides. Two people, because
the notice ends with it (s.25(2)(d))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Draft
from haven.cases.permissions import may
from haven.courts.models import Application
from haven.courts.operations.closing import WITHDRAWN_END, close_application, end_its_notice
from haven.courts.operations.holding import hold_application, must
from haven.courts.states import can_move_application
from haven.sealed.ciphers import decipher, encipher
from haven_law.findings import refuse

TWO_PEOPLE = "Haven two people rule"
KIND = "withdrawal"
KEPT = timedelta(days=30)
MOST_REASONS = 2000


@dataclass(frozen=True)
class AskWithdrawal:
    """`because`: a key of Application.WITHDRAWN. `reasons`: why, in a sentence or more, kept enciphered."""

    application_ref: str
    because: str
    reasons: str


@dataclass(frozen=True)
class PendingWithdrawal:
    """What was asked, by whom and when."""

    because: str
    reasons: str
    asked_by: User
    asked_at: datetime


@transaction.atomic
def ask_withdrawal(command: AskWithdrawal, *, by: User, at: datetime) -> Application:
    """Ask that an application be withdrawn. Nothing ends by asking: another person must decide.

    Refused: to a role that may not; before it is sent or after it is over; while it was asked already; without why."""
    application = hold_application(command.application_ref)
    may(by, "withdraw_application", application.case, at).require()
    can_move_application(application, "withdraw", at).require()
    must(command.because in Application.WITHDRAWN, "Choose why the application is withdrawn")
    reasons = command.reasons.strip()
    must(20 <= len(reasons) <= MOST_REASONS, f"Give your reasons in 20 to {MOST_REASONS:,} characters")
    must(pending_withdrawal(application) is None, "Somebody has already asked for this. Another person must decide")
    case = application.case
    Draft.objects.create(
        kind=KIND,
        about_ref=application.ref,
        owner=by,
        answers_enc=encipher(case.ref, reasons),
        step=command.because,
        saved_at=at,
        expires_at=at + KEPT,
    )
    words = Application.WITHDRAWN[command.because]
    about = ("application", application.ref)
    record(case, "application.withdrawal_asked", by=by, at=at, about=about, facts={"because": words})
    return application


def pending_withdrawal(application: Application) -> PendingWithdrawal | None:
    """What was asked and waits for a second person."""
    rows = Draft.objects.filter(kind=KIND, about_ref=application.ref, submitted_ref="", discarded_at__isnull=True)
    draft = rows.select_related("owner").first()
    if draft is None:
        return None
    return PendingWithdrawal(draft.step, decipher(application.case.ref, draft.answers_enc), draft.owner, draft.saved_at)


@dataclass(frozen=True)
class WithdrawApplication:
    application_ref: str


@transaction.atomic
def withdraw_application(command: WithdrawApplication, *, by: User, at: datetime) -> Application:
    """Withdraw an application that was asked to be withdrawn. The notice ends because of it.

    Refused: unless another person asked; to any but an inspector or a police lawyer; after the court decided."""
    application = hold_application(command.application_ref)
    case = application.case
    may(by, "withdraw_application", case, at).require()
    can_move_application(application, "withdraw", at).require()
    asked = pending_withdrawal(application)
    if asked is None:
        refuse(TWO_PEOPLE, "Nobody has asked for this application to be withdrawn").require()
    assert asked is not None
    must(asked.asked_by.pk != by.pk, "Another person must decide what you asked for", TWO_PEOPLE)
    decides = {"authorising_inspector", "police_lawyer"} & actor(by, at).roles
    must(bool(decides), "An inspector or a police lawyer must decide this", TWO_PEOPLE)
    application.withdrawn_at, application.withdrawn_because = at, asked.because
    application.withdrawn_by, application.withdrawn_second = asked.asked_by, by
    application.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by", "withdrawn_second"])
    _settle(application, at, submitted=True)
    close_application(application, at=at, determined=False, because="withdrawn")
    end_its_notice(application, WITHDRAWN_END, by=by, at=at)
    facts = {"because": application.get_withdrawn_because_display(), "result": "withdrawn"}
    record(case, "application.withdrawn", by=by, at=at, about=("application", application.ref), facts=facts)
    return application


@transaction.atomic
def decline_withdrawal(command: WithdrawApplication, *, by: User, at: datetime) -> Application:
    """The second person, or who asked, says no: the application goes on. Refused when nobody asked."""
    application = hold_application(command.application_ref)
    may(by, "withdraw_application", application.case, at).require()
    asked = pending_withdrawal(application)
    must(asked is not None, "Nobody has asked for this application to be withdrawn", TWO_PEOPLE)
    _settle(application, at, submitted=False)
    record(application.case, "application.withdrawal_declined", by=by, at=at, about=("application", application.ref))
    return application


def _settle(application: Application, at: datetime, *, submitted: bool) -> None:
    rows = Draft.objects.filter(kind=KIND, about_ref=application.ref, submitted_ref="", discarded_at__isnull=True)
    rows.update(**({"submitted_ref": application.ref} if submitted else {"discarded_at": at}))
