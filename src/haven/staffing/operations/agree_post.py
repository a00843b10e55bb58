"""The second administrator: what was asked for counts, or it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.staffing.codes import make_code
from haven.staffing.models import StaffAct
from haven.staffing.posts import post_of
from haven.staffing.rules import HIDDEN, RULE, SEPARATION_RULE, audited, require_open, require_reason
from haven_law.findings import refuse


@dataclass(frozen=True)
class Agreed:
    """What counts now. A new code is handed over by who agreed, and is shown once."""

    act: StaffAct
    code: str = ""


@transaction.atomic
def agree_post(act: StaffAct, *, by: User, at: datetime) -> Agreed:
    """A second administrator, of whatever force, agrees: the role or the rank counts from now or from its first day, or the
    new code is made.

    Refused: to any but an administrator; to who asked, and to whom it is about; when it was decided already; when it fits
    no longer."""
    held, user = _held(act, by, at)
    if by.pk in (held.asked_by_id, user.pk):
        refuse(SEPARATION_RULE, "A second administrator must agree, not who asked and not whom it is about").require()
    require_open(user)
    assert held.asked_by is not None
    code = ""
    if held.kind == "code":
        code = make_code(user, by=by, at=at)
    else:
        post = post_of(held.kind, held.payload)
        post.fits(user, at).require()
        try:
            with transaction.atomic():
                post.write(user, asked_by=held.asked_by, at=at)
        except IntegrityError:
            refuse(RULE, "It does not fit with what is recorded now. Look at the person's page").require()
    return Agreed(_decided(held, "agreed", "", by, at), code)


@transaction.atomic
def decline_post(act: StaffAct, note: str, *, by: User, at: datetime) -> StaffAct:
    """A second administrator does not agree, and says why. Refused as to agree; without a reason."""
    held, user = _held(act, by, at)
    if by.pk in (held.asked_by_id, user.pk):
        refuse(SEPARATION_RULE, "You asked for it, or it is about you. Who asked may take it back").require()
    return _decided(held, "declined", require_reason(note, "Say in a sentence why not"), by, at)


@transaction.atomic
def take_back_post(act: StaffAct, *, by: User, at: datetime) -> StaffAct:
    """Whoever asked does not want it any more. Refused to anybody else, and when it was decided already."""
    held, _user = _held(act, by, at)
    if held.asked_by_id != by.pk:
        refuse(SEPARATION_RULE, "Only who asked may take it back").require()
    return _decided(held, "taken_back", "", by, at)


def _held(act: StaffAct, by: User, at: datetime) -> tuple[StaffAct, User]:
    """The act and the person, locked in the order in which every act locks them. Still waiting, and of this kind."""
    may(by, "agree_post", None, at).require()
    user = User.objects.select_for_update(of=("self",)).select_related("force").filter(pk=act.user_id or 0).first()
    held = StaffAct.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=act.pk)
    if user is None:
        refuse(HIDDEN, "There is nothing to agree to").require()
    assert user is not None
    if held.decision:
        refuse(RULE, "This was decided already").require()
    held.user = user
    return held, user


def _decided(held: StaffAct, decision: str, note: str, by: User, at: datetime) -> StaffAct:
    held.decision, held.note, held.decided_by, held.decided_at = decision, note, by, max(at, held.asked_at)
    held.save(update_fields=["decision", "note", "decided_by", "decided_at"])
    audited(held, by, at, decision.replace("_", " "))
    return held
