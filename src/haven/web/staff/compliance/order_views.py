"""The page of an order that says how it is kept: notification, supervised requirements, signing on, checks, the marker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haven.cases.models import Task
from haven.cases.permissions import may, visible_to
from haven.compliance import queries
from haven.compliance.facts import same_people
from haven.compliance.models import Check, ExemptingDuty, Notification, SignOn
from haven.compliance.operations.sign_on import TERM, windows_of
from haven.monitoring.queries import tags_of
from haven.orders.facts import versions_of
from haven.orders.models import Order
from haven.orders.states import BINDING, STATUS, status
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, rights
from haven.web.staff.compliance.common import the_order
from haven_law.clock import to_london
from haven_law.terms import VOCABULARY
from haven_law.wording import plain_wording

RECENT = 10
AHEAD = timedelta(days=8)


@require_safe
def show(request: StaffRequest, ref: str) -> HttpResponse:
    order = the_order(request, ref, "see_compliance")
    may(request.user, "see_compliance", order.case, request.now).require()
    at, code = request.now, status(order, request.now)
    context = {
        "order": order,
        "case": order.case,
        "name": display_name(order.case.subject),
        "state": STATUS[code],
        "binding": code in BINDING,
        "allowed": rights(request, order.case),
        "uuid4": uuid4,
        "now": at,
        "today": to_london(at).date(),
        **_notification(request, order, at),
        "supervised": _supervised(order, at),
        "tags": tags_of(order, at),
        "sign_on": _sign_on(order, at),
        "checks": _checks(order),
        **_marker(order),
    }
    return render(request, "staff/compliance/order.html.j2", context)


def _notification(request: StaffRequest, order: Order, at: datetime) -> dict[str, Any]:
    people = same_people(order.subject)
    cases = visible_to(request.user, at).values("pk")
    duties = queries.duties_of(order, at)
    given = Notification.objects.filter(person_id__in=people, case__in=cases, voided_at__isnull=True)
    regimes = ExemptingDuty.objects.filter(person_id__in=people, voided_at__isnull=True)
    return {
        "duties": duties,
        "owed": any(row.code in ("waiting", "overdue", "excused") for row in duties),
        "elsewhere": queries.carried_elsewhere(order, at, cases),
        "given": list(given.select_related("taken_by", "acknowledgement")[:RECENT]),
        "regimes": list(regimes),
        "regime_words": ExemptingDuty.REGIMES,
    }


def _supervised(order: Order, at: datetime) -> list[dict[str, Any]]:
    rows = list(
        order.supervisions.filter(ended_at__isnull=True).select_related("responsible", "account__user", "order")
    )
    clocks = queries.report_clocks(rows)
    last = {row.pk: row.reports.filter(voided_at__isnull=True).order_by("-at").first() for row in rows}
    found = []
    for row in sorted(rows, key=lambda r: r.clause):
        clock = clocks.get(row.pk)
        silent = clock is not None and clock.act_by < at
        mark = (
            ("act", "Silent") if silent else ("plain", "Complied with") if row.completed_at else ("live", "Supervised")
        )
        found.append(
            {"row": row, "what": VOCABULARY[row.term].label, "clock": clock, "last": last[row.pk], "mark": mark}
        )
    return found


def _sign_on(order: Order, at: datetime) -> list[dict[str, Any]]:
    """Each clause that asks for signing on: its log, and the windows that come."""
    found = []
    for row in versions_of(order)[-1].requirements.all():
        if row.term != TERM:
            continue
        log = SignOn.objects.filter(order=order, clause=row.clause, voided_at__isnull=True).select_related("taken_by")
        rows = list(log[:RECENT])
        held = {entry.day for entry in rows}
        coming = [w for w in windows_of(order, row, start=at - timedelta(hours=12), end=at + AHEAD) if w.closes > at]
        found.append(
            {
                "clause": row.clause,
                "asks": plain_wording(row.term, row.params),
                "log": rows,
                "next": [w for w in coming if w.day not in held][:3],
            }
        )
    return found


def _checks(order: Order) -> list[dict[str, Any]]:
    items = order.check_plan.filter(ended_at__isnull=True)
    made = Check.objects.filter(item__order=order, voided_at__isnull=True).select_related("done_by", "item")
    return [
        {
            "item": item,
            "made": [
                (row, decipher(order.case.ref, row.words_enc) if row.words_enc else "")
                for row in made.filter(item=item)[:3]
            ],
        }
        for item in items
    ]


def _marker(order: Order) -> dict[str, Any]:
    rows = list(order.markers.filter(voided_at__isnull=True).order_by("-placed_on", "-pk"))
    tasks = Task.objects.filter(case=order.case, about_ref=order.ref, kind__in=["pnc_marker", "pnc_marker_off"])
    return {
        "markers": rows,
        "marker_on": next((row for row in rows if row.removed_on is None), None),
        "marker_tasks": list(tasks.order_by("-made_at")),
    }
