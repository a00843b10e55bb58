"""What may reach her pages: where a paper stands is the same there as for the staff, at every instant; nothing else gets in."""

import json
from dataclasses import fields
from datetime import timedelta

import pytest

from haven.notices.notice_states import status as notice_status
from haven.orders.models import Order
from haven.orders.states import status as order_status
from haven.support.her_view import FIGURES, Clause, HerView, Paper, Plan, Sitting, Version, read_view
from haven.support.models import ShownToHer
from haven.support.operations.give_card import GiveCard, give_card
from haven.support.operations.show_to_her import show_to_her
from haven.support.shown import shown_to_her
from tests.rows import HOUR, Term, a_case, a_hearing, a_notice, a_version, an_order, serve

DAY = timedelta(days=1)
# What she reads where the staff read more.
SAME = {"unserved": "in_force", "ending_soon": "ending", "discharged": "ended"}
INSTANTS = [timedelta(hours=h) for h in range(-3, 80)] + [DAY * n for n in range(4, 120, 5)]


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


def view_of(case):
    shown, _names = shown_to_her(case.protected)
    return read_view(json.loads(json.dumps(shown)))


@pytest.mark.parametrize("begun", [None, 5, 60])
@pytest.mark.parametrize("ended", [None, 30, 70])
def test_a_notice_stands_there_as_it_stands_for_the_staff(house, case, now, begun, ended):
    notice = a_notice(house, case, now - HOUR, served=now)
    if begun is not None:
        a_hearing(house, case, now + begun * HOUR, after=notice, begun=True)
    if ended is not None:
        notice.ended_at, notice.ended_because = now + ended * HOUR, "application_refused"
        notice.save()
    paper = view_of(case).papers[0]
    for after in INSTANTS:
        if after >= timedelta(0):
            assert paper.stands(now + after) == notice_status(notice, now + after), after


@pytest.mark.parametrize("ends", [None, 40, 90])
@pytest.mark.parametrize("ended", [None, 20])
@pytest.mark.parametrize("served", [None, 3])
def test_an_order_stands_there_as_it_stands_for_the_staff(house, case, now, ends, ended, served):
    from haven_law.clock import end_of, to_london

    last = to_london(now + ends * DAY).date() if ends else None
    an_order(
        house, case, now, last_day=last, ends_at=end_of(last) if last else None,
        ended=now + ended * DAY if ended else None, served=now + served * HOUR if served else None,
    )  # fmt: skip
    order, paper = Order.objects.get(), view_of(case).papers[0]
    for after in INSTANTS:
        at = now + after
        if after < timedelta(0):
            continue
        wanted = order_status(order, at)
        found = paper.stands(at)
        assert found == SAME.get(wanted, wanted) or (wanted == "unserved" and found == "ending"), after
        assert paper.holds(at) == (wanted in ("unserved", "in_force", "ending_soon"))


def test_she_reads_the_version_of_the_time(house, case, now):
    order = an_order(house, case, now, terms=(Term("no_contact"),))
    a_version(order, now + DAY, (Term("distance_from_home", {"distance_m": 200}),))
    paper = view_of(case).papers[0]
    assert [c.term for c in paper.version_at(now + HOUR).clauses] == ["no_contact"]
    assert paper.version_at(now + 2 * DAY).clauses[0].figures == {"distance_m": 200}


def test_the_next_day_at_court_and_never_where(house, case, now):
    notice = a_notice(house, case, now - HOUR, served=now)
    hearing = a_hearing(house, case, now + DAY, after=notice)
    view = view_of(case)
    assert view.next_sitting(now).at == hearing.listed_for and view.next_sitting(now + 2 * DAY) is None
    shown, _names = shown_to_her(case.protected)
    assert "Croydon" not in str(shown) and "Court" not in str(shown)


def test_a_notice_that_was_not_given_is_not_there(house, case, now):
    notice = a_notice(house, case, now - HOUR)
    assert not view_of(case).papers
    serve(house, notice, now)
    assert view_of(case).papers


def test_words_that_somebody_wrote_stay_on_the_paper(house, case, now):
    """Every blank of every clause, filled with a canary."""
    from haven_law.terms import VOCABULARY

    canary = "12 Canary Mews"
    terms = []
    for number, (code, term) in enumerate(VOCABULARY.items(), start=1):
        if term.is_duty or code == "electronic_monitoring":
            continue
        params = {p.name: canary if p.kind == "text" else 5 for p in term.parameters if p.kind in ("text", "number")}
        terms.append(Term(code, params, clause=number))
    an_order(house, case, now, terms=tuple(terms))
    shown, _names = shown_to_her(case.protected)
    assert len(shown["papers"][0]["versions"][0]["clauses"]) == len(terms) and "Canary" not in str(shown)


def test_the_view_has_these_fields_and_no_other():
    """A new field is decided on here, against the table of audiences."""
    names = {kind.__name__: {f.name for f in fields(kind)} for kind in (HerView, Paper, Version, Clause, Sitting, Plan)}
    assert names == {
        "HerView": {"papers", "sittings", "plan"},
        "Paper": {"kind", "ref", "case", "made", "begins", "ends", "ended", "because", "lasts", "last_day", "versions",
                  "hear_by", "outer", "begun"},
        "Version": {"begins", "until", "given", "clauses"},
        "Clause": {"number", "term", "figures", "exception", "begins", "ends"},
        "Sitting": {"case", "at", "own"},
        "Plan": {"mode", "ways", "windows", "voicemail", "review_on"},
    }  # fmt: skip
    assert not FIGURES & {"place", "premises", "description", "exception", "people", "prohibition", "station", "provider",
                          "programme", "monitor"}  # fmt: skip


def test_only_of_those_who_can_sign_in(house, case, now):
    assert show_to_her(case.protected_id, now) is None and not ShownToHer.objects.exists()
    give_card(GiveCard(case.ref, True, "402817", "", "purple harbour kettle"), by=house.ali, at=now)
    first, second = show_to_her(case.protected_id, now), show_to_her(case.protected_id, now + HOUR)
    assert first.pk == second.pk and second.made_at == now + HOUR
