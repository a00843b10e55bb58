"""An address that is a sealed place was asked about at a door. The officer reads what they would read of any unknown
address; the duty inspector and the control room are told at once, so that somebody who may know can ring."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import User
from haven.audit.models import DoorstepCheckRecord
from haven.cases.models import Case
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.parties.models import SealedPlace
from haven.register.models import AddressLock, SealedProbe
from haven.sealed.operations import Place, matches
from haven_law.findings import refuse

RULE = "Haven check rule"
SHIFT = timedelta(hours=12)
MOST_IN_A_SHIFT = 3
RING_WITHIN = timedelta(minutes=15)
TOLD = (("duty_inspector", "inspectors"), ("control_room", "control"))
LEAST_WORDS = 10


def require_open(user: User) -> None:
    """Refused while checks by address are closed to this officer."""
    if AddressLock.objects.filter(user=user, looked_at=None).exists():
        refuse(RULE, "Checks by address are closed to you until a supervisor has looked at those you made").require()


def note_sealed(lines: str, postcode: str, record: DoorstepCheckRecord, *, by: User, at: datetime) -> None:
    """Tell whoever must know when this address is a sealed place. Answers nothing: the caller has nothing to show of it.
    More than three in a shift close checks by address to this officer."""
    if not lines.strip():
        return
    handles = matches(place=Place(lines, postcode), purpose="asked at a door", asked_by=f"user:{by.pk}")
    people = SealedPlace.objects.filter(handle__in=handles, ended_at=None).values_list("person_id", flat=True)
    cases = list(Case.objects.filter(protected__in=list(people), closed_at=None).order_by("pk"))
    if not cases:
        return
    for case in cases:
        _tell(case, record, by, at)
    SealedProbe.objects.create(user=by, at=at, check_id=record.public_id)
    if _since_looked(by, at) > MOST_IN_A_SHIFT:
        AddressLock.objects.get_or_create(user=by, looked_at=None, defaults={"from_at": at})


def _since_looked(by: User, at: datetime) -> int:
    looked = AddressLock.objects.filter(user=by, looked_at__isnull=False).order_by("-looked_at").first()
    since = max(at - SHIFT, looked.looked_at) if looked is not None and looked.looked_at is not None else at - SHIFT
    return SealedProbe.objects.filter(user=by, at__gt=since, at__lte=at).count()


def _tell(case: Case, record: DoorstepCheckRecord, by: User, at: datetime) -> None:
    """The duty inspector and the control room, with the officer's incident; and standards, who count such questions."""
    incident = f"incident {record.task_ref}" if record.task_ref else "no incident number was given"
    asked = "An officer at a door asked about a place of this case that is sealed."
    words = f"{asked} Ring them: {by.name}, {by.collar_no}, {incident}"
    for duty_role, kind in TOLD:
        team = team_of_force(case.lead_force_id, kind)
        if team is not None:
            make_task(
                case,
                NewTask(
                    "sealed_address_asked", words[:300], team, due_at=at + RING_WITHIN, basis="our rule",
                    duty_role=duty_role, about=(duty_role, record.public_id), once=False,
                ),
                by=None,
                at=at,
            )  # fmt: skip
    standards = team_of_force(case.lead_force_id, "standards")
    if standards is not None:
        said = "A sealed place of this case was asked about at a door. See who asked, and why"
        task = NewTask(
            "sealed_address_asked", said, standards, basis="our rule", about=("check", record.public_id), once=False
        )
        make_task(case, task, by=None, at=at)


@transaction.atomic
def open_address_checks(user: User, *, words: str, by: User, at: datetime) -> AddressLock:
    """A supervisor has looked at what the officer asked, says what they found, and opens checks by address again.

    Refused: for oneself; in few words; where nothing is closed; to a role that may not."""
    may(by, "open_address_checks", None, at).require()
    if user.pk == by.pk:
        refuse(RULE, "Somebody else must look at your checks").require()
    if len(words.strip()) < LEAST_WORDS:
        refuse(RULE, "Say what you looked at and what you found").require()
    lock = AddressLock.objects.select_for_update().filter(Q(looked_at=None), user=user, user__force=by.force).first()
    if lock is None:
        refuse(RULE, "Checks by address are not closed to this officer").require()
    assert lock is not None
    lock.looked_at, lock.looked_by, lock.words = at, by, words.strip()[:400]
    lock.save(update_fields=["looked_at", "looked_by", "words"])
    return lock
