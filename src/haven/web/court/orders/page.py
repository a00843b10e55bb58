"""What the page of an order shows, from its rows as at the instant of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from haven.accounts.actors import words_at
from haven.cases.deadlines import open_deadlines
from haven.cases.models import Deadline
from haven.compliance.queries import owes_notification
from haven.monitoring.queries import TERM as TAG
from haven.orders.facts import versions_of
from haven.orders.models import Order, OrderVersion, Requirement
from haven.orders.operations.end_order import pending_end
from haven.orders.states import (
    BINDING,
    CLAUSE,
    DISCHARGED,
    ENDED,
    STATUS,
    VOIDED,
    clause_status,
    may_still,
    status,
    version_at,
)
from haven.parties.queries import born_words, display_name
from haven.sealed.ciphers import decipher
from haven.service.models import ServiceAttempt
from haven.web.asking import StaffRequest
from haven.web.court.common import may_do
from haven.web.parts.words import day_time
from haven_law.clock import to_london
from haven_law.order_life import duration_words
from haven_law.terms import VOCABULARY
from haven_law.wording import plain_wording

CHANGED = {"added": "Added", "extended": "Lasts longer", "lightened": "Lighter", "replaced": "Replaced", "same": ""}


@dataclass(frozen=True)
class Act:
    """Something that may be done with the order now: the name of its page and its words."""

    name: str
    words: str
    kind: str = "secondary"


def order_context(request: StaffRequest, order: Order) -> dict[str, Any]:
    """Everything on the page."""
    at, case = request.now, order.case
    code = status(order, at)
    versions = versions_of(order)
    current = version_at(order, at) or versions[-1]
    end = next((e for e in order.ends.all() if e.voided_at is None), None)
    return {
        "order": order,
        "case": case,
        "name": display_name(case.subject),
        "born": born_words(case.subject),
        "code": code,
        "state": STATUS[code],
        "binding": code in BINDING,
        "over": code in (ENDED, DISCHARGED),
        "in_error": code == VOIDED,
        "current": current,
        "clauses": [clause_row(row, order, at) for row in current.requirements.all()],
        "legal": [
            {"number": r.clause, "text": r.legal_en, "provision": r.provision} for r in current.requirements.all()
        ],
        "duration": duration_words(order.ends_kind, order.last_day, order.ends_event),
        "versions": [version_row(v, order) for v in reversed(versions)],
        "compared": compared(versions) if len(versions) > 1 else None,
        "attempts": attempts(order),
        "clocks": clocks(order),
        "end": end,
        "pending": pending_end(order),
        "acts": acts(request, order, code),
        "notice": order.outcome.hearing.application.after_notice,
        "now": at,
    }


def clocks(order: Order) -> list[tuple[Any, str]]:
    """The open clocks, each with its day in words: what ends, ends with its last day."""
    rows = [*open_deadlines(order.ref), *tag_clocks(order)]
    found = []
    for row in sorted(rows, key=lambda d: (d.act_by, d.pk)):
        ends = row.kind in ("order_ends", "em_ends")
        last = to_london(row.act_by).date() - timedelta(days=1)
        words = _("end of %(day)s") % {"day": f"{last:%A} {last.day} {last:%B %Y}"} if ends else day_time(row.act_by)
        found.append((row, words))
    return found


def tag_clocks(order: Order) -> list[Any]:
    rows = Deadline.objects.filter(
        about_ref__startswith=f"{order.ref}#", closed_at__isnull=True, voided_at__isnull=True
    )
    return list(rows.order_by("act_by"))


def clause_row(row: Requirement, order: Order, at: datetime) -> dict[str, Any]:
    """A clause with where it stands now."""
    return {
        "number": row.clause,
        "label": VOCABULARY[row.term].label,
        "text": plain_wording(row.term, row.params),
        "provision": row.provision,
        "mark": CLAUSE[clause_status(row, order, at)],
        "from": row.starts_on,
        "until": row.last_day,
        "event": row.until_event,
        "responsible": ", ".join(p for p in (row.responsible.name, row.responsible.organisation) if p)
        if row.responsible
        else "",
        "changed": CHANGED.get(row.change, ""),
        "tagged": row.term == TAG,
    }


def version_row(version: OrderVersion, order: Order) -> dict[str, Any]:
    """A version: why, since when, served or not, its paper."""
    aware = sorted((a for a in version.awareness.all() if a.voided_at is None), key=lambda a: a.at)
    return {
        "version": version,
        "cause": version.get_cause_display(),
        "reasons": decipher(order.case.ref, version.reasons_enc) if version.reasons_enc else "",
        "aware": aware[0] if aware else None,
    }


def compared(versions: list[OrderVersion]) -> dict[str, Any]:
    """Clause by clause, what each version says: the numbers stay, so that a change can be seen."""
    numbers = sorted({r.clause for v in versions for r in v.requirements.all()})
    by_version = [{r.clause: r for r in v.requirements.all()} for v in versions]
    rows = []
    for number in numbers:
        cells = []
        before: Requirement | None = None
        for position, clauses in enumerate(by_version):
            row = clauses.get(number)
            cells.append(_cell(row, before, first=position == 0))
            before = row
        rows.append((number, cells))
    return {"versions": versions, "rows": rows}


def _cell(row: Requirement | None, before: Requirement | None, *, first: bool) -> dict[str, str]:
    if row is None:
        return {"words": "", "mark": _("Removed") if before is not None else ""}
    mark = "" if first or row.change == "same" else CHANGED.get(row.change, "")
    if not first and row.change == "same" and before is not None and before.legal_en != row.legal_en:
        mark = _("Corrected")
    until = (
        _(" Until the end of %(day)s.") % {"day": f"{row.last_day.day} {row.last_day:%B %Y}"} if row.last_day else ""
    )
    return {"words": plain_wording(row.term, row.params) + until, "mark": mark}


def attempts(order: Order) -> list[dict[str, Any]]:
    """Every attempt to hand it over, newest first."""
    rows = ServiceAttempt.objects.filter(case=order.case, about_ref__startswith=f"{order.ref}/", voided_at__isnull=True)
    found = []
    for row in rows.select_related("by_user", "service").order_by("-at"):
        by = words_at(row.by_user, row.at) if row.by_user else ""
        capacity = row.get_by_capacity_display().lower()
        direction = row.service.court_direction if hasattr(row, "service") else ""
        found.append(
            {
                "title": _("Version %(n)s: %(how)s")
                % {"n": row.about_ref.rsplit("/", 1)[-1], "how": row.get_result_display().lower()},
                "moment": day_time(row.at),
                "by": f"{by}, {capacity}" if by else capacity,
                "kind": None if hasattr(row, "service") else "told",
                "note": _("As the court directed: %(words)s") % {"words": direction} if direction else None,
            }
        )
    return found


def acts(request: StaffRequest, order: Order, code: str) -> list[Act]:
    """What may be done now, the most pressing first; of an order that is over, what came before its end."""
    moves, case = may_still(order, request.now), order.case
    versions = versions_of(order)
    found: list[Act] = []
    if code == VOIDED:
        return found
    if "serve" in moves and versions[-1].served_at is None and may_do(request, "serve_order", case):
        found.append(Act("order_serve", _("Record service"), "primary"))
    if owes_notification(order, request.now) and may_do(request, "record_notification", case):
        found.append(Act("order_notification", _("Record that they notify the police")))
    if "aware" in moves and versions[-1].served_at is None and may_do(request, "serve_order", case):
        found.append(Act("order_awareness", _("Record that the subject knows of it")))
    if "vary" in moves and may_do(request, "vary_order", case):
        found.append(Act("order_vary", _("Record a variation")))
        if code != DISCHARGED:
            found.append(Act("order_discharge", _("Record a discharge")))
    if code in BINDING and may_do(request, "end_order_by_event", case):
        found.append(Act("order_review", _("Record a review")))
    over = code in (ENDED, DISCHARGED)
    if order.ends_kind == "event" and "event" in moves and not over and may_do(request, "end_order_by_event", case):
        found.append(Act("order_event", _("The event has happened")))
    return found + _corrections(request, order)


def _corrections(request: StaffRequest, order: Order) -> list[Act]:
    """What may be recorded wrongly, and is put right by a second person."""
    found: list[Act] = []
    if may_do(request, "correct_order_service", order.case):
        if served_versions(order):
            found.append(Act("correct_order_service", _("Correct when it was served")))
        if known_otherwise(order):
            found.append(Act("correct_awareness", _("Correct when the subject knew")))
    return found


def served_versions(order: Order) -> list[tuple[str, str]]:
    """The versions that are recorded as served, to choose from."""
    rows = [v for v in versions_of(order) if v.served_at is not None]
    return [(str(v.seq), f"Version {v.seq}, served {day_time(v.served_at)}") for v in rows if v.served_at]


def known_otherwise(order: Order) -> list[tuple[str, str]]:
    """What is recorded of the subject's knowing of the order, but by service or in court, to choose from: those are
    corrected there."""
    rows = [(v, a) for v in versions_of(order) for a in v.awareness.all()]
    standing = [(v, a) for v, a in rows if a.voided_at is None and a.how not in ("served", "in_court")]
    return [(str(a.pk), f"Version {v.seq}, {a.get_how_display().lower()}, {day_time(a.at)}") for v, a in standing]
