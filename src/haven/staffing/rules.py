"""Who keeps whose sign-ins, and which roles a body may have. Our rules; the access matrix has them as "two people, no case
data"."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from haven.accounts.actors import POLICE_FORCES, actor
from haven.accounts.models import ROLES, Force, RoleGrant, User
from haven.audit.operations.record_reading import record_reading
from haven.staffing.models import StaffAct
from haven_law.findings import refuse

RULE = "Haven people rule"
SEPARATION_RULE = "Haven separation of duties"
HIDDEN = "Haven access rule 3"
PUBLIC_HOST = ("responsible_person", "supporter")
OF_COURTS = ("court_user",)
LEAST_REASON, MOST_REASON = 10, 500


def roles_for(force: Force) -> dict[str, str]:
    """The roles of the staff site that somebody of this body may have."""
    if force.kind == "court":
        return {role: ROLES[role] for role in OF_COURTS}
    if force.kind not in POLICE_FORCES:
        return {}
    return {role: words for role, words in ROLES.items() if role not in PUBLIC_HOST + OF_COURTS}


def holds_now(at: datetime) -> Q:
    """A grant that counts at an instant."""
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))


def administrators(at: datetime) -> QuerySet[User]:
    """Who may keep people now."""
    grants = RoleGrant.objects.filter(holds_now(at), role="administrator").values("user")
    return User.objects.filter(pk__in=grants, is_active=True)


def kept_forces(by: User, at: datetime) -> QuerySet[Force]:
    """The bodies whose people this administrator keeps: their own force, the courts, and a force that has no administrator
    of its own yet. Partners are kept by the orders units."""
    others = administrators(at).exclude(force_id=by.force_id).values("force")
    ours = Q(pk=by.force_id) | Q(kind="court") | ~Q(pk__in=others)
    return Force.objects.filter(ours).exclude(kind="partner").order_by("name")


def kept_people(by: User, at: datetime) -> QuerySet[User]:
    """The people whom this administrator keeps."""
    return User.objects.filter(force__in=kept_forces(by, at))


def held_person(user: User, *, by: User, at: datetime) -> User:
    """One of them, locked, who is somebody else. Refused: when there is no such person for this administrator, and for
    oneself."""
    rows = kept_people(by, at).select_for_update(of=("self",)).select_related("force", "team")
    held = rows.filter(pk=user.pk).first()
    if held is None:
        refuse(HIDDEN, "There is no such person").require()
    assert held is not None
    if held.pk == by.pk:
        refuse(SEPARATION_RULE, "Nobody changes their own sign-in, roles or rank. Ask another administrator").require()
    return held


def require_open(user: User) -> None:
    """Refused where the sign-in is closed."""
    if not user.is_active:
        refuse(RULE, "This sign-in is closed. Open it again first").require()


def require_reason(reason: str, ask: str = "Say in a sentence why") -> str:
    """The reason without spaces around. Refused when it is less than a sentence or too long."""
    tidy = " ".join(reason.split())
    if not LEAST_REASON <= len(tidy) <= MOST_REASON:
        refuse(RULE, f"{ask}, {LEAST_REASON} to {MOST_REASON} characters").require()
    return tidy


def write_act(
    kind: str,
    words: str,
    *,
    user: User | None,
    by: User | None,
    at: datetime,
    reason: str = "",
    payload: dict[str, Any] | None = None,
    waits: bool = False,
) -> StaffAct:
    """The row of an act: done at once, or waiting for a second person. A reading of the audit says the same."""
    act = StaffAct.objects.create(
        public_id=secrets.token_hex(16),
        kind=kind,
        user=user,
        words=words[:400],
        reason=reason,
        payload=payload or {},
        asked_by=by,
        asked_at=at,
        decision="" if waits else "done",
        decided_by=None if waits else by,
        decided_at=None if waits else at,
    )
    if by is not None:
        audited(act, by, at, "asked" if waits else "done")
    return act


def audited(act: StaffAct, by: User, at: datetime, outcome: str) -> None:
    """A line of the audit: who, which act, and what became of it."""
    words = f"{act.user.name} {act.user.collar_no}".strip() + f": {act.words}" if act.user else act.words
    record_reading(actor(by, at), f"people_{act.kind}", op="alteration", reason=words, outcome=outcome)
