"""An order after it is made: service, awareness, change, correction, end; and where it stands at any instant."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from haven.cases.deadlines import open_deadlines
from haven.cases.models import Deadline
from haven.cases.papers import paper_bytes
from haven.courts.requirements import Lasts, RequirementFacts
from haven.lawdata.queries import policy
from haven.orders.models import Order, OrderEnd
from haven.orders.operations.correct_order import CorrectOrder, correct_order
from haven.orders.operations.end_order import (
    AskEventEnd,
    DischargeOrder,
    ask_event_end,
    decline_event_end,
    discharge_order,
    end_order_by_event,
    settle_ended_orders,
)
from haven.orders.operations.keep_watch import ReviewOrder, SubjectEvent, record_subject_event, review_order
from haven.orders.operations.serve_order import RecordAwareness, ServeOrder, record_awareness, serve_order
from haven.orders.operations.vary_order import ClauseDecision, VaryOrder, vary_order
from haven.orders.queries import clauses_in_force, offence_possible, orders_in_force
from haven.orders.states import status
from haven.service.operations.record_hearing_address import AddressAnswer
from haven_law.breach import ELSEWHERE_IN_UK
from haven_law.clock import to_london
from haven_law.findings import Refused
from tests.factories import a_person
from tests.operations.court_helpers import (
    REASONS,
    begun_hearing,
    decided,
    made_order,
    no_contact,
    order_command,
    programme,
    stay_away,
    tag,
)
from tests.papers.reading import text_of

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
CONSIDERED = {"child_welfare": True, "protected_opinion": True}


@pytest.fixture
def order(house, now):
    return made_order(house, now, no_contact(), stay_away(), programme(), lasts=Lasts("months", months=6))


def serving(order, at, **changes):
    plain = ServeOrder(order.ref, at, "handed", "home", "constable", identity=("name", "born"))
    return replace(plain, **changes)


def varying(order, at, *changes, **more):
    plain = VaryOrder(
        order.ref, at, "person", True, REASONS, tuple(changes), conflicts_considered=True, considered=CONSIDERED
    )
    return replace(plain, **more)


def fresh(order):
    return Order.objects.get(pk=order.pk)


class TestService:
    def test_in_person_by_a_constable(self, house, order):
        at = order.made_at + 2 * HOUR
        served = serve_order(serving(order, at), by=house.ali, at=at)
        assert served.version.served_at == at
        assert status(fresh(order), at) == "in_force" and status(fresh(order), at - MINUTE) == "unserved"
        assert not open_deadlines(order.ref, "serve_order").exists()
        assert served.version.awareness.filter(how="served").count() == 1

    def test_by_the_court_in_court_only(self, house, order):
        at = order.made_at + 5 * MINUTE
        with pytest.raises(Refused, match="hands an order over in court"):
            serve_order(serving(order, at, capacity="court", identity=()), by=house.moss, at=at)
        served = serve_order(
            serving(order, at, capacity="court", place_kind="court", identity=()), by=house.moss, at=at
        )
        assert served.service is not None

    def test_another_way_needs_the_direction_of_the_court(self, house, order):
        at = order.made_at + HOUR
        left = serving(order, at, result="left_at_given_address")
        with pytest.raises(Refused, match="unless the court directs otherwise"):
            serve_order(left, by=house.ali, at=at)
        served = serve_order(replace(left, court_direction="Leave at the given address"), by=house.ali, at=at)
        assert served.service.court_direction == "Leave at the given address"

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"capacity": "process_server"}, "A constable or police employee"),
            ({"identity": ("name",)}, "two facts"),
            ({"identity": ("name", "wings")}, "two facts"),
            ({"capacity": "court", "place_kind": "court"}, "capacity that you hold"),
            ({"result": "thrown"}, "Choose how it went"),
            ({"place_kind": "moon"}, "Choose where"),
            ({"version": 4}, "no such version"),
            ({"said": "x" * 2001}, "2,000 characters"),
        ],
    )
    def test_refused(self, house, order, changes, words):
        at = order.made_at + HOUR
        with pytest.raises(Refused, match=words):
            serve_order(serving(order, at, **changes), by=house.ali, at=at)

    def test_times(self, house, order):
        with pytest.raises(Refused, match="after the order was made"):
            serve_order(serving(order, order.made_at - MINUTE), by=house.ali, at=order.made_at)
        with pytest.raises(Refused, match="in the future"):
            serve_order(serving(order, order.made_at + HOUR), by=house.ali, at=order.made_at)

    def test_a_failed_attempt_is_kept_and_nothing_is_met(self, house, order):
        at = order.made_at + HOUR
        found = serve_order(serving(order, at, result="not_found", identity=()), by=house.ali, at=at)
        assert found.service is None and status(fresh(order), at) == "unserved"
        assert open_deadlines(order.ref, "serve_order").exists()
        assert order.case.events.filter(kind="order.service_attempted").count() == 1

    def test_not_twice(self, house, order):
        at = order.made_at + HOUR
        serve_order(serving(order, at), by=house.ali, at=at)
        with pytest.raises(Refused, match="already recorded as served"):
            serve_order(serving(order, at), by=house.ali, at=at)

    def test_an_officer_of_another_force_may(self, house, order):
        at = order.made_at + HOUR
        served = serve_order(serving(order, at), by=house.quill, at=at)
        assert served.attempt.recorded_by == house.quill and status(fresh(order), at) == "in_force"


class TestVariation:
    def test_each_change_makes_a_whole_new_version(self, house, order):
        at = order.made_at + 10 * DAY
        version = vary_order(
            varying(
                order,
                at,
                ClauseDecision("lighten", 2, stay_away(50), no_longer_necessary=True),
                ClauseDecision("remove", 3, conditions_fail=True),
                ClauseDecision("add", new=RequirementFacts("no_online_posting", {}), necessary=True),
            ),
            by=house.moss,
            at=at,
        )
        rows = [(r.clause, r.term, r.change) for r in version.requirements.all()]
        assert rows == [
            (1, "no_contact", "same"),
            (2, "distance_from_home", "lightened"),
            (4, "no_online_posting", "added"),
        ]
        first, second = order.versions.order_by("seq")
        assert first.superseded_at == second.effective_at == at
        assert [r.clause for r in first.requirements.all()] == [1, 2, 3]
        text = text_of(paper_bytes(version.document))
        assert "Version 2" in text and "50 metres" in text and "Steps" not in text
        assert first.document_id != version.document_id
        assert open_deadlines(order.ref, "serve_order").exists()

    def test_a_number_is_never_used_again(self, house, order):
        at = order.made_at + DAY
        vary_order(varying(order, at, ClauseDecision("remove", 3, no_longer_necessary=True)), by=house.moss, at=at)
        at += DAY
        version = vary_order(
            varying(order, at, ClauseDecision("add", new=programme(), necessary=True)), by=house.moss, at=at
        )
        assert [r.clause for r in version.requirements.all()] == [1, 2, 4]

    @pytest.mark.parametrize(
        ("decision", "words"),
        [
            (ClauseDecision("add", new=RequirementFacts("no_online_posting", {})), "Decide whether the change"),
            (
                ClauseDecision("add", new=RequirementFacts("no_online_posting", {}), necessary=False),
                "does not find the change necessary",
            ),
            (ClauseDecision("remove", 2), "still necessary as it was imposed"),
            (ClauseDecision("remove", 2, no_longer_necessary=False), "does not find that the requirement"),
            (ClauseDecision("lighten", 2, stay_away(50)), "still necessary"),
            (ClauseDecision("remove", 9, no_longer_necessary=True), "no clause 9"),
            (ClauseDecision("lighten", 2, no_contact(), no_longer_necessary=True), "in its own kind"),
            (
                ClauseDecision("extend", 2, lasts=Lasts("order"), necessary=True, conditions_fail=True),
                "may not be extended",
            ),
            (ClauseDecision("swap", 2), "Choose what the court did"),
            (ClauseDecision("add", necessary=True), "how the clause is to read"),
            (
                ClauseDecision("add", new=programme(responsible=None), necessary=True),
                "must name the person who supervises it",
            ),
        ],
    )
    def test_what_may_not_be(self, house, order, decision, words):
        at = order.made_at + DAY
        with pytest.raises(Refused, match=words):
            vary_order(varying(order, at, decision), by=house.moss, at=at)
        assert order.versions.count() == 1

    def test_what_the_court_must_say(self, house, order):
        at = order.made_at + DAY
        one = ClauseDecision("remove", 3, no_longer_necessary=True)
        for changes, words in (
            ({"changes": ()}, "Say what the court changed"),
            ({"changes": (one, one)}, "changed once"),
            ({"conflicts_considered": None}, "has not been considered"),
            ({"considered": {}}, "not recorded that the court considered"),
            ({"reasons": "x"}, "Enter the reasons"),
            ({"presence": "?"}, "at court"),
        ):
            with pytest.raises(Refused, match=words):
                vary_order(replace(varying(order, at, one), **changes), by=house.moss, at=at)
        every = [ClauseDecision("remove", n, no_longer_necessary=True) for n in (1, 2, 3)]
        with pytest.raises(Refused, match="the court discharges it"):
            vary_order(varying(order, at, *every), by=house.moss, at=at)
        with pytest.raises(Refused, match="may not vary order"):
            vary_order(varying(order, at, one), by=house.okoro, at=at)

    def test_the_order_is_made_longer(self, house, order):
        at = order.made_at + DAY
        longer = varying(order, at, lasts=Lasts("further_order"))
        with pytest.raises(Refused, match="Decide whether the change is necessary"):
            vary_order(longer, by=house.moss, at=at)
        vary_order(replace(longer, order_necessary=True), by=house.moss, at=at)
        assert fresh(order).ends_kind == "further_order" and fresh(order).ends_at is None
        assert not open_deadlines(order.ref, "order_ends").exists()

    def test_a_clause_is_extended_and_a_tag_by_twelve_months_at_most(self, house, now):
        order = made_order(house, now, no_contact(), tag(), stay_away(lasts=Lasts("months", months=2)))
        at = order.made_at + 30 * DAY
        far = ClauseDecision("extend", 2, lasts=Lasts("months", months=13), necessary=True)
        with pytest.raises(Refused, match="twelve months at most"):
            vary_order(varying(order, at, far), by=house.moss, at=at)
        version = vary_order(
            varying(
                order,
                at,
                ClauseDecision("extend", 2, lasts=Lasts("months", months=12), necessary=True),
                ClauseDecision("extend", 3, lasts=Lasts("order"), necessary=True),
            ),
            by=house.moss,
            at=at,
        )
        before = order.versions.get(seq=1).requirements.get(clause=2)
        extended = version.requirements.get(clause=2)
        assert extended.last_day == before.last_day.replace(year=before.last_day.year + 1)
        assert extended.change == "extended" and version.requirements.get(clause=3).ends_at is None
        assert open_deadlines(f"{order.ref}#2", "em_ends").get().act_by == extended.ends_at

    def test_the_slip_rule(self, house, order):
        at = order.made_at + DAY
        version = correct_order(
            CorrectOrder(order.ref, at, "The paper said 100 and the court said 150.", {2: {"distance_m": 150}}),
            by=house.moss,
            at=at,
        )
        assert version.cause == "slip_rule"
        assert version.requirements.get(clause=2).params == {"distance_m": 150}
        assert {r.change for r in version.requirements.all()} == {"same"}
        with pytest.raises(Refused, match="no clause 9"):
            correct_order(CorrectOrder(order.ref, at + MINUTE, REASONS, {9: {}}), by=house.moss, at=at + MINUTE)
        with pytest.raises(Refused, match="from 1 to 5000"):
            correct_order(
                CorrectOrder(order.ref, at + MINUTE, REASONS, {2: {"distance_m": 0}}), by=house.moss, at=at + MINUTE
            )


class TestTheEnd:
    def test_discharge(self, house, order):
        at = order.made_at + DAY
        plain = DischargeOrder(order.ref, at, REASONS, no_longer_necessary=True, police_heard_or_not_wished=True)
        for changes, words in (
            ({"no_longer_necessary": None}, "Decide whether the order"),
            ({"no_longer_necessary": False}, "does not find that the order"),
            ({"asked_by_protected": True}, "must be heard"),
            ({"police_heard_or_not_wished": None}, "chief officer"),
            ({"reasons": ""}, "Enter the reasons"),
        ):
            with pytest.raises(Refused, match=words):
                discharge_order(replace(plain, **changes), by=house.moss, at=at)
        discharge_order(plain, by=house.moss, at=at)
        assert status(fresh(order), at) == "discharged" and status(fresh(order), at - MINUTE) == "unserved"
        assert not Deadline.objects.filter(case=order.case, closed_at__isnull=True).exists()
        with pytest.raises(Refused, match="discharged"):
            discharge_order(plain, by=house.moss, at=at)

    def test_a_period_ends_by_time_alone(self, house, order):
        assert status(fresh(order), order.ends_at - MINUTE) == "unserved"
        assert status(fresh(order), order.ends_at) == "ended"
        assert not OrderEnd.objects.exists()
        assert clauses_in_force(order, order.ends_at - MINUTE) and not clauses_in_force(order, order.ends_at)
        assert settle_ended_orders(order.ends_at + HOUR) == 1
        assert settle_ended_orders(order.ends_at + HOUR) == 0
        assert order.case.events.get(kind="order.ended").at == order.ends_at
        assert status(fresh(order), order.ends_at) == "ended"

    def test_an_event_needs_two_officers(self, house, now):
        order = made_order(house, now, lasts=Lasts("event", event="The subject leaves the country"))
        at = order.made_at + DAY
        ask = AskEventEnd(order.ref, "Seen at the airport by the border force", at - HOUR)
        with pytest.raises(Refused, match="Nobody has said"):
            end_order_by_event(order.ref, by=house.halloran, at=at)
        ask_event_end(ask, by=house.okoro, at=at)
        assert status(fresh(order), at) == "unserved"
        with pytest.raises(Refused, match="A second officer"):
            end_order_by_event(order.ref, by=house.okoro, at=at)
        decline_event_end(order.ref, by=house.halloran, at=at)
        ask_event_end(ask, by=house.okoro, at=at)
        end_order_by_event(order.ref, by=house.halloran, at=at)
        assert status(fresh(order), at - HOUR) == "ended"

    def test_no_event_where_the_order_names_none(self, house, order):
        at = order.made_at + DAY
        with pytest.raises(Refused, match="does not end by an event"):
            ask_event_end(AskEventEnd(order.ref, "Seen at the airport", at), by=house.okoro, at=at)

    def test_what_waited_takes_effect(self, house, now):
        first = made_order(house, now)
        person = replace(a_person(), same_as=first.case.subject)
        waits = made_order(house, now + 14 * DAY, request={"subject": person}, after_order=first.ref)
        at = now + 20 * DAY
        discharge_order(
            DischargeOrder(first.ref, at, REASONS, no_longer_necessary=True, police_heard_or_not_wished=True),
            by=house.moss,
            at=at,
        )
        assert fresh(waits).effective_at == at and status(fresh(waits), at) == "unserved"
        assert waits.versions.get().effective_at == at

    def test_death_prison_and_removal_end_nothing(self, house, order):
        at = order.made_at + DAY
        for kind in ("imprisoned", "removal", "died"):
            event = SubjectEvent(order.case.ref, kind, at, "Shown by a certificate")
            record_subject_event(event, by=house.okoro, at=at)
            assert status(fresh(order), at) == "unserved"
        order.case.subject.refresh_from_db()
        assert order.case.subject.died_on == to_london(at).date()
        with pytest.raises(Refused, match="already recorded"):
            record_subject_event(
                SubjectEvent(order.case.ref, "died", at, "Shown by a certificate"), by=house.okoro, at=at
            )

    def test_a_review_is_recorded(self, house, order):
        at = order.made_at + DAY
        order_without_end = fresh(order)
        review_order(ReviewOrder(order_without_end.ref, True), by=house.okoro, at=at)
        assert order.case.events.get(kind="order.reviewed").facts["still_needed"] is True

    def test_an_order_until_further_order_is_reviewed_again_and_again(self, house, now):
        order = made_order(house, now, lasts=Lasts("further_order"))
        at = order.made_at
        for days in (100, 290, 600):
            at = order.made_at + days * DAY
            review_order(ReviewOrder(order.ref, True), by=house.okoro, at=at)
            clock = Deadline.objects.get(about_ref=order.ref, kind="order_review", closed_at__isnull=True)
            assert (clock.starts_at, clock.act_by) == (at, at + policy("order_review_days", at.date()) * DAY)
        assert Deadline.objects.filter(about_ref=order.ref, kind="order_review", met_at__isnull=False).count() == 3

    def test_what_ends_before_the_next_review_is_not_asked_again(self, house, order):
        review_order(ReviewOrder(order.ref, True), by=house.okoro, at=order.made_at + 10 * DAY)
        assert not Deadline.objects.filter(about_ref=order.ref, kind="order_review", closed_at__isnull=True).exists()


class TestOffence:
    def test_with_notice_from_the_making(self, house, order):
        assert offence_possible(order, 1, order.made_at).lawful is True
        assert offence_possible(order, 9, order.made_at).lawful is False
        assert offence_possible(order, 1, order.made_at, ELSEWHERE_IN_UK).lawful is None
        assert offence_possible(order, 1, order.made_at - MINUTE).lawful is None
        assert offence_possible(order, 1, order.ends_at).lawful is False

    def test_without_notice_only_once_aware(self, house, now):
        hearing = begun_hearing(house, now, serving={"address": AddressAnswer("refused")})
        from haven.orders.operations.make_order import make_order

        command = order_command(hearing, decided=decided(hearing, "absent", subject_notice="efforts_s29_6"))
        order = make_order(command, by=house.moss, at=command.decided.decided_at)
        at = order.made_at + DAY
        assert offence_possible(order, 1, at).lawful is False
        told = RecordAwareness(order.ref, "told_by_officer", at, "Told at the door by PC Ali, on camera")
        record_awareness(told, by=house.ali, at=at)
        assert offence_possible(order, 1, at).lawful is True
        assert offence_possible(order, 1, at - MINUTE).lawful is False

    def test_a_variation_without_notice_gates_only_what_it_adds(self, house, order):
        at = order.made_at + DAY
        vary_order(
            varying(
                order,
                at,
                ClauseDecision("add", new=RequirementFacts("no_online_posting", {}), necessary=True),
                ClauseDecision("lighten", 2, stay_away(50), no_longer_necessary=True),
                presence="absent",
                notice_given=False,
            ),
            by=house.moss,
            at=at,
        )
        later = at + DAY
        assert offence_possible(order, 1, later).lawful is True
        assert offence_possible(order, 2, later).lawful is True
        assert offence_possible(order, 4, later).lawful is False
        serve_order(serving(order, later), by=house.ali, at=later)
        assert offence_possible(order, 4, later).lawful is True

    def test_an_extension_without_notice_binds_before_the_old_end(self, house, now):
        order = made_order(house, now, no_contact(), stay_away(lasts=Lasts("date", last_day=date(2026, 12, 1))))
        at = order.made_at + DAY
        vary_order(
            varying(
                order,
                at,
                ClauseDecision("extend", 2, lasts=Lasts("date", last_day=date(2027, 2, 1)), necessary=True),
                presence="absent",
                notice_given=False,
            ),
            by=house.moss,
            at=at,
        )
        before, after = (at.replace(month=11, day=30), at.replace(month=12, day=5))
        assert offence_possible(order, 2, before).lawful is True
        assert offence_possible(order, 2, after).lawful is False


def test_in_force_as_known_at_another_instant(house, order):
    at = order.made_at + DAY
    assert list(orders_in_force(at)) == [order]
    assert list(orders_in_force(at, known_at=fresh(order).recorded_at + DAY)) == [order]
    assert not orders_in_force(at, known_at=fresh(order).recorded_at - MINUTE).exists()
