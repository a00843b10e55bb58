"""What is owed across the cases that exist for whoever asks: what was not notified, who is silent, who did not sign on,
which checks are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.accounts.actors import Actor
from haven.compliance import queries
from haven.compliance.models import CheckPlanItem, NotificationDuty, SignOn, Supervision
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, require
from haven.web.parts.keyset import newest_first, oldest_first
from haven_law.clock import to_london
from haven_law.terms import VOCABULARY

PAGE = 25
SOON = timedelta(hours=24)
TABS = ("notification", "supervised", "sign-on", "checks")


@require_safe
def lists(request: StaffRequest) -> HttpResponse:
    """One list of four."""
    asking = require(request, "see_compliance")
    shown, at = request.GET.get("show", TABS[0]), request.now
    shown = shown if shown in TABS else TABS[0]
    key = request.GET.get("after", "")
    source, field, page, write = LISTS[shown]
    rows, after = page(source(asking, at), field, key, PAGE)
    here = reverse("compliance")
    context = {
        "shown": shown,
        "tabs": [(str(words), f"{here}?show={code}", None, code == shown) for code, words in _tabs()],
        "rows": [write(row, at) for row in rows],
        "older": f"{here}?show={shown}&after={after}" if after else None,
        "newer": f"{here}?show={shown}" if key else None,
        "now": at,
    }
    return render(request, "staff/compliance/lists.html.j2", context)


def _tabs() -> list[tuple[str, str]]:
    words = (_("Notification"), _("Supervised"), _("Missed sign-ons"), _("Checks"))
    return list(zip(TABS, words, strict=True))


def _subject(case: Any) -> str:
    return display_name(case.subject)


def _duty(row: NotificationDuty, at: datetime) -> dict[str, Any]:
    found = queries.duty_row(row, at)
    act = found.code == "overdue"
    return {
        "edge": "act" if act else "wait" if found.code == "waiting" and row.due_by < at + SOON else None,
        "title": row.get_event_display(),
        "order": row.order.ref,
        "href": reverse("order_compliance", args=[row.order.ref]),
        "subject": _subject(row.case),
        "due": row.due_by,
        "by_day": True,
        "note": _("Nothing shows yet that they know of the order") if found.code == "excused" else "",
        "mark": found.mark,
        "provision": row.provision,
    }


def _supervision(row: Supervision, at: datetime) -> dict[str, Any]:
    due = getattr(row, "due", queries.FAR)
    silent = due < at
    last = max((report.at for report in row.reports.all() if report.voided_at is None), default=None)
    if row.completed_at is not None:
        mark = ("plain", _("Complied with"))
    elif due == queries.FAR:
        mark = ("end", _("No report due"))
    else:
        mark = (
            ("act", _("Silent"))
            if silent
            else ("wait", _("Report due"))
            if due < at + 3 * SOON
            else ("live", _("Going on"))
        )
    return {
        "edge": "act" if silent and row.completed_at is None else None,
        "title": _("%(what)s, clause %(n)s") % {"what": VOCABULARY[row.term].label, "n": row.clause},
        "order": row.order.ref,
        "href": reverse("supervision", args=[row.public_id]),
        "subject": _subject(row.order.case),
        "due": None if due == queries.FAR else due,
        "by_day": True,
        "note": row.responsible.name + ("" if row.account_id else " · " + _("no sign-in")),
        "last": last,
        "mark": mark,
        "provision": "DAA 2021 s.36(5)",
    }


def _missed(row: SignOn, at: datetime) -> dict[str, Any]:
    return {
        "edge": None,
        "title": _("Clause %(n)s, %(day)s") % {"n": row.clause, "day": f"{row.day:%A} {row.day.day} {row.day:%B}"},
        "order": row.order.ref,
        "href": reverse("order_compliance", args=[row.order.ref]) + "#h-sign-on",
        "subject": _subject(row.order.case),
        "due": row.closes,
        "by_day": False,
        "note": _("Came, but not in the window") if row.came_at else "",
        "mark": ("act", _("Missed")),
        "provision": "DAA 2021 s.39(1)",
    }


def _check(row: CheckPlanItem, at: datetime) -> dict[str, Any]:
    today = to_london(at).date()
    late, now = row.next_due < today, row.next_due == today
    return {
        "edge": "act" if late else "wait" if now else None,
        "title": row.get_kind_display(),
        "order": row.order.ref,
        "href": reverse("order_check", args=[row.order.ref, row.pk]),
        "subject": _subject(row.order.case),
        "due_day": row.next_due,
        "due": None,
        "by_day": True,
        "note": _("every %(n)s days") % {"n": row.interval_days},
        "mark": ("act", _("Late")) if late else ("wait", _("Today")) if now else ("ready", _("Planned")),
        "provision": "",
    }


Writer = Callable[[Any, datetime], dict[str, Any]]
Pager = Callable[[QuerySet[Any], str, str, int], tuple[list[Any], str]]
# name -> where its rows come from, what they are in order of, which way round, and how one is written.
LISTS: dict[str, tuple[Callable[[Actor, datetime], QuerySet[Any]], str, Pager, Writer]] = {
    "notification": (queries.owed, "due_by", oldest_first, _duty),
    "supervised": (queries.supervised, "due", oldest_first, _supervision),
    "sign-on": (queries.missed_sign_ons, "opens", newest_first, _missed),
    "checks": (queries.planned_checks, "due_at", oldest_first, _check),
}
