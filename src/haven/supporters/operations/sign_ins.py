"""Support organisations and the sign-ins of their workers: made, renewed and ended by the orders unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from haven.accounts.models import User
from haven.accounts.partners import RULE, Partner, new_password, partner_user, shut
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.compliance.envelope import WORKER_STEP, close_up
from haven.compliance.second_step import new_key
from haven.support.models import Supporter
from haven.supporters.models import Cover, Organisation, Placement, Worker, WorkerSession
from haven.supporters.operations.consents import close
from haven_law.findings import refuse

MAY = "manage_support_workers"


@dataclass(frozen=True)
class OpenWorker:
    """Who gets a sign-in. The organisation is the one of this name, or a new one."""

    name: str
    organisation: str
    email: str


@dataclass(frozen=True)
class WorkerCredentials:
    """What is shown once, to be handed over: never kept as it is."""

    worker: Worker
    password: str
    key: str


@transaction.atomic
def open_worker(command: OpenWorker, *, by: User, at: datetime) -> WorkerCredentials:
    """Make a sign-in for a worker of a support organisation, on the public host only. It opens no case: only the consent of
    a protected person does. Refused: to any but the orders unit; without name, organisation and an email address; an
    address that is in use."""
    may(by, MAY, None, at).require()
    partner = Partner(command.name, command.organisation, command.email).tidy()
    if len(partner.organisation) > 120:
        refuse(RULE, "The name of the organisation must be 120 characters or fewer").require()
    organisation, _made = Organisation.objects.get_or_create(
        made_for=by.force, name=partner.organisation, ended_at=None, defaults={"recorded_by": by}
    )
    user = partner_user(partner, "support_worker", by=by, at=at)
    supporter = Supporter.objects.create(
        name=partner.name, kind="worker", organisation=organisation.name, user=user, recorded_by=by
    )
    password, key = new_password(), new_key()
    worker = Worker.objects.create(
        user=user,
        organisation=organisation,
        supporter=supporter,
        password=make_password(password),
        second_step_enc=close_up(WORKER_STEP, key),
        made_at=at,
        recorded_by=by,
    )
    return WorkerCredentials(worker, password, key)


@transaction.atomic
def renew_worker(worker_id: int, *, by: User, at: datetime) -> WorkerCredentials:
    """A new password and a new key, in person: the old ones stop, and whoever is signed in is signed out. Refused: to any
    but the unit of the force that made it; once it has ended."""
    worker = _held(worker_id, by, at)
    password, key = new_password(), new_key()
    worker.password, worker.second_step_enc, worker.last_step = make_password(password), close_up(WORKER_STEP, key), 0
    worker.save(update_fields=["password", "second_step_enc", "last_step"])
    _sign_out(worker, at)
    return WorkerCredentials(worker, password, key)


@transaction.atomic
def end_worker(worker_id: int, *, by: User, at: datetime) -> Worker:
    """They no longer work there: the sign-in ends, every consent that was given to them is over, and for each a person asks
    who shall help now. Refused: to any but the unit of the force that made it; once it has ended."""
    worker = _held(worker_id, by, at)
    worker.ended_at, worker.ended_by = at, by
    worker.save(update_fields=["ended_at", "ended_by"])
    shut(worker.user, at)
    _sign_out(worker, at)
    Cover.objects.filter(by=worker, ended_at=None).update(ended_at=at)
    rows = Placement.objects.filter(worker=worker, consent__revoked_at=None, consent__until_at__gt=at)
    for placement in rows.select_related("case", "consent", "worker__organisation").order_by("pk"):
        close(placement, by=by, at=at)
        team = team_of_force(placement.case.lead_force_id, "unit")
        assert team is not None, "a force that has cases has a team"
        words = "The person who helped them has left their organisation. Ask the protected person who shall help now"
        about = ("placement", str(placement.public_id))
        new = NewTask("helper_left", words, team, None, "our rule", duty_role="unit_desk", about=about)
        make_task(placement.case, new, by=by, at=at)
    return worker


def _held(worker_id: int, by: User, at: datetime) -> Worker:
    may(by, MAY, None, at).require()
    rows = Worker.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    worker = rows.filter(pk=worker_id, organisation__made_for=by.force).first()
    if worker is None:
        refuse("Haven access rule 3", "There is no such sign-in").require()
    assert worker is not None
    if worker.ended_at is not None:
        refuse(RULE, "This sign-in has ended").require()
    return worker


def _sign_out(worker: Worker, at: datetime) -> None:
    WorkerSession.objects.filter(worker=worker, ended_at__isnull=True).update(ended_at=at)
