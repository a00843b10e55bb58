"""The narrow sign-in of a responsible person: made, renewed, ended, and tied to what they supervise, by the orders unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.accounts.partners import RULE, Partner, partner_user
from haven.cases.chronology import hold_case, record
from haven.cases.permissions import may
from haven.compliance.envelope import SECOND_STEP
from haven.compliance.models import Supervision, SupervisorAccount
from haven.compliance.operations.partner_sign_ins import end, held_sign_in, new_secrets, renew
from haven_law.findings import refuse


@dataclass(frozen=True)
class OpenSignIn:
    name: str
    organisation: str
    email: str


@dataclass(frozen=True)
class Credentials:
    """What is shown once, to be handed over: never kept as it is."""

    account: SupervisorAccount
    password: str
    key: str


@transaction.atomic
def open_sign_in(command: OpenSignIn, *, by: User, at: datetime) -> Credentials:
    """Make a sign-in for a responsible person, on the public host only.

    Refused: to any but the orders unit; without name, organisation and an email address; an address that is in use."""
    may(by, "manage_supervisors", None, at).require()
    partner = Partner(command.name, command.organisation, command.email).tidy()
    user = partner_user(partner, "responsible_person", by=by, at=at)
    secrets = new_secrets(SECOND_STEP)
    account = SupervisorAccount.objects.create(
        user=user, made_for=by.force, organisation=partner.organisation, made_at=at, recorded_by=by, **secrets.kept
    )
    return Credentials(account, secrets.password, secrets.key)


@transaction.atomic
def renew_sign_in(account_id: int, *, by: User, at: datetime) -> Credentials:
    """A new password and a new key, in person: the old ones stop, and whoever is signed in is signed out.

    Refused: to any but the unit of the force that made it; once it has ended."""
    account = _held(account_id, by, at)
    secrets = renew(account, SECOND_STEP, at)
    return Credentials(account, secrets.password, secrets.key)


@transaction.atomic
def end_sign_in(account_id: int, *, by: User, at: datetime) -> SupervisorAccount:
    """The sign-in ends, and with it every access. Refused: to any but the unit of the force; when it has ended."""
    account = _held(account_id, by, at)
    end(account, user=account.user, by=by, at=at)
    for supervision in account.supervisions.filter(ended_at__isnull=True).select_related("order__case"):
        supervision.account = None
        supervision.save(update_fields=["account"])
        _tell("supervision.access_ended", supervision, account, by, at)
    return account


def _held(account_id: int, by: User, at: datetime) -> SupervisorAccount:
    may(by, "manage_supervisors", None, at).require()
    return held_sign_in(SupervisorAccount.objects.filter(made_for=by.force), account_id)


@transaction.atomic
def give_access(supervision_id: str, account_id: int, *, by: User, at: datetime) -> Supervision:
    """Let a sign-in see one supervised requirement and report on it.

    Refused: to any but the unit; a sign-in of another force or one that has ended; once nothing is supervised."""
    supervision = _supervision(supervision_id, by, at)
    account = _held(account_id, by, at)
    supervision.account = account
    supervision.save(update_fields=["account"])
    _tell("supervision.access_given", supervision, account, by, at)
    return supervision


@transaction.atomic
def end_access(supervision_id: str, *, by: User, at: datetime) -> Supervision:
    """Nobody signs in for this requirement any more. Refused: to any but the unit; when nobody does."""
    supervision = _supervision(supervision_id, by, at)
    account = supervision.account
    if account is None:
        refuse(RULE, "Nobody signs in for this requirement").require()
    assert account is not None
    supervision.account = None
    supervision.save(update_fields=["account"])
    _tell("supervision.access_ended", supervision, account, by, at)
    return supervision


def _supervision(public_id: str, by: User, at: datetime) -> Supervision:
    rows = Supervision.objects.select_related("order__case", "account__user")
    found = rows.filter(public_id=public_id, ended_at__isnull=True).first()
    if found is None:
        refuse("Haven access rule 3", "There is no such requirement").require()
    assert found is not None
    hold_case(found.order.case_id)
    may(by, "manage_supervisors", found.order.case, at).require()
    return found


def _tell(kind: str, supervision: Supervision, account: SupervisorAccount, by: User, at: datetime) -> None:
    order = supervision.order
    facts = {"who": account.user.name, "clause": supervision.clause, "order": order.ref}
    record(order.case, kind, by=by, at=at, about=("order", order.ref), facts=facts)
