"""Requirements to do something (s.36): who supervises, what they say, silence, signing on, checks, the marker."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from haven.accounts.models import User
from haven.breaches.models import Breach, Candidate
from haven.cases.deadlines import open_deadlines
from haven.cases.models import Task, Unrecorded
from haven.cases.operations.hand_over import typed_lines
from haven.compliance.clocks import supervision_about
from haven.compliance.envelope import POST, close_up
from haven.compliance.models import (
    CheckPlanItem,
    SignOn,
    Supervision,
    SupervisionReport,
    SupervisorAccount,
    SupervisorPost,
    SupervisorSession,
)
from haven.compliance.operations.checks import (
    PlanCheck,
    RecordCheck,
    plan_check,
    record_check,
    settle_checks,
    stop_check,
)
from haven.compliance.operations.marker import place_marker, remove_marker
from haven.compliance.operations.recompute_supervision import recompute_supervision, settle_supervision
from haven.compliance.operations.report_supervision import ReportSupervision, remind_supervisor, report_supervision
from haven.compliance.operations.settle_notification import settle_notification
from haven.compliance.operations.sign_on import RecordSignOn, record_sign_on, settle_sign_ons
from haven.compliance.operations.supervisor_access import (
    OpenSignIn,
    end_access,
    end_sign_in,
    give_access,
    open_sign_in,
    renew_sign_in,
)
from haven.compliance.operations.take_posts import take_posts
from haven.courts.requirements import Lasts, RequirementFacts, ResponsibleFacts
from haven.orders.operations.end_order import DischargeOrder, discharge_order
from haven.orders.operations.serve_order import ServeOrder, serve_order
from haven.orders.operations.vary_order import ClauseDecision, VaryOrder, vary_order
from haven.sealed.ciphers import decipher
from haven_law.clock import day_end, to_london
from haven_law.findings import Refused
from tests.factories import follow as everything_follows
from tests.operations.court_helpers import REASONS, made_order, no_contact, programme

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SAID = "The first two sessions were missed without a word."


def follow():
    assert everything_follows().failed == 0


def sign_on_clause(**params):
    blanks = {
        "station": "Croydon police station", "days": ["monday", "thursday"], "from_time": "09:00", "to_time": "17:00",
    }  # fmt: skip
    person = ResponsibleFacts("The station officer", "Croydon police station")
    return RequirementFacts("station_sign_on", blanks | params, person, "Officer's evidence")


@pytest.fixture
def order(house, now):
    made = made_order(house, now, no_contact(), programme(), sign_on_clause(), lasts=Lasts("months", months=6))
    at = made.made_at + HOUR
    serve_order(ServeOrder(made.ref, at, "handed", "court", "court"), by=house.moss, at=at)
    follow()
    return made


@pytest.fixture
def supervision(order):
    return Supervision.objects.get(order=order, clause=2)


@pytest.fixture
def marsh(house, supervision):
    """Terry Marsh signs in for the programme."""
    at = supervision.begun_at + HOUR
    made = open_sign_in(OpenSignIn("Terry Marsh", "Steps Croydon", "marsh@steps.example"), by=house.okoro, at=at)
    give_access(str(supervision.public_id), made.account.pk, by=house.okoro, at=at)
    return made


def report(supervision, at, says="in_progress", **changes):
    day = to_london(at).date()
    return replace(ReportSupervision(str(supervision.public_id), says, day, day, SAID), **changes)


class TestSupervised:
    def test_an_order_brings_what_is_supervised(self, order, supervision):
        assert supervision.responsible.name == "Terry Marsh" and supervision.begun_at == order.effective_at
        clock = open_deadlines(supervision_about(supervision), "supervision_first").get()
        assert clock.act_by == day_end(to_london(order.made_at).date() + 7 * DAY) and clock.nature == "policy"
        signing = Supervision.objects.get(order=order, clause=3)
        assert not open_deadlines(supervision_about(signing)).exists(), "signing on has a log, no reports"

    def test_what_the_responsible_person_reads_holds_no_protected_person(self, order, supervision):
        name = order.case.protected.names.get().as_written
        assert supervision.shown["served"] is True and supervision.shown["clause"] == 2
        assert name not in str(supervision.shown) and "protected" not in str(supervision.shown).lower()
        assert set(supervision.shown) == {
            "order", "subject", "born", "clause", "what", "plain", "legal", "starts", "until", "lasts", "served", "desk",
            "reports",
        }  # fmt: skip

    def test_again_changes_nothing(self, order):
        before = list(Supervision.objects.values()), order.case.events.count()
        recompute_supervision(order.ref, at=order.made_at + 9 * DAY)
        assert before == (list(Supervision.objects.values()), order.case.events.count())

    def test_another_responsible_person_begins_anew_without_the_sign_in(self, house, order, supervision, marsh):
        at = order.made_at + 5 * DAY
        new = programme(responsible=ResponsibleFacts("Ona Leith", "Teasel Programmes"))
        vary_order(
            VaryOrder(
                order.ref, at, "person", True, REASONS,
                changes=(ClauseDecision("replace", clause=2, new=new, necessary=True, no_longer_necessary=True),),
                conflicts_considered=True, considered={"child_welfare": True, "protected_opinion": True},
            ),
            by=house.moss, at=at,
        )  # fmt: skip
        follow()
        supervision.refresh_from_db()
        assert supervision.ended_at == at
        current = Supervision.objects.get(order=order, clause=2, ended_at__isnull=True)
        assert current.responsible.name == "Ona Leith" and current.account is None
        with pytest.raises(Refused):
            report_supervision(report(current, at), by=marsh.account.user, at=at)

    def test_the_end_of_the_order_ends_it(self, house, order, supervision):
        at = order.made_at + 9 * DAY
        discharge_order(
            DischargeOrder(order.ref, at, REASONS, no_longer_necessary=True, police_heard_or_not_wished=True),
            by=house.moss, at=at,
        )  # fmt: skip
        follow()
        supervision.refresh_from_db()
        assert supervision.ended_at == at and not open_deadlines(supervision_about(supervision)).exists()
        assert not CheckPlanItem.objects.filter(ended_at__isnull=True).exists()

    def test_the_end_of_its_period_ends_it(self, order, supervision):
        assert settle_supervision(order.ends_at - HOUR) == 0
        assert settle_supervision(order.ends_at) == 1
        supervision.refresh_from_db()
        assert supervision.ended_at == order.ends_at


class TestReports:
    def test_a_report_meets_the_clock_and_starts_the_next(self, supervision, marsh):
        at = supervision.begun_at + 2 * DAY
        row = report_supervision(report(supervision, at), by=marsh.account.user, at=at)
        assert decipher(supervision.order.case.ref, row.words_enc) == SAID
        assert not open_deadlines(supervision_about(supervision), "supervision_first").exists()
        following = open_deadlines(supervision_about(supervision), "supervision_report").get()
        assert following.act_by == day_end(to_london(at).date() + 28 * DAY)
        event = supervision.order.case.events.get(kind="supervision.reported")
        assert event.by_words == "Terry Marsh" and SAID not in str(event.facts)

    def test_a_failure_is_a_candidate_and_no_breach(self, supervision, marsh):
        at = supervision.begun_at + 9 * DAY
        report_supervision(report(supervision, at, "failed"), by=marsh.account.user, at=at)
        follow()
        found = Candidate.objects.get(source="supervision")
        assert (found.of, found.clause, found.order) == ("order", 2, supervision.order)
        assert SAID not in found.words and not Breach.objects.exists()

    def test_keeping_in_touch_is_a_failure_of_its_own(self, supervision, marsh):
        at = supervision.begun_at + 9 * DAY
        report_supervision(report(supervision, at, "instructed", about="in_touch"), by=marsh.account.user, at=at)
        report_supervision(report(supervision, at, "failed", about="in_touch"), by=marsh.account.user, at=at)
        follow()
        assert "in touch" in Candidate.objects.get(source="supervision").words

    def test_all_complied_with_asks_for_no_more(self, supervision, marsh):
        at = supervision.begun_at + 90 * DAY
        report_supervision(report(supervision, at, "complied_all"), by=marsh.account.user, at=at)
        follow()
        assert not open_deadlines(supervision_about(supervision)).exists()
        assert Task.objects.filter(kind="clause_complied").exists()
        with pytest.raises(Refused, match="recorded already"):
            report_supervision(report(supervision, at, "complied_all"), by=marsh.account.user, at=at + HOUR)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"says": "maybe"}, "Choose what you want to say"),
            ({"about": "tag"}, "Choose what it is about"),
            ({"says": "failed", "words": "no"}, "Say what happened"),
            ({"says": "instructed", "words": ""}, "Say what the instructions are"),
            ({"words": "x" * 2001}, "2,000 characters or fewer"),
            ({"how": "pigeon"}, "Choose how they told you"),
        ],
    )
    def test_refused_in_words(self, supervision, marsh, change, words):
        at = supervision.begun_at + 9 * DAY
        with pytest.raises(Refused, match=words):
            report_supervision(report(supervision, at, **change), by=marsh.account.user, at=at)

    def test_days(self, supervision, marsh):
        at = supervision.begun_at + 9 * DAY
        day = to_london(at).date()
        for first, last, words in (
            (day, day - DAY, "not be before"),
            (day, day + DAY, "future"),
            (day - 90 * DAY, day - 80 * DAY, "had not begun"),
        ):
            with pytest.raises(Refused, match=words):
                report_supervision(
                    report(supervision, at, happened_from=first, happened_to=last), by=marsh.account.user, at=at
                )

    def test_only_their_own(self, house, order, marsh):
        other = Supervision.objects.get(order=order, clause=3)
        at = order.made_at + 9 * DAY
        with pytest.raises(Refused, match="no such requirement"):
            report_supervision(report(other, at), by=marsh.account.user, at=at)

    def test_told_to_the_unit(self, house, supervision):
        at = supervision.begun_at + 9 * DAY
        report_supervision(report(supervision, at, how="phone"), by=house.okoro, at=at)
        for by, how in ((house.ali, "phone"), (house.okoro, "signed_in")):
            with pytest.raises(Refused):
                report_supervision(report(supervision, at, how=how), by=by, at=at)

    def test_being_asked_meets_nothing(self, house, supervision):
        at = supervision.begun_at + 9 * DAY
        remind_supervisor(str(supervision.public_id), "phone", by=house.okoro, at=at)
        assert open_deadlines(supervision_about(supervision), "supervision_first").exists()
        assert supervision.order.case.events.get(kind="supervision.reminded").facts["how"] == "by telephone"


class TestSignIn:
    def test_it_opens_no_staff_page(self, house, marsh):
        user = marsh.account.user
        assert not user.has_usable_password() and marsh.password not in marsh.account.password
        assert marsh.key.encode() not in bytes(marsh.account.second_step_enc)

    def test_refused(self, house, marsh):
        at = marsh.account.made_at
        for by, command, words in (
            (house.ali, OpenSignIn("A", "B", "a@b.example"), "may not"),
            (house.okoro, OpenSignIn("", "B", "a@b.example"), "Enter the name"),
            (house.okoro, OpenSignIn("A", "B", "nothing"), "Enter an email"),
            (house.okoro, OpenSignIn("A", "B", "MARSH@steps.example"), "already"),
        ):
            with pytest.raises(Refused, match=words):
                open_sign_in(command, by=by, at=at)

    def test_renewing_and_ending_sign_out(self, house, supervision, marsh):
        at = marsh.account.made_at + HOUR
        SupervisorSession.objects.create(token_hash="a" * 64, account=marsh.account, opened_at=at, seen_at=at)
        again = renew_sign_in(marsh.account.pk, by=house.okoro, at=at)
        assert again.password != marsh.password and SupervisorSession.objects.get().ended_at == at
        end_sign_in(marsh.account.pk, by=house.okoro, at=at)
        supervision.refresh_from_db()
        assert supervision.account is None and not User.objects.get(pk=marsh.account.user_id).is_active
        with pytest.raises(Refused, match="has ended"):
            renew_sign_in(marsh.account.pk, by=house.okoro, at=at)
        with pytest.raises(Refused, match="has ended"):
            give_access(str(supervision.public_id), marsh.account.pk, by=house.okoro, at=at)

    def test_access_ends(self, house, supervision, marsh):
        at = marsh.account.made_at + HOUR
        end_access(str(supervision.public_id), by=house.okoro, at=at)
        with pytest.raises(Refused, match="no such requirement"):
            report_supervision(report(supervision, at), by=marsh.account.user, at=at)


def as_public(sql, *values):
    """One question of the public site's role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE haven_public")
        cursor.execute(sql, values)
        found = cursor.fetchall()
        cursor.execute("RESET ROLE")
        return found


class TestPublicRole:
    @pytest.fixture
    def token(self, marsh):
        at = marsh.account.made_at + HOUR
        assert as_public("SELECT supervisor_begin(%s, %s, %s, %s)", marsh.account.pk, 5, "t" * 64, at) == [(True,)]
        return "t" * 64

    def test_it_reads_no_table(self, marsh):
        for table in ("compliance_supervision", "accounts_user", "compliance_supervisorpost", "orders_order"):
            with pytest.raises(DatabaseError, match="permission denied"):
                as_public(f"SELECT count(*) FROM {table}")

    def test_a_step_is_taken_once(self, marsh, token):
        at = marsh.account.made_at + HOUR
        assert as_public("SELECT supervisor_begin(%s, %s, %s, %s)", marsh.account.pk, 5, "u" * 64, at) == [(False,)]

    def test_only_their_own_work(self, supervision, marsh, token):
        at = marsh.account.made_at + HOUR
        rows = as_public("SELECT public_id, shown FROM supervisor_work(%s, %s)", token, at)
        assert [row[0] for row in rows] == [supervision.public_id]
        assert as_public("SELECT public_id FROM supervisor_work(%s, %s)", "x" * 64, at) == []
        other = Supervision.objects.get(order=supervision.order, clause=3)
        assert as_public("SELECT supervisor_read(%s, %s, %s)", token, at, other.public_id) == [(False,)]
        assert as_public("SELECT supervisor_read(%s, %s, %s)", token, at, supervision.public_id) == [(True,)]

    def test_twenty_minutes_and_eight_hours(self, marsh, token):
        at = marsh.account.made_at + HOUR
        whose = "SELECT name FROM supervisor_whose(%s, %s)"
        assert as_public(whose, token, at + timedelta(minutes=21)) == []
        for minutes in range(0, 8 * 60, 19):
            assert as_public(whose, token, at + timedelta(minutes=minutes)) == [("Terry Marsh",)]
        assert as_public(whose, token, at + timedelta(hours=8, minutes=1)) == []

    def test_a_post_is_recorded_by_the_worker_once(self, supervision, marsh, token):
        at = marsh.account.made_at + 2 * HOUR
        day, command = to_london(at).date(), uuid4()
        SupervisorSession.objects.update(seen_at=at)
        for _ in range(2):
            assert as_public(
                "SELECT supervisor_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                token, at, supervision.public_id, command, "failed", "requirement", day, day, close_up(POST, SAID),
            ) == [(True,)]  # fmt: skip
        assert take_posts(at + HOUR) == 1 and take_posts(at + HOUR) == 0
        row = SupervisionReport.objects.get()
        assert (row.how, row.at, decipher(supervision.order.case.ref, row.words_enc)) == ("signed_in", at, SAID)
        assert bytes(SupervisorPost.objects.get().words_closed) == b""
        said = as_public("SELECT says, state FROM supervisor_said(%s, %s, %s)", token, at, supervision.public_id)
        assert said == [("failed", "recorded")]

    def test_one_that_goes_on_failing_holds_up_no_other_and_is_a_persons(self, supervision, marsh, token, monkeypatch):
        from haven.compliance.operations import take_posts as taking

        at = marsh.account.made_at + 2 * HOUR
        SupervisorSession.objects.update(seen_at=at)
        day = to_london(at).date()
        for says in ("failed", "in_progress"):
            as_public(
                "SELECT supervisor_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                token, at, supervision.public_id, uuid4(), says, "requirement", day, day, close_up(POST, SAID),
            )  # fmt: skip
        real = taking.report_supervision

        def sometimes(command, **more):
            return {}["a fault of ours"] if command.says == "failed" else real(command, **more)

        monkeypatch.setattr(taking, "report_supervision", sometimes)
        assert take_posts(at) == 1
        for _ in range(4):
            take_posts(at + HOUR)
        row = Unrecorded.objects.get()
        assert dict(typed_lines(row))["In their words"] == SAID and row.task.duty_role == "unit_desk"
        assert SupervisorPost.objects.get(says="failed").refused == "handed_over"

    def test_one_that_is_refused_says_why(self, supervision, marsh, token):
        at = marsh.account.made_at + 2 * HOUR
        SupervisorSession.objects.update(seen_at=at)
        day = to_london(at).date() + 9 * DAY
        as_public(
            "SELECT supervisor_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            token, at, supervision.public_id, uuid4(), "failed", "requirement", day, day, close_up(POST, SAID),
        )  # fmt: skip
        assert take_posts(at) == 0
        assert "future" in SupervisorPost.objects.get().refused and not SupervisionReport.objects.exists()

    def test_nobody_elses_requirement(self, supervision, marsh, token):
        at = marsh.account.made_at + HOUR
        other = Supervision.objects.get(order=supervision.order, clause=3)
        day = to_london(at).date()
        assert as_public(
            "SELECT supervisor_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            token, at, other.public_id, uuid4(), "failed", "requirement", day, day, close_up(POST, SAID),
        ) == [(False,)]  # fmt: skip


class TestSignOn:
    """The order is made on a Friday; the first window is Monday 9 November, 9am to 5pm."""

    def at(self, order, text):
        from datetime import datetime

        return datetime.fromisoformat(f"{text}+00:00")

    def test_in_the_window(self, house, order):
        came = self.at(order, "2026-11-09T16:40")
        row = record_sign_on(RecordSignOn(order.ref, 3, came, "Croydon"), by=house.ali, at=came)
        assert (row.state, row.day.isoformat()) == ("signed", "2026-11-09")
        with pytest.raises(Refused, match="already"):
            record_sign_on(RecordSignOn(order.ref, 3, came, "Croydon"), by=house.ali, at=came)
        assert settle_sign_ons(self.at(order, "2026-11-10T09:00")) == 0

    def test_a_miss_is_noted_once_and_is_a_sign_under_s39_never_s43(self, house, order):
        late = self.at(order, "2026-11-09T17:00")
        assert settle_sign_ons(late) == 0, "the last minute is in the window"
        late += timedelta(minutes=2)
        assert settle_sign_ons(late) == 1 and settle_sign_ons(late) == 0
        follow()
        found = Candidate.objects.get(source="sign_on")
        assert (found.of, found.clause) == ("order", 3)
        assert not Candidate.objects.filter(of="notification").exists()

    def test_no_sign_where_the_subject_cannot_have_known(self, house, now):
        from haven.orders.operations.make_order import make_order
        from haven.service.operations.record_hearing_address import AddressAnswer
        from tests.operations.court_helpers import begun_hearing, decided, order_command

        hearing = begun_hearing(house, now, serving={"address": AddressAnswer("refused")})
        command = order_command(
            hearing, no_contact(), sign_on_clause(), decided=decided(hearing, "absent", subject_notice="efforts_s29_6")
        )
        order = make_order(command, by=house.moss, at=command.decided.decided_at)
        follow()
        assert settle_sign_ons(order.made_at + 5 * DAY) == 1
        follow()
        assert not Candidate.objects.filter(source="sign_on").exists()

    def test_recorded_late_the_miss_goes(self, house, order):
        settle_sign_ons(self.at(order, "2026-11-09T18:00"))
        came = self.at(order, "2026-11-09T16:00")
        record_sign_on(RecordSignOn(order.ref, 3, came, "Croydon"), by=house.ali, at=came + 5 * HOUR)
        assert SignOn.objects.get(voided_at__isnull=True).state == "signed"
        assert SignOn.objects.filter(voided_by=house.ali).count() == 1

    def test_outside_the_window_it_stays_missed(self, house, order):
        came = self.at(order, "2026-11-09T19:00")
        row = record_sign_on(RecordSignOn(order.ref, 3, came, "Croydon"), by=house.ali, at=came)
        assert (row.state, row.came_at) == ("missed", came)
        assert order.case.events.filter(kind="sign_on.missed").count() == 1

    def test_refused(self, house, order):
        at = self.at(order, "2026-11-11T12:00")
        for command, words in (
            (RecordSignOn(order.ref, 1, at, "Croydon"), "no signing on"),
            (RecordSignOn(order.ref, 3, at + DAY, "Croydon"), "future"),
            (RecordSignOn(order.ref, 3, at - 3 * DAY - 20 * HOUR, "Croydon"), "No window"),
            (RecordSignOn(order.ref, 3, at - 2 * DAY, " "), "Enter the police station"),
        ):
            with pytest.raises(Refused, match=words):
                record_sign_on(command, by=house.ali, at=at)
        with pytest.raises(Refused, match="may not"):
            record_sign_on(RecordSignOn(order.ref, 3, at, "Croydon"), by=house.moss, at=at)


class TestChecks:
    def test_every_order_has_a_plan(self, order):
        items = {item.kind: item for item in order.check_plan.all()}
        assert set(items) == {"visit_protected", "check_subject"}
        assert items["check_subject"].next_due == to_london(order.made_at).date() + 28 * DAY

    def test_due_gives_one_task(self, order):
        at = order.made_at + 29 * DAY
        assert settle_checks(at) == 2 and settle_checks(at + HOUR) == 2
        assert Task.objects.filter(kind__startswith="due_").count() == 2

    def test_done_moves_the_day(self, house, order):
        item = order.check_plan.get(kind="check_subject")
        at = order.made_at + 20 * DAY
        record_check(RecordCheck(item.pk, at, "as_it_should"), by=house.ali, at=at)
        item.refresh_from_db()
        assert item.next_due == to_london(at).date() + 28 * DAY
        record_check(RecordCheck(item.pk, at + DAY, "nobody_there"), by=house.ali, at=at + DAY)
        item.refresh_from_db()
        assert item.next_due == to_london(at).date() + 28 * DAY, "a try in between does not put it off or bring it on"

    def test_signs_of_a_breach_give_a_task(self, house, order):
        item = order.check_plan.get(kind="visit_protected")
        at = order.made_at + 20 * DAY
        record_check(RecordCheck(item.pk, at, "breach", "Messages were shown on the phone."), by=house.ali, at=at)
        follow()
        assert Task.objects.filter(kind="check_breach").exists()

    def test_planned_changed_stopped(self, house, order):
        at = order.made_at + DAY
        item = plan_check(PlanCheck(order.ref, "check_online", 7), by=house.okoro, at=at)
        again = plan_check(PlanCheck(order.ref, "check_online", 14), by=house.okoro, at=at)
        assert again.pk == item.pk and again.next_due == to_london(at).date() + 14 * DAY
        stop_check(item.pk, by=house.okoro, at=at)
        with pytest.raises(Refused, match="not planned"):
            record_check(RecordCheck(item.pk, at, "as_it_should"), by=house.ali, at=at)

    def test_refused(self, house, order):
        at = order.made_at + DAY
        item = order.check_plan.get(kind="check_subject")
        for command, words in (
            (RecordCheck(item.pk, at + DAY, "as_it_should"), "future"),
            (RecordCheck(item.pk, at, "fine"), "Choose how it went"),
            (RecordCheck(item.pk, at, "concern", ""), "Say what you saw"),
            (RecordCheck(0, at, "concern", ""), "no such check"),
        ):
            with pytest.raises(Refused, match=words):
                record_check(command, by=house.ali, at=at)
        for kind, days, words in (("dance", 7, "Choose a kind"), ("check_online", 0, "1 to 366")):
            with pytest.raises(Refused, match=words):
                plan_check(PlanCheck(order.ref, kind, days), by=house.okoro, at=at)


class TestMarker:
    def test_reference_and_day_are_the_proof(self, house, order):
        at = order.made_at + HOUR * 3
        place_marker(order.ref, "26/1234567A", to_london(at).date(), by=house.okoro, at=at)
        task = Task.objects.get(kind="pnc_marker")
        assert task.done_at == at and "26/1234567A" in task.proof
        with pytest.raises(Refused, match="stands already"):
            place_marker(order.ref, "26/1234567B", to_london(at).date(), by=house.okoro, at=at)
        remove_marker(order.ref, "26/1234567A", to_london(at).date(), by=house.okoro, at=at)
        with pytest.raises(Refused, match="No marker"):
            remove_marker(order.ref, "26/1234567A", to_london(at).date(), by=house.okoro, at=at)

    def test_refused(self, house, order):
        at = order.made_at + HOUR * 3
        day = to_london(at).date()
        for reference, on, words in (("", day, "Enter the reference"), ("26/1", day + DAY, "future")):
            with pytest.raises(Refused, match=words):
                place_marker(order.ref, reference, on, by=house.okoro, at=at)


def test_a_missed_notification_is_a_sign_apart(order):
    duty = order.notification_duties.get()
    settle_notification(duty.due_by + HOUR)
    follow()
    found = Candidate.objects.get()
    assert (found.of, found.source, found.source_ref) == ("notification", "notification", str(duty.public_id))
    assert not Breach.objects.exists()


def test_accounts_are_kept_apart_from_users_of_the_staff(house, marsh):
    kinds = set(SupervisorAccount.objects.values_list("user__force__kind", flat=True))
    assert kinds == {"partner"} and SupervisorAccount.objects.filter(pk=marsh.account.pk).exists()
