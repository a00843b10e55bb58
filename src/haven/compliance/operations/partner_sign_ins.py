"""What is done to the sign-in of anybody of another organisation, whoever they are: new secrets, signed out, ended. Each kind
has operations of its own, which say who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from haven.accounts.models import User
from haven.accounts.partners import RULE, new_password, shut
from haven.accounts.public_host import PartnerSignIn
from haven.compliance.envelope import close_up
from haven.compliance.second_step import new_key
from haven_law.findings import refuse

SignIn = TypeVar("SignIn", bound=PartnerSignIn)


@dataclass(frozen=True)
class NewSecrets:
    """What is shown once, to be handed over, and how it is kept: the password hashed, the key closed."""

    password: str
    key: str
    kept: dict[str, Any]


def new_secrets(purpose: str) -> NewSecrets:
    """A password and a key of the second step, closed for a purpose of the envelope."""
    password, key = new_password(), new_key()
    kept = {"password": make_password(password), "second_step_enc": close_up(purpose, key), "last_step": 0}
    return NewSecrets(password, key, kept)


def held_sign_in(rows: QuerySet[SignIn], pk: int) -> SignIn:
    """One of those that the asker may have, locked. Refused: when there is none, or it has ended."""
    found = rows.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
    if found is None:
        refuse("Haven access rule 3", "There is no such sign-in").require()
    assert found is not None
    if found.ended_at is not None:
        refuse(RULE, "This sign-in has ended").require()
    return found


def renew(sign_in: PartnerSignIn, purpose: str, at: datetime) -> NewSecrets:
    """The old secrets stop, and whoever is signed in is signed out."""
    secrets = new_secrets(purpose)
    for name, value in secrets.kept.items():
        setattr(sign_in, name, value)
    sign_in.save(update_fields=list(secrets.kept))
    _sign_out(sign_in, at)
    return secrets


def end(sign_in: PartnerSignIn, *, user: User, by: User, at: datetime) -> None:
    """It is over for good, and so is every visit."""
    sign_in.ended_at, sign_in.ended_by = at, by
    sign_in.save(update_fields=["ended_at", "ended_by"])
    shut(user, at)
    _sign_out(sign_in, at)


def _sign_out(sign_in: Any, at: datetime) -> None:
    sign_in.sessions.filter(ended_at__isnull=True).update(ended_at=at)
