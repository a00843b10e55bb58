"""A support organisation with two workers, and the people who consented to them: so that whoever practises finds a caseload."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from haven.accounts.models import Force, RoleGrant, User
from haven.cases.models import Case
from haven.compliance.envelope import WORKER_STEP, close_up
from haven.compliance.second_step import new_key
from haven.jobs.practice.aftermath import follow
from haven.jobs.practice.house import BEGAN, House
from haven.parties.queries import display_name
from haven.support.models import Consent, Supporter
from haven.supporters.models import Organisation, Worker
from haven.supporters.operations.consents import GiveConsent, give_consent

ORGANISATION = "Larkspur Support"
WORKERS = (("tamar", "Tamar Quist"), ("bao", "Bao Lindqvist"))
CASES, FOR = 4, timedelta(days=90)
HOUR = timedelta(hours=1)


@transaction.atomic
def place_helpers(house: House, now: datetime) -> int:
    """The workers anew, and consents in some open cases that everybody may see. Answers how many consents."""
    workers = _workers(house)
    rows = Case.objects.filter(
        closed_at=None, restrictions=None, lead_force=house.forces["practice"], orders__isnull=False
    )
    cases = list(rows.select_related("protected").distinct().order_by("-opened_at")[:CASES])
    for n, case in enumerate(cases):
        at = max(now - HOUR, case.events.latest("seq").at)
        scopes = tuple(Consent.SCOPES)[: 3 if n else 5]
        called = display_name(case.protected).split()[0]
        given = GiveConsent(case.ref, workers[n % 2].pk, scopes, now + FOR, called, colleagues=n < 3, in_person=True)
        give_consent(given, by=house.users["okoro"], at=at)
        follow(case, now, house)
    return len(cases)


def _workers(house: House) -> list[Worker]:
    """Their users stay when the cases are taken away; what hangs on cases is made again."""
    force, _made = Force.objects.get_or_create(code="partners", defaults={"name": "Partners", "kind": "partner"})
    unit = house.users["okoro"]
    organisation = Organisation.objects.create(
        made_for=house.forces["practice"], name=ORGANISATION, practice=True, recorded_by=unit
    )
    return [_worker(organisation, code, name, force, unit) for code, name in WORKERS]


def _worker(organisation: Organisation, code: str, name: str, force: Force, unit: User) -> Worker:
    user, made = User.objects.get_or_create(
        email=f"{code}@larkspur.example", defaults={"name": name, "force": force, "password": make_password(None)}
    )
    if made:
        RoleGrant.objects.create(user=user, role="supporter", from_at=BEGAN, granted_by=unit)
    supporter = Supporter.objects.create(
        name=name, kind="worker", organisation=organisation.name, user=user, recorded_by=unit
    )
    return Worker.objects.create(
        user=user,
        organisation=organisation,
        supporter=supporter,
        password=make_password(None),
        second_step_enc=close_up(WORKER_STEP, new_key()),
        made_at=BEGAN,
        recorded_by=unit,
    )
