"""Breaches: the list, by age, owner and status, and one breach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.accounts.policy import ROLES_FOR
from haven.accounts.references import tidy_reference
from haven.audit.operations.record_reading import record_reading
from haven.breaches.models import Breach
from haven.breaches.queries import by_status, open_clocks, owners_of, sentence_words, visible_breaches
from haven.breaches.states import may_move, shown
from haven.cases.permissions import may
from haven.notices.unnamed import unnamed
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.keyset import newest_first
from haven.web.parts.words import day_time, table_day
from haven_law.findings import from_json

PAGE = 25
FILTERS = {
    "due": "Decision due",
    "open": "Open",
    "ended": "Ended",
    "notice": "Of notices",
    "order": "Of orders",
}
# act -> (its words, the move it makes, the operation it needs)
ACTS: dict[str, tuple[str, str, str]] = {
    "decide": ("Decide whether to pursue it", "pursue", "decide_breach"),
    "arrest": ("Record an arrest", "arrest", "record_arrest"),
    "custody": ("Record how custody ended", "bring", "record_arrest"),
    "charge": ("Record the decision on charge", "charge", "record_breach_result"),
    "outcome": ("Record how it ended", "outcome", "record_breach_result"),
}
ANSWERS = {"yes": ("plain", "In force"), "no": ("end", "Not an offence"), "lawyer": ("wait", "For a lawyer")}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    breach: Breach
    subject: str
    about: str
    state: tuple[str, str]
    owner: str
    due_at: datetime | None
    late: bool


@require_safe
def breaches(request: StaffRequest) -> HttpResponse:
    """The oldest decision due first where that is asked; else the newest report first."""
    require(request, "see_breaches")
    chosen = [code for code in dict.fromkeys(request.GET.getlist("show")) if code in FILTERS]
    rows, older = newest_first(
        by_status(visible_breaches(request.user, request.now), chosen),
        "reported_at",
        request.GET.get("before", ""),
        PAGE,
    )
    values = {
        "rows": _rows(rows, request.now),
        "filters": [(FILTERS[c], _address([x for x in chosen if x != c])) for c in chosen],
        "more": [(words, _address([*chosen, c])) for c, words in FILTERS.items() if c not in chosen],
        "older": _address(chosen, older) if older else None,
        "newer": _address(chosen) if request.GET.get("before") else None,
        "now": request.now,
        "may_report": bool(who(request).roles & set(ROLES_FOR["report_breach"])),
    }
    return render(request, "police/breaches/list.html.j2", values)


def _address(chosen: list[str], before: str = "") -> str:
    query = urlencode([("show", c) for c in chosen] + ([("before", before)] if before else []))
    return reverse("breaches") + (f"?{query}" if query else "")


def _rows(found: list[Breach], at: datetime) -> list[Row]:
    clocks, owners = open_clocks(found), owners_of(found)
    rows = []
    for b in found:
        clock = clocks.get(b.ref)
        due = clock.act_by if clock is not None else None
        about = b.notice.ref if b.notice is not None else b.order.ref if b.order is not None else ""
        owner = owners.get(b.case_id, "")
        rows.append(Row(b, display_name(b.case.subject), about, shown(b, at), owner, due, due is not None and due < at))
    return rows


@require_safe
def breach(request: StaffRequest, ref: str) -> HttpResponse:
    """One breach. Who reported it and may not open the case is told that it arrived, and nothing else."""
    tidy = tidy_reference(ref)
    found = visible_breaches(request.user, request.now).filter(ref=tidy).first()
    if found is None:
        rows = Breach.objects.filter(reported_by=request.user, voided_at__isnull=True).select_related("case")
        own = get_object_or_404(rows, ref=tidy)
        may(request.user, "report_breach", own.case, request.now).require()
        return render(request, "police/breaches/sent.html.j2", {"breach": own})
    may(request.user, _reading(request), found.case, request.now).require()
    record_reading(who(request), "see_breach", case_ref=found.case.ref, person_ref=found.ref)
    return render(request, "police/breaches/breach.html.j2", _values(request, found))


def _reading(request: StaffRequest) -> str:
    """Who records what a court did reads the breach as well."""
    return "see_breaches" if who(request).roles & set(ROLES_FOR["see_breaches"]) else "record_breach_result"


def _values(request: StaffRequest, found: Breach) -> dict[str, Any]:
    case, at = found.case, request.now
    reads = may(request.user, "see_account", case, at).lawful is True
    return {
        "breach": found,
        "case": case,
        "page_title": _("Breach %(ref)s") % {"ref": found.ref},
        "name": display_name(case.subject),
        "state": shown(found, at),
        "facts": _facts(found),
        "clauses": [_clause(c, found) for c in found.clauses.all()],
        "account": decipher(case.ref, found.account_enc) if reads else "",
        "excuse": decipher(case.ref, found.excuse_enc) if reads and found.excuse_enc else "",
        "acts": [
            (code, words)
            for code, (words, move, operation) in ACTS.items()
            if may(request.user, operation, case, at).lawful and may_move(found, move, at).lawful
        ],
        "clock": open_clocks([found]).get(found.ref),
        "custody": open_clocks([found], "custody").get(found.ref),
        "sent": request.GET.get("sent") == "1",
        "now": at,
    }


def _facts(found: Breach) -> list[tuple[str, str | None]]:
    outcome = next((o for o in found.outcomes.all() if o.voided_at is None), None)
    how_decided = f"{found.get_pursued_how_display()}, {day_time(found.pursued_at)}" if found.pursued_at else None
    not_pursued = f"{day_time(found.decided_not_at)}: {found.decided_not_why}" if found.decided_not_at else None
    power = {"s26_1": "s.26(1)", "pace_24": "PACE 1984 s.24"}.get(found.arrest_power, "")
    charge = None
    if found.charge_decided_at is not None:
        words = _("Charged") if found.charged else _("Not charged: %(why)s") % {"why": found.charge_reason}
        charge = f"{words}, {day_time(found.charge_decided_at)}"
    ended = f"{outcome.get_result_display()}, {day_time(outcome.decided_at)}" if outcome else None
    return [
        (_("Happened"), happened_words(found)),
        (_("Where"), found.get_jurisdiction_display()),
        (
            _("Reported"),
            f"{day_time(found.reported_at)}, {found.reported_by.name if found.reported_by else _('not known')}",
        ),
        (_("In danger then"), found.get_in_danger_display()),
        (_("Other offence"), found.other_offence or None),
        (_("Pursued"), how_decided),
        (_("No further action"), not_pursued),
        (_("Arrested"), f"{day_time(found.arrested_at)}, {power}" if found.arrested_at else None),
        (_("Custody ended"), day_time(found.custody_ended_at) if found.custody_ended_at else None),
        (_("Charge"), charge),
        (_("Ended"), f"{ended}, {outcome.court}" if ended and outcome and outcome.court else ended),
        (_("Sentence"), (sentence_words(outcome) or None) if outcome else None),
    ]


def happened_words(found: Breach) -> str:
    """A time, between two times, or a day: never a time that nobody gave."""
    start, end = found.happened.lower, found.happened.upper
    if found.happened_precision == "day":
        return table_day(start)
    if found.happened_precision == "between":
        return _("Between %(start)s and %(end)s") % {"start": day_time(start), "end": day_time(end)}
    return day_time(start)


def _clause(row: Any, found: Breach) -> dict[str, Any]:
    kind, word = ANSWERS[row.answer]
    because = [from_json(f) for f in row.findings]
    return {
        "number": row.clause,
        "text": unnamed(row.wording_copy, found.case.protected),
        "state": (kind, word),
        "findings": because,
    }
