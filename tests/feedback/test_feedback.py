"""Feedback: invited only where it is safe, kept without the case, and danger in it is seen to within the hour."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.forms.models import model_to_dict

from haven.accounts.models import RoleGrant
from haven.cases.chronology import record
from haven.cases.models import CaseEvent, Conflict, Deadline, DeadlineRung, Task
from haven.cases.operations.tasks import do_task
from haven.feedback.codes import ALPHABET, code_hash, new_code, tidy_code
from haven.feedback.models import FeedbackInvitation, FeedbackPost, FeedbackResponse, FeedbackTry
from haven.feedback.operations.actions import PublishAction, WriteAction, publish_action, write_action
from haven.feedback.operations.invite import InviteFeedback, invite_feedback, may_invite
from haven.feedback.operations.receive import NO_SUCH_CODE, EnterFeedback, enter_feedback, take_feedback
from haven.feedback.operations.triage import (
    case_of,
    close_feedback,
    put_to_action,
    read_response,
    record_reply,
    record_safe,
    take_on,
)
from haven.feedback.queries import forget_tries, queue, response_rates, satisfaction, share
from haven.feedback.questions import ASKED, BANK, clean_answers
from haven.feedback.signs import signs
from haven.feedback.states import is_late, status
from haven.jobs.react import react
from haven.jobs.send_due import send_due
from haven.jobs.watch_deadlines import watch
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept, OutboxMessage
from haven_law.findings import Refused
from tests.feedback.saying import HER_NUMBER, agreed, invited, post, said
from tests.rows import HOUR, a_case

FAR = datetime(2100, 1, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LESS_SAFE = {"safer": ["less_safe"]}
REPLY = {"reply": ["yes"]}


class TestInviting:
    def test_a_card_is_given_and_its_code_is_nowhere(self, house, now):
        case, invitation, code = invited(house, now)
        assert len(tidy_code(code)) == 6 and invitation.expires_at == now + 14 * DAY
        event = CaseEvent.objects.get(kind="feedback.invited")
        assert event.facts == {"how": "card with a code"}
        assert tidy_code(code) not in json.dumps(model_to_dict(invitation), cls=DjangoJSONEncoder)
        assert invitation.code_hash == code_hash(code.lower().replace("-", " ")), "however it is typed"

    @pytest.mark.parametrize(
        ("broken", "because"),
        [
            ({"feedback_ok": False}, "may ask later how it went"),
            (None, "may ask later how it went"),
        ],
    )
    def test_not_where_the_plan_does_not_say_so(self, house, now, broken, because):
        case = a_case(house, now - 3 * HOUR)
        if broken is not None:
            agreed(case, house, now - 2 * HOUR, **broken)
        with pytest.raises(Refused, match=because):
            invite_feedback(InviteFeedback(case.ref, "after_notice", "card"), by=house.okoro, at=now)
        assert not FeedbackInvitation.objects.exists()

    def test_not_when_the_plan_is_old(self, house, now):
        case = a_case(house, now - 3 * HOUR)
        agreed(case, house, now - 2 * HOUR)
        assert may_invite(case, now).lawful and not may_invite(case, now + 40 * DAY).lawful

    def test_not_within_a_day_of_something(self, house, now):
        case = a_case(house, now - 3 * HOUR)
        agreed(case, house, now - 2 * HOUR)
        with transaction.atomic():
            record(case, "order.served", by=house.ali, at=now - HOUR, about=("order", "DO-1"))
        assert [f.because for f in may_invite(case, now).unmet] == ["Something happened within the last day: ask later"]
        assert may_invite(case, now + 24 * HOUR).lawful

    def test_not_twice_in_a_month(self, house, now):
        case, _invitation, _code = invited(house, now)
        with pytest.raises(Refused, match="last month"):
            invite_feedback(InviteFeedback(case.ref, "after_court", "card"), by=house.okoro, at=now + 20 * DAY)

    def test_not_by_a_role_that_may_not(self, house, now):
        case = a_case(house, now - 3 * HOUR)
        agreed(case, house, now - 2 * HOUR)
        with pytest.raises(Refused, match="may not invite feedback"):
            invite_feedback(InviteFeedback(case.ref, "after_notice", "card"), by=house.halloran, at=now)

    def test_a_reminder_leaves_in_her_hours_and_says_nothing(self, house, now):
        invited(house, now, remind=True)
        message = OutboxMessage.objects.get()
        assert message.template == "feedback" and HER_NUMBER[-6:] not in str(model_to_dict(message))
        assert send_due(now, Readable()).sent == 0, "nine o'clock is not among her hours"
        assert send_due(now + 2 * HOUR, Readable()).sent == 1
        assert Kept.objects.get().text == "How did we do? Call or use the code on your card."

    def test_no_reminder_once_the_code_was_used_or_the_plan_changed(self, house, now):
        case, _invitation, code = invited(house, now, remind=True)
        assert post(code, now + HOUR)
        assert send_due(now + 2 * HOUR, Readable()).stopped == 1 and not Kept.objects.exists()

    def test_no_reminder_where_she_contacts_us(self, house, now):
        case = a_case(house, now - 3 * HOUR)
        agreed(case, house, now - 2 * HOUR, mode="they_contact")
        _case, invitation, _code = invited(house, now, case=case, remind=True)
        assert invitation.sent_message is None and not OutboxMessage.objects.exists()


class TestKeeping:
    def test_without_the_case_without_a_time(self, house, now):
        case, row = said(house, now, {"listened": ["always"], "safer": ["safer"]}, "Ring before you come.")
        assert row.reply_case_enc is None and row.signs == [] and row.received_on == date(2026, 11, 6)
        stored = json.dumps(model_to_dict(row), cls=DjangoJSONEncoder, default=repr)
        for names in (case.subject.names.all(), case.protected.names.all()):
            assert all(name.as_written not in stored for name in names)
        assert case.ref not in stored and "Ring before" not in stored
        assert not FeedbackPost.objects.exists()
        invitation = FeedbackInvitation.objects.get()
        assert invitation.used_on == row.received_on
        assert not Task.objects.filter(case=case, kind__startswith="feedback").exists()

    def test_nothing_joins_a_response_to_an_invitation_or_a_case(self):
        related = {f.related_model for f in FeedbackResponse._meta.get_fields() if f.is_relation}
        names = {model.__name__ for model in related if model is not None}
        assert names == {"Force", "User", "FeedbackAction"}
        times = {f.name for f in FeedbackResponse._meta.fields if f.get_internal_type() == "DateTimeField"}
        assert times == {"read_at", "taken_at", "safe_at", "replied_at", "closed_at"}, (
            "what staff did, not when she wrote"
        )

    def test_the_post_box_holds_the_case_only_where_she_was_told_so(self, house, now):
        _case, _invitation, quiet = invited(house, now)
        case, _invitation, loud = invited(house, now + MINUTE)
        assert post(quiet, now + HOUR, {"safer": ["same"]}) and post(loud, now + HOUR, LESS_SAFE)
        kept = {tuple(p.answers["safer"]): p.case_id for p in FeedbackPost.objects.all()}
        assert kept == {("same",): None, ("less_safe",): case.pk}

    def test_answers_that_are_none_of_ours_are_dropped(self):
        given = {
            "listened": ["always", "never"],
            "safer": "made up",
            "court": ["x"],
            "support_told": ["support", "rights"],
        }
        assert clean_answers("after_notice", given) == {"listened": ["always"], "support_told": ["support", "rights"]}
        assert "believed" not in clean_answers("after_update", {"believed": ["yes"]}), "not asked after this moment"

    def test_at_most_ten_questions_and_none_about_what_happened(self):
        for questions in ASKED.values():
            assert 1 + len(questions) <= 10 and questions[-1].code == "reply"
        asked = " ".join(f"{q.words} {q.easy}" for q in BANK.values()).casefold()
        for word in ("what happened to you", "incident", "abuse", "hit", "injur"):
            assert word not in asked

    def test_what_does_not_open_stays(self, house, now):
        _case, _invitation, code = invited(house, now)
        assert post(code, now + HOUR)
        FeedbackPost.objects.update(words_closed=b"0" * 40)
        assert take_feedback(now + HOUR) == 0
        assert FeedbackPost.objects.get().broken


class TestCodes:
    def test_used_wrong_and_over_are_alike(self, house, now):
        _case, _invitation, code = invited(house, now)
        assert post(code, now + HOUR) is True
        assert post(code, now + HOUR) is False and post("AAA-AAA", now + HOUR) is False
        _case, _invitation, old = invited(house, now)
        assert post(old, now + 15 * DAY) is False
        assert (
            _opened(code, now + HOUR)
            == _opened("AAA-AAA", now + HOUR)
            == _opened(old, now + 15 * DAY)
            == (None, None, False)
        )

    def test_a_flood_from_one_source_is_held_and_a_code_stays_good(self, house, now):
        _case, _invitation, code = invited(house, now)
        for _ in range(20):
            _opened("AAA-AAA", now)
        assert _opened(code, now + MINUTE) == (None, None, True)
        assert _opened(code, now + MINUTE, source="another") == ("after_notice", "en", False)
        assert _opened(code, now + 61 * MINUTE) == ("after_notice", "en", False), "after an hour it may go on"
        assert FeedbackTry.objects.count() == 20 and forget_tries(now + 2 * DAY) == 20

    def test_letters_that_are_taken_for_others_are_in_no_code(self):
        assert not set(ALPHABET) & set("0O1IL5S2Z8B6GUVQ")
        assert tidy_code("kx7 4pd") == "KX74PD" and tidy_code("kx7") == "" and tidy_code("KX0-4PD") == ""
        assert len({new_code() for _ in range(50)}) == 50

    def test_the_public_role_asks_these_and_reads_no_table(self, house, now):
        _case, _invitation, code = invited(house, now)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE haven_public")
            assert _opened(code, now) == ("after_notice", "en", False) and post(code, now, LESS_SAFE)
            cursor.execute("SELECT * FROM feedback_published()")
            cursor.execute(
                "SELECT bool_or(has_table_privilege('haven_public', c.oid, 'SELECT')) FROM pg_class c "
                "WHERE c.relname LIKE 'feedback_%' AND c.relkind = 'r'"
            )
            assert cursor.fetchone() == (False,)
            cursor.execute("RESET ROLE")


def _opened(code, at, source="a browser"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM feedback_open(%s, %s, %s)", [code_hash(code), source, at])
        return cursor.fetchone()


class TestDanger:
    @pytest.mark.parametrize(
        ("answers", "words", "found"),
        [
            (LESS_SAFE, "", ("less_safe",)),
            ({"contacted_as_asked": ["no"]}, "", ("unsafe_contact",)),
            ({}, "He came to the house again", ("words",)),
            ({}, "I am AFRAID of him", ("words",)),
            ({}, "Mae arnaf ofn", ("words",)),
            ({}, "Dwi mewn perygl", ("words",)),
            ({"safer": ["same"], "contacted_as_asked": ["mostly"]}, "The officer was skilled and kind", ()),
        ],
    )
    def test_signs(self, answers, words, found):
        assert signs(answers, words) == found

    def test_in_office_hours_the_manager_has_an_hour(self, house, now):
        case, row = said(house, now + HOUR, LESS_SAFE)
        assert case_of(row) == case
        task = Task.objects.get(kind="feedback_safety")
        assert (task.for_user, task.due_at) == (house.marlow, now + 2 * HOUR)
        clock = Deadline.objects.get(kind="feedback_safety")
        assert (clock.act_by, clock.owner_role) == (now + 2 * HOUR, "feedback_manager")

    @pytest.mark.parametrize(
        "at", ["2026-11-06T18:30:00+00:00", "2026-11-07T11:00:00+00:00", "2026-12-25T11:00:00+00:00"]
    )
    def test_at_other_times_the_duty_inspector_is_told_at_once(self, house, at):
        at = datetime.fromisoformat(at)
        _case, _row = said(house, at, LESS_SAFE)
        task = Task.objects.get(kind="feedback_safety")
        assert task.for_user is None and task.duty_role == "duty_inspector"
        watch(at + timedelta(seconds=10))
        rung = DeadlineRung.objects.get(raised_at__isnull=False)
        assert rung.told[0]["user"] == house.halloran.pk

    def test_a_manager_with_a_conflict_is_not_told(self, house, now):
        case, _invitation, code = invited(house, now)
        Conflict.objects.create(user=house.marlow, case=case, nature="Cousin", at=now)
        post(code, now + HOUR, LESS_SAFE)
        take_feedback(now + HOUR)
        assert Task.objects.get(kind="feedback_safety").duty_role == "duty_inspector"
        row = FeedbackResponse.objects.get()
        with pytest.raises(Refused):
            take_on(row, by=house.marlow, at=now + HOUR)

    def test_one_person_sees_whose_it_is_and_closes_it(self, house, now):
        case, row = said(house, now + HOUR, LESS_SAFE, "He came to the school")
        at = now + HOUR + MINUTE
        with pytest.raises(Refused, match="Take it on first"):
            record_safe(row, "I rang her and she is at home.", by=house.marlow, at=at)
        take_on(row, by=house.marlow, at=at)
        with pytest.raises(Refused, match="Somebody else"):
            take_on(row, by=house.halloran, at=at)
        with pytest.raises(Refused, match="in a sentence"):
            record_safe(row, "ok", by=house.marlow, at=at)
        read_response(row, by=house.marlow, at=at)
        with pytest.raises(Refused, match="see that they are safe"):
            close_feedback(row, "Done", by=house.marlow, at=at)
        done = record_safe(row, "PC Wren spoke to her: she is safe tonight.", by=house.marlow, at=at)
        assert done.safe_by == house.marlow and b"Wren" not in bytes(done.safe_words_enc)
        assert Deadline.objects.get(kind="feedback_safety").met_at == at
        assert Task.objects.get(kind="feedback_safety").done_by == house.marlow
        assert status(close_feedback(row, "Seen to", by=house.marlow, at=at)) == "closed"
        event = CaseEvent.objects.get(kind="feedback.safety")
        assert event.facts == {}, "the case says that somebody must speak to her, and nothing of what she wrote"

    def test_an_inspector_takes_over_when_the_hour_is_over(self, house, now):
        _case, row = said(house, now + HOUR, LESS_SAFE)
        take_on(row, by=house.marlow, at=now + HOUR)
        assert take_on(row, by=house.halloran, at=now + 2 * HOUR + MINUTE).taken_by == house.halloran

    def test_a_task_done_on_the_page_of_tasks_sees_to_it(self, house, now):
        _case, row = said(house, now + HOUR, LESS_SAFE)
        task = Task.objects.get(kind="feedback_safety")
        do_task(task, proof="PC Wren spoke to her at work", by=house.halloran, at=now + HOUR + MINUTE)
        react(FAR)
        row.refresh_from_db()
        assert row.safe_by == house.halloran
        assert Deadline.objects.get(kind="feedback_safety").met_at == now + HOUR + MINUTE

    def test_the_queue_shows_signs_first_and_inspectors_only_those(self, house, now):
        for n, answers in enumerate(({"safer": ["safer"]}, LESS_SAFE, {"safer": ["same"]})):
            said(house, now + n * MINUTE, answers)
        rows = queue(house.marlow, frozenset({"feedback_manager"}))
        assert len(rows) == 3 and rows[0].signs == ["less_safe"]
        assert [r.signs for r in queue(house.halloran, frozenset({"authorising_inspector"}))] == [["less_safe"]]
        assert queue(house.quill, frozenset({"feedback_manager"})) == []


class TestPromises:
    def test_read_in_one_working_day_and_replied_to_in_ten(self, house, now):
        """Friday 6 November 2026: read by Monday, replied to by Friday 20 November."""
        case, row = said(house, now, REPLY)
        assert (row.read_by_day, row.reply_by_day) == (date(2026, 11, 9), date(2026, 11, 20))
        assert not is_late(row, date(2026, 11, 9)) and is_late(row, date(2026, 11, 10))
        clock = Deadline.objects.get(kind="feedback_reply")
        assert clock.act_by == datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)
        assert case_of(row) == case and row.signs == []

    def test_over_the_holidays_the_days_are_later(self, house):
        """Christmas Eve 2026 is a Thursday: Christmas, Boxing Day's substitute, and a weekend are left out."""
        _case, row = said(house, datetime(2026, 12, 24, 12, tzinfo=UTC), REPLY)
        assert (row.read_by_day, row.reply_by_day) == (date(2026, 12, 29), date(2027, 1, 12))

    def test_it_is_not_closed_before_its_reply(self, house, now):
        _case, row = said(house, now, REPLY)
        take_on(read_response(row, by=house.marlow, at=now), by=house.marlow, at=now)
        with pytest.raises(Refused, match="asked for a reply"):
            close_feedback(row, "Done", by=house.marlow, at=now)
        assert status(record_reply(row, "call", by=house.marlow, at=now + DAY)) == "replied"
        assert Deadline.objects.get(kind="feedback_reply").met_at == now + DAY
        assert Task.objects.get(kind="feedback_reply").done_at == now + DAY
        with pytest.raises(Refused, match="recorded already"):
            record_reply(row, "call", by=house.marlow, at=now + DAY)

    def test_nobody_sees_whose_a_quiet_answer_is(self, house, now):
        _case, row = said(house, now, {"safer": ["safer"]})
        with pytest.raises(Refused, match="Nobody can see whose this is"):
            take_on(row, by=house.marlow, at=now)

    def test_only_of_the_own_force_and_by_the_role(self, house, now):
        _case, row = said(house, now, {"safer": ["safer"]})
        with pytest.raises(Refused, match="may not triage feedback"):
            read_response(row, by=house.okoro, at=now)
        RoleGrant.objects.create(user=house.quill, role="feedback_manager", from_at=now - DAY)
        with pytest.raises(Refused, match="no such feedback"):
            read_response(row, by=house.quill, at=now)


class TestEntering:
    def test_on_a_call_or_from_paper(self, house, now):
        case, invitation, code = invited(house, now, how="phone")
        row = enter_feedback(
            EnterFeedback(code, "phone", "en", {"safer": ["less_safe"]}, ""), by=house.controller, at=now + MINUTE
        )
        assert row.version == "phone" and case_of(row) == case
        invitation.refresh_from_db()
        assert invitation.used_on == date(2026, 11, 6)

    def test_wrong_used_and_over_say_the_same(self, house, now):
        _case, _invitation, code = invited(house, now)
        command = EnterFeedback(code, "paper", "cy", {})
        assert enter_feedback(command, by=house.marlow, at=now).reply_case_enc is None
        for typed, at in ((code, now), ("AAA-AAA", now), ("nonsense", now), (invited(house, now)[2], now + 15 * DAY)):
            with pytest.raises(Refused, match=NO_SUCH_CODE):
                enter_feedback(EnterFeedback(typed, "paper", "en", {}), by=house.marlow, at=at)

    def test_not_by_the_officer_it_is_about(self, house, now):
        _case, _invitation, code = invited(house, now)
        with pytest.raises(Refused, match="may not enter feedback"):
            enter_feedback(EnterFeedback(code, "paper", "en", {}), by=house.ali, at=now)


class TestYouSaidWeDid:
    def test_public_only_with_five_people_and_a_reviewer(self, house, now):
        action = write_action(
            WriteAction("Calls", "Ring before you come", "We ring", date(2026, 12, 1)), by=house.marlow, at=now
        )
        for n in range(4):
            put_to_action(said(house, now + n * MINUTE)[1], action, by=house.marlow, at=now + HOUR)
        by_whom = PublishAction("Dee Amos, adviser of Larkspur")
        with pytest.raises(Refused, match="Fewer than five"):
            publish_action(action, by_whom, by=house.marlow, at=now + HOUR)
        for n in range(4, 8):
            put_to_action(said(house, now + n * MINUTE)[1], action, by=house.marlow, at=now + HOUR)
        with pytest.raises(Refused, match="who reviewed it"):
            publish_action(action, PublishAction(" "), by=house.marlow, at=now + HOUR)
        with pytest.raises(Refused, match="both sentences"):
            publish_action(action, PublishAction("Dee Amos", said_cy="Ffoniwch"), by=house.marlow, at=now + HOUR)
        assert _published() == []
        publish_action(action, by_whom, by=house.marlow, at=now + HOUR)
        assert _published() == [("Ring before you come", "We ring", "", "", date(2026, 11, 6), 5)], (
            "eight is at least five"
        )
        with pytest.raises(Refused, match="public already"):
            publish_action(action, by_whom, by=house.marlow, at=now + HOUR)

    @pytest.mark.parametrize(
        ("good", "bad", "count", "of", "percent"),
        [
            (0, 0, "0", "0", None),
            (3, 0, "fewer than 5", "fewer than 5", None),
            (9, 0, "9", "9", 100),
            (9, 6, "9", "15", 60),
            (9, 2, "not shown", "10 or more", None),
            (2, 9, "fewer than 5", "10 or more", None),
            (5, 5, "5", "10", 50),
        ],
    )
    def test_small_numbers_cannot_be_worked_out(self, good, bad, count, of, percent):
        found = share("x", good, bad)
        assert (found.count, found.of, found.percent) == (count, of, percent)

    def test_figures(self, house, now):
        for n in range(6):
            said(house, now + n * MINUTE, {"safer": ["safer"], "listened": ["cannot_say"]})
        invited(house, now + HOUR)
        shares = {s.label: s for s in satisfaction(house.marlow.force_id, date(2026, 11, 6))}
        assert shares["Do you feel safer than before?"].percent == 100
        assert shares["Did the officer listen to you?"].of == "0", "who could not say counts on neither side"
        rates = response_rates(house.marlow.force_id, date(2026, 11, 6))
        assert (rates[0].label, rates[0].count, rates[0].of) == ("Card with a code", "6", "6")


def _published():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM feedback_published()")
        return cursor.fetchall()
