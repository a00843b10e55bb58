"""Let somebody in: a sign-in without a role, and a code with which they choose their password themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from haven.accounts.models import Team, User
from haven.cases.permissions import may
from haven.staffing.codes import make_code
from haven.staffing.rules import HIDDEN, RULE, held_person, kept_forces, require_reason, write_act
from haven_law.findings import Decision, allow, refuse

MOST_NAME, MOST_NUMBER, MOST_EMAIL = 120, 20, 254


@dataclass(frozen=True)
class Details:
    """How somebody is named and where they belong, as typed. The force follows from the team."""

    name: str
    email: str
    number: str
    team: Team

    def tidy(self) -> Details:
        """The same without spaces around, the email in small letters."""
        return Details(" ".join(self.name.split()), self.email.strip().lower(), self.number.strip(), self.team)


@dataclass(frozen=True)
class Opened:
    """Somebody new, and the code that is handed over: shown in the answer to the press, and never again."""

    user: User
    code: str


@transaction.atomic
def open_user(details: Details, *, by: User, at: datetime) -> Opened:
    """A sign-in that can do nothing until a role is agreed. Nobody but the person chooses the password.

    Refused: to any but an administrator; for a team that is not theirs to keep; without a name or an email address; for
    an email address or a number that somebody has."""
    may(by, "open_user", None, at).require()
    asked = details.tidy()
    require_kept(asked.team, by, at)
    fits(asked).require()
    user = User(email=asked.email, name=asked.name, collar_no=asked.number, force=asked.team.force, team=asked.team)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        refuse(RULE, "Somebody signs in with this email address already").require()
    write_act("opened", f"Sign-in opened, in {asked.team.name}", user=user, by=by, at=at)
    return Opened(user, make_code(user, by=by, at=at))


@transaction.atomic
def change_user(user: User, details: Details, *, by: User, at: datetime) -> User:
    """Another name, number, email address or team of the same force. What stood before stays in the history.

    Refused: as to open one; for oneself; when nothing is changed; into another force, because who may see which case
    goes by the force: there it is a new sign-in."""
    may(by, "change_user", None, at).require()
    held = held_person(user, by=by, at=at)
    asked = details.tidy()
    if asked.team.force_id != held.force_id:
        refuse(RULE, "This team is of another force. Close this sign-in and open one there").require()
    fits(asked, but=held).require()
    changes = _changes(held, asked)
    if not changes:
        refuse(RULE, "Nothing is changed").require()
    held.name, held.email, held.collar_no, held.team = asked.name, asked.email, asked.number, asked.team
    try:
        with transaction.atomic():
            held.save(update_fields=["name", "email", "collar_no", "team"])
    except IntegrityError:
        refuse(RULE, "Somebody signs in with this email address already").require()
    write_act("changed", "; ".join(changes), user=held, by=by, at=at)
    return held


@transaction.atomic
def reopen_user(user: User, reason: str, *, by: User, at: datetime) -> Opened:
    """A closed sign-in works again, with a new code and without any role: each is asked for anew.

    Refused: to any but an administrator; for oneself; when it is not closed; without a reason."""
    may(by, "open_user", None, at).require()
    held = held_person(user, by=by, at=at)
    if held.is_active:
        refuse(RULE, "This sign-in is open").require()
    why = require_reason(reason)
    held.is_active, held.disabled_at = True, None
    held.save(update_fields=["is_active", "disabled_at"])
    write_act("reopened", "Sign-in opened again, without a role", user=held, by=by, at=at, reason=why)
    return Opened(held, make_code(held, by=by, at=at))


def fits(asked: Details, *, but: User | None = None) -> Decision:
    """Can somebody have this name, email address and number?"""
    if not 0 < len(asked.name) <= MOST_NAME:
        return refuse(RULE, "Enter the name")
    try:
        validate_email(asked.email)
    except ValidationError:
        return refuse(RULE, "Enter an email address, like name@force.example")
    if len(asked.email) > MOST_EMAIL or len(asked.number) > MOST_NUMBER:
        return refuse(RULE, "The email address or the number is too long")
    return Decision.all(email_is_free(asked.email, but=but), number_is_free(asked, but=but))


def email_is_free(email: str, *, but: User | None = None) -> Decision:
    """Does nobody sign in with this address? A closed sign-in keeps it."""
    found = User.objects.filter(email=email.strip().lower()).exclude(pk=but.pk if but else 0).first()
    if found is None:
        return allow(RULE, "Nobody signs in with this email address")
    if not found.is_active:
        return refuse(RULE, "This email address belongs to a closed sign-in. Open that one again instead")
    return refuse(RULE, "Somebody signs in with this email address already")


def number_is_free(asked: Details, *, but: User | None = None) -> Decision:
    """Does nobody of this force have the number? Two people with one number could not be told apart."""
    same = User.objects.filter(force_id=asked.team.force_id, collar_no=asked.number, is_active=True)
    if asked.number and same.exclude(pk=but.pk if but else 0).exists():
        return refuse(RULE, "Somebody of this force has this number already")
    return allow(RULE, "Nobody of the force has this number")


def require_kept(team: Team, by: User, at: datetime) -> None:
    """Refused for a team of a force whose people somebody else keeps."""
    if not kept_forces(by, at).filter(pk=team.force_id).exists():
        refuse(HIDDEN, "There is no such team").require()


def _changes(held: User, asked: Details) -> list[str]:
    pairs = (
        ("Name", held.name, asked.name),
        ("Work email", held.email, asked.email),
        ("Number", held.collar_no, asked.number),
        ("Team", held.team.name if held.team else "", asked.team.name),
    )
    return [f"{what}: {new or 'none'}, before: {old or 'none'}" for what, old, new in pairs if old != new]
