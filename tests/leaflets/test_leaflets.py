"""Leaflets count from the day that somebody approved them, in one version a day; what was given is recorded."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client

from haven.cases.chronology import record
from haven.cases.models import CaseEvent, Task
from haven.cases.operations.tasks import NewTask, make_task
from haven.languages.asking import version_of
from haven.leaflets.models import LeafletHandout, LeafletVersion
from haven.leaflets.operations.give import TASK, GiveLeaflet, give_leaflet
from haven.leaflets.operations.publish import PublishLeaflet, publish_leaflet
from haven.leaflets.queries import current_version
from haven_law.findings import Refused
from tests.factories import follow
from tests.operations.court_helpers import made_order, no_contact, served_notice
from tests.pages.acting import signed_in
from tests.pages.public_host import only_public, words_of
from tests.rows import HOUR, a_case

AT = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
DAY = timedelta(days=1)
ENGLISH = PublishLeaflet("en", False, "Dee Amos", "Adviser of Larkspur")
WELSH = PublishLeaflet("cy", False, "Nia Bevan", "Member of an association of translators")


def other_words(monkeypatch):
    monkeypatch.setattr(
        "haven.leaflets.queries.version", lambda language, easy: version_of([language, str(easy), "new"])
    )


class TestVersions:
    def test_every_format_of_it_counts_from_today(self, house):
        made = publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        assert {v.format for v in made} == {"a5", "card", "web"}
        assert all(
            v.from_day == date(2026, 11, 23) and v.until_day is None and v.approved_by == "Dee Amos" for v in made
        )
        assert current_version("en", "a5", date(2026, 11, 22)) is None
        assert bytes(current_version("en", "a5", date(2026, 11, 23)).document).startswith(b"%PDF")
        assert current_version("cy", "a5", date(2026, 11, 23)) is None

    def test_a_new_one_ends_the_old_one_the_day_before(self, house, monkeypatch):
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        with pytest.raises(Refused, match="count already"):
            publish_leaflet(ENGLISH, by=house.lowry, at=AT + 3 * DAY)
        other_words(monkeypatch)
        publish_leaflet(ENGLISH, by=house.lowry, at=AT + 3 * DAY)
        old, new = LeafletVersion.objects.filter(format="card").order_by("from_day")
        assert (old.until_day, new.from_day) == (date(2026, 11, 25), date(2026, 11, 26))
        assert current_version("en", "card", date(2026, 11, 25)) == old

    def test_twice_on_one_day_the_second_counts(self, house, monkeypatch):
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        other_words(monkeypatch)
        publish_leaflet(ENGLISH, by=house.lowry, at=AT + HOUR)
        assert current_version("en", "card", date(2026, 11, 23)).text_version == version_of(["en", "False", "new"])

    def test_two_cannot_count_on_one_day(self, house):
        made = publish_leaflet(ENGLISH, by=house.lowry, at=AT)[0]
        made.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)

    @pytest.mark.parametrize("changes", [{"approved_by": " "}, {"standing": ""}])
    def test_it_names_who_approved_it(self, house, changes):
        with pytest.raises(Refused, match="who approved"):
            publish_leaflet(PublishLeaflet(**(vars(ENGLISH) | changes)), by=house.lowry, at=AT)

    def test_only_an_administrator(self, house):
        with pytest.raises(Refused, match="may not publish leaflet"):
            publish_leaflet(ENGLISH, by=house.okoro, at=AT)

    def test_what_was_given_out_cannot_be_changed(self, house):
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE haven_staff")
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute("UPDATE leaflets_leafletversion SET approved_by = 'x'")


def offered(house, case, at):
    """The task that follows from a notice or an order."""
    task = NewTask(TASK, "Give the leaflet", house.ali.team, at + DAY, "our rule", house.ali, about=("case", f"{at}"))
    return make_task(case, task, by=None, at=at)


class TestAskedFor:
    """After a notice, an order and a change of one, the officer in the case offers it."""

    def test_on_the_day_of_the_notice(self, house, now):
        notice = served_notice(house, now)
        follow()
        task = Task.objects.get(kind=TASK)
        assert (task.for_user, task.about_ref) == (house.ali, notice.ref) and "what a notice means" in task.words
        assert task.due_at == datetime.fromisoformat("2026-11-06T23:59:59+00:00")

    def test_within_a_working_day_of_the_order_and_of_a_change(self, house, now):
        order = made_order(house, now, no_contact())
        follow()
        assert [t.words for t in Task.objects.filter(kind=TASK).order_by("pk")][-1].startswith(
            "Give the protected person the leaflet on what an order means, and record it"
        )
        give_leaflet(GiveLeaflet(order.case.ref, "not_safe"), by=house.ali, at=now + 5 * DAY)
        assert not Task.objects.filter(kind=TASK, done_at=None).exists(), "one answer for the notice and the order"
        with transaction.atomic():
            record(order.case, "order.varied", by=house.moss, at=now + 6 * DAY, about=("order", order.ref), facts={})
        follow()
        again = Task.objects.get(kind=TASK, done_at=None)
        assert (again.for_user, again.about_ref) == (house.ali, order.ref) and "changed it" in again.words
        assert again.due_at == datetime.fromisoformat("2026-11-13T23:59:59+00:00"), "Thursday gives Friday"

    def test_the_task_leads_to_where_it_is_recorded(self, house):
        case = a_case(house, AT - HOUR)
        task = offered(house, case, AT - HOUR)
        client = signed_in(house.ali)
        page = client.get(f"/tasks/{task.public_id}").content.decode()
        assert f"/cases/{case.ref}/leaflet" in page and "Record as done" not in page
        sent = client.post(f"/tasks/{task.public_id}", {"proof": "She has it"})
        assert sent.status_code == 302 and sent["Location"] == f"/cases/{case.ref}/leaflet"
        task.refresh_from_db()
        assert task.done_at is None, "what became of it is not recorded yet"


class TestGiving:
    @pytest.mark.parametrize("answer", ["paper", "qr", "read_aloud"])
    def test_given(self, house, answer):
        case = a_case(house, AT - HOUR)
        version = next(v for v in publish_leaflet(WELSH, by=house.lowry, at=AT) if v.format == "card")
        row = give_leaflet(GiveLeaflet(case.ref, answer, "cy", "card"), by=house.ali, at=AT)
        assert row.version == version and row.recorded_by == house.ali
        assert CaseEvent.objects.get(kind="leaflet.given").facts == {"answer": LeafletHandout.ANSWERS[answer].lower()}

    @pytest.mark.parametrize("answer", ["not_safe", "declined"])
    def test_not_safe_is_an_answer(self, house, answer):
        case = a_case(house, AT - HOUR)
        row = give_leaflet(GiveLeaflet(case.ref, answer, "en", "card"), by=house.ali, at=AT)
        assert row.version is None and row.format == ""
        assert CaseEvent.objects.filter(kind="leaflet.given").exists()

    def test_which_one_must_be_said(self, house):
        case = a_case(house, AT - HOUR)
        with pytest.raises(Refused, match="which one"):
            give_leaflet(GiveLeaflet(case.ref, "paper", "en", ""), by=house.ali, at=AT)

    def test_in_production_only_what_somebody_approved(self, house, settings):
        settings.PRACTICE = False
        case = a_case(house, AT - HOUR)
        with pytest.raises(Refused, match="Nobody has approved"):
            give_leaflet(GiveLeaflet(case.ref, "paper", "en", "a5"), by=house.ali, at=AT)
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        assert give_leaflet(GiveLeaflet(case.ref, "paper", "en", "a5"), by=house.ali, at=AT).version is not None

    @pytest.mark.parametrize(
        ("command", "proof"),
        [
            (("paper", "cy", "card"), "Given on paper: Welsh, Card"),
            (("read_aloud", "en", "easy"), "Read out: English, Easy Read, A4"),
            (("not_safe",), "Not safe to leave paper"),
            (("declined",), "Not wanted"),
        ],
    )
    def test_whatever_became_of_it_ends_the_task(self, house, command, proof):
        case = a_case(house, AT - HOUR)
        task = offered(house, case, AT - HOUR)
        later = offered(house, case, AT + HOUR)
        give_leaflet(GiveLeaflet(case.ref, *command), by=house.ali, at=AT)
        task.refresh_from_db(), later.refresh_from_db()
        assert (task.done_at, task.done_by, task.proof) == (AT, house.ali, proof)
        assert later.done_at is None, "what was asked for afterwards is still to do"

    def test_not_by_another_force(self, house):
        case = a_case(house, AT - HOUR)
        with pytest.raises(Refused):
            give_leaflet(GiveLeaflet(case.ref, "declined"), by=house.quill, at=AT)


@pytest.fixture
def public(settings):
    only_public(settings)
    return Client()


class TestPublicPages:
    def test_a_draft_in_practice_has_a_mark(self, public, db):
        english, welsh = (public.get(a).content.decode() for a in ("/i", "/cy/i"))
        assert "nobody has approved these words" in english and "Your twelve rights" in english
        assert "heb gymeradwyo" in welsh.replace("wedi cymeradwyo", "heb gymeradwyo") and "Eich deuddeg hawl" in welsh
        assert english.count("<h1") == 1 and '<div lang="cy">' in welsh

    def test_welsh_has_no_english_left(self, public, db):
        for address in ("/i", "/i/easy"):
            english, welsh = (set(words_of(public.get(p + address).content.decode())) for p in ("", "/cy"))
            assert not {text for text in english & welsh if len(text.split()) > 1}

    def test_in_production_nothing_that_nobody_approved(self, public, settings, house):
        settings.PRACTICE = False
        page = public.get("/i").content.decode()
        assert "It is not ready yet" in page and "twelve" not in page
        assert public.get("/i/a5.pdf").status_code == 404

    def test_in_production_welsh_is_english_with_a_welsh_sentence(self, public, settings, house):
        settings.PRACTICE = False
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        page = public.get("/cy/i").content.decode()
        assert '<p class="govuk-body" lang="cy">Nid yw’r daflen hon ar gael yn Gymraeg eto.</p>' in page
        assert '<div lang="en">' in page and "Your twelve rights" in page
        publish_leaflet(WELSH, by=house.lowry, at=AT)
        page = public.get("/cy/i").content.decode()
        assert '<div lang="cy">' in page and "Eich deuddeg hawl" in page and "Nid yw’r daflen hon" not in page

    def test_the_words_that_were_approved_are_shown_whatever_comes_with_a_release(self, public, settings, house):
        settings.PRACTICE = False
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE leaflets_leafletversion SET text = jsonb_set(text, '{title}', '\"As approved\"') WHERE format = 'web'"
            )
        assert "As approved" in public.get("/i").content.decode()

    @pytest.mark.parametrize("address", ["/i/a5.pdf", "/i/card.pdf", "/i/easy.pdf", "/cy/i/a5.pdf"])
    def test_papers_have_a_name_that_says_nothing(self, public, db, address):
        answer = public.get(address)
        assert (
            answer.content.startswith(b"%PDF") and answer["Content-Disposition"] == 'inline; filename="information.pdf"'
        )

    def test_the_public_role_asks_this_and_reads_no_table(self, house):
        publish_leaflet(ENGLISH, by=house.lowry, at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE haven_public")
            cursor.execute("SELECT from_day FROM leaflets_current('en', 'card', '2026-11-23')")
            assert cursor.fetchall() == [(date(2026, 11, 23),)]
            cursor.execute("SELECT has_table_privilege('haven_public', 'leaflets_leafletversion', 'SELECT')")
            assert cursor.fetchone() == (False,)
            cursor.execute("RESET ROLE")

    def test_there_is_no_other_paper(self, public, db):
        assert public.get("/i/web.pdf").status_code == 404 and public.get("/i/x.pdf").status_code == 404

    def test_pages_are_small(self, public, db):
        for address in ("/i", "/cy/i", "/i/easy", "/cy/i/easy"):
            assert len(public.get(address).content) < 30_000


class TestStaffPages:
    def test_not_safe_is_recorded_on_the_page_and_stands_in_the_timeline(self, house, now):
        case = a_case(house, AT - HOUR)
        client, address = signed_in(house.ali), f"/cases/{case.ref}/leaflet"
        wrong = client.post(
            address, {"command_id": "6f0e8f4e-7d7b-4d2a-9a53-1f7f0d1c2b3a", "answer": "paper", "language": "cy"}
        )
        assert wrong.status_code == 422 and "Choose which one was given or read out" in wrong.content.decode()
        client.post(
            address, {"command_id": "6f0e8f4e-7d7b-4d2a-9a53-1f7f0d1c2b3b", "answer": "not_safe", "language": "en"}
        )
        assert "Not safe to leave paper" in client.get(address).content.decode()
        assert "not safe to leave paper" in client.get(f"/cases/{case.ref}/history").content.decode()

    def test_the_administrator_makes_one_count_and_an_officer_prints_it(self, house):
        admin, officer = signed_in(house.lowry), signed_in(house.ali)
        typed = {
            "command_id": "6f0e8f4e-7d7b-4d2a-9a53-1f7f0d1c2b3c",
            "language": "cy",
            "easy": "no",
            "approved_by": "Nia Bevan",
        }
        assert admin.post("/leaflets", typed).status_code == 422
        assert admin.post("/leaflets", typed | {"standing": "Translator"}).status_code == 302
        assert "Nia Bevan" in officer.get("/leaflets").content.decode()
        assert officer.get("/leaflets/print/cy/a5").content.startswith(b"%PDF")
        version = LeafletVersion.objects.get(format="card")
        assert officer.get(f"/leaflets/{version.pk}").content == bytes(version.document)
        assert officer.get("/leaflets/print/cy/web").status_code == 404
        assert officer.post("/leaflets", typed | {"standing": "x"}).status_code in (409, 403, 422)
