"""Passwords are chosen by the person alone: with a code that was handed over, or signed in, with the one they have."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from haven.accounts.models import PracticeAccount, User
from haven.cases.permissions import may
from haven.staffing.codes import hash_of, make_code
from haven.staffing.models import PasswordCode, StaffAct
from haven.staffing.rules import RULE, held_person, holds_now, require_open, require_reason, write_act
from haven_law.findings import Decision, allow, refuse

MOST_PASSWORD = 200
WRONG_CODE = "This code is not right, was used, or is over. Ask your administrator for a new one"


@transaction.atomic
def new_code(user: User, reason: str, *, by: User, at: datetime) -> tuple[StaffAct, str]:
    """A new code for somebody who lost theirs, or their password. Who has no role yet gets it at once: the code is the
    second value, and is shown once. For who has a role it waits for a second administrator, because whoever holds the code
    could act in their name: then the second value is empty.

    Refused: to any but an administrator; for oneself; for a closed sign-in; without a reason; when it was asked for."""
    may(by, "ask_post", None, at).require()
    held = held_person(user, by=by, at=at)
    require_open(held)
    why = require_reason(reason)
    waits = held.role_grants.filter(holds_now(at)).exists()
    if held.staff_acts.filter(kind="code", decision="").exists():
        refuse(RULE, "A new code is waiting for a second administrator already").require()
    words = "New code for choosing a password"
    act = write_act("code", words, user=held, by=by, at=at, reason=why, waits=waits)
    return act, "" if waits else make_code(held, by=by, at=at)


@transaction.atomic
def choose_first_password(code: str, password: str, *, at: datetime) -> User:
    """The person has the code and chooses a password; the code is used up, and whoever was signed in by an older password
    is signed out.

    Refused, with one sentence whatever is wrong: a code that is not right, was used or is over; a closed sign-in. Raises
    ValidationError for a weak password."""
    row = (
        PasswordCode.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(code_hash=hash_of(code))
        .first()
    )
    if row is None or row.used_at or row.ended_at or row.over_at <= at or not row.user.is_active:
        refuse(RULE, WRONG_CODE).require()
    assert row is not None
    validate_password(password, row.user)
    row.used_at = at
    row.save(update_fields=["used_at"])
    return _chosen(row.user, password, "Password chosen with a code", at)


@transaction.atomic
def change_password(user: User, password: str, *, at: datetime) -> User:
    """Somebody who is signed in, and has just shown the password they have, takes another; other visits end.

    Refused: for an invented person of practice, who share one. Raises ValidationError for a weak password."""
    held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    may_change_password(held).require()
    validate_password(password, held)
    return _chosen(held, password, "Password changed", at)


def may_change_password(user: User) -> Decision:
    """Does the person have a password of their own?"""
    if PracticeAccount.objects.filter(user=user).exists():
        return refuse(RULE, "The invented people of practice share one password, so nobody changes it")
    return allow(RULE, "The password is theirs")


def _chosen(user: User, password: str, words: str, at: datetime) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    write_act("password", words, user=user, by=user, at=at)
    return user
