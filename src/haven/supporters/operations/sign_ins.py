"""Support organisations and the sign-ins of their workers: made, renewed and ended by the orders unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.accounts.partners import RULE, Partner, partner_user
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.compliance.envelope import WORKER_STEP
from haven.compliance.operations.partner_sign_ins import end, held_sign_in, new_secrets, renew
from haven.support.models import Supporter
from haven.supporters.models import Cover, Organisation, Placement, Worker
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
    user = partner_user(partner, "supporter", by=by, at=at)
    supporter = Supporter.objects.create(
        name=partner.name, kind="worker", organisation=organisation.name, user=user, recorded_by=by
    )
    secrets = new_secrets(WORKER_STEP)
    worker = Worker.objects.create(
        user=user, organisation=organisation, supporter=supporter, made_at=at, recorded_by=by, **secrets.kept
    )
    return WorkerCredentials(worker, secrets.password, secrets.key)


@transaction.atomic
def renew_worker(worker_id: int, *, by: User, at: datetime) -> WorkerCredentials:
    """A new password and a new key, in person: the old ones stop, and whoever is signed in is signed out. Refused: to any
    but the unit of the force that made it; once it has ended."""
    worker = _held(worker_id, by, at)
    secrets = renew(worker, WORKER_STEP, at)
    return WorkerCredentials(worker, secrets.password, secrets.key)


@transaction.atomic
def end_worker(worker_id: int, *, by: User, at: datetime) -> Worker:
    """They no longer work there: the sign-in ends, every consent that was given to them is over, and for each a person asks
    who shall help now. Refused: to any but the unit of the force that made it; once it has ended."""
    worker = _held(worker_id, by, at)
    end(worker, user=worker.user, by=by, at=at)
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
    rows = Worker.objects.filter(organisation__made_for=by.force).select_related("organisation")
    return held_sign_in(rows, worker_id)
