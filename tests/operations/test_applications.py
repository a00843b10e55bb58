"""After a served notice: the application, its hearing, its notice, its adjournment, its withdrawal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from haven.cases.deadlines import open_deadlines
from haven.cases.models import Deadline
from haven.cases.papers import paper_bytes
from haven.courts.models import Application, Hearing, Sitting
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
from haven.courts.operations.list_hearing import (
    GiveHearingNotice,
    ListedTooLate,
    ListHearing,
    Slot,
    VacateHearing,
    give_hearing_notice,
    list_hearing,
    vacate_hearing,
)
from haven.courts.operations.prepare_application import PrepareApplication, change_requirements, prepare_application
from haven.courts.operations.send_application import (
    GiveRequirementsNotice,
    SendApplication,
    give_requirements_notice,
    send_application,
)
from haven.courts.operations.withdraw_application import (
    AskWithdrawal,
    WithdrawApplication,
    ask_withdrawal,
    decline_withdrawal,
    pending_withdrawal,
    withdraw_application,
)
from haven.courts.requirements import RequirementFacts
from haven.courts.states import application_status, hearing_status, with_application_status
from haven.notices.models import Notice
from haven.service.operations.record_hearing_address import AddressAnswer
from haven_law.findings import Refused
from tests.factories import make_authorised_notice
from tests.operations.court_helpers import (
    GROUNDS,
    begun_hearing,
    decided,
    listed_hearing,
    programme,
    sent_application,
    served_notice,
)
from tests.papers.reading import text_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WHY = "The unit has read the new statement and the grounds are gone."


def status_of(application, at):
    """Both answers: the function's and the database's, which must agree."""
    row = with_application_status(Application.objects.filter(pk=application.pk), at).get()
    fresh = Application.objects.prefetch_related("hearings__outcomes").get(pk=application.pk)
    assert row.status == application_status(fresh, at)
    return row.status


def next_sitting(application, after):
    return Sitting.objects.filter(court=application.court, starts_at__gt=after).order_by("starts_at").first()


class TestPreparing:
    def test_its_requirements_are_the_clauses_of_the_notice(self, house, now):
        notice = served_notice(house, now)
        application = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
        asked = [(r.position, r.term, r.params, r.from_notice_clause) for r in application.proposed.all()]
        assert asked == [
            (1, "not_abuse", {}, 1),
            (2, "no_contact", {}, 2),
            (3, "distance_from_home", {"distance_m": 100}, 3),
        ]
        assert application.court.name == "Croydon Magistrates' Court"
        assert application.route == "s28_police_after_notice"
        assert status_of(application, now + HOUR) == "preparing"

    def test_not_before_service(self, house, now):
        notice = make_authorised_notice(house, now)
        with pytest.raises(Refused, match="has not been served"):
            prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)

    def test_one_after_a_notice(self, house, now):
        application = sent_application(house, now)
        with pytest.raises(Refused, match=application.ref):
            prepare_application(PrepareApplication(application.after_notice.ref), by=house.okoro, at=now + 2 * HOUR)

    def test_a_response_officer_may_not(self, house, now):
        notice = served_notice(house, now)
        with pytest.raises(Refused, match="may not prepare application"):
            prepare_application(PrepareApplication(notice.ref), by=house.ali, at=now + HOUR)

    def test_a_notice_that_does_not_exist(self, house, now):
        with pytest.raises(Refused, match="no such notice"):
            prepare_application(PrepareApplication("DN-0000-0000"), by=house.okoro, at=now)

    def test_a_blank_filled_wrongly(self, house, now):
        notice = served_notice(house, now)
        wrong = (RequirementFacts("distance_from_home", {"distance_m": 0}),)
        with pytest.raises(Refused, match="from 1 to 5000"):
            prepare_application(PrepareApplication(notice.ref, requirements=wrong), by=house.okoro, at=now + HOUR)
        assert not Application.objects.exists()

    def test_requirements_change_until_it_is_sent(self, house, now):
        notice = served_notice(house, now)
        application = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
        change_requirements(application.ref, [programme()], by=house.okoro, at=now + HOUR)
        row = application.proposed.get()
        assert (row.term, row.responsible.name, row.suitability_evidence) == (
            "programme",
            "Terry Marsh",
            "Heard on oath",
        )
        send_application(SendApplication(application.ref, GROUNDS), by=house.okoro, at=now + HOUR)
        with pytest.raises(Refused, match="cannot be changed"):
            change_requirements(application.ref, [programme()], by=house.okoro, at=now + 2 * HOUR)


class TestSending:
    def test_the_clock_is_met_and_the_paper_kept(self, house, now):
        application = sent_application(house, now)
        clock = Deadline.objects.get(kind="apply", about_ref=application.after_notice.ref)
        assert clock.met_at == application.made_at
        text = text_of(paper_bytes(application.document))
        assert GROUNDS in " ".join(text.split())
        assert "100 metres" in text and application.ref in text
        assert application.document.audience == "court"
        assert status_of(application, application.made_at) == "made"

    def test_not_without_grounds_nor_requirements(self, house, now):
        notice = served_notice(house, now)
        application = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
        with pytest.raises(Refused, match="Enter the grounds"):
            send_application(SendApplication(application.ref, "  "), by=house.okoro, at=now + HOUR)
        with pytest.raises(Refused, match="5,000 characters"):
            send_application(SendApplication(application.ref, "x" * 5001), by=house.okoro, at=now + HOUR)
        change_requirements(application.ref, [], by=house.okoro, at=now + HOUR)
        with pytest.raises(Refused, match="at least one requirement"):
            send_application(SendApplication(application.ref, GROUNDS), by=house.okoro, at=now + HOUR)

    def test_not_twice(self, house, now):
        application = sent_application(house, now)
        with pytest.raises(Refused, match="cannot be sent"):
            send_application(SendApplication(application.ref, GROUNDS), by=house.okoro, at=now + 2 * HOUR)

    def test_what_the_court_must_still_hear_does_not_stop_it(self, house, now):
        application = sent_application(house, now, requirements=(programme(responsible=None, suitability_evidence=""),))
        event = application.case.events.get(kind="application.made")
        unmet = [f["provision"] for f in event.findings if f["met"] is False]
        assert unmet == ["DAA 2021 s.36(2)", "DAA 2021 s.36(3)"]

    def test_a_sealed_place_in_the_grounds_is_refused_and_nothing_is_stored(self, house, now):
        from haven.sealed.operations import Place, seal

        notice = served_notice(house, now)
        owner = f"person:{notice.case.protected_id}"
        seal(
            owner_ref=owner, kind="refuge", value="9 Hawthorn Rest, CR0 9ZZ", place=Place("9 Hawthorn Rest", "CR0 9ZZ")
        )
        application = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
        with pytest.raises(Refused, match="may not know"):
            send_application(
                SendApplication(application.ref, "They now live at 9 Hawthorn Rest."), by=house.okoro, at=now + HOUR
            )
        application.refresh_from_db()
        assert application.made_at is None and application.document is None

    def test_notice_of_proposed_requirements(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        application = hearing.application
        at = hearing.listed_for - HOUR
        given = GiveRequirementsNotice(application.ref, at)
        give_requirements_notice(given, by=house.okoro, at=at)
        application.refresh_from_db()
        assert application.requirements_notice_at == at
        with pytest.raises(Refused, match="already recorded"):
            give_requirements_notice(given, by=house.okoro, at=at)

    def test_it_comes_at_the_latest_when_the_hearing_starts(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        begin_hearing(BeginHearing(hearing.public_id, hearing.listed_for), by=house.moss, at=hearing.listed_for)
        later = hearing.listed_for + MINUTE
        with pytest.raises(Refused, match="no notice of proposed requirements"):
            give_requirements_notice(GiveRequirementsNotice(hearing.application.ref, later), by=house.okoro, at=later)


class TestListing:
    def test_in_time(self, house, now):
        application = sent_application(house, now)
        sitting = next_sitting(application, now + HOUR)
        hearing = list_hearing(ListHearing(application.ref, Slot(sitting)), by=house.okoro, at=now + HOUR)
        assert (hearing.listed_for, hearing.room) == (sitting.starts_at, sitting.room)
        clock = open_deadlines(hearing.public_id, "hearing_notice").get()
        assert clock.act_by == min(now + 5 * HOUR, hearing.listed_for)
        assert status_of(application, now + HOUR) == "listed"

    def test_after_the_deadline_only_when_confirmed(self, house, now):
        application = sent_application(house, now)
        clock = Deadline.objects.get(kind="hearing", about_ref=application.after_notice.ref)
        late = next_sitting(application, clock.outer_limit)
        with pytest.raises(ListedTooLate, match="after the notice must be heard"):
            list_hearing(ListHearing(application.ref, Slot(late)), by=house.okoro, at=now + HOUR)
        list_hearing(ListHearing(application.ref, Slot(late), confirmed_late=True), by=house.okoro, at=now + HOUR)
        assert application.case.events.get(kind="hearing.listed").facts["late"] is True

    def test_a_time_within_the_sitting_only(self, house, now):
        application = sent_application(house, now)
        sitting = next_sitting(application, now + HOUR)
        with pytest.raises(Refused, match="within the sitting"):
            slot = Slot(sitting, listed_for=sitting.ends_at)
            list_hearing(ListHearing(application.ref, slot), by=house.okoro, at=now + HOUR)

    def test_one_at_a_time_and_not_in_the_past(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        with pytest.raises(Refused, match="no hearing can be listed"):
            list_hearing(ListHearing(hearing.application.ref, Slot(hearing.sitting)), by=house.okoro, at=now + 2 * HOUR)
        other = sent_application(house, now)
        past = Sitting.objects.filter(court=other.court, starts_at__lt=now).order_by("starts_at").last()
        with pytest.raises(Refused, match="in the past"):
            list_hearing(ListHearing(other.ref, Slot(past)), by=house.okoro, at=now + 2 * HOUR)

    def test_vacate_and_list_again(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        at = now + 3 * HOUR
        with pytest.raises(Refused, match="Say why"):
            vacate_hearing(VacateHearing(hearing.public_id, "no"), by=house.okoro, at=at)
        vacate_hearing(VacateHearing(hearing.public_id, "The court room is flooded."), by=house.okoro, at=at)
        assert status_of(hearing.application, at) == "made"
        again = list_hearing(
            ListHearing(hearing.application.ref, Slot(next_sitting(hearing.application, at)), True),
            by=house.okoro,
            at=at,
        )
        assert again.hearing_kind == "first"
        with pytest.raises(Refused, match="vacated"):
            begin_hearing(BeginHearing(hearing.public_id, at), by=house.moss, at=at)


class TestNoticeOfHearing:
    def listed(self, house, now, answer):
        notice = served_notice(house, now, serving={"address": answer})
        application = sent_application(house, now, notice=notice)
        at = now + HOUR
        slot = Slot(next_sitting(application, at))
        return list_hearing(ListHearing(application.ref, slot), by=house.okoro, at=at), at

    def test_left_at_the_address_given(self, house, now):
        hearing, at = self.listed(house, now, AddressAnswer("given", "4 Larkspur Close", "CR0 1VV"))
        found = give_hearing_notice(GiveHearingNotice(hearing.public_id, "left_s29_5", at), by=house.ali, at=at)
        assert found.notice_document.audience == "served"
        assert hearing.court.name.replace("'", "") in text_of(paper_bytes(found.notice_document)).replace(
            "’", ""
        ).replace("'", "")
        assert not open_deadlines(hearing.public_id, "hearing_notice").exists()

    def test_left_needs_an_address(self, house, now):
        hearing, at = self.listed(house, now, AddressAnswer("refused"))
        with pytest.raises(Refused, match="no address to leave it at"):
            give_hearing_notice(GiveHearingNotice(hearing.public_id, "left_s29_5", at), by=house.ali, at=at)

    def test_efforts_only_where_no_address_was_given(self, house, now):
        efforts = "Called at the door at 4pm and at 6pm, and rang twice."
        hearing, at = self.listed(house, now, AddressAnswer("given", "4 Larkspur Close", "CR0 1VV"))
        with pytest.raises(Refused, match="Leave the notice there"):
            give_hearing_notice(GiveHearingNotice(hearing.public_id, "efforts_s29_6", at, efforts), by=house.ali, at=at)
        hearing, at = self.listed(house, now, AddressAnswer("refused"))
        with pytest.raises(Refused, match="what was tried"):
            give_hearing_notice(GiveHearingNotice(hearing.public_id, "efforts_s29_6", at, "rang"), by=house.ali, at=at)
        found = give_hearing_notice(
            GiveHearingNotice(hearing.public_id, "efforts_s29_6", at, efforts), by=house.ali, at=at
        )
        assert found.notice_efforts == efforts and found.notice_document is None


class TestTheHearing:
    def test_it_meets_the_48_hours(self, house, now):
        hearing = begun_hearing(house, now)
        clock = Deadline.objects.get(kind="hearing", about_ref=hearing.application.after_notice.ref)
        assert clock.met_at == hearing.begun_at
        assert hearing.application.case.events.get(kind="hearing.begun").facts["late"] is False
        assert status_of(hearing.application, hearing.begun_at) == "begun"

    def test_late_is_recorded_as_late(self, house, now):
        application = sent_application(house, now)
        clock = Deadline.objects.get(kind="hearing", about_ref=application.after_notice.ref)
        late = next_sitting(application, clock.outer_limit)
        hearing = list_hearing(ListHearing(application.ref, Slot(late), True), by=house.okoro, at=now + HOUR)
        begin_hearing(BeginHearing(hearing.public_id, late.starts_at), by=house.moss, at=late.starts_at)
        event = application.case.events.get(kind="hearing.begun")
        assert event.facts["late"] is True
        assert event.findings[0]["met"] is False and event.findings[0]["ambiguity"] == "A5"
        clock.refresh_from_db()
        assert clock.met_at == late.starts_at > clock.outer_limit
        assert Notice.objects.get(pk=application.after_notice_id).ended_at is None

    def test_only_the_court_begins_it(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        with pytest.raises(Refused, match="may not record outcome"):
            begin_hearing(BeginHearing(hearing.public_id, hearing.listed_for), by=house.okoro, at=hearing.listed_for)

    def test_adjourned_the_notice_continues(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        following = Slot(next_sitting(hearing.application, at + timedelta(days=10)))
        outcome = adjourn_hearing(AdjournHearing(decided(hearing), "assessment", following), by=house.moss, at=at)
        notice = Notice.objects.get(pk=hearing.application.after_notice_id)
        assert notice.ended_at is None
        assert outcome.next_hearing.notice_rule == "none_needed_present"
        assert status_of(hearing.application, at) == "awaiting_assessment"
        assert hearing_status(Hearing.objects.get(pk=hearing.pk), at) == "decided"
        begun_at = outcome.next_hearing.listed_for
        begin_hearing(BeginHearing(outcome.next_hearing.public_id, begun_at), by=house.moss, at=begun_at)
        assert Deadline.objects.get(kind="next_hearing").met_at == begun_at
        clock = Deadline.objects.get(kind="hearing", about_ref=notice.ref)
        assert clock.met_at == hearing.begun_at

    def test_absent_the_next_hearing_needs_notice(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        slot = Slot(next_sitting(hearing.application, at + timedelta(days=3)))
        outcome = adjourn_hearing(AdjournHearing(decided(hearing, "absent"), "time", slot), by=house.moss, at=at)
        assert outcome.next_hearing.notice_rule == ""
        assert open_deadlines(outcome.next_hearing.public_id, "hearing_notice").exists()

    def test_the_next_hearing_is_later(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        with pytest.raises(Refused, match="must be after this one"):
            adjourn_hearing(AdjournHearing(decided(hearing), "time", Slot(hearing.sitting)), by=house.moss, at=at)

    def test_refused_ends_the_notice(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        outcome = refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
        notice = Notice.objects.get(pk=hearing.application.after_notice_id)
        assert (notice.ended_at, notice.ended_because) == (outcome.decided_at, "application_refused")
        assert status_of(hearing.application, at) == "determined"
        assert not Deadline.objects.filter(case=hearing.application.case, closed_at__isnull=True).exists()

    def test_a_second_outcome_is_refused(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)
        with pytest.raises(Refused, match="An outcome is already recorded for this hearing: refused"):
            refuse_application(RefuseApplication(decided(hearing)), by=house.moss, at=at)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"reasons": "no"}, "Enter the reasons"),
            ({"reasons": "x" * 5001}, "5,000 characters"),
            ({"presence": "asleep"}, "Say whether the subject was at court"),
        ],
    )
    def test_bad_answers(self, house, now, changes, words):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        with pytest.raises(Refused, match=words):
            refuse_application(RefuseApplication(replace(decided(hearing), **changes)), by=house.moss, at=at)

    def test_not_before_it_began_and_not_in_the_future(self, house, now):
        hearing = listed_hearing(house, sent_application(house, now))
        early = replace(decided(Hearing(public_id=hearing.public_id, begun_at=hearing.listed_for)))
        with pytest.raises(Refused, match="has not begun"):
            refuse_application(RefuseApplication(early), by=house.moss, at=hearing.listed_for + HOUR)
        begin_hearing(BeginHearing(hearing.public_id, hearing.listed_for), by=house.moss, at=hearing.listed_for)
        with pytest.raises(Refused, match="not in the future"):
            refuse_application(RefuseApplication(early), by=house.moss, at=hearing.listed_for + MINUTE)


class TestWithdrawal:
    def asked(self, house, now, by=None):
        application = sent_application(house, now)
        ask_withdrawal(AskWithdrawal(application.ref, "charged", WHY), by=by or house.okoro, at=now + 2 * HOUR)
        return application

    def test_two_people(self, house, now):
        application = self.asked(house, now)
        assert Notice.objects.get(pk=application.after_notice_id).ended_at is None
        assert pending_withdrawal(application).reasons == WHY
        withdraw_application(WithdrawApplication(application.ref), by=house.halloran, at=now + 3 * HOUR)
        application.refresh_from_db()
        notice = Notice.objects.get(pk=application.after_notice_id)
        assert (notice.ended_because, application.withdrawn_because) == ("application_withdrawn", "charged")
        assert (application.withdrawn_by, application.withdrawn_second) == (house.okoro, house.halloran)
        assert status_of(application, now + 3 * HOUR) == "withdrawn"
        assert pending_withdrawal(application) is None

    def test_a_lawyer_may_decide_and_another_of_the_unit_may_not(self, house, now):
        application = self.asked(house, now)
        with pytest.raises(Refused, match="An inspector or a police lawyer"):
            withdraw_application(WithdrawApplication(application.ref), by=house.nair, at=now + 3 * HOUR)
        withdraw_application(WithdrawApplication(application.ref), by=house.fenwick, at=now + 3 * HOUR)

    def test_never_one_person(self, house, now):
        application = self.asked(house, now, by=house.halloran)
        with pytest.raises(Refused, match="Another person must decide"):
            withdraw_application(WithdrawApplication(application.ref), by=house.halloran, at=now + 3 * HOUR)
        assert Notice.objects.get(pk=application.after_notice_id).ended_at is None

    def test_nothing_was_asked_or_it_was_declined(self, house, now):
        application = sent_application(house, now)
        with pytest.raises(Refused, match="Nobody has asked"):
            withdraw_application(WithdrawApplication(application.ref), by=house.halloran, at=now + 3 * HOUR)
        application = self.asked(house, now)
        decline_withdrawal(WithdrawApplication(application.ref), by=house.halloran, at=now + 3 * HOUR)
        with pytest.raises(Refused, match="Nobody has asked"):
            withdraw_application(WithdrawApplication(application.ref), by=house.fenwick, at=now + 3 * HOUR)

    def test_in_court(self, house, now):
        hearing = begun_hearing(house, now)
        at = hearing.begun_at + 30 * MINUTE
        withdrawn_in_court(WithdrawnInCourt(decided(hearing), "evidence"), by=house.moss, at=at)
        application = Application.objects.get(pk=hearing.application_id)
        assert application.withdrawn_because == "evidence"
        assert Notice.objects.get(pk=application.after_notice_id).ended_because == "application_withdrawn"
        assert hearing.outcomes.get().result == "withdrawn"

    def test_hearings_that_wait_are_vacated(self, house, now):
        application = self.asked(house, now)
        slot = Slot(next_sitting(application, now + 2 * HOUR))
        hearing = list_hearing(ListHearing(application.ref, slot, True), by=house.okoro, at=now + 2 * HOUR)
        withdraw_application(WithdrawApplication(application.ref), by=house.halloran, at=now + 3 * HOUR)
        hearing.refresh_from_db()
        assert hearing.vacated_at == now + 3 * HOUR
        assert not open_deadlines(hearing.public_id).exists()

    def test_another_application_may_follow_only_a_notice_that_lives(self, house, now):
        application = self.asked(house, now)
        withdraw_application(WithdrawApplication(application.ref), by=house.halloran, at=now + 3 * HOUR)
        with pytest.raises(Refused, match="has ended"):
            prepare_application(PrepareApplication(application.after_notice.ref), by=house.okoro, at=now + 4 * HOUR)
