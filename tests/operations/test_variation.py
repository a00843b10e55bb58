"""What a variation may do to the end of a clause, to a clause that a duty hangs on, and to clauses that it leaves alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.courts.requirements import Lasts, RequirementFacts, ResponsibleFacts
from haven.orders.changes import ClauseDecision
from haven.orders.content import look_at, of_variation
from haven.orders.models import Order
from haven.orders.operations import vary_order as module
from haven.orders.operations.vary_order import vary_order
from haven.orders.variation import VaryOrder
from haven_law.clause_ends import LATER, End, compare_ends
from haven_law.clock import to_london
from haven_law.findings import LawyerMustDecide, Refused
from tests.operations.court_helpers import REASONS, made_order, no_contact, programme, stay_away, tag

DAY = timedelta(days=1)
UNTIL = Lasts("date")
COURSE = Lasts("event", event="The course is finished")


def days(order, number):
    """A day so many after the order was made."""
    return to_london(order.made_at).date() + number * DAY


def until(order, number):
    return replace(UNTIL, last_day=days(order, number))


def varying(order, *changes, at=None, **more):
    considered = {"child_welfare": True, "protected_opinion": True}
    plain = VaryOrder(
        order.ref,
        at or order.made_at + DAY,
        "person",
        True,
        REASONS,
        tuple(changes),
        conflicts_considered=True,
        considered=considered,
    )
    return replace(plain, **more)


def act(house, command):
    return vary_order(command, by=house.moss, at=command.decided_at)


def lighter(clause, new, **more):
    return ClauseDecision("lighten", clause, new, no_longer_necessary=True, **more)


def longer(clause, lasts, **more):
    return ClauseDecision("extend", clause, lasts=lasts, necessary=True, **more)


@pytest.fixture
def order(house, now):
    """Clause 1 with the order; 2 for two months; 3 a duty until an event; the order for six months."""
    return made_order(
        house,
        now,
        no_contact(),
        stay_away(lasts=Lasts("months", months=2)),
        programme(lasts=COURSE),
        lasts=Lasts("months", months=6),
    )


class TestEnds:
    @pytest.mark.provision("44(9)")
    def test_a_lighter_clause_never_ends_later(self, house, order):
        old = order.versions.get().requirements.get(clause=2)
        for lasts in (Lasts("order"), until(order, 100), COURSE):
            with pytest.raises(Refused, match="later"):
                act(house, varying(order, lighter(2, stay_away(50, lasts=lasts))))
        version = act(house, varying(order, lighter(2, stay_away(50, lasts=Lasts("date", last_day=old.last_day)))))
        new = version.requirements.get(clause=2)
        assert (new.params["distance_m"], new.last_day, new.ends_at) == (50, old.last_day, old.ends_at)

    @pytest.mark.provision("44(9)")
    def test_nor_one_that_ends_at_an_event(self, house, order):
        for lasts in (Lasts("order"), until(order, 10), Lasts("event", event="The subject moves")):
            with pytest.raises(Refused, match="ends now at this event"):
                act(house, varying(order, lighter(3, programme(lasts=lasts))))
        act(house, varying(order, lighter(3, programme(lasts=COURSE))))

    @pytest.mark.provision("44(11)")
    @pytest.mark.parametrize(("clause", "lasts"), [(1, 30), (2, 30), (1, None), (3, 30)])
    def test_an_extension_is_later(self, house, order, clause, lasts):
        new = Lasts("order") if lasts is None else until(order, lasts)
        with pytest.raises(Refused, match="not later|cannot be known"):
            act(house, varying(order, longer(clause, new)))

    def test_months_of_an_extension_run_from_the_old_end_also_where_that_is_the_orders(self, house, order):
        last = order.last_day
        command = varying(order, longer(1, Lasts("months", months=1)), lasts=until(order, 365), order_necessary=True)
        new = act(house, command).requirements.get(clause=1).last_day
        assert last + 27 * DAY < new <= last + 31 * DAY

    def test_a_clause_is_lightened_while_its_order_is_made_longer(self, house, order):
        command = varying(order, lighter(1, no_contact()), lasts=until(order, 365), order_necessary=True)
        assert act(house, command).requirements.get(clause=1).last_day is None

    @pytest.mark.provision("44(9)", "44(11)")
    def test_an_order_for_days_until_an_event_needs_both_findings(self, house, order):
        command = varying(order, lasts=COURSE, order_necessary=True)
        with pytest.raises(Refused, match="still necessary"):
            act(house, command)
        with pytest.raises(Refused, match="lasts that long already"):
            act(house, replace(command, lasts=Lasts("date", last_day=order.last_day)))
        act(house, replace(command, order_less=True))

    @pytest.mark.provision("38(5)")
    def test_a_tag_that_was_extended_can_be_made_lighter(self, house, now):
        order = made_order(house, now, no_contact(), tag(), stay_away())
        act(house, varying(order, longer(2, Lasts("months", months=12))))
        order = Order.objects.get(pk=order.pk)
        last = order.versions.get(seq=2).requirements.get(clause=2).last_day
        new = tag((1, 3), lasts=Lasts("date", last_day=last))
        version = act(house, varying(order, lighter(2, new), at=order.made_at + 2 * DAY))
        assert version.requirements.get(clause=2).last_day == last
        other = tag(params=dict(new.params) | {"monitor": "Another"}, lasts=new.lasts)
        with pytest.raises(Refused, match="no clause lighter"):
            act(house, varying(order, lighter(2, other), at=order.made_at + 3 * DAY))

    @pytest.mark.provision("38(5)")
    def test_a_tag_until_an_event_needs_a_last_day(self, house, now):
        with pytest.raises(Refused, match="does not end a tag"):
            made_order(house, now, no_contact(), tag(lasts=COURSE), lasts=Lasts("months", months=6))


class TestDuties:
    @pytest.mark.provision("36(2)", "36(3)")
    def test_a_lighter_duty_keeps_its_gates(self, house, order):
        for missing, words in (
            ({"suitability_evidence": ""}, "first receive that person's evidence"),
            ({"responsible": None}, "name the person who supervises"),
        ):
            with pytest.raises(Refused, match=words):
                act(house, varying(order, lighter(3, programme(lasts=COURSE, **missing))))
        assert order.versions.count() == 1

    def test_and_how_that_person_is_reached_and_what_the_court_heard(self, house, now):
        person = ResponsibleFacts("Terry Marsh", "Steps Croydon", "020 7946 0000")
        order = made_order(house, now, no_contact(), programme(responsible=person))
        plain = programme(suitability_evidence="Received by the court", lasts=Lasts("order"))
        row = act(house, varying(order, lighter(2, plain))).requirements.get(clause=2)
        assert (row.responsible.contact, row.suitability_evidence) == ("020 7946 0000", "Heard on oath")

    def test_a_premises_clause_is_made_lighter_without_a_lawyer(self, house, order):
        """What only imposing it asks is not asked again."""
        with pytest.raises(LawyerMustDecide):
            act(house, varying(order, ClauseDecision("add", new=RequirementFacts("leave_premises"), necessary=True)))
        act(house, varying(order, lighter(2, stay_away(50, lasts=until(order, 10)))))


@pytest.mark.provision("35(6)")
class TestTags:
    @pytest.fixture
    def order(self, house, now):
        return made_order(house, now, no_contact(), stay_away(), tag((1, 2)))

    def test_the_last_clause_that_it_checks_cannot_go_alone(self, house, order):
        gone = [ClauseDecision("remove", n, no_longer_necessary=True) for n in (1, 2)]
        for more in ((), (longer(3, Lasts("months", months=1)),)):
            with pytest.raises(Refused, match="nothing left to check"):
                act(house, varying(order, *gone, *more, self.posting()))
        fresh = [*gone, ClauseDecision("remove", 3, no_longer_necessary=True), self.posting()]
        assert [r.clause for r in act(house, varying(order, *fresh)).requirements.all()] == [4]

    def posting(self):
        return ClauseDecision("add", new=RequirementFacts("no_online_posting", {}), necessary=True)

    def test_where_one_of_several_goes_a_person_looks(self, house, order):
        command = varying(order, ClauseDecision("remove", 1, no_longer_necessary=True))
        checks = look_at(of_variation(command, order), order.case, by=house.moss, at=command.decided_at, without=order)
        assert [c.clauses for c in checks if c.code == "tag_checks_gone"] == [(3,)]
        act(house, command)

    def test_what_a_new_tag_checks_must_stand_after_the_variation(self, house, order):
        gone = ClauseDecision("remove", 1, no_longer_necessary=True)
        for monitors in ((1,), (5,), (4, 5)):
            new = ClauseDecision("add", new=tag(monitors), necessary=True)
            with pytest.raises(Refused, match="holds none for it to check"):
                act(house, varying(order, gone, self.posting(), new))
        new = ClauseDecision("add", new=tag((4,)), necessary=True)
        version = act(house, varying(order, gone, self.posting(), new))
        assert version.requirements.get(clause=5).params["monitors"] == [4]


@pytest.mark.provision("38(4)")
def test_a_shorter_order_does_not_cut_a_clause_before_its_start(house, now):
    made = now.date()
    late = stay_away(starts_on=made + 60 * DAY, lasts=Lasts("date", last_day=made + 90 * DAY))
    order = made_order(house, now, no_contact(), late, lasts=Lasts("months", months=6))
    shorter = varying(order, lasts=until(order, 30), order_less=True)
    with pytest.raises(Refused, match="Clause 2 starts only after the order would end"):
        act(house, shorter)
    with pytest.raises(Refused, match="starts after the order ends|before it starts"):
        act(house, replace(shorter, changes=(lighter(2, stay_away(50, lasts=until(order, 29))),)))
    version = act(house, replace(shorter, lasts=Lasts("date", last_day=late.starts_on)))
    assert version.requirements.get(clause=2).last_day == late.starts_on


# Any variation at all.

NUMBERS = st.integers(0, 400)
LASTS = st.one_of(
    st.just(("order",)),
    st.tuples(st.just("date"), NUMBERS),
    st.tuples(st.just("months"), st.integers(1, 14)),
    st.tuples(st.just("event"), st.sampled_from([COURSE.event, "The subject moves"])),
)
NEW = {
    "no_contact": no_contact(),
    "distance_from_home": stay_away(50),
    "programme": programme(),
    "electronic_monitoring": tag((1, 2)),
}
DECISIONS = st.tuples(
    st.sampled_from(["add", "extend", "lighten", "remove", "replace"]),
    st.integers(1, 6),
    st.sampled_from(["own", "own", "own", "own", *NEW]),
    LASTS,
    st.one_of(st.none(), st.none(), NUMBERS),
    st.sampled_from([True, True, False]),
)
COMMANDS = st.tuples(
    st.lists(DECISIONS, max_size=2), st.one_of(st.none(), st.none(), st.none(), LASTS), st.integers(1, 20)
)


def lasting(order, said):
    kind, *value = said
    if kind == "date":
        return until(order, value[0])
    return Lasts(kind, months=value[0] if kind == "months" else None, event=value[0] if kind == "event" else "")


def decided(order, row_terms, drawn):
    change, number, term, lasts, starts, supervised = drawn
    term = row_terms.get(number, "no_contact") if term == "own" else term
    new = replace(NEW[term], lasts=lasting(order, lasts), starts_on=days(order, starts) if starts else None)
    if not supervised:
        new = replace(new, suitability_evidence="")
    return ClauseDecision(
        change,
        None if change == "add" else number,
        new=None if change in ("extend", "remove") else new,
        lasts=lasting(order, lasts) if change == "extend" else None,
        necessary=True,
        no_longer_necessary=True,
    )


def ends(version, order):
    whole = End(order.last_day, order.ends_event)
    return {r.clause: End(r.last_day, r.until_event).within(whole) for r in version.requirements.all()}


class _Undo(Exception):
    pass


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(commands=st.lists(COMMANDS, min_size=1, max_size=3))
def test_whatever_is_decided(house, whole, commands):
    """A variation is done or refused in words, never half; a clause lasts longer only where it was extended, put in the
    place of another or added, or where the order was made longer; and a number means one clause for life."""
    try:
        with transaction.atomic():
            _live(house, whole, commands)
            raise _Undo
    except _Undo:
        return


@pytest.fixture
def whole(house, now, monkeypatch):
    """An order with a clause of every kind of end; its papers are not drawn."""
    monkeypatch.setattr(module, "keep_version_paper", lambda *args, **kwargs: None)
    made = now.date()
    late = {"starts_on": made + 60 * DAY, "lasts": Lasts("date", last_day=made + 90 * DAY)}
    return made_order(
        house,
        now,
        no_contact(),
        stay_away(lasts=Lasts("months", months=2)),
        programme(lasts=COURSE),
        tag((1, 2)),
        stay_away(200, **late),
        lasts=Lasts("months", months=6),
    )


def _live(house, order, commands):
    at, used, gone = order.made_at, {r.clause for r in order.versions.get().requirements.all()}, set()
    for decisions, lasts, passed in commands:
        at += passed * DAY
        order = Order.objects.get(pk=order.pk)
        before = order.versions.order_by("seq").last()
        terms = {r.clause: r.term for r in before.requirements.all()}
        changes = tuple(decided(order, terms, one) for one in decisions)
        command = varying(order, *changes, at=at, lasts=lasting(order, lasts) if lasts else None)
        command = replace(command, order_necessary=True, order_less=True)
        was, order_was = ends(before, order), End(order.last_day, order.ends_event)
        try:
            with transaction.atomic():
                version = vary_order(command, by=house.moss, at=at)
        except Refused:
            continue
        order = Order.objects.get(pk=order.pk)
        becomes, order_is = ends(version, order), End(order.last_day, order.ends_event)
        assert not set(becomes) & gone
        assert all(n > max(used) for n in set(becomes) - used)
        gone |= used - set(becomes)
        used |= set(becomes)
        said = {r.clause: r.change for r in version.requirements.all()}
        if compare_ends(order_was, order_is) in ("same", "sooner"):
            for number in set(was) & set(becomes):
                moved = compare_ends(was[number], becomes[number])
                if said[number] in ("same", "lightened"):
                    assert moved in ("same", "sooner"), (number, said[number], was[number], becomes[number])
                if said[number] == "extended":
                    assert moved == LATER
        for row in version.requirements.all():
            if row.term == "electronic_monitoring":
                assert set(row.params["monitors"]) & set(becomes)
