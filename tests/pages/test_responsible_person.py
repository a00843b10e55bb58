"""What a responsible person sees and does on the public host: a sign-in of two steps, their own clauses, and nothing else."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from haven.audit.models import ReadingLog
from haven.compliance.models import Supervision, SupervisionReport, SupervisorPost, SupervisorSession
from haven.compliance.operations.recompute_supervision import recompute_supervision
from haven.compliance.operations.supervisor_access import OpenSignIn, end_sign_in, give_access, open_sign_in
from haven.compliance.operations.take_posts import take_posts
from haven.compliance.second_step import code_of, new_key, right_step, step_of
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.web.public.work_sign_in import COOKIE
from tests.operations.court_helpers import made_order, no_contact, programme
from tests.pages.acting import text
from tests.pages.compliance_world import sign_on
from tests.pages.public_host import STAFF_ONLY
from tests.weight import MOST, weight

pytestmark = pytest.mark.urls("haven.config.urls_public")
NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SAID = "The first two sessions were missed without a word."


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def public(settings, clock):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in STAFF_ONLY]
    return Client()


@pytest.fixture
def order(house, clock):
    made = made_order(house, NOW - timedelta(days=8), no_contact(), programme(), sign_on())
    seal_place(made.case.protected, SealedPlaceFacts("9 Teasel Rise", "CR0 9ZZ"), by=house.ali)
    recompute_supervision(made.ref, at=made.made_at)
    return made


@pytest.fixture
def marsh(house, order):
    made = open_sign_in(
        OpenSignIn("Terry Marsh", "Steps Croydon", "marsh@steps.example"), by=house.okoro, at=NOW - HOUR
    )
    give_access(str(work_of(order).public_id), made.account.pk, by=house.okoro, at=NOW - HOUR)
    return made


def work_of(order, clause=2):
    return Supervision.objects.get(order=order, clause=clause)


def enter(public, marsh, **changes):
    code = code_of(marsh.key, step_of(datetime.now(NOW.tzinfo)))
    typed = {"email": "marsh@steps.example", "password": marsh.password, "code": code} | changes
    return public.post("/w/sign-in", typed)


def days(at=NOW, **more):
    boxes = {}
    for name in ("happened_from", "happened_to"):
        boxes |= {f"{name}-day": str(at.day), f"{name}-month": str(at.month), f"{name}-year": str(at.year)}
    return boxes | more


def sending(**changes):
    return days() | {"command_id": str(uuid4()), "says": "failed", "about": "requirement", "words": SAID} | changes


class TestSignIn:
    def test_two_steps(self, public, marsh):
        answer = enter(public, marsh)
        assert answer.status_code == 302 and answer["Location"] == "/w"
        cookie = answer.cookies[COOKIE]
        assert cookie["httponly"] and cookie["samesite"] == "Strict"
        assert SupervisorSession.objects.get().token_hash != cookie.value
        assert "Terry Marsh, Steps Croydon" in text(public.get("/w"))

    @pytest.mark.parametrize(
        "change", [{"password": "wrong wrong wrong"}, {"code": "000000"}, {"email": "nobody@steps.example"}]
    )
    def test_what_was_wrong_is_not_said(self, public, marsh, change):
        answer = enter(public, marsh, **change)
        assert answer.status_code == 422 and COOKIE not in answer.cookies
        assert "The email, the password or the code is not right" in text(answer)

    def test_a_code_opens_once(self, public, marsh):
        enter(public, marsh)
        assert enter(Client(), marsh).status_code == 422

    def test_five_tries_and_it_waits(self, public, marsh, clock):
        for _ in range(5):
            enter(public, marsh, password="wrong wrong wrong")
        assert "too many tries" in text(enter(public, marsh))
        clock.shift(16 * MINUTE)
        assert enter(public, marsh).status_code == 302

    def test_twenty_minutes(self, public, marsh, clock):
        enter(public, marsh)
        clock.shift(19 * MINUTE)
        assert public.get("/w").status_code == 200
        clock.shift(21 * MINUTE)
        answer = public.get("/w")
        assert answer["Location"] == "/w/sign-in?out=1"
        assert "You were signed out" in text(public.get("/w/sign-in?out=1"))

    def test_out(self, public, marsh):
        enter(public, marsh)
        public.post("/w/sign-out")
        assert public.get("/w").status_code == 302
        enter_again = SupervisorSession.objects.get()
        assert enter_again.ended_at == NOW

    def test_the_exit_signs_out_too(self, public, marsh):
        enter(public, marsh)
        answer = public.get("/w/leave")
        assert answer["Location"] == "/u/leave" and SupervisorSession.objects.get().ended_at == NOW

    def test_an_ended_sign_in(self, house, public, marsh):
        enter(public, marsh)
        end_sign_in(marsh.account.pk, by=house.okoro, at=NOW)
        assert public.get("/w").status_code == 302 and enter(Client(), marsh).status_code == 422

    def test_nobody_sees_a_page(self, public, marsh, order):
        for path in ("/w", f"/w/{work_of(order).public_id}"):
            assert public.get(path)["Location"] == "/w/sign-in"

    def test_the_doors_of_practice(self, house, public, marsh, settings):
        page = text(public.get("/w/sign-in"))
        assert "Dana Firth, Larkspur Programmes" in page and "Terry Marsh" not in page, (
            "only invented people have a door"
        )
        from haven.compliance.models import SupervisorAccount

        firth = SupervisorAccount.objects.get(user__name="Dana Firth")
        assert public.post("/w/practice", {"as": f"s{firth.pk}"})["Location"] == "/w"
        assert public.post("/w/practice", {"as": f"s{marsh.account.pk}"}).status_code == 404
        settings.PRACTICE = False
        assert public.post("/w/practice", {"as": f"s{firth.pk}"}).status_code == 404

    def test_codes(self):
        key = new_key()
        assert right_step(key, code_of(key, step_of(NOW)), NOW) == step_of(NOW)
        assert right_step(key, code_of(key, step_of(NOW) - 2), NOW) is None
        assert right_step(key, code_of(key, step_of(NOW)), NOW, after=step_of(NOW)) is None
        # RFC 6238, appendix B: the last six digits of the value for 59 seconds.
        assert code_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1) == "287082"


class TestWork:
    def test_forms_come_with_their_origin_and_other_sites_are_told_nothing(self, public, marsh):
        answer = public.get("/w/sign-in")
        assert answer["Referrer-Policy"] == "same-origin" and 'content="same-origin"' in answer.content.decode()

    def test_only_their_clause_and_no_protected_person(self, house, public, marsh, order):
        enter(public, marsh)
        listed, page = public.get("/w"), public.get(f"/w/{work_of(order).public_id}")
        both = listed.content.decode() + page.content.decode()
        assert "Steps" in both and order.ref in both
        for hidden in (
            order.case.protected.names.get().as_written, order.case.protected.names.get().family, "Teasel", "CR0 9ZZ",
            order.case.ref, "not contact", "police station",
        ):  # fmt: skip
            assert hidden not in both, hidden
        assert public.get(f"/w/{work_of(order, 3).public_id}").status_code == 404
        assert ReadingLog.objects.filter(operation="see_own_clause", case_ref=order.case.ref).count() == 1
        for answer in (listed, page):
            assert answer["Cache-Control"] == "no-store" and "<title>Updates</title>" in "".join(
                answer.content.decode().split("\n")
            )
            assert weight(answer.content) < MOST

    def test_a_report_is_sent_and_recorded(self, public, marsh, order):
        enter(public, marsh)
        path = f"/w/{work_of(order).public_id}"
        assert public.post(path, sending()).status_code == 302
        assert "sent, being recorded" in text(public.get(path))
        assert SAID.encode() not in bytes(SupervisorPost.objects.get().words_closed)
        assert take_posts(NOW) == 1
        page = text(public.get(path))
        assert "They failed to comply" in page and "recorded" in page and SAID not in page

    def test_sent_twice_is_one(self, public, marsh, order):
        enter(public, marsh)
        path, typed = f"/w/{work_of(order).public_id}", sending()
        for _ in range(2):
            public.post(path, typed)
        take_posts(NOW)
        assert SupervisionReport.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"words": ""}, "Say what happened, in a sentence or more"),
            ({"says": "instructed", "words": "x"}, "Say what the instructions are"),
            ({"says": ""}, "what you want to say"),
            ({"says": "nonsense"}, "Choose one of the answers shown"),
            ({"happened_to-day": "1", "happened_to-month": "1"}, "must not be before the first"),
            ({"happened_to-year": "2031"}, "today or in the past"),
            ({"words": "x" * 2001}, "2,000 characters or fewer"),
            ({"words": "a\x00b and some more"}, "cannot be"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, public, marsh, order, change, words):
        enter(public, marsh)
        answer = public.post(f"/w/{work_of(order).public_id}", sending(**change))
        assert answer.status_code == 422 and words in text(answer), text(answer)[:900]
        assert not SupervisorPost.objects.exists()

    def test_signing_on_asks_for_no_report(self, house, public, marsh, order):
        give_access(str(work_of(order, 3).public_id), marsh.account.pk, by=house.okoro, at=NOW)
        enter(public, marsh)
        assert "No report is asked of you" in text(public.get("/w"))
        assert "Say how it goes" not in text(public.get(f"/w/{work_of(order, 3).public_id}")).split("Reference")[1]
