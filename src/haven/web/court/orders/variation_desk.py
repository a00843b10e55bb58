"""What the court decided of an order so far, before it is issued: kept as it grows, and the command that it makes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from haven.cases.permissions import may
from haven.courts.operations.keep_draft import Kept, keep_draft, read_draft
from haven.courts.requirements import Lasts, without_clause
from haven.orders.changes import ClauseDecision
from haven.orders.facts import versions_of
from haven.orders.models import Order
from haven.orders.states import can_move, last_instant
from haven.orders.variation import VaryOrder, next_number
from haven.web.asking import StaffRequest
from haven.web.court import terms
from haven.web.court.common import the_order
from haven.web.court.orders import forms
from haven_law.variation import ADD, EXTEND, LIGHTEN, REPLACE

KIND = "variation"


@dataclass
class Desk:
    """What the court decided so far. `decisions`: stored ones, each with its key, change, clause and answers."""

    order: Order
    kept: Kept
    typed: dict[str, list[str]]
    decisions: list[dict[str, Any]]

    def added(self) -> dict[int, dict[str, Any]]:
        """The stored decisions that add a clause, by the number that it gets."""
        rows = [d for d in self.decisions if d["change"] == ADD]
        return dict(enumerate(rows, start=next_number(self.order)))

    def answers(self) -> dict[str, Any]:
        return {"typed": self.typed, "decisions": self.decisions, "of_version": versions_of(self.order)[-1].seq}


def open_desk(request: StaffRequest, ref: str) -> Desk:
    """What the court decided so far, for who may vary an order that can be varied now."""
    order = the_order(request, ref)
    may(request.user, "vary_order", order.case, request.now).require()
    can_move(order, "vary", last_instant(order, request.now)).require()
    kept = read_draft(KIND, ref, order.case)
    # What was gathered for a version that has been superseded meanwhile no longer fits.
    fits = kept.answers.get("of_version") == versions_of(order)[-1].seq
    if not kept.version or not fits:
        return Desk(order, kept, {}, [])
    return Desk(order, kept, dict(kept.answers["typed"]), list(kept.answers["decisions"]))


def drop(desk: Desk, key: str) -> None:
    """Take a decision back. Where it added a clause, the numbers added after it close up, and those that a tag checks."""
    gone = next((n for n, stored in desk.added().items() if stored["key"] == key), None)
    desk.decisions = [d for d in desk.decisions if d["key"] != key]
    if gone is None:
        return
    for stored in desk.decisions:
        stored["answers"]["params"] = without_clause(stored["answers"].get("params") or {}, gone)


def form_of(request: StaffRequest, desk: Desk, post: QueryDict | None) -> forms.VaryForm:
    """The page's form with what is typed: just now, or as it was kept."""
    if post is not None:
        return forms.VaryForm(post, now=request.now)
    data = QueryDict(mutable=True)
    for name, values in desk.typed.items():
        data.setlist(name, values)
    data["version"], data["page"], data["command_id"] = str(desk.kept.version), uuid.uuid4().hex, str(uuid.uuid4())
    return forms.VaryForm(data, now=request.now)


def typed_of(post: QueryDict, form: forms.VaryForm) -> dict[str, list[str]]:
    """What was typed on the page, as a draft keeps it."""
    names = set(form.fields) - {"version", "page", "command_id"}
    parts = ("day", "month", "year", "time", "fold")
    found = {}
    for name in post:
        base = name.rsplit("-", 1)[0] if name.rsplit("-", 1)[-1] in parts else name
        if base in names:
            found[name] = [v[:20_000].replace("\x00", "\N{REPLACEMENT CHARACTER}") for v in post.getlist(name)][:20]
    return found


def keep(request: StaffRequest, desk: Desk, seen: int, page: str = "") -> None:
    """Keep what is on the desk. StaleDraft when somebody else did since `seen`."""
    desk.kept = keep_draft(
        KIND, desk.order.ref, desk.order.case, desk.answers(), seen=seen, by=request.user, at=request.now, page=page
    )


def command_of(request: StaffRequest, desk: Desk, form: forms.VaryForm) -> VaryOrder:
    """The variation as the answers have it so far."""
    data = form.cleaned_data
    lasts = data.get("lasts") or ""
    found = data.get("order_found")
    return VaryOrder(
        desk.order.ref,
        data.get("decided_at") or request.now,
        data.get("presence") or "",
        bool(data.get("notice_given")) or data.get("presence") in ("person", "video", "audio"),
        data.get("reasons") or "",
        changes=tuple(decision_of(d) for d in desk.decisions),
        lasts=Lasts(lasts, data.get("last_day"), data.get("months"), data.get("event") or "")
        if lasts not in ("", "as_now")
        else None,
        order_necessary=found,
        order_less=found,
        conflicts_considered=True if data.get("conflicts") else None,
        bench=data.get("bench") or "",
        considered={name: _considered(data.get(name)) for name in ("child_welfare", "protected_opinion")},
    )


def _considered(answer: str | None) -> bool | None:
    return {"yes": True, "na": None}.get(answer or "", False)


def decision_of(stored: dict[str, Any]) -> ClauseDecision:
    """A stored decision as the operation takes it."""
    answers = stored["answers"]
    new = None
    if stored["change"] in (ADD, REPLACE, LIGHTEN):
        new = terms.facts_of({"term": stored["term"], **answers})
    return ClauseDecision(
        stored["change"],
        stored["clause"],
        new=new,
        lasts=terms.lasts_of(answers, default="order") if stored["change"] == EXTEND else None,
        necessary=answers.get("necessary"),
        no_longer_necessary=answers.get("no_longer"),
        conditions_fail=bool(answers.get("fails")),
    )
