"""Where whole cases stand: what binds now, what waits, what has ended. A few queries for any number of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from haven.cases.models import Case
from haven.notices import notice_states
from haven.notices.models import Notice, NoticeProposal
from haven.notices.states import PROPOSAL_WORDS, with_proposal_status
from haven.orders import states as order_states
from haven.orders.models import Order


@dataclass
class Standing:
    """The papers of one case, the newest first, and the one state that heads it."""

    case: Case
    orders: list[Order] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    proposals: list[NoticeProposal] = field(default_factory=list)

    def order(self) -> Order | None:
        """The order that counts: one that binds or waits, else the newest."""
        live = [o for o in self.orders if code_of(o) in (*order_states.BINDING, order_states.WAITING)]
        return next(iter(live or self.orders), None)

    def notice(self) -> Notice | None:
        return next(iter(self.notices), None)

    def proposal(self) -> NoticeProposal | None:
        """The newest request that did not become a notice."""
        without = [p for p in self.proposals if p.ref not in {n.ref for n in self.notices}]
        return next(iter(without), None)

    def state(self, at: datetime) -> tuple[str, str]:
        """Kind and words of the status of the case."""
        order, notice, proposal = self.order(), self.notice(), self.proposal()
        if order is not None and code_of(order) in (*order_states.BINDING, order_states.WAITING):
            return _named("Order", order_states.mark(order, at, code_of(order)))
        if notice is not None and code_of(notice) not in ("ended", "authority_withdrawn", "voided"):
            return _named("Notice", notice_states.mark(notice, at, code_of(notice)))
        if self.case.closed_at is not None and self.case.closed_at <= at:
            return "end", "Closed"
        if proposal is not None and getattr(proposal, "status", "") in ("waiting", "question"):
            return "wait", PROPOSAL_WORDS[str(getattr(proposal, "status", ""))]
        if order is not None:
            return _named("Order", order_states.mark(order, at, code_of(order)))
        if notice is not None:
            return _named("Notice", notice_states.mark(notice, at, code_of(notice)))
        return "draft", "Open, no notice"

    def binding(self) -> Order | Notice | None:
        """What may be broken now: an order in force, else a notice in force."""
        order, notice = self.order(), self.notice()
        if order is not None and code_of(order) in order_states.BINDING:
            return order
        return notice if notice is not None and code_of(notice) in notice_states.IN_FORCE else None


def code_of(thing: Order | Notice) -> str:
    """The status that the query computed."""
    return str(getattr(thing, "status_code", ""))


def _named(what: str, mark: tuple[str, str]) -> tuple[str, str]:
    kind, word = mark
    return kind, f"{what} {word[:1].lower()}{word[1:]}"


def standings(cases: Iterable[Case], at: datetime, *, full: bool = False) -> dict[int, Standing]:
    """By the number of the case. With `full`, orders bring their versions and clauses, and notices their terms."""
    found = {case.pk: Standing(case) for case in cases}
    orders = order_states.with_status(Order.objects.filter(case__in=found), at).select_related("made_by")
    held = ("ends", "versions__requirements__responsible", "versions__service__attempt", "versions__document")
    for order in orders.prefetch_related(*(held if full else ("ends",))).order_by("-made_at", "-pk"):
        if code_of(order) not in ("voided", "not_made"):
            order.case = found[order.case_id].case  # with what was read of it already
            found[order.case_id].orders.append(order)
    notices = notice_states.with_status(Notice.objects.filter(case__in=found), at)
    notices = notices.select_related("service__attempt", "document", "authorisation")
    for notice in notices.prefetch_related(*(("terms",) if full else ())).order_by("-authorised_at", "-pk"):
        if code_of(notice) not in ("voided", "not_authorised"):
            notice.case = found[notice.case_id].case
            found[notice.case_id].notices.append(notice)
    proposals = with_proposal_status(NoticeProposal.objects.filter(case__in=found), at)
    for proposal in proposals.order_by("-proposed_at", "-pk"):
        found[proposal.case_id].proposals.append(proposal)
    return found
