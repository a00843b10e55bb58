"""The first sign-in of an installation, made at the machine and not on a page: `haven administrator`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from haven.accounts.actors import POLICE_FORCES
from haven.accounts.models import Force, Instance, RoleGrant, Team, User
from haven.staffing.operations.open_user import Details, fits
from haven.staffing.operations.places import AddForce, new_force
from haven.staffing.rules import RULE, administrators, write_act
from haven_law.findings import refuse

TEAM = "Administrators"
ENOUGH = 2


@dataclass(frozen=True)
class FirstAdministrator:
    """Who is to be the first administrator, or the second one, of which force (made when it is not there)."""

    name: str
    email: str
    force: str
    kind: str = "local"
    second: bool = False


@transaction.atomic
def first_administrator(command: FirstAdministrator, password: str, *, at: datetime) -> User:
    """An administrator with a password. Giving somebody a role needs two administrators, so the second one may be made like
    the first; from then on the pages are the way.

    Refused: when there is an administrator, unless a second is asked for; when there are two. Raises ValidationError for a
    weak password."""
    _alone()
    there = administrators(at).count()
    if there >= ENOUGH:
        refuse(RULE, "There are two administrators already. They let others in, on the page People").require()
    if there and not command.second:
        refuse(RULE, "There is an administrator already. Add --second for the second person whom roles need").require()
    if command.second and not there:
        refuse(RULE, "There is no first administrator yet. Leave --second out").require()
    force = _force_named(command)
    team, _ = Team.objects.get_or_create(force=force, name=TEAM, defaults={"kind": "office"})
    details = Details(command.name, command.email, "", team).tidy()
    fits(details).require()
    user = User(email=details.email, name=details.name, force=force, team=team)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    RoleGrant.objects.create(user=user, role="administrator", from_at=at)
    Instance.objects.get_or_create(defaults={"instance_id": uuid.uuid4(), "practice": False})
    write_act("opened", "Made administrator at the machine", user=user, by=None, at=at)
    return user


@transaction.atomic
def new_password_of_administrator(email: str, password: str, *, at: datetime) -> User:
    """Another password for an administrator who lost theirs and has no second one to ask. Refused: when nobody who is an
    administrator now signs in with this address. Raises ValidationError for a weak password."""
    user = administrators(at).filter(email=email.strip().lower()).first()
    if user is None:
        refuse(RULE, "No administrator signs in with this email address").require()
    assert user is not None
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    write_act("password", "Password set at the machine", user=user, by=None, at=at)
    return user


def _alone() -> None:
    """Two of these commands at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4243)")


def _force_named(command: FirstAdministrator) -> Force:
    name = " ".join(command.force.split())
    found = Force.objects.filter(name__iexact=name).first()
    if found is not None and found.kind not in POLICE_FORCES:
        refuse(RULE, f"{found.name} is no police force").require()
    if found is not None:
        return found
    return new_force(AddForce(name, command.kind))
