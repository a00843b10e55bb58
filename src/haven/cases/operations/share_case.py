"""Share a case with another force, for a time, and end that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from haven.accounts.actors import POLICE_FORCES
from haven.accounts.models import Force, User
from haven.cases.chronology import record
from haven.cases.models import Case, CaseForce
from haven.cases.operations.case_acts import RULE, case_for, live_notice, require_words
from haven_law.citation import daa
from haven_law.findings import refuse


@dataclass(frozen=True)
class ShareCase:
    """`force` is its code; `access`: read, or work (all that a role of theirs may do)."""

    case: str
    force: str
    access: str
    why: str
    until_at: datetime | None = None


@dataclass(frozen=True)
class EndSharing:
    """`force` is the code of the force that may no longer see the case."""

    case: str
    force: str
    why: str


def police_force(code: str) -> Force:
    """The police force of a code. Refused when there is none."""
    force = Force.objects.filter(code=code, kind__in=POLICE_FORCES).first()
    if force is None:
        refuse(RULE, "Choose a police force").require()
    assert force is not None
    return force


@transaction.atomic
def share_case(command: ShareCase, *, by: User, at: datetime) -> CaseForce:
    """Share it from `at`; an earlier sharing with that force ends then. Refused: to a role that may not; with the force
    that leads the case; without a reason; with an end that has passed; for reading only, or with an end, to a force
    whose notice is live (s.28(3)). Raises ValueError for another access."""
    if command.access not in ("read", "work"):
        raise ValueError(f"'{command.access}' is not an access.")
    case = case_for(command.case, "share_case", by=by, at=at)
    force = police_force(command.force)
    if force.pk == case.lead_force_id:
        refuse(RULE, "That force leads the case").require()
    why = require_words(command.why, "Say why it is shared")
    if command.until_at is not None and command.until_at <= at:
        refuse(RULE, "The end must be later than now").require()
    if command.access != "work" or command.until_at is not None:
        _must_not_apply(case, force)
    open_ones = case.party_forces.filter(Q(until_at__isnull=True) | Q(until_at__gt=at), force=force)
    open_ones.update(until_at=at)
    shared = CaseForce.objects.create(
        case=case, force=force, access=command.access, from_at=at, until_at=command.until_at, why=why, recorded_by=by
    )
    facts = {"force": force.name, "access": "read" if command.access == "read" else "work with"}
    record(case, "case.shared", by=by, at=at, about=("case", case.ref), facts=facts)
    return shared


@transaction.atomic
def end_sharing(command: EndSharing, *, by: User, at: datetime) -> CaseForce:
    """End it now, before its time. Refused: to a role that may not share; when the case is not shared with that force;
    while a notice that this force gave is live (s.28(3)); without a reason."""
    case = case_for(command.case, "share_case", by=by, at=at)
    force = police_force(command.force)
    why = require_words(command.why, "Say why the sharing ends")
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    shared = case.party_forces.select_for_update().filter(now, force=force).order_by("pk").last()
    if shared is None:
        refuse(RULE, "The case is not shared with that force").require()
    assert shared is not None
    _must_not_apply(case, force)
    shared.until_at = at
    shared.save(update_fields=["until_at"])
    record(case, "case.sharing_ended", by=by, at=at, about=("case", case.ref), facts={"force": force.name, "why": why})
    return shared


def keep_sharing(case: Case, force: Force, notice_ref: str, *, by: User, at: datetime) -> None:
    """A force that gave a notice works on the case until its application is decided: a sharing for a time has no end
    from now on, until somebody ends it. Within an operation that holds the case and asked who may."""
    now = Q(from_at__lte=at, until_at__gt=at)
    timed = case.party_forces.filter(now, force=force, access="work")
    if not timed.update(until_at=at):
        return
    why = f"An officer of this force gave {notice_ref}: its chief officer must apply (s.28(3))"
    CaseForce.objects.create(case=case, force=force, access="work", from_at=at, why=why, recorded_by=by)
    facts = {"force": force.name, "access": "work with"}
    record(case, "case.shared", by=by, at=at, about=("case", case.ref), facts=facts)


def _must_not_apply(case: Case, force: Force) -> None:
    """Refused while a notice that this force gave is live: without access it could not make its application."""
    notice = live_notice(case, force)
    if notice is not None:
        because = (
            f"Notice {notice.ref} is live: the chief officer of {force.name}, whose officer gave it, must apply for an "
            "order (s.28(3)). That force works on the case, without an end, until the application is determined or "
            "withdrawn"
        )
        refuse(daa("28(3)"), because).require()
