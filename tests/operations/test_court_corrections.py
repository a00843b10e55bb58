"""A wrong record of a court, a service or a death is put right by a second person: both values stay, the clocks are judged
again, what was never so is in no figure and on no doorstep, and who relied on it is told."""

from datetime import timedelta

import pytest

from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.deadlines import open_deadlines
from haven.cases.models import CaseEvent, Deadline, Task
from haven.courts.models import Application, Correction, Hearing, HearingOutcome, Sitting
from haven.courts.operations.correct_begun import CorrectBegun, correct_begun
from haven.courts.operations.hear import (
    AdjournHearing,
    BeginHearing,
    RefuseApplication,
    WithdrawnInCourt,
    adjourn_hearing,
    begin_hearing,
    refuse_application,
    withdrawn_in_court,
)
from haven.courts.operations.list_hearing import Slot
from haven.courts.states import application_status, hearing_status
from haven.figures.queries import figures
from haven.notices.models import Notice
from haven.orders.models import Awareness, Order, OrderEnd
from haven.orders.operations.correct_death import CorrectDeath, correct_death
from haven.orders.operations.correct_order_service import (
    CorrectAwareness,
    CorrectOrderService,
    correct_awareness,
    correct_order_service,
)
from haven.orders.operations.keep_watch import SubjectEvent, record_subject_event
from haven.orders.operations.make_order import make_order
from haven.orders.operations.serve_order import RecordAwareness, record_awareness, serve_order
from haven.orders.operations.void_outcome import VoidOutcome, void_outcome
from haven.orders.queries import orders_in_force
from haven.orders.states import status
from haven.register.door_rows import bound_by, protecting
from haven.sealed.ciphers import decipher
from haven.support.models import Update
from haven_law.clock import to_london
from haven_law.findings import Refused
from tests.operations.court_helpers import begun_hearing, decided, made_order, order_command
from tests.operations.test_court_follows import follow
from tests.operations.test_order_life import serving

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WHY = "The court's own register says otherwise."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def event(case, kind):
    return CaseEvent.objects.filter(case=case, kind=kind).order_by("seq").last()


def gave(made):
    return set(Task.objects.filter(from_event=made).values_list("kind", flat=True))


class TestBegun:
    def clock(self, hearing):
        return Deadline.objects.get(about_ref=hearing.application.after_notice.ref, kind="hearing", replaced_by=None)

    def test_in_time_becomes_late_and_a_lawyer_is_asked(self, house, now):
        hearing = begun_hearing(house, now)
        was, limit = hearing.begun_at, self.clock(hearing).outer_limit
        right = limit + HOUR
        correct_begun(CorrectBegun(hearing.public_id, right, WHY), by=house.fenwick, at=right + HOUR)
        clock = self.clock(hearing)
        assert fresh(hearing).begun_at == right == clock.met_at == clock.closed_at
        line = event(hearing.application.case, "hearing.begun_corrected")
        assert line.corrects == event(hearing.application.case, "hearing.begun")
        assert (line.facts["late"], line.facts["changed"], line.facts["in_time"]) == (True, True, "late")
        kept = Correction.objects.get(what="begun")
        assert (kept.before["at"], kept.after["at"]) == (was.isoformat(), right.isoformat())
        assert decipher(hearing.application.case.ref, kept.reasons_enc) == WHY
        follow()
        assert gave(line) == {"begun_corrected", "begun_advice"}

    def test_another_time_within_the_limit_asks_no_lawyer(self, house, now):
        hearing = begun_hearing(house, now)
        right = hearing.begun_at - MINUTE
        correct_begun(CorrectBegun(hearing.public_id, right, WHY), by=house.fenwick, at=right + DAY)
        follow()
        assert gave(event(hearing.application.case, "hearing.begun_corrected")) == {"begun_corrected"}

    def test_the_first_hearing_that_began_meets_the_limit(self, house, now):
        first = begun_hearing(house, now)
        later = Sitting.objects.filter(starts_at__gt=first.begun_at + 2 * DAY).order_by("starts_at").first()
        at = first.begun_at + HOUR
        outcome = adjourn_hearing(AdjournHearing(decided(first), "time", Slot(later)), by=house.moss, at=at)
        second, begun = outcome.next_hearing, later.starts_at + MINUTE
        begin_hearing(BeginHearing(second.public_id, begun), by=house.moss, at=begun)
        correct_begun(CorrectBegun(second.public_id, begun + MINUTE, WHY), by=house.fenwick, at=begun + HOUR)
        assert self.clock(first).met_at == first.begun_at
        assert Deadline.objects.get(about_ref=second.public_id, kind="next_hearing").met_at == begun + MINUTE

    @pytest.mark.parametrize(
        ("who", "change", "why", "words"),
        [
            ("moss", MINUTE, WHY, "other than the person who recorded"),
            ("okoro", MINUTE, WHY, "may not correct begun"),
            ("fenwick", timedelta(0), WHY, "recorded already"),
            ("fenwick", 3 * DAY, WHY, "not in the future"),
            ("fenwick", -9 * DAY, WHY, "after the hearing was listed"),
            ("fenwick", MINUTE, "no", "Say how you know"),
            ("fenwick", 2 * HOUR, WHY, "before the court decided"),
        ],
    )
    def test_refused(self, house, now, who, change, why, words):
        hearing = begun_hearing(house, now)
        refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=hearing.begun_at + HOUR)
        command = CorrectBegun(hearing.public_id, hearing.begun_at + change, why)
        with pytest.raises(Refused, match=words):
            correct_begun(command, by=getattr(house, who), at=hearing.begun_at + DAY)
        assert fresh(hearing).begun_at == hearing.begun_at and not Correction.objects.exists()


def voiding(hearing, why=WHY):
    return VoidOutcome(hearing.public_id, why)


class TestOutcome:
    def test_refused_for_adjourned(self, house, now):
        """The notice goes on, and what the court did is recorded."""
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + HOUR
        refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
        follow()
        notice = Notice.objects.get(pk=hearing.application.after_notice_id)
        assert notice.ended_at is not None
        wrong = void_outcome(voiding(hearing), by=house.fenwick, at=at + HOUR)
        assert (fresh(wrong).voided_by, fresh(wrong).void_reason) == (house.fenwick, str(Correction.objects.get()))
        notice.refresh_from_db()
        application = Application.objects.prefetch_related("hearings__outcomes").get(pk=hearing.application_id)
        assert (notice.ended_at, notice.ended_because, application.determined_at) == (None, "", None)
        assert hearing_status(application.hearings.all()[0], at + HOUR) == "begun"
        assert application_status(application, at + HOUR) == "begun"
        case = application.case
        assert event(case, "outcome.voided").corrects == event(case, "application.determined")
        assert event(case, "notice.goes_on").corrects == event(case, "notice.ended")
        follow()
        assert {"outcome_relied", "outcome_advice"} <= gave(event(case, "outcome.voided"))
        assert {"tell_protected", "notice_stands"} <= gave(event(case, "notice.goes_on"))
        told = Update.objects.get(event=event(case, "application.determined"))
        assert (told.state, told.closed_because) == ("closed", "superseded")
        later = Sitting.objects.filter(starts_at__gt=at + 2 * DAY).order_by("starts_at").first()
        adjourn_hearing(AdjournHearing(decided(hearing), "time", Slot(later)), by=house.moss, at=at + 2 * HOUR)
        assert HearingOutcome.objects.filter(hearing=hearing).count() == 2

    def test_clocks_of_the_notice_run_on(self, house, now):
        hearing = begun_hearing(house, now)
        ref, at = hearing.application.after_notice.ref, hearing.begun_at + HOUR
        before = set(open_deadlines(ref).values_list("kind", "act_by"))
        refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
        assert not open_deadlines(ref).exists()
        void_outcome(voiding(hearing), by=house.fenwick, at=at)
        assert set(open_deadlines(ref).values_list("kind", "act_by")) == before

    def test_adjourned_takes_the_next_hearing_back(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + HOUR
        later = Sitting.objects.filter(starts_at__gt=at + 2 * DAY).order_by("starts_at").first()
        wrong = adjourn_hearing(AdjournHearing(decided(hearing), "time", Slot(later)), by=house.moss, at=at)
        void_outcome(voiding(hearing), by=house.fenwick, at=at)
        following = fresh(wrong.next_hearing)
        assert following.voided_by == house.fenwick and not open_deadlines(following.public_id).exists()
        make_order(order_command(hearing), by=house.moss, at=at)

    def test_not_once_the_hearing_after_it_has_begun(self, house, now):
        hearing = begun_hearing(house, now)
        later = Sitting.objects.filter(starts_at__gt=hearing.begun_at + 2 * DAY).order_by("starts_at").first()
        wrong = adjourn_hearing(
            AdjournHearing(decided(hearing), "time", Slot(later)), by=house.moss, at=hearing.begun_at + HOUR
        )
        begun = later.starts_at
        begin_hearing(BeginHearing(wrong.next_hearing.public_id, begun), by=house.moss, at=begun)
        with pytest.raises(Refused, match="The hearing after it has begun"):
            void_outcome(voiding(hearing), by=house.fenwick, at=begun)

    def test_withdrawn_in_court(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + HOUR
        withdrawn_in_court(WithdrawnInCourt(decided(hearing), "evidence"), by=house.moss, at=at)
        void_outcome(voiding(hearing), by=house.fenwick, at=at)
        application = Application.objects.get(pk=hearing.application_id)
        assert (application.withdrawn_at, application.withdrawn_because) == (None, "")
        assert Notice.objects.get(pk=application.after_notice_id).ended_at is None

    def test_not_when_another_notice_was_asked_for_since(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + HOUR
        refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
        notice = Notice.objects.get(pk=hearing.application.after_notice_id)
        # A second notice of the same case, as a new request would give it.
        from tests.factories import make_authorised_notice

        other = make_authorised_notice(house, at)
        Notice.objects.filter(pk=other.pk).update(case=notice.case)
        with pytest.raises(Refused, match="Another notice"):
            void_outcome(voiding(hearing), by=house.fenwick, at=at + DAY)
        assert HearingOutcome.objects.get(hearing=hearing).voided_at is None

    @pytest.mark.parametrize(
        ("who", "why", "words"),
        [
            ("moss", WHY, "other than the person who recorded"),
            ("okoro", WHY, "may not void outcome"),
            ("fenwick", "", "Say how you know"),
        ],
    )
    def test_who_and_why(self, house, now, who, why, words):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + HOUR
        refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
        with pytest.raises(Refused, match=words):
            void_outcome(voiding(hearing, why), by=getattr(house, who), at=at)
        assert HearingOutcome.objects.get(hearing=hearing).voided_at is None

    def test_none_is_recorded(self, house, now):
        hearing = begun_hearing(house, now)
        with pytest.raises(Refused, match="No outcome is recorded"):
            void_outcome(voiding(hearing), by=house.fenwick, at=hearing.begun_at + HOUR)


class TestEnteredInError:
    @pytest.fixture
    def order(self, house, now):
        order = made_order(house, now)
        follow()
        return order

    def undo(self, house, order, after=2 * DAY):
        hearing = Hearing.objects.get(pk=order.outcome.hearing_id)
        return void_outcome(voiding(hearing), by=house.fenwick, at=order.made_at + after)

    def test_it_was_never_an_order(self, house, order):
        before = figures(order.made_at - MINUTE)
        at = order.made_at + 3 * DAY
        people = (order.subject_id, order.case.protected_id)
        assert bound_by([people[0]], at)[people[0]] and protecting([people[1]], at)[people[1]]
        counted = figures(at)
        self.undo(house, order)
        order = fresh(order)
        assert status(order, at) == "voided" and order not in orders_in_force(at)
        assert OrderEnd.objects.get(order=order).because == "entered_in_error"
        assert not any(t == order for t in bound_by([people[0]], at)[people[0]])
        assert not any(t == order for t in protecting([people[1]], at)[people[1]])
        assert not open_deadlines(order.ref).exists()
        again = figures(at)
        made = {key for key in counted if counted[key] != again[key]}
        assert made and all(again[key] == before.get(key, 0) for key in made if "order" in key)
        assert Notice.objects.get(case=order.case).ended_at is None

    def test_everybody_who_relied_on_it_is_told(self, house, order):
        report_breach(
            ReportBreach(order.ref, order.made_at + HOUR, "They came to the door.", (1,)),
            by=house.ali, at=order.made_at + DAY,
        )  # fmt: skip
        self.undo(house, order)
        follow()
        line = event(order.case, "order.entered_in_error")
        assert line.corrects == event(order.case, "order.made")
        assert {"tell_protected", "pnc_marker_off", "subject_untold", "error_advice"} <= gave(line)
        assert "Breaches recorded: BR-" in Task.objects.get(from_event=line, kind="error_advice").words
        assert not Task.objects.filter(
            about_ref=order.ref, kind__in=("serve_order", "pnc_marker"), done_at=None
        ).exists()
        assert not order.check_plan.filter(ended_at=None).exists()

    def test_the_right_one_is_made_after_it(self, house, order):
        self.undo(house, order)
        hearing = Hearing.objects.get(pk=order.outcome.hearing_id)
        right = make_order(order_command(hearing), by=house.moss, at=order.made_at + 3 * DAY)
        assert right.pk != order.pk and status(right, order.made_at + 3 * DAY) == "unserved"
        assert Order.objects.filter(case=order.case, voided_at=None).count() == 1


class TestService:
    @pytest.fixture
    def order(self, house, now):
        order = made_order(house, now, presence="absent")
        serve_order(serving(order, order.made_at + 2 * HOUR), by=house.ali, at=order.made_at + 3 * HOUR)
        return fresh(order)

    def test_service_awareness_and_clock(self, house, order):
        right = order.made_at + 5 * HOUR
        at = order.made_at + DAY
        correct_order_service(CorrectOrderService(order.ref, 1, right, WHY), by=house.okoro, at=at)
        version = order.versions.get()
        assert version.served_at == right == version.service.attempt.at
        assert version.service.attempt.by_user == house.ali
        rows = {row.at: row.voided_by for row in Awareness.objects.filter(version=version)}
        assert rows == {order.made_at + 2 * HOUR: house.okoro, right: None}
        assert Deadline.objects.get(about_ref=order.ref, kind="serve_order").met_at == right
        line = event(order.case, "order.service_corrected")
        assert line.corrects == event(order.case, "order.served")
        follow()
        assert {"service_corrected", "tell_protected"} <= gave(line)

    @pytest.mark.parametrize(
        ("who", "hours", "version", "words"),
        [
            ("ali", 5, 1, "may not correct order service"),
            ("okoro", 2, 1, "recorded already"),
            ("okoro", -1, 1, "after the order was made"),
            ("okoro", 99, 1, "cannot be in the future"),
            ("okoro", 5, 2, "not recorded as served"),
        ],
    )
    def test_refused(self, house, order, who, hours, version, words):
        command = CorrectOrderService(order.ref, version, order.made_at + hours * HOUR, WHY)
        with pytest.raises(Refused, match=words):
            correct_order_service(command, by=getattr(house, who), at=order.made_at + DAY)
        assert Awareness.objects.get(version__order=order).voided_at is None

    def test_never_by_who_served_it(self, house, now):
        order = made_order(house, now, presence="absent")
        own = serving(order, order.made_at + HOUR, capacity="police_employee")
        serve_order(own, by=house.okoro, at=order.made_at + 2 * HOUR)
        command = CorrectOrderService(order.ref, 1, order.made_at + 3 * HOUR, WHY)
        with pytest.raises(Refused, match="other than the person who recorded"):
            correct_order_service(command, by=house.okoro, at=order.made_at + DAY)
        correct_order_service(command, by=house.adeyemi, at=order.made_at + DAY)

    def test_awareness_by_an_officer_at_another_time_or_not_at_all(self, house, now):
        order = made_order(house, now, presence="absent")
        told = RecordAwareness(
            order.ref, "told_by_officer", order.made_at + HOUR, "Told at the front desk by a constable"
        )
        row = record_awareness(told, by=house.ali, at=order.made_at + 2 * HOUR)
        at = order.made_at + DAY
        right = CorrectAwareness(order.ref, row.pk, order.made_at + 4 * HOUR, WHY)
        correct_awareness(right, by=house.okoro, at=at)
        again = Awareness.objects.get(version__order=order, voided_at=None)
        assert again.at == order.made_at + 4 * HOUR
        never = CorrectAwareness(order.ref, again.pk, None, WHY)
        with pytest.raises(Refused, match="other than the person"):
            correct_awareness(never, by=house.okoro, at=at)
        correct_awareness(never, by=house.adeyemi, at=at)
        assert not Awareness.objects.filter(version__order=order, voided_at=None).exists()
        assert Correction.objects.filter(what="awareness").count() == 2

    def test_what_service_shows_is_corrected_there(self, house, order):
        row = Awareness.objects.get(version__order=order)
        with pytest.raises(Refused, match="follows from the service"):
            correct_awareness(CorrectAwareness(order.ref, row.pk, None, WHY), by=house.okoro, at=order.made_at + DAY)


class TestDeath:
    @pytest.fixture
    def order(self, house, now):
        order = made_order(house, now)
        at = order.made_at + 5 * DAY
        died = SubjectEvent(order.case.ref, "died", at, "Shown by a certificate")
        record_subject_event(died, by=house.okoro, at=at)
        follow()
        return order

    def test_the_subject_lives(self, house, order):
        at = order.made_at + 6 * DAY
        correct_death(CorrectDeath(order.case.ref, None, WHY), by=house.adeyemi, at=at)
        order.case.subject.refresh_from_db()
        assert order.case.subject.died_on is None
        line = event(order.case, "subject.death_corrected")
        assert line.corrects == event(order.case, "subject.died")
        follow()
        assert {"death_corrected", "death_relied", "tell_protected"} <= gave(line)
        assert Update.objects.get(event=event(order.case, "subject.died")).closed_because == "superseded"
        assert Update.objects.get(event=line).kind == "subject_alive"

    def test_another_day(self, house, order):
        day = to_london(order.made_at + 4 * DAY).date()
        correct_death(CorrectDeath(order.case.ref, day, WHY), by=house.adeyemi, at=order.made_at + 6 * DAY)
        order.case.subject.refresh_from_db()
        assert order.case.subject.died_on == day
        kept = Correction.objects.get(what="death")
        assert kept.after == {"died_on": day.isoformat()}
        follow()
        assert "tell_protected" not in gave(event(order.case, "subject.death_corrected"))

    def test_refused(self, house, order):
        at = order.made_at + 6 * DAY
        today = to_london(at).date()
        for who, day, words in (
            (house.okoro, None, "other than the person who recorded"),
            (house.moss, None, "may not correct death"),
            (house.adeyemi, today + DAY, "in the future"),
            (house.adeyemi, to_london(order.made_at - DAY).date(), "was at court after that day"),
            (house.adeyemi, to_london(order.made_at + 5 * DAY).date(), "recorded already"),
        ):
            with pytest.raises(Refused, match=words):
                correct_death(CorrectDeath(order.case.ref, day, WHY), by=who, at=at)

    def test_a_death_before_the_subject_was_last_seen_is_refused_from_the_start(self, house, now):
        order = made_order(house, now)
        wrong = SubjectEvent(order.case.ref, "died", order.made_at - 2 * DAY, "Shown by a certificate")
        with pytest.raises(Refused, match="was at court after that day"):
            record_subject_event(wrong, by=house.okoro, at=order.made_at + DAY)
