"""The pages of the law: read by all, changed by two; every citation on a page leads to words that are there."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
import time_machine

from haven.cases.models import Deadline
from haven.lawdata.queries import calendar
from haven.lawkeeping.models import LawAlarm, LawChange
from haven.lawkeeping.watching import watch_law
from haven.web.parts.law_links import law_address, law_linked
from haven.web.staff.law import reference
from haven_law.ambiguities import AMBIGUITIES
from haven_law.provisions import register
from haven_law.readings import readings
from tests.factories import make_proposal
from tests.operations.court_helpers import listed_hearing, sent_application, served_notice
from tests.pages.acting import signed_in, text

AT = datetime.fromisoformat("2026-11-25T09:00:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GAZETTE = "The Gazette, notice 4760101"


@pytest.fixture
def frozen():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def said(answer):
    return " ".join(text(answer).split())


def ids(page):
    return set(re.findall(r'\bid="([^"]+)"', page))


class TestReading:
    def test_every_section_of_part_3_has_a_reading_and_a_page(self, house, frozen):
        client = signed_in(house.ali)
        assert list(readings()) == [s.number for s in reference.sections().values()]
        for key, section in reference.sections().items():
            page = client.get(f"/law/{key}")
            assert page.status_code == 200 and len(page.content) < 100_000, key
            assert section.reading.paragraphs and section.entry.provision.words in unescape(page.content.decode())

    def test_each_part_has_its_anchor_with_what_enforces_it(self, house, frozen):
        client = signed_in(house.ali)
        pages = {key: client.get(f"/law/{key}").content.decode() for key in reference.sections()}
        for entry in register():
            where, _hash, anchor = entry.page.partition("#")
            page = pages[where.removeprefix("/law/")]
            assert not anchor or anchor in ids(page), entry.page
            for function in entry.functions:
                assert function.name in page, (entry.page, function.name)
        assert "45 tests" in pages["29"] or "tests" in pages["29"]

    def test_the_index_finds_words_numbers_and_open_questions(self, house, frozen):
        client = signed_in(house.ali)
        assert client.get("/law?q=29(3)").url == "/law/29#29-3"
        assert client.get("/law?q=s.22").url == "/law/22"
        found = said(client.get("/law?q=bank+holidays"))
        assert "s.29" in found and "s.43" not in found
        assert "s.23 What a notice may contain" in said(client.get("/law?show=open"))
        assert "No section has these words" in said(client.get("/law?q=wings"))
        for odd in ("%00", "x" * 5000, "(", "s.99", "29(9)"):
            assert client.get("/law", {"q": odd}).status_code in (200, 302)
        assert client.get("/law/99").status_code == 404

    def test_every_open_question_is_there(self, house, frozen):
        page = signed_in(house.moss).get("/law/questions").content.decode()
        assert {code.lower() for code in AMBIGUITIES} <= ids(page)

    def test_a_reading_names_only_questions_that_exist(self):
        named = {p.code for r in readings().values() for p in r.open_points if p.code}
        assert named <= set(AMBIGUITIES)


class TestDatedRows:
    def test_a_year_that_nobody_confirmed_says_so(self, house, frozen):
        client = signed_in(house.ali)
        assert "Nobody has confirmed this year" not in said(client.get("/law/bank-holidays?year=2026"))
        listed = said(client.get("/law/bank-holidays?year=2027"))
        assert "Nobody has confirmed this year" in listed and "confirmed to 31 December 2026" in listed
        assert "There is no list of this year" in said(client.get("/law/bank-holidays?year=2031"))
        assert "Good readings differ (A2)" in said(client.get("/law/bank-holidays?year=2026"))
        for odd in ("9999", "x", "-1", "٢٠٢٦"):
            assert client.get("/law/bank-holidays", {"year": odd}).status_code == 200

    def test_the_areas_are_past_their_last_known_end(self, house, frozen):
        page = said(signed_in(house.ali).get("/law/areas"))
        assert (
            "Past the last known end" in page
            and "24 November 2026" in page
            and "SI 2026/342" in page
            or "SI 2024/1191" in page
        )
        assert "A lawyer decides" in page, "Cleveland, 5 to 10 March 2025"

    def test_values_show_what_is_not_confirmed(self, house, frozen):
        page = said(signed_in(house.ali).get("/law/values"))
        assert "General limit in a magistrates' court" in page and "Not confirmed" in page

    def test_the_alarm_is_red_until_somebody_says_what_they_found(self, house, frozen):
        lawyer = signed_in(house.fenwick)
        watch_law(AT)
        bar = lawyer.get("/tasks").content.decode()
        assert 'class="hv-watch"' in bar and "ended with 24 November 2026 (A12)" in unescape(bar)
        assert "A12" not in signed_in(house.ali).get("/tasks").content.decode().split("<main")[0]
        page = lawyer.get("/law/runs-out").content.decode()
        assert "hv-card--act" in page and "Over" in page and "Say what you found" in page
        for alarm in LawAlarm.objects.all():
            answer = lawyer.post(f"/law/runs-out/{alarm.pk}", {"found": "x"})
            assert answer.status_code == 422
            answer = lawyer.post(f"/law/runs-out/{alarm.pk}", {"found": "Looked at the published list: none newer"})
            assert answer.url == "/law/runs-out"
        assert "(A12)" not in unescape(lawyer.get("/tasks").content.decode()).split("<main")[0]
        assert "Alice Fenwick looked on" in said(lawyer.get("/law/runs-out"))


class TestPastTheLastConfirmedYear:
    def test_every_page_that_shows_the_date_says_so(self, house):
        served = datetime.fromisoformat("2026-12-30T10:00:00+00:00")
        with time_machine.travel(served + HOUR, tick=False):
            application = sent_application(house, served)
            notice = application.after_notice
            hearing = listed_hearing(house, application)
            clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing", closed_at=None)
            words = "The bank holidays used reach beyond 31 December 2026, the last day confirmed"
            unit = signed_in(house.okoro)
            for page in (
                f"/notices/{notice.ref}",
                f"/applications/{application.ref}",
                f"/hearings/{hearing.public_id}",
            ):
                answer = unit.get(page)
                assert words in said(answer) and "/law/bank-holidays?year=2027" in answer.content.decode(), page
            assert words in said(unit.get(f"/deadlines/{clock.pk}"))
            proposal = make_proposal(house, served)
            decide = signed_in(house.halloran).get(f"/decide/{proposal.ref}")
            assert words in said(decide)


class TestChanging:
    def ask(self, client, kind, **answers):
        page = client.get(f"/law/changes/new/{kind}").content.decode()
        command = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)[1]
        return client.post(
            f"/law/changes/new/{kind}", {"command_id": command, "source": GAZETTE, "read": "yes"} | answers
        )

    def holiday(self, client, day=27, **more):
        parts = {"day-day": str(day), "day-month": "11", "day-year": "2026", "name": "Day of mourning"}
        return self.ask(client, "holiday_comes", **(parts | more))

    def decide(self, client, where, decision="count", **more):
        page = client.get(where).content.decode()
        command = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)[1]
        return client.post(where, {"do": "decide", "decision": decision, "command_id": command} | more)

    def test_a_proclaimed_day_from_page_to_clock(self, house, frozen):
        notice = served_notice(house, AT)
        before = Deadline.objects.get(about_ref=notice.ref, kind="hearing", closed_at=None)
        admin, lawyer = signed_in(house.lowry), signed_in(house.fenwick)
        where = self.holiday(admin).url
        mine = said(admin.get(where))
        assert "2 running clocks get another date" in mine and "2 are not shown here" in mine, (
            "the administrator sees no case"
        )
        assert "so somebody else looks at it" in mine
        theirs = said(lawyer.get(where))
        assert notice.ref in theirs and "Your second look" in theirs
        assert Deadline.objects.get(pk=before.pk).closed_at is None
        assert self.decide(lawyer, where).url == where
        after = Deadline.objects.get(about_ref=notice.ref, kind="hearing", closed_at=None)
        assert after.act_by == before.act_by + DAY
        why = said(lawyer.get(f"/deadlines/{after.pk}"))
        assert "bank holiday: Day of mourning" in why
        history = said(signed_in(house.okoro).get(f"/cases/{notice.case.ref}/history"))
        assert "New date for the hearing of the application:" in history and "becomes a bank holiday" in history
        assert "Dates moved" in said(lawyer.get(where)) and "Counts" in said(lawyer.get("/law/changes"))

    def test_undo_from_the_page(self, house, frozen):
        admin, lawyer = signed_in(house.lowry), signed_in(house.fenwick)
        where = self.holiday(admin).url
        self.decide(lawyer, where)
        page = admin.get(where).content.decode()
        command = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)[1]
        answers = {"do": "undo", "command_id": command, "reason": "It was the notice of another year"}
        undo = admin.post(where, answers).url
        assert undo != where and self.decide(lawyer, undo).url == undo
        assert calendar().why_disregarded(date(2026, 11, 27)) is None
        assert "Undone" in said(admin.get(where))

    def test_sent_twice_it_is_one(self, house, frozen):
        admin = signed_in(house.lowry)
        page = admin.get("/law/changes/new/holiday_comes").content.decode()
        command = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)[1]
        answers = {
            "command_id": command, "source": GAZETTE, "read": "yes", "name": "Day",
            "day-day": "27", "day-month": "11", "day-year": "2026",
        }  # fmt: skip
        first, second = (admin.post("/law/changes/new/holiday_comes", answers) for _ in range(2))
        assert first.url == second.url and LawChange.objects.count() == 1

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"name": ""}, "what it is called"),
            ({"source": "a\x00b"}, ""),
            ({"day": "31"}, "real"),
            ({"day": "29"}, "left out whatever is proclaimed"),
            ({"read": ""}, "Choose whether you have read it"),
            ({"name": "x" * 10_000}, "120 characters"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(self, house, frozen, answers, words):
        day = answers.pop("day", 27)
        answer = self.holiday(signed_in(house.lowry), day, **answers)
        if not words:
            assert answer.status_code in (302, 400, 422)
            return
        assert answer.status_code == 422 and words in said(answer)
        assert GAZETTE in answer.content.decode() and not LawChange.objects.exists()

    def test_the_other_kinds(self, house, frozen):
        admin, lawyer = signed_in(house.lowry), signed_in(house.fenwick)
        year = self.ask(admin, "year_confirmed", year="2027").url
        self.decide(lawyer, year)
        assert "Nobody has confirmed this year" not in said(admin.get("/law/bank-holidays?year=2027"))
        first = {"from_day-day": "25", "from_day-month": "11", "from_day-year": "2026"}
        live = {"live_from-day": "4", "live_from-month": "1", "live_from-year": "2027"}
        line = self.ask(admin, "areas", areas=["bury", "wigan"], name="SI 2026/1300", **first, **live).url
        assert "the force is live there from 4 January 2027" in said(admin.get(line))
        assert "Oldham not when last seen" in said(admin.get("/law/areas"))
        assert "Wigan 6 January 2025" in said(admin.get("/law/areas"))
        self.decide(lawyer, line)
        areas = said(admin.get("/law/areas"))
        assert "SI 2026/1300" in areas and "Wigan 4 January 2027" in areas and "Not offered yet" in areas
        value = self.ask(admin, "value", key="general_limit_months", value="6", **first).url
        self.decide(lawyer, value)
        assert "6 months" in said(admin.get("/law/values"))
        gone = {"day-day": "28", "day-month": "12", "day-year": "2026"}
        away = self.ask(admin, "holiday_goes", read="no", **gone).url
        assert self.decide(lawyer, away, "decline").status_code == 422, "a reason is needed"
        self.decide(lawyer, away, "decline", note="There is no such notice")
        assert "Declined" in said(admin.get(away))

    def test_who_may(self, house, frozen):
        for user in (house.halloran, house.fenwick, house.moss):
            assert signed_in(user).get("/law/changes/new/areas").status_code == 403
        assert signed_in(house.ali).get("/law/changes").status_code == 403
        assert signed_in(house.lowry).get("/law/changes/new/wings").status_code == 404


class TestCitations:
    @pytest.mark.parametrize(
        ("provision", "address"),
        [
            ("DAA 2021 s.29(3)(a)", "/law/29#29-3"),
            ("s.26(2)-(4)", "/law/26#26-2"),
            ("s.39", "/law/39"),
            ("DAA 2021 Sch.1 para.4", "/law/schedule-1#schedule-1-4"),
            ("MCR 1981 r.17(2)", "/law/beside#mcr-1981"),
            ("DAA 2021 s.49A", "/law/beside#daa-2021"),
            ("SI 2025/515 reg.3", "/law/beside#si-2025-515"),
            ("Victims' Code right 6", "/law/beside#victims-code"),
            ("Haven access rule 3", "/law/our-rules#haven-access"),
            ("our rule", "/law/our-rules#our-rule"),
            ("Human wisdom 1999", "/law/beside#other"),
        ],
    )
    def test_where_a_citation_leads(self, provision, address):
        assert law_address(provision) == address

    def test_a_sentence_keeps_its_words(self):
        linked = law_linked("Ask <them> (s.25(4)), as MCR 1981 r.18 and ss.39(2), 45(8)-(9) say.")
        assert (
            re.sub(r"<[^>]+>", "", linked)
            == "Ask &lt;them&gt; (s.25(4)), as MCR 1981 r.18 and ss.39(2), 45(8)-(9) say."
        )
        assert 'href="/law/25#25-4"' in linked and 'href="/law/beside#mcr-1981"' in linked
