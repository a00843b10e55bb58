"""People of other organisations who sign in on the public host: a user without a password of the staff site, and the secrets
that are handed to them once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from haven.accounts.models import Force, RoleGrant, User
from haven_law.findings import refuse

RULE = "Haven sign-in rule"
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
MOST_NAME, MOST_ORGANISATION = 120, 200


@dataclass(frozen=True)
class Partner:
    """Who is to sign in, as typed."""

    name: str
    organisation: str
    email: str

    def tidy(self) -> Partner:
        """The same without spaces around. Refused: without name, organisation or an email address; one that is in use."""
        name, organisation, email = self.name.strip(), self.organisation.strip(), self.email.strip().lower()
        if not 0 < len(name) <= MOST_NAME or not 0 < len(organisation) <= MOST_ORGANISATION:
            refuse(RULE, "Enter the name and the organisation").require()
        try:
            validate_email(email)
        except ValidationError:
            refuse(RULE, "Enter an email address, like name@provider.example").require()
        if User.objects.filter(email=email).exists():
            refuse(RULE, "Somebody signs in with this email address already").require()
        return Partner(name, organisation, email)


def partner_user(partner: Partner, role: str, *, by: User, at: datetime) -> User:
    """A user with one role who cannot sign in to the staff site: there is no password for it."""
    force, _ = Force.objects.get_or_create(code="partners", defaults={"name": "Partners", "kind": "partner"})
    user = User(email=partner.email, name=partner.name, force=force)
    user.set_unusable_password()
    user.save()
    RoleGrant.objects.create(user=user, role=role, from_at=at, granted_by=by)
    return user


def shut(user: User, at: datetime) -> None:
    """Their sign-in ends for good."""
    user.is_active, user.disabled_at = False, at
    user.save(update_fields=["is_active", "disabled_at"])


def new_password() -> str:
    """Twenty letters in groups, to be copied by hand: none that is mistaken for another."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(5))
    return "-".join(groups)
