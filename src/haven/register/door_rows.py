"""What stands behind an answer at a door, read: what binds and what protects each person, and what of it is open to who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from haven.accounts.models import User
from haven.cases.models import Restriction
from haven.cases.permissions import visible_to
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.orders import states as order_states
from haven.orders.models import Order
from haven.parties.models import Person

# What a check tells of. A request not yet decided, or an authority withdrawn, binds nobody.
NOTICES = ("authorised", "running", "may_be_late", "past_deadline", "continuing", "ended")
ORDERS = ("unserved", "in_force", "ending_soon", "waiting", "ended", "discharged")
ENDED = ("ended", "discharged")
INSPECTOR = "the duty inspector"


def bound_by(person_ids: Iterable[int], at: datetime) -> dict[int, list[Notice | Order]]:
    """What each person is, or was, bound by; the latest first. The same few queries for any number of people. Rows of a
    person that were merged into another answer for that one."""
    found, same = _asked(person_ids)
    notices = Notice.objects.filter(case__subject__in=list(same))
    if _any(notices):
        for notice in _told(notice_states.with_status(notices, at), NOTICES).order_by("-authorised_at"):
            found[same[notice.case.subject_id]].append(notice)
    orders = Order.objects.filter(subject__in=list(same))
    if _any(orders):
        for order in _told(order_states.with_status(orders, at), ORDERS).order_by("-made_at"):
            found[same[order.subject_id]].append(order)
    return found


def protecting(person_ids: Iterable[int], at: datetime) -> dict[int, list[Notice | Order]]:
    """What protects each person now: a notice or an order that has not ended."""
    found, same = _asked(person_ids)
    notices = Notice.objects.filter(case__protected__in=list(same), ended_at=None)
    if _any(notices):
        told = _told(notice_states.with_status(notices, at), set(NOTICES) - set(ENDED))
        for notice in told.order_by("-authorised_at"):
            found[same[notice.case.protected_id]].append(notice)
    orders = Order.objects.filter(case__protected__in=list(same), ended_at=None)
    if _any(orders):
        for order in _told(order_states.with_status(orders, at), set(ORDERS) - set(ENDED)).order_by("-made_at"):
            found[same[order.case.protected_id]].append(order)
    return found


def _any(rows: QuerySet[Any]) -> bool:
    """Nearly everybody known is bound by nothing: to ask whether there is a row at all is a tenth of working out how each
    stands."""
    return rows.exists()


def _asked(person_ids: Iterable[int]) -> tuple[dict[int, list[Notice | Order]], dict[int, int]]:
    """An empty answer for each person, and for each of their rows which person it is of."""
    ids = set(person_ids)
    same = {pk: pk for pk in ids}
    if ids:
        same |= dict(Person.objects.filter(canonical_id__in=ids).values_list("pk", "canonical_id"))
    return {pk: [] for pk in ids}, same


def _told(rows: QuerySet[Any], codes: Iterable[str]) -> QuerySet[Any]:
    return rows.filter(Q(("status_code__in", list(codes)))).select_related("case")


def papers(refs: Iterable[str], at: datetime) -> dict[str, Notice | Order]:
    """The notices and orders of these references as they stand, with all that an item tells of them; without those that a
    check no longer tells of."""
    wanted = list(refs)
    if not wanted:
        return {}
    around = ("case__lead_force", "case__subject")
    notices = _told(notice_states.with_status(Notice.objects.filter(ref__in=wanted), at), NOTICES)
    notices = notices.select_related(*around, "service__attempt")
    orders = _told(order_states.with_status(Order.objects.filter(ref__in=wanted), at), ORDERS).select_related(*around)
    versions = ("versions__requirements", "versions__awareness", "versions__service__attempt")
    found: dict[str, Notice | Order] = {}
    found |= {n.ref: n for n in notices.prefetch_related("terms", "case__children", "case__subject__names")}
    found |= {o.ref: o for o in orders.prefetch_related(*versions, "case__children", "case__subject__names")}
    return found


def is_over(thing: Notice | Order) -> bool:
    """Whether a paper of `papers` binds nobody any more."""
    return getattr(thing, "status_code", "") in ENDED


@dataclass(frozen=True)
class Doors:
    """Which cases this officer may open, and whom to ring about those that are closed to some."""

    open_cases: frozenset[int]
    desks: Mapping[int, str]

    def withholds(self, case_id: int) -> bool:
        """Whether the case is closed to this officer."""
        return case_id in self.desks and case_id not in self.open_cases


def doors(things: Iterable[Notice | Order], by: User, at: datetime) -> Doors:
    """What of these is open to the officer, and what is restricted or in conflict with them."""
    cases = {thing.case_id: thing.case for thing in things}
    if not cases:
        return Doors(frozenset(), {})
    open_cases = visible_to(by, at).filter(pk__in=cases).values_list("pk", flat=True)
    people = {p for case in cases.values() for p in (case.subject_id, case.protected_id)}
    conflicts = by.conflicts.filter(lifted_at__isnull=True).filter(Q(case__in=cases) | Q(person__in=people))
    pairs = list(conflicts.values_list("case_id", "person_id"))
    closed = {c.pk for c in cases.values() if any(c.pk == k or p in (c.subject_id, c.protected_id) for k, p in pairs)}
    restricted = Restriction.objects.filter(case__in=cases, lifted_at__isnull=True)
    return Doors(frozenset(open_cases), {pk: INSPECTOR for pk in closed} | {r.case_id: r.desk for r in restricted})
