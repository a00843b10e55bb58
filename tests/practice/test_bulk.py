"""A case written by the bulk loader answers as one that the operations made: status, in force, clauses, figures, register."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from django.utils import timezone

from haven.breaches.operations.decide_breach import PursueBreach, pursue_breach
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.models import Case, CaseEvent
from haven.cases.permissions import visible_to
from haven.figures.queries import figures
from haven.jobs.practice.bulk import copy_case, load
from haven.jobs.react import react
from haven.notices.models import Notice
from haven.notices.notice_states import status as notice_status
from haven.orders.models import Order
from haven.orders.queries import clauses_in_force, orders_in_force
from haven.orders.states import status as order_status
from haven.parties.queries import display_name
from haven.register.listing import Filters, listing
from haven.sealed.ciphers import decipher
from tests.factories import make_served_notice
from tests.operations.court_helpers import made_order

SERVED = datetime.fromisoformat("2026-11-02T11:00:00+00:00")
NOW = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
ORDERED, RUNNING = "ordered", "running"


@pytest.fixture
def originals(house):
    """An order with a breach that is pursued, and a notice whose clock runs."""
    order = made_order(house, SERVED)
    at = order.made_at + timedelta(hours=20)
    breach = report_breach(ReportBreach(order.ref, at, "Rang the bell for an hour", clauses=(1,)), by=house.ali, at=at)
    pursue_breach(PursueBreach(breach.ref, "arrest"), by=house.adeyemi, at=at + timedelta(hours=1))
    running = make_served_notice(house, NOW - timedelta(hours=5))
    assert react(timezone.now() + timedelta(days=4000)).failed == 0, (
        "what follows has rows of its own: news, supervision"
    )
    return {ORDERED: order.case, RUNNING: running.case}


def answers(case: Case, at: datetime) -> dict[str, object]:
    """What one asks of a case, without names and references."""
    notices, orders = list(case.notices.order_by("pk")), list(case.orders.order_by("pk"))
    return {
        "notices": [notice_status(n, at) for n in notices],
        "orders": [order_status(o, at) for o in orders],
        "in_force": orders_in_force(at).filter(case=case).count(),
        "in_effect": [n.in_effect for n in notices] + [o.in_effect for o in orders],
        "clauses": [[(c.clause, c.term, c.params, c.plain_en) for c in clauses_in_force(o, at)] for o in orders],
        "terms": [[(t.clause, t.term, t.wording_en) for t in n.terms.all()] for n in notices],
        "events": list(case.events.order_by("seq").values_list("kind", "at", "by_words")),
        "clocks": list(case.deadlines.order_by("pk").values_list("kind", "act_by", "met_at", "close_reason")),
        "breaches": list(case.breaches.values_list("of", "pursued_how", "pursued_at", "happened")),
        "account": [decipher(case.ref, p.account_enc) for p in case.proposals.order_by("pk")],
        "news": list(case.updates.order_by("pk").values_list("kind", "state", "clock__act_by")),
        "tasks": list(case.tasks.order_by("pk").values_list("kind", "made_at")),
    }


@pytest.mark.parametrize("which", [ORDERED, RUNNING])
def test_a_copy_answers_as_its_original(house, originals, which):
    case = originals[which]
    before = figures(NOW)
    with time_machine.travel(NOW, tick=False):
        twin = copy_case(case)
        for at in (NOW, SERVED + timedelta(hours=1), NOW - timedelta(days=2), NOW + timedelta(days=400)):
            assert answers(twin, at) == answers(case, at)
    assert twin.ref != case.ref and twin.subject_id != case.subject_id
    assert display_name(twin.subject) != display_name(case.subject)
    after = figures(NOW)
    own = {
        "notices_issued": 1, "orders_made": case.orders.count(), "breaches_pursued": case.breaches.count(),
        "notices_in_force": int(which == RUNNING), "orders_in_force": case.orders.count(),
    }  # fmt: skip
    assert {name: after[name] - before[name] for name in own} == own


@pytest.mark.parametrize("which", [ORDERED, RUNNING])
def test_a_copy_stands_in_the_register_and_has_its_pages(house, originals, which):
    case = originals[which]
    twin = copy_case(case)
    mine = visible_to(house.okoro, NOW)
    rows = {
        r.case_ref: r
        for r in listing(mine, Filters(), NOW).rows
        if r.kind == ("order" if which == ORDERED else "notice")
    }
    first, second = rows[case.ref], rows[twin.ref]
    assert (first.state, first.ends, first.court, first.issued_at, first.tagged) == (
        second.state, second.ends, second.court, second.issued_at, second.tagged,
    )  # fmt: skip
    found = listing(mine, Filters(text=display_name(twin.subject)), NOW)
    assert twin.ref in [row.case_ref for row in found.rows], "its search keys find it"
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(house.okoro)
        assert client.get(f"/cases/{twin.ref}").status_code == 200


def test_operations_go_on_with_a_copy(house, originals):
    twin = copy_case(originals[ORDERED])
    order = twin.orders.get()
    at = order.made_at + timedelta(hours=30)
    report_breach(ReportBreach(order.ref, at, "Came again", clauses=(1,)), by=house.ali, at=at)
    assert twin.breaches.count() == 2
    seqs = list(CaseEvent.objects.filter(case=twin).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_many_at_once(house, originals):
    assert load(600, NOW) == 602
    assert Notice.objects.count() == 602 and Order.objects.count() > 550
    live = Notice.objects.filter(in_effect__contains=NOW)
    assert live.count() == 1 + 4, "about the share of clocks that a force has"
    assert Case.objects.values("ref").distinct().count() == 602
    assert not Case.objects.filter(subject=F("protected")).exists()
    counted = figures(NOW)
    assert counted["notices_issued"] == 602 and counted["orders_made"] == Order.objects.count()


def test_nothing_to_copy_is_said(house):
    with pytest.raises(LookupError, match="place the practice story first"):
        load(10, NOW)
