"""What she sends from her pages: kept at each press, recorded by the worker, seen by the staff; and nothing lightens by itself."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from haven.audit.models import ReadingLog
from haven.breaches.models import Breach
from haven.cases.models import CaseEvent, Task, Unrecorded
from haven.cases.operations.hand_over import HandedOver, hand_over, typed_lines
from haven.jobs.send_due import send_due
from haven.jobs.take_her_posts import forget_begun, take_her_posts
from haven.orders.models import Order
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept, OutboxMessage
from haven.sealed.ciphers import decipher
from haven.support.models import Asked, Begun, HerPost, PlanTrigger, Update
from haven.support.operations.answer_asked import AnswerAsked, answer_asked, record_alone
from haven.web.public.her.visit import COOKIE
from haven_law.findings import Refused
from tests.pages.acting import text
from tests.pages.test_her_pages import NOW, clock, her, inside, public  # noqa: F401
from tests.support.her_world import HOUR, MINUTE, boxes, enter, follow

pytestmark = pytest.mark.urls("haven.config.urls_public")
SAID = "They waited at the gate and shouted my name."
HOLD = timedelta(hours=72)


def answer(client, step, **data):
    return client.post(f"/u/you/tell/{step}", data)


def fill(client, her, **changes):  # noqa: F811
    """The four pages of a report; `changes` by the page."""
    pages = {
        "now": {"danger": "no", "about": her.order.ref},
        "when": {"when": "at"} | boxes("at", NOW - 2 * HOUR),
        "what": {"account": SAID, "where": "in_person", "place": "At the gate", "clauses": ["1", "2"]},
        "safe": {"safe": "yes", "contact": "yes"},
    } | changes
    for step, data in pages.items():
        got = answer(client, step, **data)
        assert got.status_code == 303, f"{step}: {text(got)}"


def send(client, path="/u/you/tell/check", **data):
    return client.post(path, {"command_id": str(uuid4())} | data)


class TestTell:
    def test_she_reports_and_it_is_her_report(self, inside, her):  # noqa: F811
        fill(inside, her)
        page = text(inside.get("/u/you/tell/check"))
        assert (
            SAID in page
            and "Friday 13 November 2026 at 1:10pm" in page
            and "They must stay at least 100 metres" in page
        )
        assert send(inside)["Location"] == "/u/you/sent?just=tell"
        page = text(inside.get("/u/you/sent?just=tell"))
        assert "Thank you, we have it" in page and "within one working day" in page and "It is being recorded" in page
        assert SAID.encode() not in bytes(HerPost.objects.get().closed)
        assert take_her_posts(NOW) == 1
        breach = Breach.objects.get()
        assert (breach.source, breach.order, breach.reported_at) == ("protected", her.order, NOW)
        assert [c.clause for c in breach.clauses.order_by("clause")] == [1, 2]
        assert decipher(her.case.ref, breach.account_enc) == SAID and SAID not in str(
            CaseEvent.objects.values_list("facts")
        )
        page = text(inside.get("/u/you/sent"))
        assert f"Recorded. Its number is {breach.ref}" in page and SAID not in page
        assert not bytes(HerPost.objects.get().closed) and not Begun.objects.exists()

    def test_pressed_twice_it_is_one_report(self, inside, her):  # noqa: F811
        fill(inside, her)
        command = str(uuid4())
        send(inside, command_id=command)
        fill(inside, her)
        send(inside, command_id=command)
        take_her_posts(NOW)
        take_her_posts(NOW)
        assert Breach.objects.count() == 1

    def test_in_danger_the_control_room_is_asked_within_minutes(self, inside, her):  # noqa: F811
        fill(inside, her, now={"danger": "yes", "about": her.order.ref})
        send(inside)
        take_her_posts(NOW)
        task = Task.objects.get(kind="not_safe")
        assert task.duty_role == "control_room" and task.due_at == NOW + 5 * MINUTE
        assert Breach.objects.get().in_danger == "yes"

    def test_not_knowing_which_is_enough(self, inside, her):  # noqa: F811
        """Between notice and order it is the one that held at that time."""
        fill(inside, her, now={"danger": "no", "about": "unknown"},
             when={"when": "at"} | boxes("at", her.order.made_at - HOUR))  # fmt: skip
        send(inside)
        take_her_posts(NOW)
        assert Breach.objects.get().of == "notice"

    @pytest.mark.parametrize(
        ("step", "data", "words"),
        [
            ("now", {}, "Are you in danger now"),
            ("now", {"danger": "no", "about": "DO-2222-2222"}, "Choose one of the answers shown"),
            ("when", {"when": "at"}, "Enter when it happened"),
            ("when", {"when": "at"} | boxes("at", NOW + 3 * HOUR), "must not be after"),
            (
                "when",
                {"when": "between"} | boxes("start", NOW - HOUR) | boxes("until", NOW - 2 * HOUR),
                "must be after",
            ),
            ("when", {"when": "day", "day-day": "31", "day-month": "2", "day-year": "2026"}, "real date"),
            ("what", {"account": "", "where": "online"}, "Enter what happened"),
            ("what", {"account": "x" * 4001, "where": "online"}, "4,000"),
            ("what", {"account": "a\x00b", "where": "online"}, "cannot"),
            ("what", {"account": SAID, "where": "in_person", "clauses": ["99"]}, "Choose from the answers shown"),
            ("safe", {"safe": "maybe"}, "Choose one of the answers shown"),
        ],
    )
    def test_what_is_wrong_is_said_and_everything_typed_stays(self, inside, her, step, data, words):  # noqa: F811
        got = answer(inside, step, **data)
        assert got.status_code == 422 and words in text(got), text(got)
        if data.get("account") == "x" * 4001:
            assert "x" * 4001 in inside.get("/u/you/tell/what").content.decode()
        assert send(inside).status_code == 303 and not HerPost.objects.exists()

    def test_it_outlives_the_visit_and_only_her_card_opens_it(self, inside, her, clock):  # noqa: F811
        answer(inside, "what", account=SAID, where="phone")
        inside.get("/u/leave")
        assert SAID.encode() not in bytes(Begun.objects.get().closed)
        enter(inside, her)
        home = inside.get("/u/you")
        assert "You began to write and have not sent it" in text(home) and SAID not in home.content.decode()
        assert SAID in inside.get("/u/you/tell/what").content.decode()
        inside.post("/u/you/forget", {"kind": "tell"})
        assert not Begun.objects.exists() and SAID not in inside.get("/u/you/tell/what").content.decode()

    def test_typed_longer_than_the_visit_it_is_kept(self, inside, her, clock):  # noqa: F811
        clock.shift(45 * MINUTE)
        got = answer(inside, "what", account=SAID, where="phone")
        assert got["Location"] == "/u/in?kept=1" and "What you typed is kept" in text(inside.get("/u/in?kept=1"))
        enter(inside, her)
        assert SAID in inside.get("/u/you/tell/what").content.decode()

    def test_typed_while_she_left_in_a_hurry_it_is_kept_and_a_minute_later_not(self, inside, her, clock):  # noqa: F811
        token = inside.cookies[COOKIE].value
        inside.get("/u/leave")
        for kept in (True, False):
            late = Client()
            late.cookies[COOKIE] = token
            got = late.post("/u/you/tell/what", {"account": SAID, "where": "phone", "keep": "1"})
            assert got.status_code == 204 and not got.content and Begun.objects.exists() == kept
            Begun.objects.all().delete()
            clock.shift(2 * MINUTE)

    def test_a_form_is_kept_for_nobody(self, public, her):  # noqa: F811
        public.cookies["s"] = "forged"
        assert answer(public, "what", account=SAID, where="phone").status_code == 303
        assert not Begun.objects.exists()

    def test_a_flood_is_refused_in_words_and_loses_nothing(self, inside, her):  # noqa: F811
        for _ in range(60):
            assert send(inside, "/u/you/people", wants=["add"], words="").status_code == 303
        got = send(inside, "/u/you/people", wants=["add"], words="One more person")
        assert got.status_code == 422 and "Too much was sent" in text(got) and "One more person" in text(got)
        assert HerPost.objects.count() == 60

    def test_a_post_that_was_tampered_with_is_refused_and_she_reads_it(self, inside, her):  # noqa: F811
        fill(inside, her)
        send(inside)
        HerPost.objects.update(closed=b"x" * 60)
        take_her_posts(NOW)
        assert "Not recorded: It could not be read" in text(inside.get("/u/you/sent")) and not Breach.objects.exists()

    def test_one_that_fails_keeps_no_other_from_being_recorded(self, inside, her, monkeypatch):  # noqa: F811
        from haven.jobs import take_her_posts as taking

        fill(inside, her)
        send(inside)
        send(inside, "/u/you/needs", wants=["screens"], words="")
        monkeypatch.setattr(taking, "report_breach", lambda *a, **k: 1 / 0)
        assert take_her_posts(NOW) == 1 and Asked.objects.get().kind == "needs"
        for _ in range(3):
            take_her_posts(NOW + 3 * MINUTE)
        assert not Task.objects.filter(kind="not_recorded").exists() and bytes(HerPost.objects.get(kind="tell").closed)
        monkeypatch.undo()
        assert take_her_posts(NOW + 3 * MINUTE) == 1 and Breach.objects.count() == 1

    @pytest.mark.parametrize(("danger", "role"), [("no", "unit_desk"), ("yes", "control_room")])
    def test_one_that_fails_on_is_a_persons_as_typed(self, inside, her, monkeypatch, danger, role):  # noqa: F811
        from haven.jobs import take_her_posts as taking

        fill(inside, her, now={"danger": danger, "about": her.order.ref})
        send(inside)
        monkeypatch.setattr(taking, "report_breach", lambda *a, **k: {}["a fault of ours"])
        for _ in range(7):
            take_her_posts(NOW + MINUTE)
        assert not Unrecorded.objects.exists(), "a fault that passes by needs nobody"
        take_her_posts(NOW + 3 * MINUTE)
        row, task = Unrecorded.objects.get(), Task.objects.get(kind="not_recorded")
        assert task.case == her.case and task.duty_role == role and task.about_ref == str(row.ref)
        lines = dict(typed_lines(row))
        assert lines["What happened"] == SAID and lines["Where"] == "At the gate" and lines["Requirements"] == "1, 2"
        assert SAID not in str(CaseEvent.objects.values_list("facts")) and SAID.encode() not in bytes(row.typed_enc)
        assert SAID not in task.words and not bytes(HerPost.objects.get().closed)
        assert "A person has it now and sees to it" in text(inside.get("/u/you/sent"))
        monkeypatch.undo()
        take_her_posts(NOW + HOUR)
        assert not Breach.objects.exists() and Task.objects.filter(kind="not_recorded").count() == 1, "not twice"

    @pytest.mark.urls("haven.config.urls_staff")
    def test_the_person_reads_it_and_nobody_else_does(self, house, her, clock):  # noqa: F811
        typed = HandedOver("her 1", "The protected person", "Something happened", NOW, (("What happened", SAID),))
        row = hand_over(her.case, typed, at=NOW)
        assert hand_over(her.case, typed, at=NOW).pk == row.pk
        okoro, quill = Client(), Client()
        okoro.force_login(house.okoro)
        quill.force_login(house.quill)
        assert f"/unrecorded/{row.ref}" in okoro.get(f"/tasks/{row.task.public_id}").content.decode()
        assert SAID in text(okoro.get(f"/unrecorded/{row.ref}"))
        assert ReadingLog.objects.filter(operation="see_unrecorded", case_ref=her.case.ref).exists()
        assert quill.get(f"/unrecorded/{row.ref}").status_code == 404

    def test_what_was_begun_long_ago_is_emptied(self, inside, her):  # noqa: F811
        answer(inside, "what", account=SAID, where="phone")
        assert not forget_begun(NOW + timedelta(days=29)) and forget_begun(NOW + timedelta(days=31))
        assert not Begun.objects.exists()


class TestContact:
    def test_from_the_press_on_nothing_leaves_by_the_old_plan(self, inside, her):  # noqa: F811
        """Charnwood: her way of contact changed, and five messages were waiting for the old one."""
        from haven.cases.chronology import record
        from haven.support.operations.draft_update import draft_update

        with transaction.atomic():
            for _ in range(5):
                event = record(her.case, "order.varied", by=her.house.moss, at=NOW, about=("order", her.order.ref))
                draft_update(event, NOW)
        queued = OutboxMessage.objects.filter(closed_at=None).count()
        assert queued >= 5
        assert send(inside, "/u/you/contact", wants=["no_text", "new_way"], words="Ring at work").status_code == 303
        far = NOW + timedelta(days=3)
        send_due(max(m.not_before for m in OutboxMessage.objects.all()), Readable())
        assert not Kept.objects.exists(), "not even before the worker has taken it"
        take_her_posts(NOW)
        follow()
        assert OutboxMessage.objects.filter(closed_at=None).count() == 0
        send_due(far, Readable())
        assert not Kept.objects.exists() and PlanTrigger.objects.filter(person=her.case.protected).exists()
        open_news = Update.objects.exclude(state="closed")
        assert open_news.count() >= 5 and not open_news.filter(clock__closed_at__isnull=False).exists()
        assert set(open_news.values_list("state", flat=True)) == {"to_person"}
        task = Task.objects.get(kind="confirm_contact")
        assert task.due_at is not None and "never over a way" in task.words
        asked = Asked.objects.get()
        assert asked.wants == ["no_text", "new_way"] and decipher(her.case.ref, asked.words_enc) == "Ring at work"
        assert "Ring" not in str(list(CaseEvent.objects.values_list("facts")))

    def test_only_ways_of_the_plan_can_be_stopped(self, inside, her):  # noqa: F811
        page = inside.get("/u/you/contact").content.decode()
        assert "no_text" in page and "no_call" not in page
        assert send(inside, "/u/you/contact", wants=["no_call"], words="").status_code == 422
        assert send(inside, "/u/you/contact", words="").status_code == 422


class TestChange:
    def _ask(self, client, her, want="end"):  # noqa: F811
        assert send(client, "/u/you/change", about=her.order.ref, wants=want, words="We talked").status_code == 303
        take_her_posts(NOW)
        return Asked.objects.get()

    def test_nothing_lightens_by_itself_and_it_waits_and_she_is_spoken_to_alone(self, house, inside, her):  # noqa: F811
        before = Order.objects.filter(pk=her.order.pk).values("ends_at", "ended_at", "in_effect").get()
        asked = self._ask(inside, her)
        follow()
        assert Order.objects.filter(pk=her.order.pk).values("ends_at", "ended_at", "in_effect").get() == before
        assert asked.hold_until == NOW + HOLD and asked.case == her.case
        assert set(Task.objects.filter(about_ref=str(asked.ref)).values_list("kind", flat=True)) == {
            "speak_alone", "risk_again", "look_at_use", "offer_support"
        }  # fmt: skip
        to_court = AnswerAsked(str(asked.ref), "to_court", "The court has it")
        with pytest.raises(Refused, match="spoken to alone first"):
            answer_asked(to_court, by=house.okoro, at=NOW + HOLD + HOUR)
        with pytest.raises(Refused, match="asked for or served the notice"):
            record_alone(str(asked.ref), by=house.ali, at=NOW + HOUR)
        record_alone(str(asked.ref), by=house.okoro, at=NOW + HOUR)
        with pytest.raises(Refused, match="before"):
            answer_asked(to_court, by=house.okoro, at=NOW + HOLD - MINUTE)
        answer_asked(to_court, by=house.okoro, at=NOW + HOLD)
        with pytest.raises(Refused, match="answered already"):
            answer_asked(to_court, by=house.okoro, at=NOW + HOLD)
        assert Task.objects.get(kind="speak_alone").done_at == NOW + HOLD

    def test_not_even_the_table_takes_it_earlier(self, inside, her):  # noqa: F811
        asked = self._ask(inside, her)
        for changes in (
            {"answered_at": NOW + HOUR, "alone_at": NOW, "alone_by": her.house.okoro},
            {"answered_at": NOW + HOLD},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Asked.objects.filter(pk=asked.pk).update(answer="to_court", answered_by=her.house.okoro, **changes)

    def test_to_ask_for_more_needs_no_new_assessment(self, inside, her):  # noqa: F811
        asked = self._ask(inside, her, "stronger")
        assert list(Task.objects.filter(about_ref=str(asked.ref)).values_list("kind", flat=True)) == ["speak_alone"]

    def test_only_a_paper_of_hers(self, inside, her):  # noqa: F811
        got = send(inside, "/u/you/change", about="DO-2222-2222", wants="end", words="")
        assert got.status_code == 422 and not HerPost.objects.exists()


class TestStaff:
    @pytest.fixture
    def okoro(self, house):
        client = Client()
        client.force_login(house.okoro)
        return client

    @pytest.mark.urls("haven.config.urls_staff")
    def test_they_see_her_words_and_answer(self, house, okoro, her, clock):  # noqa: F811
        from haven.support.operations.ask import Ask, ask

        asked = ask(
            Ask("needs", ("screens", "reminders"), "I am afraid to meet them"), person=her.case.protected_id, at=NOW
        )
        assert "Help that they need" in text(okoro.get("/asked"))
        page = okoro.get(f"/asked/{asked.ref}")
        assert "I am afraid to meet them" in text(page) and "Screens at court, A reminder before each hearing" in text(
            page
        )
        assert f"/asked/{asked.ref}" in okoro.get(f"/tasks/{asked.task.public_id}").content.decode()
        assert f"/asked/{asked.ref}" in okoro.get(f"/cases/{her.case.ref}/contact").content.decode()
        empty = okoro.post(f"/asked/{asked.ref}", {"command_id": str(uuid4()), "answer": "done"})
        assert empty.status_code == 422 and "Enter what was said and done" in text(empty)
        done = okoro.post(f"/asked/{asked.ref}", {"command_id": str(uuid4()), "answer": "done", "words": "Court asked"})
        assert done.status_code == 302
        assert "Done as they asked" in text(okoro.get(f"/asked/{asked.ref}"))
        assert "Nothing waits for an answer" in text(okoro.get("/asked"))
        okoro.force_login(house.quill)
        assert okoro.get(f"/asked/{asked.ref}").status_code == 404

    @pytest.mark.urls("haven.config.urls_staff")
    def test_whom_they_spoke_to_alone(self, house, okoro, her, clock):  # noqa: F811
        from haven.support.operations.ask import Ask, ask

        asked = ask(Ask("change", ("end",), "", her.order.ref), person=her.case.protected_id, at=NOW - HOUR)
        assert okoro.post(f"/asked/{asked.ref}/alone").status_code == 302
        assert house.okoro.name in text(okoro.get(f"/asked/{asked.ref}"))
        early = okoro.post(f"/asked/{asked.ref}", {"command_id": str(uuid4()), "answer": "to_court", "words": "Sent"})
        assert early.status_code == 422 and "Nothing goes to a court before" in text(early)
        assert re.search(r"Sent\s*</textarea>", early.content.decode())
