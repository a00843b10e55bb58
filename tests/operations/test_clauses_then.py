"""Ask for the state at any past instant: the clauses shown are those in force then. Random histories of versions, services
and ends, each read back by a slow oracle that replays what happened."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from haven.breaches.assessing import held_then
from haven.breaches.facts import clauses_at, clauses_between, moments
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.orders.facts import order_times
from haven.orders.models import Order
from haven.orders.queries import clauses_in_force
from haven_law.clock import to_london
from haven_law.findings import Refused
from haven_law.order_life import order_position
from haven_law.terms import legal_wording, plain_wording
from tests.rows import HOUR, Term, a_case, a_notice, a_version, an_order

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
START = datetime.fromisoformat("2026-06-01T09:00:00+00:00")
HISTORIES, INSTANTS = 40, 60


@dataclass
class Told:
    """What was done, as the oracle remembers it: (from, to or None) of each wording of each clause."""

    made: datetime
    ends: datetime | None = None
    # clause -> list of (from, to, own start, own end, words)
    clauses: dict[int, list[list]] = field(default_factory=dict)

    def at(self, moment: datetime) -> dict[int, str]:
        if moment < self.made or (self.ends is not None and moment >= self.ends):
            return {}
        found = {}
        for number, stretches in self.clauses.items():
            for since, until, begins, finishes, words in stretches:
                within = since <= moment and (until is None or moment < until)
                own = (begins is None or begins <= moment) and (finishes is None or moment < finishes)
                if within and own:
                    found[number] = words
        return found


def draw_terms(chance: random.Random, at: datetime, before: list[int], top: int) -> list[tuple[int, Term]]:
    """The clauses of a version: some of those before, changed or not, and new numbers for what is added."""
    kept = [n for n in before if chance.random() < 0.75]
    added = [top + n for n in range(1, chance.randrange(0, 3) + (0 if kept else 1) + 1)]
    found = []
    for number in [*kept, *added]:
        metres = chance.randrange(50, 900)
        starts = at + chance.randrange(-3, 9) * DAY if chance.random() < 0.3 else None
        base = starts or at
        ends = base + chance.randrange(1, 40) * DAY if chance.random() < 0.5 else None
        change = "made" if not before else "same" if number in kept else "added"
        term = Term(
            "distance_from_home", {"distance_m": metres}, starts_at=starts, ends_at=ends, change=change, clause=number
        )
        found.append((number, term))
    return found


def history(house, case, chance: random.Random) -> tuple[Order, Told]:
    """An order with its life, written as rows, and what the oracle remembers of it."""
    at = START + chance.randrange(0, 1000) * HOUR
    first = draw_terms(chance, at, [], 0)
    order = an_order(
        house, case, at, terms=tuple(t for _, t in first), given_notice=chance.random() < 0.7, served=at + HOUR
    )
    told = Told(at)
    remember(told, first, at)
    numbers, top = [n for n, _ in first], max(n for n, _ in first)
    for _ in range(chance.randrange(0, 4)):
        at += chance.randrange(1, 30) * DAY + chance.randrange(0, 1000) * MINUTE
        terms = draw_terms(chance, at, numbers, top)
        a_version(order, at, tuple(t for _, t in terms), given_notice=chance.random() < 0.5)
        close(told, at)
        remember(told, terms, at)
        numbers, top = [n for n, _ in terms], max([top, *(n for n, _ in terms)])
    if chance.random() < 0.6:
        ended = at + chance.randrange(1, 60) * DAY
        Order.objects.filter(pk=order.pk).update(ended_at=ended)
        told.ends = ended
    return Order.objects.prefetch_related("versions__requirements", "versions__awareness").get(pk=order.pk), told


def remember(told: Told, terms: list[tuple[int, Term]], since: datetime) -> None:
    for number, term in terms:
        words = legal_wording(term.term, term.params)
        told.clauses.setdefault(number, []).append([since, None, term.starts_at, term.ends_at, words])


def close(told: Told, at: datetime) -> None:
    for stretches in told.clauses.values():
        if stretches[-1][1] is None:
            stretches[-1][1] = at


def instants(chance: random.Random, told: Told) -> list[datetime]:
    """Any instant, and more often one near an edge: the edge itself, just before and just after."""
    edges = [told.made, told.ends, *(e for s in told.clauses.values() for row in s for e in row[:4])]
    known = [e for e in edges if e is not None]
    near = [chance.choice(known) + timedelta(microseconds=chance.choice((-1, 0, 1))) for _ in range(INSTANTS // 2)]
    far = [START + timedelta(minutes=chance.randrange(-5000, 400_000)) for _ in range(INSTANTS // 2)]
    return near + far


@pytest.mark.parametrize("seed", range(4))
def test_the_clauses_of_any_instant_are_those_in_force_then(house, now, seed):
    chance = random.Random(seed)
    case = a_case(house, START - DAY)
    for _ in range(HISTORIES // 4):
        order, told = history(house, case, chance)
        for moment in instants(chance, told):
            wanted = told.at(moment)
            assert {c.number: c.legal for c in clauses_at(order, moment)} == wanted, (seed, moment)
            in_rows = {r.clause: r.legal_en for r in clauses_in_force(order, moment)}
            assert in_rows == wanted, "the database and the reader of rows agree"


@pytest.mark.parametrize("seed", range(4, 7))
def test_between_two_times_every_clause_that_was_in_force_at_some_moment(house, now, seed):
    """Against the oracle asked minute by minute would be slow: it is asked at every edge and on both sides of it."""
    chance = random.Random(seed)
    case = a_case(house, START - DAY)
    for _ in range(HISTORIES // 5):
        order, told = history(house, case, chance)
        known = [e for s in told.clauses.values() for row in s for e in row[:4] if e is not None]
        for _ in range(12):
            start = chance.choice(known) + chance.randrange(-2000, 2000) * MINUTE
            last = start + chance.randrange(1, 60_000) * MINUTE
            tick = timedelta(microseconds=1)
            near = {start, last} | {
                m for e in (*known, told.made, told.ends) if e for m in (e - tick, e) if start <= m <= last
            }
            wanted: dict[int, str] = {}
            for moment in sorted(near):
                for number, words in told.at(moment).items():
                    wanted.setdefault(number, words)
            assert {c.number: c.legal for c in clauses_between(order, start, last)} == wanted
            assert moments(order, start, last) == sorted(set(moments(order, start, last)))


def test_a_report_takes_only_what_was_in_force_and_keeps_its_words(house, now):
    """Whatever is reported, the copy is the wording of the time; what was not in force then cannot be chosen."""
    chance = random.Random(99)
    case = a_case(house, START - DAY)
    for _ in range(12):
        order, told = history(house, case, chance)
        for moment in instants(chance, told)[:10]:
            edges = [told.made, told.ends, *(e for s in told.clauses.values() for row in s for e in row[:4])]
            if moment > now - HOUR or any(e is not None and moment < e <= moment + MINUTE for e in edges):
                continue  # what happened in the minute of a change is for the tests of times between
            wanted = told.at(moment)
            command = ReportBreach(order.ref, moment, "Seen", tuple(wanted), other_offence="" if wanted else "Assault")
            position = order_position(order_times(order), moment)
            if not wanted and position != "in_force":
                if to_london(moment).date() != to_london(order.made_at).date():
                    with pytest.raises(Refused):
                        report_breach(command, by=house.wren, at=now)
                continue
            breach = report_breach(command, by=house.wren, at=now)
            assert {c.clause: c.wording_copy for c in breach.clauses.all()} == wanted
            missing = next(n for n in range(1, 60) if n not in wanted)
            with pytest.raises(Refused, match="not in force"):
                report_breach(ReportBreach(order.ref, moment, "Seen", (missing,)), by=house.wren, at=now)


def test_a_notice_holds_its_terms_from_service_to_its_end(house, now):
    case = a_case(house, now - 9 * DAY)
    served = now - 2 * DAY
    notice = a_notice(house, case, served - HOUR, served)
    numbers = [t.clause for t in notice.terms.all()]
    assert [c.number for c in clauses_at(notice, served)] == numbers
    assert clauses_at(notice, served - timedelta(microseconds=1)) == []
    notice.ended_at, notice.ended_because = now - DAY, "order_made"
    notice.save()
    assert clauses_at(notice, now - DAY) == [] and clauses_at(notice, now - DAY - MINUTE)
    assert [c.number for c in held_then(notice, now - 3 * DAY, now)] == numbers, "at some moment between the two"


def test_words_are_those_of_the_kind():
    assert "250 metres" in legal_wording("distance_from_home", {"distance_m": 250})
    assert "250 metres" in plain_wording("distance_from_home", {"distance_m": 250})
