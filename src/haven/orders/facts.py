"""Rows to the facts that the law takes of an order: its times, and what a breach of a clause turns on."""

from __future__ import annotations

from datetime import datetime

from haven.orders.models import Order, OrderVersion, Requirement
from haven_law.breach import ENGLAND_AND_WALES, OrderConduct
from haven_law.clock import to_london
from haven_law.order_life import OrderTimes


def order_times(order: Order) -> OrderTimes:
    """The instants that the order lives by. It was made here, so it is proven."""
    return OrderTimes(effective_at=order.effective_at, ends_at=order.ends_at, ended_at=order.ended_at)


def versions_of(order: Order) -> list[OrderVersion]:
    """The versions that stand, first to last."""
    return sorted((v for v in order.versions.all() if v.voided_at is None), key=lambda v: v.seq)


def first_awareness(version: OrderVersion) -> datetime | None:
    """When the subject is first shown to have known of a version."""
    return min((a.at for a in version.awareness.all() if a.voided_at is None), default=None)


def clause_in(version: OrderVersion, clause: int) -> Requirement | None:
    return next((r for r in version.requirements.all() if r.clause == clause), None)


def clause_ran(requirement: Requirement, at: datetime) -> bool:
    """Whether the clause's own period covers an instant."""
    started = requirement.starts_at is None or requirement.starts_at <= at
    return started and (requirement.ends_at is None or at < requirement.ends_at)


def aware(versions: list[OrderVersion], index: int, clause: int, at: datetime) -> bool:
    """Whether awareness does not stand in the way of an offence for a clause of a version (ss.39(2), 45(8)-(9)).

    The first version: notice of the proceedings, or known by then. A later one: what it leaves or lightens as in the
    version before; what it adds, extends or replaces needs notice, or that it was known, or that it would be an offence
    without the variation."""
    version = versions[index]
    known = first_awareness(version)
    if version.notice_given_to_subject or (known is not None and known <= at):
        return True
    if index == 0:
        return False
    requirement = clause_in(version, clause)
    before = clause_in(versions[index - 1], clause)
    if requirement is None or before is None:
        return False
    if requirement.change in ("same", "lightened"):
        return aware(versions, index - 1, clause, at)
    same_conduct = requirement.change == "extended" and clause_ran(before, at)
    return same_conduct and aware(versions, index - 1, clause, at)


def conduct(order: Order, clause: int, at: datetime, place: str = ENGLAND_AND_WALES) -> OrderConduct:
    """What a breach of one clause at an instant turns on."""
    versions = versions_of(order)
    index = next((i for i, v in enumerate(versions) if _had_effect(v, at)), None)
    requirement = clause_in(versions[index], clause) if index is not None else None
    made_that_day = to_london(order.made_at).date() == to_london(at).date() and at < order.made_at
    if index is None or requirement is None:
        return OrderConduct(False, place=place, clause_in_force=False, made_on_this_day_before=made_that_day)
    known = first_awareness(versions[index])
    ok = aware(versions, index, clause, at)
    given = versions[index].notice_given_to_subject
    return OrderConduct(
        given_notice=given,
        aware_from=known,
        place=place,
        offence_without_variation=ok and not given and not (known is not None and known <= at),
        clause_in_force=clause_ran(requirement, at),
        made_on_this_day_before=made_that_day,
    )


def _had_effect(version: OrderVersion, at: datetime) -> bool:
    began = version.effective_at is not None and version.effective_at <= at
    return began and (version.superseded_at is None or at < version.superseded_at)
