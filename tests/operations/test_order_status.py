"""Where an order stands: the function, the database's expression and a slow oracle agree on random histories; and clause
numbers live as long as the order."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.courts.requirements import Lasts, RequirementFacts
from haven.orders.models import Order, OrderEnd, OrderVersion, Requirement
from haven.orders.operations.vary_order import ClauseDecision, VaryOrder, vary_order
from haven.orders.queries import clauses_in_force, orders_in_force
from haven.orders.states import status, with_status
from haven.service.models import Service, ServiceAttempt
from haven_law.findings import Refused
from tests.operations.court_helpers import REASONS, made_order, no_contact, programme, stay_away

BASE = datetime(2026, 11, 9, 12, tzinfo=UTC)
HOURS = st.integers(0, 24 * 90)
PROFILE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class History:
    """An order's life in whole hours from its making; None: it did not happen."""

    effective: int | None
    ends: int | None
    ended: tuple[int, str] | None
    changes: tuple[int, ...]
    served: tuple[int | None, ...]
    clause: tuple[int | None, int | None]
    voided: bool


@st.composite
def histories(draw):
    effective = draw(st.one_of(st.none(), st.integers(0, 48)))
    begun = effective if effective is not None else 0
    ends = draw(st.one_of(st.none(), st.integers(begun + 1, 24 * 80)))
    ended = None
    because = st.sampled_from(["discharged", "event", "replaced"])
    ended = draw(st.one_of(st.none(), st.tuples(st.integers(begun, 24 * 80), because)))
    changes = ()
    if effective is not None:
        changes = tuple(sorted(set(draw(st.lists(st.integers(begun + 1, 24 * 80), max_size=3)))))
    served = tuple(draw(st.one_of(st.none(), st.integers(begun, 24 * 85))) for _ in range(len(changes) + 1))
    starts = draw(st.one_of(st.none(), st.integers(0, 400)))
    stops = draw(st.one_of(st.none(), st.integers((starts or 0) + 1, 24 * 80)))
    return History(
        effective, ends, ended, changes, served, (starts, stops), draw(st.booleans()) and draw(st.booleans())
    )


def instant(hours):
    return None if hours is None else BASE + timedelta(hours=hours)


def write(order, history, person):
    """The rows of a history, straight: no operation would let every one of them be."""
    order.effective_at, order.made_at = instant(history.effective), BASE
    order.ends_at = instant(history.ends)
    if history.ends is not None:
        order.ends_kind, order.last_day = "period", instant(history.ends).date()
    order.ended_at = instant(history.ended[0]) if history.ended else None
    if history.voided:
        order.voided_at, order.voided_by, order.void_reason = BASE + timedelta(days=500), person, "entered twice"
    order.save()
    if history.ended:
        OrderEnd.objects.create(order=order, at=order.ended_at, because=history.ended[1])
    starts = [history.effective, *history.changes]
    stops = [*history.changes, None]
    version = None
    for seq, (start, stop, served) in enumerate(zip(starts, stops, history.served, strict=True), start=1):
        version = OrderVersion.objects.create(
            order=order, seq=seq + 1, cause="varied", effective_at=instant(start), superseded_at=instant(stop),
            notice_given_to_subject=True, served_at=instant(served),
            service=service(order, seq, person) if served is not None else None,
        )  # fmt: skip
        Requirement.objects.create(
            version=version, clause=1, term="no_contact", legal_en="x", plain_en="x", place_mode="none", change="same",
            provision="DAA 2021 s.35(4)(a)", starts_at=instant(history.clause[0]), ends_at=instant(history.clause[1]),
        )  # fmt: skip


def service(order, seq, person):
    attempt = ServiceAttempt.objects.create(
        case=order.case, paper_kind="order", about_ref=f"{order.ref}/{seq}x", person=order.case.subject, by_user=person,
        by_capacity="constable", at=BASE, place_kind="home", result="handed", identity_facts=2,
    )  # fmt: skip
    return Service.objects.create(attempt=attempt, about_ref=attempt.about_ref, mode_rule="MCR 1981 r.19")


def oracle(history, at):
    """Minute by minute thinking, from the history alone."""
    if history.voided:
        return "voided"
    if at < BASE:
        return "not_made"
    began = instant(history.effective)
    over = [instant(history.ends), instant(history.ended[0]) if history.ended else None]
    if any(end is not None and end <= at for end in over):
        discharged = history.ended and history.ended[1] == "discharged" and instant(history.ended[0]) <= at
        return "discharged" if discharged else "ended"
    if began is None or at < began:
        return "waiting"
    starts = [instant(h) for h in (history.effective, *history.changes)]
    index = max(i for i, start in enumerate(starts) if start <= at)
    served = instant(history.served[index])
    if served is None or served > at:
        return "unserved"
    ends = instant(history.ends)
    return "ending_soon" if ends is not None and ends <= at + timedelta(days=30) else "in_force"


class _Undo(Exception):
    pass


@pytest.fixture
def bare(house, now):
    """An order without versions, that a history fills."""
    made = made_order(house, now)
    copied = ("verify_code", "case", "force", "subject", "route", "made_by", "made_at", "outcome", "effect_rule")
    values = {name: getattr(made, name) for name in copied}
    return Order.objects.create(ref="DO-BARE-0001", court_paper_no="bare", ends_kind="further_order", **values)


@PROFILE
@given(history=histories(), hours=st.lists(st.integers(-5, 24 * 90), min_size=6, max_size=6))
def test_three_answers_are_one(house, bare, history, hours):
    edges = [history.effective, history.ends, *(history.changes), *(history.served)]
    edges += [history.ended[0]] if history.ended else []
    moments = {h for h in hours} | {h + d for h in edges if h is not None for d in (-1, 0)}
    try:
        with transaction.atomic():
            order = Order.objects.get(pk=bare.pk)
            if history.effective is None:
                OrderVersion.objects.create(order=order, seq=1, cause="made", notice_given_to_subject=True)
            (write if history.effective is not None else _waiting)(order, history, house.moss)
            for at in sorted(instant(h) for h in moments):
                order = Order.objects.prefetch_related("versions", "ends").get(pk=bare.pk)
                row = with_status(Order.objects.filter(pk=bare.pk), at).get()
                expected = oracle(history, at)
                assert status(order, at) == row.status_code == expected, (at, history)
                inside = expected in ("unserved", "in_force", "ending_soon")
                assert orders_in_force(at).filter(pk=bare.pk).exists() == inside
                starts, stops = (instant(h) for h in history.clause)
                runs = inside and (starts is None or starts <= at) and (stops is None or at < stops)
                assert bool(clauses_in_force(order, at)) == runs
            raise _Undo
    except _Undo:
        return


def _waiting(order, history, person):
    order.effective_at, order.made_at, order.ended_at = None, BASE, None
    order.effect_rule, order.effect_waits_for = "on_end_of_order", order
    if history.ends is not None:
        order.ends_kind, order.last_day, order.ends_at = "period", instant(history.ends).date(), instant(history.ends)
    if history.voided:
        order.voided_at, order.voided_by, order.void_reason = BASE + timedelta(days=500), person, "entered twice"
    order.ended_at = instant(history.ended[0]) if history.ended else None
    order.save()
    if history.ended:
        OrderEnd.objects.create(order=order, at=order.ended_at, because=history.ended[1])


MOVES = st.lists(st.sampled_from(["add", "remove", "lighten", "replace", "extend", "bad"]), min_size=1, max_size=6)


@settings(parent=PROFILE, max_examples=8)
@given(moves=MOVES, picks=st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_clause_numbers_are_for_life(house, now, moves, picks):
    """Whatever a court does, a number means one clause as long as the order lives."""
    try:
        with transaction.atomic():
            order = made_order(house, now, no_contact(), stay_away(), programme())
            meaning = {1: "no_contact", 2: "distance_from_home", 3: "programme"}
            seen, gone = {1, 2, 3}, set()
            at = order.made_at
            for move, pick in zip(moves, picks, strict=False):
                at += timedelta(hours=1)
                live = [r.clause for r in order.versions.order_by("seq").last().requirements.all()]
                clause = live[pick % len(live)]
                decision = _decision(move, clause, meaning)
                command = VaryOrder(
                    order.ref, at, "person", True, REASONS, (decision,), conflicts_considered=True,
                    considered={"child_welfare": True, "protected_opinion": None},
                )  # fmt: skip
                try:
                    with transaction.atomic():
                        version = vary_order(command, by=house.moss, at=at)
                except Refused:
                    continue
                now_there = {r.clause: r.term for r in version.requirements.all()}
                gone |= seen - set(now_there)
                fresh = set(now_there) - seen
                assert not set(now_there) & gone
                assert all(n > max(seen) for n in fresh)
                meaning |= {n: now_there[n] for n in fresh}
                if move != "replace":
                    assert all(meaning[n] == term for n, term in now_there.items())
                meaning |= now_there
                seen |= fresh
            versions = list(order.versions.order_by("seq"))
            assert [v.seq for v in versions] == list(range(1, len(versions) + 1))
            raise _Undo
    except _Undo:
        return


def _decision(move, clause, meaning):
    if move == "add":
        return ClauseDecision("add", new=RequirementFacts("no_online_posting", {}), necessary=True)
    if move == "remove":
        return ClauseDecision("remove", clause, no_longer_necessary=True)
    if move == "lighten" and meaning[clause] == "distance_from_home":
        return ClauseDecision("lighten", clause, stay_away(20), no_longer_necessary=True)
    if move == "replace":
        return ClauseDecision("replace", clause, no_contact(), necessary=True, no_longer_necessary=True)
    if move == "extend":
        return ClauseDecision("extend", clause, lasts=Lasts("order"), necessary=True)
    return ClauseDecision("remove", clause)
