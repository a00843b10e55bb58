"""Her pages on the public host: where she stands, the news, her visit, and nothing that could tell another."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haven.audit.models import ReadingLog
from haven.cases.models import Task
from haven.jobs.take_her_posts import take_her_posts
from haven.support import proving
from haven.support.her_view import Clause
from haven.support.kinds import BY_CODE
from haven.support.models import CredentialTry, HerPost, Knock, ShownToHer, Update, Visit
from haven.support.operations.see_tries import see_tries
from haven.support.operations.show_to_her import show_to_her
from haven.web.public.her.clause_words import clause_words
from haven.web.public.her.visit import COOKIE
from haven.web.public.her.words import news_words
from haven_law.terms import VOCABULARY
from tests.pages.acting import text
from tests.pages.public_host import only_public
from tests.support.her_world import DURESS_PIN, MINUTE, PHRASE, PIN, enter, make_her, typed
from tests.weight import MOST, weight

pytestmark = pytest.mark.urls("haven.config.urls_public")
NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
PAGES = ["", "/says", "/news", "/sent", "/tell/now", "/tell/when", "/tell/what", "/tell/safe", "/contact", "/needs",
         "/change", "/people", "/save", "/print", "/print?as=file"]  # fmt: skip


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def public(settings, clock):
    only_public(settings)
    return Client()


@pytest.fixture
def her(house, clock):
    return make_her(house, NOW)


@pytest.fixture
def inside(public, her):
    assert enter(public, her).status_code == 303
    return public


class TestDoor:
    def test_all_three_open_it(self, public, her):
        answer = enter(public, her)
        assert answer.status_code == 303 and answer["Location"] == "/u/you"
        cookie = answer.cookies[COOKIE]
        assert cookie["httponly"] and cookie["samesite"] == "Strict" and not cookie["max-age"]
        assert Visit.objects.get().token_hash != cookie.value
        assert ReadingLog.objects.filter(operation="see_own_page", case_ref=her.case.ref).count() == 1

    @pytest.mark.parametrize("phrase", ["Purple Harbour KETTLE", "pürple harbour kettle", "purpel harbor kettel"])
    def test_the_phrase_with_accents_capitals_or_as_it_is_spoken(self, public, her, phrase):
        assert enter(public, her, phrase=phrase, card=f"{her.card[:4]} {her.card[4:]}").status_code == 303

    def _answers(self, her):
        """What five kinds of wrong see and cost, each from a place of its own."""
        wrong = {
            "unknown card": typed("00000000"),
            "no card number": typed("x"),
            "wrong PIN": typed(her.card, pin="111112"),
            "no PIN": typed(her.card, pin=""),
            "wrong phrase": typed(her.card, phrase="one two three"),
            "under duress": typed(her.card, pin=DURESS_PIN),
            "shut": typed(her.card),
        }
        found = {}
        for n, (name, data) in enumerate(wrong.items()):
            place = f"192.0.2.{n + 1}"
            if name == "shut":
                for _ in range(3):
                    Client(REMOTE_ADDR=place).post("/u/in", typed(her.card, pin="111112"))
            real = proving.check_password
            with (
                CaptureQueriesContext(connection) as queries,
                patch.object(proving, "check_password", wraps=real) as hashes,
            ):
                answer = Client(REMOTE_ADDR=place).post("/u/in", data)
            page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
            headers = {k: v for k, v in answer.headers.items()}
            shapes = tuple(q["sql"].split("(")[0] for q in queries)
            found[name] = (answer.status_code, page, str(headers), sorted(answer.cookies), shapes, hashes.call_count)
        return found

    def test_unknown_wrong_shut_and_under_duress_are_alike_to_the_letter(self, public, her):
        found = self._answers(her)
        first = found.pop("unknown card")
        for name, seen in found.items():
            assert seen == first, name
        assert first[0] == 200 and "There is no update" in first[1] and COOKIE not in first[3]
        assert not Visit.objects.exists()

    def test_right_costs_as_many_statements_and_hashes_as_wrong(self, public, her):
        counts = []
        for data in (typed(her.card), typed("00000000")):
            with (
                CaptureQueriesContext(connection) as queries,
                patch.object(proving, "check_password", wraps=proving.check_password) as hashes,
            ):
                public.post("/u/in", data)
            counts.append((len(queries), hashes.call_count))
        assert counts[0] == counts[1]

    def test_the_pin_under_duress_brings_a_person_at_once(self, public, her):
        enter(public, her, pin=DURESS_PIN)
        see_tries(NOW)
        task = Task.objects.get(kind="duress_pin")
        assert task.case == her.case and task.duty_role == "control_room" and task.due_at == NOW + 5 * MINUTE
        assert not Visit.objects.exists()

    def test_three_wrong_tries_shut_this_place_and_no_other(self, public, her, clock):
        for _ in range(3):
            enter(public, her, pin="111112")
        assert "There is no update" in text(enter(public, her))
        assert enter(Client(REMOTE_ADDR="192.0.2.9"), her).status_code == 303
        clock.shift(timedelta(hours=25))
        assert enter(public, her).status_code == 303

    def test_slips_with_one_card_shut_out_nobody_else_at_the_same_place(self, public, her):
        for n in range(9):
            public.post("/u/in", typed(f"1234567{n}"))
        assert enter(public, her).status_code == 303

    def test_a_flood_from_one_place_is_answered_without_work(self, public, her):
        with patch("haven.web.public.her.door.prove", return_value=("not_proven", None)) as proved:
            pages = {
                re.sub(r'value="[^"]*"', "", public.post("/u/in", typed("00000000")).content.decode())
                for _ in range(40)
            }
        assert proved.call_count == 30 and len(pages) == 1
        assert "There is no update" in text(enter(public, her))
        assert enter(Client(REMOTE_ADDR="192.0.2.9"), her).status_code == 303
        assert "127.0.0.1" not in str(list(Knock.objects.values_list())) + str(
            list(CredentialTry.objects.values_list())
        )

    def test_what_is_empty_is_said_and_no_secret_comes_back(self, public, her):
        answer = public.post("/u/in", typed("", phrase="", pin=PIN))
        assert answer.status_code == 422 and "Enter the card number" in text(answer)
        assert PIN not in answer.content.decode() and not CredentialTry.objects.exists()

    @pytest.mark.parametrize(
        "data", [{"card": "a\x00b", "phrase": "x", "pin": "1"}, {"card": "9" * 900, "phrase": "x"}, {}]
    )
    def test_bad_input_is_a_sentence(self, public, her, data):
        assert public.post("/u/in", data).status_code == 422

    def test_nothing_but_the_three_opens_a_visit(self, public, her):
        """No way back by telephone or e-mail: every address of the site, pressed with what a thief of a phone has."""
        from haven.web.public.urls import urlpatterns

        for pattern in urlpatterns:
            address = "/" + re.sub(r"<[^>]+>", "now", str(pattern.pattern))
            if "practice" not in address:
                public.get(address)
                public.post(address, {"phone": "07700 900471", "email": "a@b.example", "code": "123456", "as": "1"})
        assert not Visit.objects.exists()
        page = text(public.get("/u/in/again"))
        assert "only given face to face" in page and "never send them by text, e-mail, letter or call" in page

    def test_practice_doors_open_in_practice_only(self, public, her, settings):
        assert "Invented person 1" in text(public.get("/u/in"))
        person = str(her.case.protected_id)
        assert public.post("/u/in/practice", {"as": person}).status_code == 303
        assert public.post("/u/in/practice", {"as": "9" * 30}).status_code == 404
        settings.PRACTICE = False
        assert public.post("/u/in/practice", {"as": person}).status_code == 404


class TestVisit:
    def test_twenty_minutes_without_a_touch(self, inside, clock):
        clock.shift(19 * MINUTE)
        assert inside.get("/u/you").status_code == 200
        clock.shift(20 * MINUTE)
        answer = inside.get("/u/you")
        assert answer["Location"] == "/u/in?out=1"
        assert "Your visit is over" in text(inside.get("/u/in?out=1"))

    def test_one_press_goes_on(self, inside, clock):
        clock.shift(19 * MINUTE)
        assert inside.get("/u/you/stay", headers={"X-Stay": "1"}).status_code == 204
        clock.shift(19 * MINUTE)
        assert inside.get("/u/you/stay").status_code == 303
        clock.shift(19 * MINUTE)
        page = inside.get("/u/you").content.decode()
        assert 'data-ask-after="1080"' in page and 'data-end-after="1200"' in page and "ends at 4:27pm" in page

    def test_eight_hours_are_the_end_whatever_is_pressed(self, inside, clock):
        for _ in range(32):
            clock.shift(15 * MINUTE)
            last = inside.get("/u/you/stay")
        assert last["Location"] == "/u/in?out=1"

    def test_a_short_visit_is_her_choice(self, inside, clock):
        inside.post("/u/you/visit", {"minutes": "5"})
        page = inside.get("/u/you").content.decode()
        assert 'data-ask-after="240"' in page
        clock.shift(6 * MINUTE)
        assert inside.get("/u/you").status_code == 303

    def test_a_visit_of_any_other_length_does_not_exist(self, inside):
        for minutes in ("0", "9999", "-5", "x"):
            inside.post("/u/you/visit", {"minutes": minutes})
        assert Visit.objects.get().minutes == 20

    def test_leaving_ends_it_on_the_server_and_in_the_browser(self, inside, settings):
        answer = inside.get("/u/leave")
        assert answer.status_code == 303 and answer["Location"] == settings.EXIT_URL
        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"' and answer.cookies[COOKIE]["max-age"] == 0
        assert Visit.objects.get().ended_at == NOW
        assert inside.get("/u/you").status_code == 303

    def test_another_tab_is_out_too(self, inside):
        other = Client()
        other.cookies = inside.cookies.copy()
        assert other.get("/u/you").status_code == 200
        inside.get("/u/leave")
        assert other.get("/u/you/says").status_code == 303

    def test_a_new_card_ends_the_visit_of_the_old(self, house, inside, her):
        from haven.support.operations.give_card import GiveCard, give_card

        give_card(GiveCard(her.case.ref, True, new_card=True), by=house.ali, at=NOW + MINUTE)
        assert inside.get("/u/you").status_code == 303

    @pytest.mark.parametrize("token", ["", "x", "a" * 500, "' OR 1=1 --"])
    def test_a_forged_token_is_nobody(self, public, her, token):
        public.cookies[COOKIE] = token
        for page in PAGES:
            assert public.get(f"/u/you{page}").status_code == 303

    def test_forms_come_with_their_origin_and_nothing_is_kept_by_a_browser(self, inside):
        answer = inside.get("/u/you")
        assert answer["Referrer-Policy"] == "same-origin" and answer["Cache-Control"] == "no-store"


class TestNothingTells:
    def test_no_page_holds_a_name_or_a_place_unless_she_asks(self, inside, her):
        inside.post("/u/you/people", {"command_id": str(uuid4()), "wants": ["add"], "words": ""})
        for page in PAGES:
            answer = inside.get(f"/u/you{page}")
            body = answer.content.decode()
            assert answer.status_code == 200, page
            for hidden in (*her.names, her.case.ref, her.card, *PHRASE.split()):
                assert hidden not in body, (page, hidden)
            assert len(answer.content) < 60_000
            if "file" not in page:
                assert re.search(r"<title>\s*Updates\s*</title>", body) and "Haven" not in body
        kept = ShownToHer.objects.get()
        for hidden in her.names:
            assert hidden not in str(kept.shown), "what is not in the view cannot reach the host"

    def test_the_name_of_whom_it_is_against_when_she_asks_for_it_on_this_visit(self, inside, her):
        inside.post("/u/you/visit", {"names": "on"})
        name = her.case.subject.names.get().as_written
        body = inside.get("/u/you").content.decode()
        assert name in body
        for hidden in her.names:
            if hidden not in name:
                assert hidden not in body
        inside.get("/u/leave")
        assert enter(inside, her).status_code == 303 and name not in inside.get("/u/you").content.decode()

    def test_the_file_has_a_neutral_name(self, inside):
        answer = inside.get("/u/you/print?as=file")
        assert answer["Content-Disposition"] == 'attachment; filename="notes.txt"'
        assert answer["Content-Type"].startswith("text/plain") and "<" not in answer.content.decode()


class TestSeveral:
    def test_two_who_must_stay_away_are_told_apart_without_a_name(self, house, inside, her):
        from haven.cases.models import Case

        second = make_her(house, NOW)
        Case.objects.filter(pk=second.case.pk).update(protected=her.case.protected)
        show_to_her(her.case.protected_id, NOW)
        page = text(inside.get("/u/you"))
        assert "Person 1" in page and "Person 2" in page
        body = inside.get("/u/you/tell/now").content.decode()
        assert "(Person 2)" in body
        for hidden in (*her.names, second.case.subject.names.get().as_written):
            assert hidden not in body + page


class TestInWelsh:
    def test_every_page_and_the_way_to_and_fro(self, inside, her):
        for page in PAGES:
            answer = inside.get(f"/cy/u/you{page}")
            body = answer.content.decode()
            assert weight(answer.content) < MOST, page
            for hidden in (*her.names, her.case.ref):
                assert hidden not in body
        page = inside.get("/cy/u/you").content.decode()
        assert 'lang="cy"' in page and "Ar hyn o bryd" in page and "/cy/u/you/says" in page and 'href="/u/you"' in page
        answer = inside.get("/cy/u/you/stay")
        assert answer["Location"] == "/cy/u/you"
        assert inside.get("/u/leave").status_code == 303
        assert inside.get("/cy/u/you")["Location"].startswith("/cy/u/in")


class TestHerPage:
    def test_right_now_and_next(self, inside):
        page = text(inside.get("/u/you"))
        assert "In force, not yet given to them" in page and "It was not given to them yet" in page
        assert (
            "Nothing you have to do" in page
            and "By text. Only Monday to Friday, 10:00am to 2:00pm. No voicemail." in page
        )

    def test_it_says_what_is_forbidden_in_plain_words(self, inside, her):
        page = text(inside.get("/u/you/says"))
        assert "They must stay at least 100 metres away from where you live." in page and her.order.ref in page

    def test_where_it_stands_is_asked_of_the_law_and_not_of_a_worker(self, inside, her, clock):
        """The view was made before the end; nobody has made it anew since."""
        row = ShownToHer.objects.get()
        paper = row.shown["papers"][0]
        paper["ends"], paper["last_day"] = (NOW + 10 * MINUTE).isoformat(), "2026-11-13"
        row.save()
        assert "Ends soon" in text(inside.get("/u/you")) or "not given" in text(inside.get("/u/you"))
        clock.shift(11 * MINUTE)
        page = text(inside.get("/u/you"))
        assert "The order has ended" in page and "They must" not in page.split("Next")[0]

    def test_a_page_that_is_behind_says_so(self, inside, her, house):
        assert "Look again in a minute" not in text(inside.get("/u/you"))
        from django.db import transaction

        from haven.cases.chronology import record

        with transaction.atomic():
            record(
                her.case,
                "order.ended",
                by=house.moss,
                at=NOW,
                about=("order", her.order.ref),
                facts={"because": "discharged"},
            )
        assert "Look again in a minute" in text(inside.get("/u/you"))

    def test_news_that_she_read_here_was_told(self, inside, her):
        waiting = Update.objects.exclude(state="closed").count()
        assert waiting == 3 and "There are 3 updates" in text(inside.get("/u/you"))
        page = inside.get("/u/you/news").content.decode()
        refs = re.findall(r'name="ref" value="([^"]+)"', page)
        assert "The court made an order" in page and "no order" not in page
        assert inside.post("/u/you/news", {"ref": refs}).status_code == 303
        assert Update.objects.exclude(state="closed").count() == 3, "the worker records it"
        assert take_her_posts(NOW) == 1
        told = Update.objects.filter(closed_because="told", told_how="collected")
        assert told.count() == 3 and not any(u.told_by for u in told)
        assert all(u.clock.met_at == NOW for u in told.select_related("clock"))
        assert not Task.objects.filter(kind="tell_protected", done_at=None).exists()
        assert "The court made an order" in text(inside.get("/u/you"))

    def test_to_look_is_not_yet_to_be_told(self, inside):
        inside.get("/u/you/news")
        take_her_posts(NOW)
        assert Update.objects.exclude(state="closed").count() == 3

    def test_news_of_somebody_else_is_not_closed_by_a_forged_press(self, inside, her, house):
        other = make_her(house, NOW)
        refs = [str(u.ref) for u in Update.objects.filter(case=other.case)]
        inside.post("/u/you/news", {"ref": refs})
        assert not HerPost.objects.exists()


def test_every_kind_of_clause_and_of_news_has_words():
    for term in VOCABULARY:
        for figures in (
            {},
            {"people": True, "days": ["monday"], "from_time": "19:00", "to_time": "07:00", "distance_m": 50},
        ):
            said = clause_words(Clause(1, term, figures))
            assert said.endswith(".") and "[" not in said and "%" not in said
    for code in BY_CODE:
        lead, means = news_words(code)
        assert lead and means.endswith(".")
