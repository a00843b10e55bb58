"""What a worker of a support organisation sees and does on the public host: within the consent that stands, and not a moment
longer; and that nobody of the police ever reads a note."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from haven.audit.models import ReadingLog
from haven.breaches.models import Breach
from haven.cases.models import CaseEvent, Unrecorded
from haven.cases.operations.hand_over import typed_lines
from haven.compliance.second_step import code_of, step_of
from haven.jobs.react import react
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.support.models import Consent, Update
from haven.support.operations.consents import revoke_consent
from haven.supporters.models import Cover, Note, Organisation, Placement, WorkerPost, WorkerSession
from haven.supporters.operations.take_posts import take_worker_posts
from haven.web.public.work_sign_in import COOKIE
from tests.operations.court_helpers import made_order, no_contact, stay_away
from tests.pages.acting import signed_in, text
from tests.pages.public_host import only_public
from tests.support.test_reaching import FAR
from tests.supporters.world import DAY, HOUR, MINUTE, consent, workers
from tests.weight import MOST, weight

NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
SECRET = "She sleeps with the light on and wants nobody at the police to know."


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def public(settings, clock):
    only_public(settings)
    return Client()


@pytest.fixture
def order(house, clock):
    made = made_order(house, NOW - 8 * DAY, no_contact(), stay_away())
    seal_place(made.case.protected, SealedPlaceFacts("9 Teasel Rise", "CR8 9ZZ"), by=house.ali)
    react(FAR)
    return made


@pytest.fixture
def made(house, clock):
    return workers(house, NOW - 2 * HOUR)


@pytest.fixture
def placed(house, order, made):
    placement = consent(house, order.case, made.tamar, NOW - HOUR)
    react(FAR)
    return placement


def enter(client, who, **changes):
    typed = {
        "email": who.worker.user.email,
        "password": who.password,
        "code": code_of(who.key, step_of(datetime.now(NOW.tzinfo))),
    }
    return client.post("/w/sign-in", typed | changes)


def page_of(placement):
    return f"/w/people/{placement.public_id}"


def a_day(name, day):
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def sent(client, path, **data):
    return client.post(path, {"command_id": str(uuid4())} | data)


class TestSignIn:
    def test_two_steps_and_the_caseload(self, public, made, placed):
        answer = enter(public, made.tamar)
        assert answer["Location"] == "/w/people" and answer.cookies[COOKIE]["samesite"] == "Strict"
        page = text(public.get("/w/people"))
        assert "Tamar Quist, Harbour Support" in page and "Jo" in page and "to tell" in page
        assert WorkerSession.objects.get().token_hash != answer.cookies[COOKIE].value

    @pytest.mark.parametrize(
        "change", [{"password": "wrong wrong"}, {"code": "000000"}, {"email": "x@harbour.example"}]
    )
    def test_what_was_wrong_is_not_said(self, public, made, change):
        answer = enter(public, made.tamar, **change)
        assert answer.status_code == 422 and "not right. Check all three" in text(answer)

    def test_a_code_opens_once_and_five_tries_wait(self, public, made, clock):
        enter(public, made.tamar)
        assert enter(Client(), made.tamar).status_code == 422
        for _ in range(5):
            enter(public, made.bao, password="wrong wrong")
        assert "too many tries" in text(enter(public, made.bao))

    def test_the_doors_of_practice(self, public, made, placed, settings):
        assert "Tamar Quist" not in text(public.get("/w/sign-in")), "only invented people of practice have a door"
        Organisation.objects.filter(name="Harbour Support").update(practice=True)
        assert "Tamar Quist, Harbour Support" in text(public.get("/w/sign-in"))
        press = {"as": f"h{made.tamar.worker.pk}"}
        assert public.post("/w/practice", press)["Location"] == "/w/people"
        for wrong in ("h", "h-1", f"x{made.tamar.worker.pk}", f"h{made.other.worker.pk}", "h99999999999999"):
            assert Client().post("/w/practice", {"as": wrong}).status_code == 404
        settings.PRACTICE = False
        assert Client().post("/w/practice", press).status_code == 404

    def test_neither_kind_opens_the_pages_of_the_other(self, public, made, placed):
        enter(public, made.tamar)
        assert public.get("/w").status_code == 302
        public.cookies[COOKIE] = "s" + public.cookies[COOKIE].value[1:]
        assert public.get("/w").status_code == 302 and public.get("/w/people").status_code == 302

    def test_twenty_minutes_and_out(self, public, made, placed, clock):
        enter(public, made.tamar)
        clock.shift(21 * MINUTE)
        assert public.get(page_of(placed))["Location"] == "/w/sign-in?out=1"
        clock.shift(MINUTE)
        enter(public, made.tamar)
        public.post("/w/sign-out")
        assert public.get("/w/people").status_code == 302

    def test_nobody_sees_a_page(self, public, placed):
        for path in ("/w/people", page_of(placed), page_of(placed) + "/report", "/w/people/away"):
            assert public.get(path)["Location"] == "/w/sign-in"
        for path in ("/told", "/note"):
            assert sent(public, page_of(placed) + path)["Location"] == "/w/sign-in"


class TestWithinConsent:
    def test_what_is_shown_and_what_never(self, house, public, made, placed, order):
        enter(public, made.tamar)
        answer = public.get(page_of(placed))
        page = answer.content.decode()
        assert order.ref in page and "The court made an order" in text(answer)
        for hidden in ("Teasel", "CR8", order.case.ref, order.case.protected.names.get().as_written,
                       order.case.subject.names.get().family, "900471"):  # fmt: skip
            assert hidden not in page, hidden
        assert answer["Cache-Control"] == "no-store" and weight(answer.content) < MOST
        line = ReadingLog.objects.get(operation="see_supported_case")
        assert (line.role, line.case_ref, line.actor_key) == (
            "supporter", order.case.ref, f"user:{made.tamar.worker.user_id}",
        )  # fmt: skip

    def test_withdrawn_it_closes_at_once_whatever_is_open(self, house, public, made, placed):
        enter(public, made.tamar)
        assert public.get(page_of(placed)).status_code == 200
        revoke_consent(placed.consent, by=house.ali, at=NOW)
        assert public.get(page_of(placed)).status_code == 404
        assert "No one has given you access." in text(public.get("/w/people"))
        update = Update.objects.filter(case=placed.case).first()
        for path, data in (("/told", {"update": update.ref}), ("/note", {"words": "x" * 30})):
            assert sent(public, page_of(placed) + path, **data).status_code == 404
        assert not Note.objects.exists() and not WorkerPost.objects.exists()

    def test_what_was_sent_before_it_was_withdrawn_is_recorded_and_what_was_not_is_refused(
        self, house, public, made, placed
    ):
        enter(public, made.tamar)
        first, second = Update.objects.filter(case=placed.case).exclude(state="closed")[:2]
        sent(public, page_of(placed) + "/told", update=first.ref)
        Consent.objects.filter(pk=placed.consent_id).update(revoked_at=NOW + MINUTE)
        WorkerPost.objects.create(
            command_id=uuid4(), worker=made.tamar.worker, placement=placed, kind="told", at=NOW + HOUR,
            closed=WorkerPost.objects.get().closed,
        )  # fmt: skip
        assert take_worker_posts(NOW + HOUR) == 1
        assert "no longer open" in WorkerPost.objects.latest("pk").refused
        second.refresh_from_db()
        assert second.told_at is None

    def test_its_last_day_is_the_last(self, public, made, placed, clock):
        Consent.objects.filter(pk=placed.consent_id).update(until_at=NOW + 5 * MINUTE)
        enter(public, made.tamar)
        assert public.get(page_of(placed)).status_code == 200
        clock.shift(5 * MINUTE)
        assert public.get(page_of(placed)).status_code == 404

    def test_each_scope_opens_its_own(self, house, public, made, order):
        narrow = consent(house, order.case, made.tamar, NOW - HOUR, "report")
        enter(public, made.tamar)
        page = text(public.get(page_of(narrow)))
        assert "The court made an order" not in page and "News" not in page
        update = Update.objects.filter(case=order.case).first()
        assert sent(public, page_of(narrow) + "/told", update=update.ref).status_code == 404
        told = consent(house, order.case, made.bao, NOW - HOUR, "see_updates")
        other = Client()
        enter(other, made.bao)
        assert other.get(page_of(told) + "/report").status_code == 404

    def test_only_this_case_and_only_this_organisation(self, house, public, made, placed, order):
        another = made_order(house, NOW - 6 * DAY, no_contact())
        hers = consent(house, another.case, made.bao, NOW - HOUR, "see_updates", colleagues=False)
        enter(public, made.tamar)
        assert public.get(page_of(hers)).status_code == 404
        assert another.ref not in public.get(page_of(placed)).content.decode()
        stranger = Client()
        enter(stranger, made.other)
        assert stranger.get(page_of(placed)).status_code == 404
        assert public.get(f"/w/people/{uuid4()}").status_code == 404


class TestActs:
    def test_told_by_a_supporter_ends_the_clock(self, public, made, placed):
        enter(public, made.tamar)
        update = Update.objects.filter(case=placed.case).exclude(state="closed").select_related("clock", "task").first()
        sent(public, page_of(placed) + "/told", update=update.ref)
        assert "sent, being recorded" in text(public.get(page_of(placed)))
        assert take_worker_posts(NOW) == 1
        update.refresh_from_db()
        update.clock.refresh_from_db()
        assert update.told_how == "supporter" and update.told_by == made.tamar.worker.user
        assert update.clock.met_at == NOW and update.task.__class__.objects.get(pk=update.task_id).done_at == NOW
        assert CaseEvent.objects.filter(kind="update.told").latest("pk").facts["how"] == "through their supporter"

    def test_a_report_for_her_is_a_breach_of_kind_supporter(self, house, public, made, placed, order):
        enter(public, made.tamar)
        path = page_of(placed) + "/report"
        data = {"about": order.ref, "account": "He waited at the school gate.", "danger": "no"} | a_day("happened", NOW)
        assert sent(public, path, **data).status_code == 302
        take_worker_posts(NOW)
        breach = Breach.objects.get()
        assert breach.source == "supporter" and "Harbour Support" in breach.reporter_words
        assert breach.ref in text(public.get(page_of(placed)))
        box = WorkerPost.objects.get()
        assert bytes(box.closed) == b"" and box.became == breach.ref

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"account": ""}, "Enter what happened"),
            ({"about": "DO-0000-0000"}, ""),
            ({"danger": ""}, "whether they are in danger"),
            ({"happened-day": "40"}, ""),
            ({"account": "x" * 4001}, "4,000"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, public, made, placed, order, changes, sentence):
        enter(public, made.tamar)
        data = {"about": order.ref, "account": "At the gate.", "danger": "no"} | a_day("happened", NOW) | changes
        answer = sent(public, page_of(placed) + "/report", **data)
        assert answer.status_code == 422 and sentence in text(answer)
        assert not WorkerPost.objects.exists()

    def test_one_that_goes_on_failing_is_a_persons_with_what_was_typed(self, public, made, placed, order, monkeypatch):
        from haven.supporters.operations import take_posts as taking

        enter(public, made.tamar)
        data = {"about": order.ref, "account": "He waited at the school gate.", "danger": "no"} | a_day("happened", NOW)
        sent(public, page_of(placed) + "/report", **data)
        update = Update.objects.filter(case=placed.case).exclude(state="closed").first()
        sent(public, page_of(placed) + "/told", update=update.ref)
        monkeypatch.setitem(taking.ACTS, "report", lambda *a: {}["a fault of ours"])
        assert take_worker_posts(NOW) == 1, "the one behind it is recorded"
        for _ in range(4):
            take_worker_posts(NOW + 3 * MINUTE)
        row = Unrecorded.objects.get()
        assert dict(typed_lines(row))["What happened"] == "He waited at the school gate."
        assert dict(typed_lines(row))["Worker"] == "Tamar Quist, Harbour Support"
        assert row.task.kind == "not_recorded" and row.task.case == placed.case
        assert "A person has it now and sees to it" in text(public.get(page_of(placed)))
        assert "school" not in str(CaseEvent.objects.values_list("facts")) + row.task.words

    def test_what_is_of_no_case_and_fails_is_said_to_its_sender(self, public, made, placed, monkeypatch):
        from haven.supporters.operations import take_posts as taking

        enter(public, made.tamar)
        data = {"to": made.bao.worker.pk} | a_day("first", NOW) | a_day("last", NOW + 3 * DAY)
        sent(public, "/w/people/away", **data)
        monkeypatch.setitem(taking.ACTS, "cover", lambda *a: 1 / 0)
        for _ in range(5):
            take_worker_posts(NOW + 3 * MINUTE)
        assert "ring the unit" in WorkerPost.objects.get().refused and not Unrecorded.objects.exists()
        assert "ring the unit" in text(public.get("/w/people/away"))

    def test_pressed_twice_it_is_one(self, public, made, placed, order):
        enter(public, made.tamar)
        data = {"about": order.ref, "account": "At the gate.", "danger": "no", "command_id": str(uuid4())}
        for _ in range(2):
            public.post(page_of(placed) + "/report", data | a_day("happened", NOW))
        take_worker_posts(NOW)
        assert Breach.objects.count() == 1

    def test_handed_over_it_is_the_colleagues(self, public, made, placed):
        enter(public, made.tamar)
        sent(public, page_of(placed) + "/note", words=SECRET)
        path = page_of(placed) + "/hand-over"
        assert sent(public, path, to=made.bao.worker.pk).status_code == 422
        assert sent(public, path, to=made.bao.worker.pk, they_know="on").status_code == 302
        take_worker_posts(NOW)
        assert public.get(page_of(placed)).status_code == 404
        new = Placement.objects.get(worker=made.bao.worker)
        colleague = Client()
        enter(colleague, made.bao)
        assert SECRET in text(colleague.get(page_of(new)))

    def test_a_colleague_covers_those_who_agreed_and_only_meanwhile(self, house, public, made, placed, clock):
        alone = consent(
            house, made_order(house, NOW - 5 * DAY, no_contact()).case, made.tamar, NOW - HOUR, colleagues=False
        )
        enter(public, made.tamar)
        data = {"to": made.bao.worker.pk} | a_day("first", NOW) | a_day("last", NOW + 3 * DAY)
        assert sent(public, "/w/people/away", **data).status_code == 302
        take_worker_posts(NOW)
        assert "Bao Lindqvist covers for you" in text(public.get("/w/people/away"))
        colleague = Client()
        enter(colleague, made.bao)
        assert "You cover for Tamar Quist." in text(colleague.get(page_of(placed)))
        assert colleague.get(page_of(alone)).status_code == 404
        assert colleague.get(page_of(placed) + "/hand-over").status_code == 404
        sent(public, "/w/people/away", act="back")
        take_worker_posts(NOW)
        assert Cover.objects.get().ended_at == NOW and colleague.get(page_of(placed)).status_code == 404

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            (NOW, NOW - DAY, "before the first"),
            (NOW - 9 * DAY, NOW - DAY, "in the past"),
            (NOW, NOW + 61 * DAY, "60 days"),
        ],
    )
    def test_a_cover_that_cannot_be(self, public, made, placed, first, last, sentence):
        enter(public, made.tamar)
        data = {"to": made.bao.worker.pk} | a_day("first", first) | a_day("last", last)
        answer = sent(public, "/w/people/away", **data)
        assert answer.status_code == 422 and sentence in text(answer)


class TestNotes:
    def test_police_never_read_one(self, house, public, made, placed, order):
        enter(public, made.tamar)
        assert sent(public, page_of(placed) + "/note", words=SECRET).status_code == 302
        assert SECRET in text(public.get(page_of(placed)))
        note = Note.objects.get()
        assert SECRET.encode() not in bytes(note.closed)
        # The staff site's role of the database has no right to the table.
        for statement in ("SELECT count(*) FROM supporters_note", "DELETE FROM supporters_note"):
            refused = pytest.raises(ProgrammingError, match="permission denied")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE haven_staff")
                cursor.execute(statement)

    def test_nothing_of_it_is_in_any_table_page_or_log_of_the_police(
        self, house, settings, made, placed, order, client
    ):
        before = settings.ROOT_URLCONF, list(settings.MIDDLEWARE)
        only_public(settings)
        public = Client()
        enter(public, made.tamar)
        sent(public, page_of(placed) + "/note", words=SECRET)
        settings.ROOT_URLCONF, settings.MIDDLEWARE = before
        assert not CaseEvent.objects.filter(facts__icontains="light on").exists()
        for model in apps.get_models():
            if model is Note:
                continue
            for row in model._default_manager.all()[:500]:
                assert "light on" not in str(vars(row)), model
        staff = signed_in(house.okoro)
        for path in (
            f"/cases/{order.case.ref}",
            f"/cases/{order.case.ref}/history",
            f"/cases/{order.case.ref}/helpers",
            "/workers",
        ):
            assert "light on" not in staff.get(path).content.decode()

    def test_another_organisation_of_hers_does_not_read_it(self, house, public, made, placed, order):
        theirs = consent(house, order.case, made.other, NOW - HOUR, "see_updates")
        enter(public, made.tamar)
        sent(public, page_of(placed) + "/note", words=SECRET)
        other = Client()
        enter(other, made.other)
        assert "light on" not in text(other.get(page_of(theirs)))

    @pytest.mark.parametrize("words", ["", " ", "x" * 4001])
    def test_what_is_wrong_is_said(self, public, made, placed, words):
        enter(public, made.tamar)
        assert sent(public, page_of(placed) + "/note", words=words).status_code == 422
        assert not Note.objects.exists()


class TestStaffPages:
    def test_a_sign_in_is_shown_once(self, house, clock):
        unit = signed_in(house.okoro)
        data = {
            "command_id": str(uuid4()),
            "name": "Rue Ames",
            "organisation": "Quay House",
            "email": "rue@quay.example",
        }
        page = text(unit.post("/workers/new", data))
        assert "Shown once." in page and "/w/sign-in" in page
        assert "Rue Ames" in text(unit.get("/workers"))
        from haven.supporters.models import Worker

        held = Worker.objects.get(user__name="Rue Ames")
        assert "nobody now" in text(unit.get(f"/workers/{held.pk}"))
        assert signed_in(house.ali).get("/workers").status_code == 403
        assert signed_in(house.quill).get(f"/workers/{held.pk}").status_code in (403, 404)

    def test_a_consent_is_recorded_and_seen_among_those_who_help(self, house, made, order):
        officer, path = signed_in(house.ali), f"/cases/{order.case.ref}/helpers/worker"
        data = {
            "command_id": str(uuid4()), "in_person": "on", "worker": str(made.tamar.worker.pk), "knows": "no",
            "household": "no", "related": "no", "scopes": ["see_updates", "report"], "colleagues": "yes", "called": "Jo",
        } | a_day("until", NOW + 90 * DAY)  # fmt: skip
        assert "Harbour Support" in text(officer.get(path))
        wrong = officer.post(path, data | {"knows": "yes"})
        assert wrong.status_code == 422 and "knows the subject" in text(wrong)
        assert officer.post(path, data).status_code == 302
        page = text(officer.get(f"/cases/{order.case.ref}/helpers"))
        assert "Tamar Quist" in page and "Harbour Support" in page
        assert Placement.objects.get().consent.until_at.date() == (NOW + timedelta(days=90)).date()

    def test_a_restricted_case_is_in_no_count(self, house, made, placed, clock):
        from haven.cases.operations.restrict_case import RestrictCase, restrict_case

        unit, one = signed_in(house.okoro), f"/workers/{made.tamar.worker.pk}"
        assert "Helps 1" in text(unit.get(one))
        restrict_case(RestrictCase(placed.case.ref, "An officer", "Standards desk"), by=house.shah, at=NOW)
        assert "nobody now" in text(unit.get(one))
        assert unit.get("/workers").content.decode().count(">0<") == 3
