"""Notification under ss.41-43: what is due when, what a visit to a station covers, what switches it off, what is overdue."""

from dataclasses import replace
from datetime import timedelta

import pytest

from haven.cases.deadlines import open_deadlines
from haven.cases.models import CaseEvent, Deadline, Task
from haven.cases.papers import paper_bytes
from haven.compliance.clocks import duty_about
from haven.compliance.facts import as_duty
from haven.compliance.models import ExemptingDuty, Notification, NotificationDuty
from haven.compliance.operations.acknowledge import home_of, make_acknowledgement, names_of
from haven.compliance.operations.enter_exempting_duty import (
    EnterExemptingDuty,
    end_exempting_duty,
    enter_exempting_duty,
)
from haven.compliance.operations.recompute_notification import recompute_notification
from haven.compliance.operations.record_change import LearnChange, record_change
from haven.compliance.operations.record_notification import RecordNotification, record_notification
from haven.compliance.operations.settle_notification import settle_notification
from haven.orders.operations.end_order import DischargeOrder, discharge_order
from haven.orders.operations.serve_order import ServeOrder, serve_order
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven_law.clock import day_end, end_of, to_london
from haven_law.findings import Refused
from haven_law.notification import ADDRESS_CHANGED, NAME_USED, NO_ADDRESS, STALKING
from haven_law.notification_course import standing
from tests.factories import a_person
from tests.factories import follow as everything_follows
from tests.operations.court_helpers import REASONS, made_order
from tests.papers.reading import text_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def follow():
    """What the worker does."""
    assert everything_follows().failed == 0


@pytest.fixture
def order(house, now):
    made = made_order(house, now)
    follow()
    return made


def visit(order, at, **changes):
    plain = RecordNotification(
        order_ref=order.ref,
        given_at=at,
        station="Croydon police station",
        in_area=True,
        taken_as="police_officer",
        names=("Rowan Verity",),
        home_lines="4 Larkspur Close",
        home_postcode="CR0 1VV",
        paper=False,
    )
    return replace(plain, **changes)


def duty_of(order, event="order_made"):
    return NotificationDuty.objects.get(order=order, event=event, withdrawn_at__isnull=True)


def where(duty, at):
    duty.refresh_from_db()
    return standing(as_duty(duty), duty.met_by.at if duty.met_by else None, at)


class TestDue:
    def test_the_order_brings_one_duty_with_its_clock(self, order):
        duty = duty_of(order)
        day = to_london(order.made_at).date()
        assert (duty.event_day, duty.due_by, duty.person_id) == (day, day_end(day + 2 * DAY), order.subject_id)
        clock = open_deadlines(duty_about(duty), "notification").get()
        assert (clock.act_by, clock.outer_limit, clock.provision) == (duty.due_by, duty.due_by, "DAA 2021 s.41(2)")
        assert order.case.events.filter(kind="notification.due").count() == 1

    def test_reckoning_again_changes_nothing(self, order):
        before = list(NotificationDuty.objects.values()), Deadline.objects.count(), CaseEvent.objects.count()
        for hours in (0, 1, 500):
            recompute_notification(order.subject, at=order.made_at + hours * HOUR)
        assert before == (list(NotificationDuty.objects.values()), Deadline.objects.count(), CaseEvent.objects.count())

    def test_an_old_event_takes_nothing_back(self, house, order):
        at = order.made_at + 5 * DAY
        record_change(
            order.ref, LearnChange(ADDRESS_CHANGED, to_london(at).date(), "Told by a neighbour"), by=house.ali, at=at
        )
        recompute_notification(order.subject, at=order.made_at)
        assert duty_of(order, ADDRESS_CHANGED)

    def test_not_known_to_the_subject_nobody_is_late(self, house, now):
        order = made_order(house, now, presence="absent")
        follow()
        duty = duty_of(order)
        clock = open_deadlines(duty_about(duty), "notification").get()
        assert duty.fault_from is None and clock.ambiguity == "A10" and not clock.rungs.exists()
        later = order.made_at + 20 * DAY
        assert settle_notification(later) == 0 and where(duty, later) == "excused"
        assert open_deadlines(duty_about(duty), "notification").get().outer_limit > later
        serve_order(
            ServeOrder(order.ref, later, "handed", "home", "constable", ("name", "born")), by=house.ali, at=later
        )
        follow()
        duty.refresh_from_db()
        assert duty.fault_from == day_end(to_london(later).date() + 2 * DAY)
        assert open_deadlines(duty_about(duty), "notification").get().outer_limit == duty.fault_from
        assert settle_notification(duty.fault_from) == 0
        assert settle_notification(duty.fault_from + timedelta(seconds=1)) == 1

    def test_overdue_is_told_once(self, order):
        duty = duty_of(order)
        assert settle_notification(duty.due_by) == 0
        for _ in range(3):
            settle_notification(duty.due_by + HOUR)
        assert order.case.events.filter(kind="notification.overdue").count() == 1
        assert where(duty, duty.due_by + HOUR) == "overdue"


class TestTwoOrders:
    @pytest.fixture
    def beside(self, house, now, order):
        person = replace(a_person(), same_as=order.case.subject)
        made = made_order(house, now + 7 * DAY, request={"subject": person})
        follow()
        return made

    def test_the_second_adds_no_new_three_days(self, order, beside):
        assert not NotificationDuty.objects.filter(order=beside).exists()

    def test_the_end_of_the_first_brings_all_anew(self, house, order, beside):
        at = order.made_at + 20 * DAY
        discharge_order(
            DischargeOrder(order.ref, at, REASONS, no_longer_necessary=True, police_heard_or_not_wished=True),
            by=house.moss,
            at=at,
        )
        follow()
        duty = duty_of(beside, "duty_begins_again")
        assert duty.due_by == day_end(to_london(at).date() + 2 * DAY) and duty.revived_after == order.ref
        assert beside.case.events.filter(kind="notification.revived").count() == 1
        assert where(duty_of(order), at) == "overdue", "it was failed long before the order ended"

    def test_one_visit_covers_what_is_due_in_every_case(self, house, order, beside):
        at = order.made_at + DAY
        record_notification(visit(order, at), by=house.ali, at=at)
        assert where(duty_of(order), at) == "met"


class TestVisit:
    def test_what_was_given_is_kept_closed_and_added_to_the_person(self, house, order):
        at = order.made_at + DAY
        command = visit(order, at, names=("Rowan Verity", "Ro Ash"), fingerprints="given", paper=True)
        row = record_notification(command, by=house.ali, at=at)
        assert names_of(row) == ("Rowan Verity", "Ro Ash") and home_of(row) == "4 Larkspur Close\nCR0 1VV"
        assert b"Larkspur" not in bytes(row.home_enc)
        assert order.subject.names.filter(as_written="Ro Ash", kind="alias").exists()
        assert order.subject.addresses.filter(kind="home", postcode="CR0 1VV", until_day__isnull=True).count() == 1
        assert where(duty_of(order), at) == "met"
        clock = Deadline.objects.get(about_ref=duty_about(duty_of(order)))
        assert (clock.met_at, clock.close_reason) == (at, "met")
        words = text_of(paper_bytes(row.acknowledgement))
        assert "Ro Ash" in words and "4 Larkspur Close" in words and "fingerprints were taken" in words
        event = order.case.events.get(kind="notification.given")
        assert "Larkspur" not in str(event.facts) and event.facts["late"] == "in time"

    def test_late(self, house, order):
        at = order.made_at + 6 * DAY
        settle_notification(at - HOUR)
        record_notification(visit(order, at), by=house.ali, at=at)
        assert where(duty_of(order), at) == "met_late"
        assert order.case.events.get(kind="notification.given").facts["late"] == "late"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"in_area": False}, "must be in the one of their home"),
            ({"in_area": None}, "right police area"),
            ({"names": ()}, "Enter every name that they use"),
            ({"home_lines": ""}, "Enter their home address"),
            ({"home_lines": "", "names": ()}, "Enter every name that they use"),
            ({"station": " "}, "Enter the police station"),
            ({"taken_as": "other"}, "Choose who was told"),
            ({"no_home": True}, "Enter an address, or say that there is none"),
            ({"fingerprints": "maybe"}, "Choose whether it was asked for"),
        ],
    )
    def test_refused_in_words(self, house, order, change, words):
        at = order.made_at + DAY
        with pytest.raises(Refused, match=words):
            record_notification(visit(order, at, **change), by=house.ali, at=at)
        assert not Notification.objects.exists()

    def test_not_in_the_future_and_not_as_an_officer_by_a_civilian(self, house, order):
        at = order.made_at + DAY
        with pytest.raises(Refused, match="future"):
            record_notification(visit(order, at + HOUR), by=house.ali, at=at)
        with pytest.raises(Refused, match="may not"):
            record_notification(visit(order, at), by=house.moss, at=at)

    def test_an_officer_of_another_force_may(self, house, order):
        at = order.made_at + DAY
        record_notification(visit(order, at), by=house.quill, at=at)

    def test_twice_is_refused(self, house, order):
        at = order.made_at + DAY
        record_notification(visit(order, at), by=house.ali, at=at)
        with pytest.raises(Refused, match="No notification is due"):
            record_notification(visit(order, at + HOUR), by=house.ali, at=at + HOUR)

    def test_no_home(self, house, order):
        at = order.made_at + DAY
        row = record_notification(visit(order, at, home_lines="", home_postcode="", no_home=True), by=house.ali, at=at)
        assert row.no_home and row.home_enc is None
        order.subject.refresh_from_db()
        assert order.subject.no_fixed_abode

    def test_a_sealed_place_told_as_home_goes_nowhere_but_to_the_inspector(self, house, order):
        seal_place(order.case.protected, SealedPlaceFacts("9 Teasel Rise", "CR0 9ZZ"), by=house.ali)
        at = order.made_at + DAY
        command = visit(order, at, home_lines="9 Teasel Rise", home_postcode="CR0 9ZZ", paper=True)
        row = record_notification(command, by=house.ali, at=at)
        assert not order.subject.addresses.filter(postcode="CR0 9ZZ").exists()
        words = text_of(paper_bytes(row.acknowledgement))
        assert "Teasel" not in words and "which was written down" in words
        follow()
        task = Task.objects.get(kind="sealed_home_told")
        assert "Teasel" not in task.words and task.duty_role == "duty_inspector"

    def test_refusing_prints_is_told(self, house, order):
        at = order.made_at + DAY
        record_notification(visit(order, at, photograph="refused"), by=house.ali, at=at)
        event = order.case.events.get(kind="notification.identity_refused")
        assert event.facts["what"] == "photograph"
        assert event.findings[0]["provision"] == "DAA 2021 s.43(2)"

    def test_the_paper_can_be_made_later_and_once(self, house, order):
        at = order.made_at + DAY
        row = record_notification(visit(order, at), by=house.ali, at=at)
        paper = make_acknowledgement(row, by=house.ali, at=at)
        assert make_acknowledgement(row, by=house.okoro, at=at + HOUR).pk == paper.pk
        assert "Larkspur" in text_of(paper_bytes(paper))


class TestChanges:
    @pytest.fixture
    def settled(self, house, order):
        record_notification(visit(order, order.made_at + DAY), by=house.ali, at=order.made_at + DAY)
        return order

    def test_a_change_that_we_learn_of_brings_a_duty(self, house, settled):
        at = settled.made_at + 10 * DAY
        day = to_london(at).date() - DAY
        record_change(settled.ref, LearnChange(ADDRESS_CHANGED, day, "Told by the landlord"), by=house.ali, at=at)
        duty = duty_of(settled, ADDRESS_CHANGED)
        assert duty.due_by == day_end(day + 2 * DAY)
        record_notification(visit(settled, at, names=(), home_lines="8 Teasel Rise"), by=house.ali, at=at)
        assert where(duty, at) == "met"

    def test_a_change_told_at_the_station_is_recorded_and_met_at_once(self, house, settled):
        at = settled.made_at + 10 * DAY
        day = to_london(at).date() - 5 * DAY
        command = visit(settled, at, names=("Ro Ash",), home_lines="", name_used_on=day)
        record_notification(command, by=house.ali, at=at)
        assert where(duty_of(settled, NAME_USED), at) == "met_late"

    def test_the_same_change_twice_is_one(self, house, settled):
        at = settled.made_at + 10 * DAY
        for _ in range(2):
            record_change(
                settled.ref, LearnChange(NO_ADDRESS, to_london(at).date(), "Seen by PC Ali"), by=house.ali, at=at
            )
        assert NotificationDuty.objects.filter(event=NO_ADDRESS).count() == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda day: LearnChange("travel", day, "Seen at the port"), "Choose what changed"),
            (lambda day: LearnChange(NO_ADDRESS, day + 30 * DAY, "Seen by an officer"), "cannot be in the future"),
            (lambda day: LearnChange(NO_ADDRESS, day - 60 * DAY, "Seen by an officer"), "before the order"),
            (lambda day: LearnChange(NO_ADDRESS, day, " "), "Say how you know"),
        ],
    )
    def test_refused(self, house, settled, change, words):
        at = settled.made_at + 10 * DAY
        with pytest.raises(Refused, match=words):
            record_change(settled.ref, change(to_london(at).date()), by=house.ali, at=at)


class TestOtherRegime:
    def test_off_while_it_lasts_and_anew_after(self, house, order):
        at = order.made_at + DAY
        day = to_london(at).date()
        duty = duty_of(order)
        row = enter_exempting_duty(
            EnterExemptingDuty(order.ref, STALKING, day, "Register entry seen"), by=house.okoro, at=at
        )
        assert where(duty, at + 9 * DAY) == "off" and not open_deadlines(duty_about(duty), "notification").exists()
        assert settle_notification(at + 9 * DAY) == 0
        last = day + 20 * DAY
        end_exempting_duty(order.ref, row.pk, last, by=house.okoro, at=at + 2 * DAY)
        assert NotificationDuty.objects.count() == 1, "its end has not come"
        settle_notification(end_of(last) + HOUR)
        anew = duty_of(order, "duty_begins_again")
        assert anew.event_day == last + DAY and anew.revived_after == STALKING
        assert ExemptingDuty.objects.get().settled_at == end_of(last) + HOUR
        assert order.case.events.filter(kind="notification.suspended").count() == 1

    def test_found_later_the_duty_never_was(self, house, order):
        at = order.made_at + HOUR
        day = to_london(at).date() - 100 * DAY
        enter_exempting_duty(EnterExemptingDuty(order.ref, STALKING, day, "Register entry seen"), by=house.okoro, at=at)
        assert NotificationDuty.objects.get().withdrawn_at == at
        assert not open_deadlines(duty_about(NotificationDuty.objects.get()), "notification").exists()

    def test_refused(self, house, order):
        at = order.made_at + HOUR
        day = to_london(at).date()
        for command, words in (
            (EnterExemptingDuty(order.ref, "other", day, "Register entry"), "Choose the Act"),
            (EnterExemptingDuty(order.ref, STALKING, day, "Register entry", day - DAY), "not be before"),
            (EnterExemptingDuty(order.ref, STALKING, day, ""), "what shows it"),
        ):
            with pytest.raises(Refused, match=words):
                enter_exempting_duty(command, by=house.okoro, at=at)
        enter_exempting_duty(EnterExemptingDuty(order.ref, STALKING, day, "Register entry"), by=house.okoro, at=at)
        with pytest.raises(Refused, match="recorded already"):
            enter_exempting_duty(
                EnterExemptingDuty(order.ref, STALKING, day + 3 * DAY, "Register entry"), by=house.okoro, at=at
            )
