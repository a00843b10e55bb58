"""Breaches: the queue by age, owner and status, and the signs that nobody has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from haven.accounts.policy import ROLES_FOR
from haven.accounts.references import tidy_reference
from haven.audit.operations.record_reading import record_reading
from haven.breaches.course import last_moved
from haven.breaches.models import Breach, Candidate
from haven.breaches.queries import by_status, open_candidates, open_clocks, owners_of, visible_breaches
from haven.breaches.states import CLOSED, shown, state
from haven.cases.permissions import may
from haven.lawdata.queries import policy
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.keyset import newest_first, oldest_first
from haven.web.police.breaches.page import page_values
from haven_law.clock import to_london

PAGE = 25
SIGNS = 10
FILTERS = {
    "due": "Decision due",
    "open": "Open",
    "custody": "In custody",
    "mine": "Mine",
    "ended": "Ended",
    "notice": "Of notices",
    "order": "Of orders",
    "notification": "Of the duty to notify",
}
# In these the oldest waits longest, and comes first.
BY_AGE = frozenset({"due", "open", "custody"})
OF_WORDS = {"notice": "of", "order": "of", "notification": "duty to notify, of"}


@dataclass(frozen=True)
class Row:
    """One line of the queue. `late`: the decision is, or nothing has moved for longer than our rule allows."""

    breach: Breach
    subject: str
    about: str
    state: tuple[str, str]
    owner: str
    due_at: datetime | None
    late: bool
    still: int | None


@require_safe
def breaches(request: StaffRequest) -> HttpResponse:
    """The oldest first where that is asked; else the newest report first."""
    require(request, "see_breaches")
    chosen = [code for code in dict.fromkeys(request.GET.getlist("show")) if code in FILTERS]
    seen = visible_breaches(request.user, request.now)
    if "mine" in chosen:
        seen = seen.filter(owner=request.user)
    wanted = by_status(seen, [code for code in chosen if code != "mine"])
    by_age = bool(BY_AGE & set(chosen)) and "ended" not in chosen
    page = oldest_first if by_age else newest_first
    rows, older = page(wanted, "reported_at", request.GET.get("before", ""), PAGE)
    signs = list(open_candidates(request.user, request.now)[:SIGNS]) if not request.GET.get("before") else []
    values = {
        "rows": _rows(rows, request.now),
        "signs": [_sign(request, sign) for sign in signs],
        "filters": [(FILTERS[c], _address([x for x in chosen if x != c])) for c in chosen],
        "more": [(words, _address([*chosen, c])) for c, words in FILTERS.items() if c not in chosen],
        "older": _address(chosen, older) if older else None,
        "newer": _address(chosen) if request.GET.get("before") else None,
        "by_age": by_age,
        "now": request.now,
        "may_report": bool(who(request).roles & set(ROLES_FOR["report_breach"])),
    }
    return render(request, "police/breaches/list.html.j2", values)


def _address(chosen: list[str], before: str = "") -> str:
    query = urlencode([("show", c) for c in chosen] + ([("before", before)] if before else []))
    return reverse("breaches") + (f"?{query}" if query else "")


def _rows(found: list[Breach], at: datetime) -> list[Row]:
    clocks, custody = open_clocks(found), open_clocks(found, "custody")
    owners = owners_of(found)
    days = policy("breach_progress_days", to_london(at).date())
    rows = []
    for b in found:
        clock = custody.get(b.ref) or clocks.get(b.ref)
        due = clock.act_by if clock is not None else None
        about = b.notice.ref if b.notice is not None else b.order.ref if b.order is not None else ""
        owner = b.owner.name if b.owner is not None else owners.get(b.case_id, "")
        still = (at - last_moved(b)).days if state(b, at) not in CLOSED else None
        slow = still is not None and still >= days
        late = (due is not None and due < at) or slow
        rows.append(
            Row(b, display_name(b.case.subject), about, shown(b, at), owner, due, late, still if slow else None)
        )
    return rows


def _sign(request: StaffRequest, sign: Candidate) -> dict[str, Any]:
    about = sign.notice.ref if sign.notice is not None else sign.order.ref if sign.order is not None else ""
    return {
        "sign": sign,
        "name": display_name(sign.case.subject),
        "about": about,
        "late": sign.raised_at < request.now - timedelta(hours=24),
        "report_href": reverse("breach_new") + "?" + urlencode({"about": about, "sign": sign.public_id}),
        "may_dismiss": may(request.user, "decide_breach", sign.case, request.now).lawful is True,
    }


@require_safe
def breach(request: StaffRequest, ref: str) -> HttpResponse:
    """One breach. Who reported it and may not open the case is told that it arrived, and nothing else."""
    tidy = tidy_reference(ref)
    rows = visible_breaches(request.user, request.now)
    found = rows.prefetch_related("corrections", "retractions", "bail", "candidates").filter(ref=tidy).first()
    if found is None:
        mine = Breach.objects.filter(reported_by=request.user, voided_at__isnull=True).select_related("case")
        own = get_object_or_404(mine, ref=tidy)
        may(request.user, "report_breach", own.case, request.now).require()
        return render(request, "police/breaches/sent.html.j2", {"breach": own})
    may(request.user, _reading(request), found.case, request.now).require()
    record_reading(who(request), "see_breach", case_ref=found.case.ref, person_ref=found.ref)
    return render(request, "police/breaches/breach.html.j2", page_values(request, found))


def _reading(request: StaffRequest) -> str:
    """Who records what a court did reads the breach as well."""
    return "see_breaches" if who(request).roles & set(ROLES_FOR["see_breaches"]) else "record_breach_result"
