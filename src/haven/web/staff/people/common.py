"""What these pages share: the person that whoever asks keeps, and how somebody stands."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from haven.accounts.models import Team, User
from haven.staffing.models import StaffAct
from haven.staffing.rules import kept_forces, kept_people
from haven.web.asking import StaffRequest


def the_person(request: StaffRequest, pk: int) -> User:
    """Somebody whom this administrator keeps; else there is no such person."""
    rows = kept_people(request.user, request.now).select_related("force", "team")
    return get_object_or_404(rows.prefetch_related("role_grants__granted_by", "ranks__conferred_by"), pk=pk)


def their_teams(request: StaffRequest) -> list[Team]:
    rows = Team.objects.filter(force__in=kept_forces(request.user, request.now))
    return list(rows.select_related("force").order_by("force__name", "name"))


def fresh() -> dict[str, Any]:
    return {"command_id": uuid.uuid4()}


def standing(person: User) -> tuple[str, str]:
    """Open, closed, or no password chosen yet: the kind of mark and its word."""
    if not person.is_active:
        return "end", _("Closed")
    if not person.has_usable_password():
        return "wait", _("No password yet")
    return "live", _("Open")


def waiting_count(by: User) -> int:
    """How many acts of others wait for this administrator."""
    rows = StaffAct.objects.filter(decision="").exclude(asked_by=by)
    return rows.exclude(user=by).count()
