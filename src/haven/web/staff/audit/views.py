"""Who looked at what: readings of cases and checks at doors, newest first. Looking here is itself a line here.

An auditor reads of their own force: what its people did, and what anybody did with the cases that it leads."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from haven.accounts.actors import Actor
from haven.accounts.models import User
from haven.accounts.references import tidy_reference
from haven.audit.models import DoorstepCheckRecord, ReadingLog
from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case
from haven.web import asking
from haven.web.asking import StaffRequest
from haven.web.parts.keyset import newest_first
from haven.web.parts.words import whole_number
from haven.web.staff.audit.forms import AuditForm
from haven_law.clock import start_of

SIZE = 50
KINDS = {"readings": "Cases opened", "checks": "Checks at a door"}


def audit(request: StaffRequest) -> HttpResponse:
    who = asking.require(request, "read_audit")
    form = AuditForm(request.GET if "first-day" in request.GET or "case" in request.GET else None, now=request.now)
    kind = request.GET.get("kind", "readings")
    kind = kind if kind in KINDS else "readings"
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = _readings(asked, who) if kind == "readings" else _checks(asked, who)
    found, after = newest_first(rows, "at", request.GET.get("before", ""), SIZE)
    record_reading(who, "audit", outcome="shown", row_count=len(found))
    values = {"form": form, "kind": kind, "kinds": KINDS, "rows": _named(found), "older": _older(request, after)}
    return render(request, "staff/audit/audit.html.j2", values)


def _readings(asked: dict[str, Any], who: Actor) -> QuerySet[ReadingLog]:
    led = Case.objects.filter(lead_force_id=who.force_id).values("ref")
    rows = ReadingLog.objects.filter(Q(actor_key__in=_people_of(who)) | Q(case_ref__in=led))
    if asked.get("case"):
        rows = rows.filter(case_ref=tidy_reference(asked["case"]) or asked["case"])
    return rows.filter(_by(asked, "actor_key"), _within(asked))


def _people_of(who: Actor) -> list[str]:
    """The keys of everybody in the auditor's force."""
    return [f"user:{pk}" for pk in User.objects.filter(force_id=who.force_id).values_list("pk", flat=True)]


def _checks(asked: dict[str, Any], who: Actor) -> QuerySet[DoorstepCheckRecord]:
    rows = DoorstepCheckRecord.objects.filter(by_key__in=_people_of(who))
    return rows.filter(_by(asked, "by_key"), _within(asked)).defer("asked_enc")


def _by(asked: dict[str, Any], field: str) -> Q:
    if not asked.get("who"):
        return Q()
    staff = User.objects.filter(Q(name__icontains=asked["who"]) | Q(collar_no=asked["who"]))
    return Q(**{f"{field}__in": [f"user:{pk}" for pk in staff.values_list("pk", flat=True)[:200]]})


def _within(asked: dict[str, Any]) -> Q:
    span = Q()
    if asked.get("first"):
        span &= Q(at__gte=start_of(asked["first"]))
    if asked.get("last"):
        span &= Q(at__lt=start_of(asked["last"] + timedelta(days=1)))
    return span


def _named(rows: list[Any]) -> list[tuple[Any, str]]:
    """Each row with the name of who did it: one query for the page."""
    keys = {getattr(row, "actor_key", None) or row.by_key for row in rows}
    numbers = [n for n in (whole_number(key[5:], 18) for key in keys if key.startswith("user:")) if n is not None]
    names = {f"user:{user.pk}": f"{user.name} {user.collar_no}".strip() for user in User.objects.filter(pk__in=numbers)}
    return [(row, names.get(key := getattr(row, "actor_key", None) or row.by_key, _nobody(key))) for row in rows]


def _nobody(key: str) -> str:
    """Who it was, where it was no user: a card opens the page of a protected person, also for a friend."""
    return "a card, on the public site" if key.startswith("card of ") else "the system"


def _older(request: StaffRequest, after: str) -> str | None:
    if not after:
        return None
    query = request.GET.copy()
    query["before"] = after
    return f"?{query.urlencode()}"
