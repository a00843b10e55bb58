"""The case and the register: what they show, what they hide, that each look is written down, that they do not slow down."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haven.audit.models import ReadingLog
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.chronology import record
from haven.cases.models import CaseForce, Conflict, Restriction
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.cases.permissions import visible_to
from haven.cases.sentences import SENTENCES
from haven.sealed.operations import Place, seal
from tests.factories import a_person
from tests.operations.court_helpers import made_order
from tests.pages.acting import command, signed_in, text
from tests.rows import HOUR, Term, Who, a_case, a_notice, a_version, an_order

NOW = datetime.fromisoformat("2026-11-20T14:14:00+00:00")
DAY = timedelta(days=1)
TABS = ("case", "case_people", "case_requirements", "case_deadlines", "case_documents", "case_breaches", "case_history")


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def case(house):
    found = a_case(house, NOW - 8 * DAY, protected=Who("Mina", "Verity", date(1990, 1, 4)))
    found.protected.sealed_places.create(
        kind="refuge",
        handle=seal(
            owner_ref=f"person:{found.protected_id}",
            kind="refuge",
            value="9 Larkspur Row",
            place=Place("9 Larkspur Row"),
        ),
    )
    return found


@pytest.fixture
def order(house, case):
    return an_order(
        house, case, NOW - 7 * DAY, served=NOW - 7 * DAY + HOUR, last_day=date(2027, 11, 13), ends_at=NOW + 358 * DAY
    )


@pytest.fixture
def okoro(house):
    return signed_in(house.okoro)


class TestTheCase:
    def test_no_page_names_the_protected_person_or_says_where_they_live(self, okoro, case, order):
        for tab in TABS:
            body = okoro.get(reverse(tab, args=[case.ref])).content.decode()
            assert "Mina" not in body and "Verity" not in body and "Larkspur" not in body, tab
            assert "Jordan Ashdown" in body

    def test_to_show_the_name_is_an_act_on_record_for_this_case_and_sign_in(self, house, okoro, case, order):
        people = reverse("case_people", args=[case.ref])
        other = a_case(house, NOW - DAY, subject=Who("Sol", "Brandt"), protected=Who("Ines", "Quayle"))
        assert okoro.get(reverse("case_names", args=[case.ref])).status_code == 405
        shown = okoro.post(reverse("case_names", args=[case.ref]), {"back": people}, follow=True)
        assert "Mina Verity" in text(shown) and "hide name" in text(shown)
        looked = ReadingLog.objects.get(operation="see_names")
        assert looked.case_ref == case.ref and looked.person_ref == str(case.protected.public_id)
        assert "Ines" not in text(okoro.get(reverse("case_people", args=[other.ref])))
        assert "Mina" not in text(signed_in(house.okoro).get(people))
        assert "Mina" not in text(
            okoro.post(reverse("case_names", args=[case.ref]), {"hide": "1", "back": people}, follow=True)
        )

    @pytest.mark.parametrize(
        "back", ["https://elsewhere.example/", "//elsewhere.example", "/figures", "javascript:1", ""]
    )
    def test_the_way_back_stays_in_the_case(self, okoro, case, back):
        assert okoro.post(reverse("case_names", args=[case.ref]), {"back": back})["Location"] == f"/cases/{case.ref}"

    def test_each_opening_is_written_down(self, okoro, house, case):
        for tab in TABS:
            okoro.get(reverse(tab, args=[case.ref]))
        assert ReadingLog.objects.filter(case_ref=case.ref, actor_key=f"user:{house.okoro.pk}").count() == len(TABS)

    def test_what_stands_now(self, okoro, case, order):
        said = text(okoro.get(f"/cases/{case.ref}"))
        for words in (
            f"Order {order.ref} , made Friday 13 November 2026 by Croydon Magistrates' Court.", "Served Friday 13 November 2026 at 3:14pm.",
            "It ends at the end of Saturday 13 November 2027.", "Order in force", "Do not contact the protected person.", "Case opened",
        ):  # fmt: skip
            assert words in said, words

    def test_a_late_recording_and_a_correction_are_said_and_no_time_is_made_up(self, house, okoro, case):
        from django.db import transaction

        with transaction.atomic():
            wrong = record(case, "task.done", by=house.ali, at=NOW - 2 * DAY, facts={"words": "Told the school"})
            record(
                case, "task.done", by=house.ali, at=NOW - DAY, facts={"words": "Told the right school"}, corrects=wrong
            )
            record(case, "subject.died", by=house.ali, at=NOW - 3 * DAY, precision="day")
        said = text(okoro.get(f"/cases/{case.ref}/history"))
        assert "recorded" in said and "corrected by line 3" in said and "corrects line 2" in said
        assert "Tue 17 Nov 2026 PC Sana Ali" in said and "Tue 17 Nov 2026 at" not in said

    def test_every_sentence_can_be_written_from_nothing(self, house, okoro, case):
        """An old event that holds fewer facts than its sentence names leaves no hole and no fault."""
        from django.db import transaction

        with transaction.atomic():
            for kind in SENTENCES:
                record(case, kind, by=house.ali, at=NOW - HOUR)
        before, pages = "", 0
        while True:
            answer = okoro.get(f"/cases/{case.ref}/history{before}")
            assert answer.status_code == 200 and "{" not in text(answer)
            pages += 1
            found = [part for part in answer.content.decode().split('"') if "?before=" in part]
            if not found:
                break
            before = "?before=" + found[-1].split("before=")[1]
        assert pages == -(-(len(SENTENCES) + 1) // 40)

    def test_related_cases_only_where_they_may_be_seen(self, house, okoro, case, order):
        other = a_case(house, NOW - DAY, protected=Who("Ines", "Quayle"))
        other.subject = case.subject
        other.save()
        assert other.ref in text(okoro.get(f"/cases/{case.ref}"))
        restrict_case(RestrictCase(other.ref, "An officer", "The desk"), by=house.shah, at=NOW)
        assert other.ref not in text(okoro.get(f"/cases/{case.ref}"))

    def test_the_other_way_round_leads_nowhere(self, house, okoro, case, order):
        other = a_case(house, NOW - DAY)
        other.subject, other.protected = case.protected, case.subject
        other.save()
        assert other.ref not in okoro.get(f"/cases/{case.ref}").content.decode()

    def test_the_number_of_queries_does_not_grow(self, house, okoro, case, order):
        path = f"/cases/{case.ref}"

        def count():
            with CaptureQueriesContext(connection) as seen:
                assert okoro.get(path).status_code == 200
            return len(seen)

        report_breach(ReportBreach(order.ref, NOW - 3 * HOUR, "At the door", (1,)), by=house.ali, at=NOW - 2 * HOUR)
        count()
        first = count()
        for n in range(4):
            report_breach(
                ReportBreach(order.ref, NOW - 3 * HOUR, "Again", (1, 2)),
                by=house.ali,
                at=NOW - HOUR + n * timedelta(minutes=1),
            )
        a_version(order, NOW - HOUR, tuple(Term(t, change="same") for t in ("no_contact", "no_online_posting")))
        assert count() <= first < 60, first

    def test_an_order_made_by_the_court(self, house, okoro):
        order = made_order(house, NOW - 8 * DAY)
        said = text(okoro.get(f"/cases/{order.case.ref}"))
        assert order.ref in said and "Order made by" not in said.split("Timeline")[0]
        papers = okoro.get(f"/cases/{order.case.ref}/documents")
        assert "Notice (PDF)" in text(papers) and "Order (PDF)" in text(papers)
        assert f"/orders/{order.ref}" in okoro.get(f"/cases/{order.case.ref}").content.decode()


def test_real_papers_name_the_protected_person_and_no_page_does(house):
    """The papers of a court say the name. The pages about them, the report of a breach and the door do not."""
    protected = a_person(given="Wilhelmina", family="Thistlewood")
    order = made_order(house, NOW - 8 * DAY, request={"protected": protected})
    case = order.case
    written = case.protected.names.get().as_written
    assert any(written in r.legal_en for r in order.versions.get().requirements.all()), "else this proves nothing"
    breach = report_breach(
        ReportBreach(order.ref, NOW - 3 * HOUR, "At the door", (1,)), by=house.ali, at=NOW - 2 * HOUR
    )
    subject = {"name": case.subject.names.get().as_written, "reason": "attending"}
    born = case.subject.born
    subject |= {"born-day": born.day, "born-month": born.month, "born-year": born.year}
    ali = signed_in(house.ali)
    pages = [reverse(tab, args=[case.ref]) for tab in TABS] + [
        f"/breaches/{breach.ref}",
        f"/breaches/new/{order.ref}",
        "/register",
        "/cases",
        "/breaches",
    ]
    bodies = {path: ali.get(path).content.decode() for path in pages} | {
        "/check": ali.post("/check", subject, follow=True).content.decode()
    }
    assert order.ref in bodies["/check"]
    named = [path for path, body in bodies.items() if any(word in body for word in written.split())]
    assert named == []


class TestTheList:
    def test_only_what_may_be_seen_is_counted(self, house, okoro, case):
        hidden = a_case(house, NOW - DAY, subject=Who("Sol", "Brandt"))
        restrict_case(RestrictCase(hidden.ref, "An officer", "The desk"), by=house.shah, at=NOW)
        far = a_case(house, NOW - DAY, subject=Who("Elowen", "Marlowe"), force="northmoor")
        said = text(okoro.get("/cases"))
        assert "1 case," in said and hidden.ref not in said and far.ref not in said
        assert "2 cases," in text(signed_in(house.shah).get("/cases"))

    def test_pages_by_key_hold_each_case_once(self, house, okoro):
        refs = {a_case(house, NOW - (n // 3) * HOUR, subject=Who("Sam", f"Person{n}")).ref for n in range(60)}
        seen, path = [], "/cases"
        for _ in range(10):
            body = okoro.get(path).content.decode()
            seen += [r for r in refs if f"/cases/{r}" in body]
            older = [p for p in body.split('"') if p.startswith("/cases?before=")]
            if not older:
                break
            path = older[0]
        assert sorted(seen) == sorted(refs)

    @pytest.mark.parametrize(
        "query",
        ["before=x", "before=99999999999999999-1", "show=nothing", "q=%F0%9F%99%82", "q=" + "x" * 5000, "area=Nowhere"],
    )
    def test_what_is_typed_in_the_address_is_never_a_fault(self, okoro, case, query):
        assert okoro.get(f"/cases?{query}").status_code == 200

    def test_search_by_reference_of_any_paper(self, house, okoro, case, order):
        assert okoro.get(f"/cases?q={case.ref.lower().replace('-', ' ')}")["Location"] == f"/cases/{case.ref}"
        assert case.ref in text(okoro.get(f"/cases?q={order.ref}"))
        assert case.ref in text(okoro.get("/cases?q=ashdown+jordan")) and "No case matches" in text(
            okoro.get("/cases?q=Verity")
        )

    def test_the_number_of_queries_does_not_grow(self, house, okoro, case, order):
        def count():
            with CaptureQueriesContext(connection) as seen:
                okoro.get("/cases?show=open")
            return len(seen)

        count()
        first = count()
        for n in range(8):
            a_notice(house, a_case(house, NOW - DAY, subject=Who("Sam", f"Person{n}")), NOW - HOUR)
        assert count() == first


class TestTheRegister:
    def test_what_is_in_force_by_default_and_everything_when_asked(self, house, okoro, case, order):
        ended = an_order(
            house, a_case(house, NOW - 30 * DAY, subject=Who("Sol", "Brandt")), NOW - 20 * DAY, ended=NOW - DAY
        )
        said = text(okoro.get("/register"))
        assert order.ref in said and ended.ref not in said and "1 result" in said
        assert ended.ref in text(okoro.get("/register?status="))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("status=in_force", {"order", "late", "plain"}),
            ("status=past_deadline", {"late"}),
            ("status=not_served", {"unserved", "plain"}),
            ("status=ended", {"ended"}),
            ("kind=notice&status=", {"late", "unserved"}),
            ("kind=order&status=", {"order", "ended", "plain"}),
            ("ends=400&status=", {"order"}),
            ("ends=10&status=", set()),
            ("also=breached&status=", {"order"}),
            ("also=tagged&status=", {"plain"}),
            ("area=Croydon&kind=order&status=ended", {"ended"}),
            ("at-day=10&at-month=11&at-year=2026&at-time=10:00&status=in_force", {"ended"}),
        ],
    )
    def test_filters(self, house, okoro, case, order, query, found):
        things = {"order": order}
        things["ended"] = an_order(
            house, a_case(house, NOW - 30 * DAY, subject=Who("Sol", "Brandt")), NOW - 20 * DAY, ended=NOW - DAY
        )
        tag = Term("electronic_monitoring", {"monitors": [1], "monitoring_kind": "location"}, ends_at=NOW + 30 * DAY)
        things["plain"] = an_order(
            house, a_case(house, NOW - DAY, subject=Who("Mo", "Tay")), NOW - HOUR, terms=(Term("no_contact"), tag)
        )
        things["late"] = a_notice(
            house, a_case(house, NOW - 9 * DAY, subject=Who("Ru", "Vale")), NOW - 6 * DAY, NOW - 5.9 * DAY
        )
        things["unserved"] = a_notice(house, a_case(house, NOW - DAY, subject=Who("Di", "Penn")), NOW - HOUR)
        report_breach(ReportBreach(order.ref, NOW - 3 * HOUR, "At the door", (1,)), by=house.ali, at=NOW - 2 * HOUR)
        said = text(okoro.get(f"/register?{query}"))
        assert {name for name, thing in things.items() if thing.ref in said} == found

    def test_the_status_is_as_at_the_instant(self, okoro, case, order):
        then = "at-day=13&at-month=11&at-year=2026&at-time=2:30pm"
        said = text(okoro.get(f"/register?status=in_force&{then}"))
        assert "As it stood on Friday 13 November 2026 at 2:30pm." in said and "In force, not served" in said

    def test_exact_first_and_why_each_row_matched(self, house, okoro, case, order):
        near = an_order(house, a_case(house, NOW - DAY, subject=Who("Jordan", "Ashdwon")), NOW - HOUR)
        said = text(okoro.get("/register?q=Jordan+Ashdown"))
        assert order.ref in said and "name is the same" in said and near.ref not in said
        assert "1 more person whose name is only nearly the same" in said
        said = text(okoro.get("/register?q=Jordan+Ashdown&near=1"))
        assert near.ref in said and "name is nearly the same" in said and order.ref not in said
        only_near = text(okoro.get("/register?q=Jordn+Ashdown"))
        assert order.ref in only_near and "name is nearly the same" in only_near

    def test_by_reference_and_postcode(self, house, okoro, case, order):
        assert "reference is the same" in text(okoro.get(f"/register?q={order.ref.lower()}"))
        there = an_order(house, a_case(house, NOW - DAY, subject=Who("Sol", "Brandt", postcode="CR0 1VV")), NOW - HOUR)
        said = text(okoro.get("/register?q=cr01vv"))
        assert there.ref in said and "postcode is the same" in said and order.ref not in said

    def test_nothing_found_says_what_to_try(self, okoro, case, order):
        said = text(okoro.get("/register?q=Ashdyyyyy&status=ended"))
        assert "No notice or order matches." in said and "names that begin with “Ashd”" in said
        assert "the same search in the whole register" in said

    def test_a_wide_search_says_why_before_it_shows(self, house, okoro):
        for n in range(21):
            an_order(house, a_case(house, NOW - DAY, subject=Who(f"G{n}", "Commonname")), NOW - HOUR)
        said = text(okoro.get("/register?q=Commonname"))
        assert "21 rows match." in said and "Commonname born" not in said
        short = okoro.get("/register?q=Commonname&reason=x")
        assert "more than 20 rows match" in text(short)
        said = text(okoro.get("/register?q=Commonname&reason=Looking+for+a+witness"))
        assert said.count("Commonname") > 20
        assert ReadingLog.objects.filter(operation="search_register", reason="Looking for a witness").exists()

    def test_pages_by_key_hold_each_row_once(self, house, okoro):
        refs = {
            an_order(house, a_case(house, NOW - DAY, subject=Who("Sam", f"P{n}")), NOW - (n // 4) * HOUR).ref
            for n in range(40)
        }
        refs |= {
            a_notice(house, a_case(house, NOW - DAY, subject=Who("Di", f"Q{n}")), NOW - (n // 4) * HOUR).ref
            for n in range(20)
        }
        seen, path = [], "/register?status="
        for _ in range(10):
            body = okoro.get(path).content.decode()
            seen += [r for r in refs if f">{r}<" in body]
            older = [p.replace("&amp;", "&") for p in body.split('"') if "before=" in p]
            if not older:
                break
            path = older[0] + ("" if "status" in older[0] else "&status=")
        assert sorted(seen) == sorted(refs)

    def test_by_end_the_soonest_first_and_each_row_once(self, house, okoro, monkeypatch):
        """What ended, then what has a last day, then notices in force and orders without an end: page by page."""
        monkeypatch.setattr("haven.web.staff.register.views.PAGE", 4)
        wanted = []
        for n in range(9):
            who = Who("Sam", f"P{n}")
            over = NOW - (9 - n) * HOUR if n < 3 else None
            ends = NOW + (20 - n) * DAY if n < 6 else None
            of = a_case(house, NOW - 30 * DAY, subject=who)
            last = {"ends_at": ends, "last_day": ends.date()} if ends else {}
            order = an_order(house, of, NOW - (20 - n) * DAY, ended=over, **last)
            wanted.append((over or ends or NOW + 900 * DAY, order.ref))
        seen, path = [], "/register?status=&sort=end"
        while path:
            body = okoro.get(path).content.decode()
            assert "what ends soonest first" in body
            seen += re.findall(r">(DO-[0-9A-Z]{4}-[0-9A-Z]{4})</a>", body)
            older = [p.replace("&amp;", "&") for p in body.split('"') if "before=" in p]
            assert all("sort=end" in p for p in older)
            path = older[0] + ("" if "status" in older[0] else "&status=") if older else ""
        assert seen == [ref for _end, ref in sorted(wanted)]

    def test_a_wrong_filter_keeps_what_is_typed_and_opens_the_filters(self, okoro, case, order):
        answer = okoro.get("/register?q=Smith&ends=x&area=Croydon")
        body = answer.content.decode()
        assert answer.status_code == 422 and 'value="Smith"' in body and '<details class="govuk-details" open>' in body
        assert 'value="Croydon" selected' in body and 'id="id_ends-error"' in body
        assert " open>" not in okoro.get("/register?q=Smith").content.decode()

    @pytest.mark.parametrize("typed", ["y" * 201, "Smith\x07"])
    def test_what_is_wrong_with_the_search_stands_beside_it(self, okoro, case, order, typed):
        answer = okoro.get("/register", {"q": typed})
        body = answer.content.decode()
        assert answer.status_code == 422 and f'value="{typed}"' in body
        assert 'aria-describedby="id_q-error"' in body and 'id="id_q-error"' in body and 'href="#id_q"' in body
        assert " open>" not in body, "the filters are not what is wrong"

    def test_an_area_is_chosen_from_those_there_are(self, house, okoro, case, order):
        body = okoro.get("/register").content.decode()
        assert 'value="Croydon"' in body and 'value="Northmoor"' in body, "a case can be shared from elsewhere"
        assert okoro.get("/register?area=Atlantis").status_code == 422
        assert order.ref in text(okoro.get(f"/register?area={case.area}")) or case.area != "Croydon"

    def test_the_next_page_of_names_nearly_the_same_is_of_them_too(self, house, okoro, monkeypatch):
        monkeypatch.setattr("haven.web.staff.register.views.PAGE", 3)
        an_order(house, a_case(house, NOW - DAY, subject=Who("Jordan", "Ashdown")), NOW - HOUR)
        near = {
            an_order(house, a_case(house, NOW - DAY, subject=Who("Jordan", "Ashdowne")), NOW - n * HOUR).ref
            for n in range(7)
        }
        seen, path = set(), "/register?q=Jordan+Ashdown&near=1"
        for _ in range(3):
            body = okoro.get(path).content.decode()
            seen |= set(re.findall(r">(DO-[0-9A-Z]{4}-[0-9A-Z]{4})</a>", body))
            path = next((p.replace("&amp;", "&") for p in body.split('"') if "before=" in p), "")
            assert not path or "near=1" in path
            if not path:
                break
        assert seen == near

    def test_the_rows_as_a_file(self, house, okoro, case, order):
        an_order(house, a_case(house, NOW - DAY, subject=Who("=1+1", "Ashdown")), NOW - HOUR)
        hidden = a_case(house, NOW - DAY, subject=Who("Jordan", "Ashdown"))
        kept = an_order(house, hidden, NOW - HOUR)
        Restriction.objects.create(case=hidden, because="x", desk="x", from_at=NOW - DAY)
        answer = okoro.get("/register.csv?status=in_force&sort=end")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
        assert order.ref in {r["reference"] for r in rows} and kept.ref not in {r["reference"] for r in rows}
        assert all(not cell.startswith(("=", "+", "-", "@")) for r in rows for cell in r.values())
        assert ReadingLog.objects.filter(operation="search_register", row_count=len(rows)).exists()
        assert okoro.get("/register.csv?ends=x").status_code == 422

    def test_a_long_file_says_what_for(self, house, okoro):
        for n in range(21):
            an_order(house, a_case(house, NOW - DAY, subject=Who("Sam", f"P{n}")), NOW - HOUR)
        page = okoro.get("/register").content.decode()
        assert "Why do you need this list?" in page and "Download these rows (CSV)" in page
        refused = okoro.get("/register.csv?status=in_force&reason=x")
        assert refused.status_code == 422 and "Enter why you need this list" in text(refused)
        answer = okoro.get("/register.csv?status=in_force&reason=Review+of+the+month")
        assert answer.status_code == 200 and answer.content.count(b"DO-") == 21
        assert ReadingLog.objects.filter(operation="search_register", reason="Review of the month").exists()

    def test_the_number_of_queries_does_not_grow(self, house, okoro, case, order):
        def count():
            with CaptureQueriesContext(connection) as seen:
                okoro.get("/register?status=in_force&status=not_served")
            return len(seen)

        a_notice(house, a_case(house, NOW - DAY, subject=Who("Di", "Penn")), NOW - HOUR)
        count()
        first = count()
        for n in range(6):
            an_order(house, a_case(house, NOW - DAY, subject=Who("Sam", f"P{n}")), NOW - HOUR)
            a_notice(house, a_case(house, NOW - DAY, subject=Who("Di", f"Q{n}")), NOW - HOUR)
        assert count() == first

    @pytest.mark.parametrize(
        "query", ["court=999", "court=x", "ends=0", "ends=x", "status=nothing", "at-day=40&at-month=1&at-year=2026&at-time=9:00", "before=1.DO-2222-2222",
                  "q=" + "y" * 3000, "at-day=25&at-month=12&at-year=2030&at-time=9:00", "kind=both", "before=zzz"],
    )  # fmt: skip
    def test_what_is_typed_in_the_address_is_never_a_fault(self, okoro, case, order, query):
        assert okoro.get(f"/register?{query}").status_code in (200, 422)


class TestActs:
    def test_a_conflict_by_the_page_closes_the_case(self, house, case):
        ali = signed_in(house.ali)
        form = {"whom": "case", "nature": "The subject is my cousin", "user": str(house.wren.pk)} | command()
        answer = ali.post(f"/cases/{case.ref}/acts/conflict", form)
        assert answer["Location"] == "/cases" and Conflict.objects.get().user == house.ali, (
            "another's is not theirs to declare"
        )
        assert ali.get(f"/cases/{case.ref}").status_code == 404

    def test_a_press_sent_twice_has_one_effect(self, house, okoro, case):
        form = {"force": "northmoor", "access": "read", "why": "They are often there"} | command()
        for _ in range(2):
            assert okoro.post(f"/cases/{case.ref}/acts/share", form)["Location"] == f"/cases/{case.ref}"
        assert CaseForce.objects.count() == 1

    def test_refusals_and_mistakes_are_said_and_keep_what_was_typed(self, okoro, case):
        answer = okoro.post(
            f"/cases/{case.ref}/acts/share", {"force": "practice", "access": "", "why": "x"} | command()
        )
        said = text(answer)
        assert (
            answer.status_code == 422
            and "Choose one of the answers shown" in said
            and "must be a sentence or more" in said
        )
        close = okoro.post(f"/cases/{case.ref}/acts/close", {"because": "not_given"} | command())
        assert close.status_code == 302
        again = okoro.post(f"/cases/{case.ref}/acts/close", {"because": "not_given"} | command())
        assert again.status_code == 422 and "closed already" in text(again)

    def test_give_move_and_the_rest_by_their_pages(self, house, okoro, case):
        unit = house.teams["Civil Orders Unit"]
        okoro.post(f"/cases/{case.ref}/acts/assign", {"role": "owner", "holder": f"user-{house.nair.pk}"} | command())
        assert "Owner Priya Nair" in text(okoro.get(f"/cases/{case.ref}"))
        okoro.post(f"/cases/{case.ref}/acts/assign", {"role": "lawyer", "holder": f"team-{unit.pk}"} | command())
        okoro.post(f"/cases/{case.ref}/acts/transfer", {"force": "northmoor", "why": "They moved there"} | command())
        assert case in visible_to(house.quill, NOW + HOUR)
        acts = okoro.get(f"/cases/{case.ref}/acts")
        assert "Move it to another force" not in text(acts), "it is led elsewhere now"

    def test_a_restriction_is_made_named_and_lifted_by_two(self, house, case):
        shah = signed_in(house.shah)
        form = {"because": "The subject is an officer", "desk": "The desk"} | command()
        shah.post(f"/cases/{case.ref}/acts/restrict", form)
        assert "This case is restricted." in text(shah.get(f"/cases/{case.ref}"))
        assert signed_in(house.okoro).get(f"/cases/{case.ref}").status_code == 404
        shah.post(f"/cases/{case.ref}/acts/name", {"user": str(house.okoro.pk)} | command())
        okoro = signed_in(house.okoro)
        assert okoro.get(f"/cases/{case.ref}").status_code == 200
        shah.post(f"/cases/{case.ref}/restriction", {"reasons": "No longer in the force"} | command())
        assert "another person must carry it out" in text(shah.get(f"/cases/{case.ref}/restriction"))
        again = shah.post(f"/cases/{case.ref}/restriction", command())
        assert again.status_code == 422 and Restriction.objects.get().lifted_at is None

    def test_an_act_that_does_not_exist(self, okoro, case):
        assert okoro.get(f"/cases/{case.ref}/acts/nothing").status_code == 404


def test_a_command_number_that_is_none_is_refused_in_words(house, case):
    answer = signed_in(house.okoro).post(
        f"/cases/{case.ref}/acts/close", {"because": "not_given", "command_id": "x" + str(uuid4())}
    )
    assert answer.status_code == 422
