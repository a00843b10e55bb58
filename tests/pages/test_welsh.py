"""Every page of the public host in Welsh: at its own address, marked as a draft in practice, absent in production until
a named translator's approval of this very version is recorded."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from haven.languages.asking import MESSAGES, SITE, approved, site_version
from haven.languages.models import TextApproval
from haven.languages.operations.approve_text import ApproveText, approve_text, withdraw_approval
from haven.outbox.models import OutboxMessage
from haven.outbox.operations.sending import _words
from haven.outbox.texts import NOT_YET_WELSH, message, welsh_version
from haven.web.parts import words
from haven_law.findings import Refused
from tests.pages.acting import signed_in
from tests.pages.public_host import only_public, words_of

AT = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
PAGES = ["/", "/u/before", "/u/what", "/u/danger", "/u/safety", "/u/rights", "/u/accessibility", "/u/nothing-here"]
DRAFT = "Cyfieithiad drafft"
ABSENT = "Nid yw’r dudalen hon ar gael yn Gymraeg eto."
ROOT = Path(__file__).resolve().parent.parent.parent
WHO = ("Nia Bevan", "Member of an association of translators")


@pytest.fixture
def client(settings):
    only_public(settings)
    return Client()


@pytest.mark.parametrize("address", PAGES)
def test_each_page_has_a_welsh_one_and_says_nothing_in_english(client, address, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        english, welsh = client.get(address).content.decode(), client.get("/cy" + address).content.decode()
    assert '<html lang="en"' in english and '<html lang="cy"' in welsh
    assert (
        f'href="/cy{address}" hreflang="cy" lang="cy"' in english
        and f'href="{address}" hreflang="en" lang="en"' in welsh
    )
    assert DRAFT in welsh and DRAFT not in english
    same = set(words_of(english)) & set(words_of(welsh))
    assert not {text for text in same if len(text.split()) > 1}, "the same words in both languages"


def test_links_keep_the_language_and_the_switch_keeps_the_page(client, db):
    start = client.get("/cy/").content.decode()
    assert 'href="/cy/u/before"' in start and 'href="/cy/u/rights"' in start
    assert 'href="/u/leave"' in start, "the way out is the same from everywhere"
    assert 'href="/u/rights?size=large"' in client.get("/cy/u/rights?size=large").content.decode()
    assert not client.get("/cy/").cookies


def test_the_browser_is_not_asked_what_it_speaks(client, db):
    assert '<html lang="en"' in client.get("/", headers={"accept-language": "cy"}).content.decode()


def test_pages_of_responsible_persons_are_in_english_only(client, db):
    assert client.get("/cy/w/sign-in").status_code == 404
    answer = client.get("/w/sign-in").content.decode()
    assert '<html lang="en"' in answer and "Cymraeg" not in answer


def test_without_an_approval_production_is_in_english_and_says_so_in_welsh(client, settings, db):
    settings.PRACTICE = False
    page = client.get("/cy/u/rights").content.decode()
    assert '<html lang="en"' in page and "Your rights" in page and DRAFT not in page
    assert f'lang="cy">{ABSENT}</p>' in page
    assert 'href="/cy/u/danger"' in page, "links go on to the Welsh addresses, where Welsh will be"
    assert ABSENT not in client.get("/u/rights").content.decode()


def test_an_approval_of_this_version_brings_the_welsh(client, settings, house):
    settings.PRACTICE = False
    approval = approve_text(ApproveText(SITE, site_version(), *WHO), by=house.lowry, at=AT)
    page = client.get("/cy/u/rights").content.decode()
    assert '<html lang="cy"' in page and "Eich hawliau" in page and DRAFT not in page and ABSENT not in page
    withdraw_approval(approval, by=house.lowry, at=AT)
    assert ABSENT in client.get("/cy/u/rights").content.decode()


def test_an_approval_of_other_words_brings_nothing(client, settings, house):
    settings.PRACTICE = False
    approve_text(ApproveText(SITE, "0123456789ab", *WHO), by=house.lowry, at=AT)
    approve_text(ApproveText(MESSAGES, site_version(), *WHO), by=house.lowry, at=AT)
    assert ABSENT in client.get("/cy/").content.decode()


@pytest.mark.parametrize(
    "command",
    [
        ApproveText(SITE, "v1", *WHO),
        ApproveText(SITE, "0123456789ab", " ", WHO[1]),
        ApproveText(SITE, "0123456789ab", WHO[0], ""),
    ],
)
def test_an_approval_names_who_and_what(house, command):
    with pytest.raises(Refused):
        approve_text(command, by=house.lowry, at=AT)


def test_only_an_administrator_records_one_and_once(house):
    command = ApproveText(SITE, "0123456789ab", *WHO)
    with pytest.raises(Refused, match="may not approve text"):
        approve_text(command, by=house.okoro, at=AT)
    approval = approve_text(command, by=house.lowry, at=AT)
    with pytest.raises(Refused, match="already"):
        approve_text(command, by=house.lowry, at=AT)
    withdraw_approval(approval, by=house.lowry, at=AT)
    with pytest.raises(Refused, match="taken back already"):
        withdraw_approval(approval, by=house.lowry, at=AT)
    assert approve_text(command, by=house.lowry, at=AT).withdrawn_at is None


def test_the_public_role_may_ask_this_and_read_no_table(house):
    approve_text(ApproveText(SITE, "0123456789ab", *WHO), by=house.lowry, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE haven_public")
        assert approved(SITE, "0123456789ab") and not approved(SITE, "ba9876543210")
        cursor.execute("SELECT has_table_privilege('haven_public', 'languages_textapproval', 'SELECT')")
        assert cursor.fetchone() == (False,)
        cursor.execute("RESET ROLE")


def test_a_welsh_message_leaves_in_english_until_its_words_are_approved(house, settings):
    settings.PRACTICE = False
    waiting = OutboxMessage(template="news_ready", language="cy")
    assert _words(waiting).text.endswith(NOT_YET_WELSH)
    approve_text(ApproveText(MESSAGES, welsh_version(), *WHO), by=house.lowry, at=AT)
    assert _words(waiting) == message("news_ready", "cy")
    assert _words(OutboxMessage(template="news_ready", language="en")) == message("news_ready", "en")


def test_days_and_times_in_welsh():
    noon = datetime.fromisoformat("2026-02-02T12:00:00+00:00")
    with translation.override("cy"):
        assert words.day(noon) == "Dydd Llun 2 Chwefror 2026" and words.short_day(noon) == "Llun 2 Chwef"
        assert (
            words.clock_time(noon) == "canol dydd" and words.day_time(noon) == "Dydd Llun 2 Chwefror 2026 am canol dydd"
        )
        assert words.duration_words(words.timedelta(days=2) * 2) == "4 diwrnod"
    assert words.day(noon) == "Monday 2 February 2026"


def test_staff_see_what_is_approved_and_record_it(house):
    staff = signed_in(house.lowry)
    page = staff.get("/translations")
    assert site_version() in page.content.decode() and "Nobody" in page.content.decode()
    typed = {"command_id": "6f0e8f4e-7d7b-4d2a-9a53-1f7f0d1c2b3a", "text": "site", "version": "x", "translator": WHO[0]}
    wrong = staff.post("/translations", typed)
    assert wrong.status_code == 422 and WHO[0] in wrong.content.decode()
    done = staff.post("/translations", typed | {"version": site_version(), "standing": WHO[1]})
    assert done.status_code == 302
    approval = TextApproval.objects.get()
    assert (approval.translator, approval.recorded_by) == (WHO[0], house.lowry)
    staff.post(f"/translations/{approval.pk}/withdraw")
    approval.refresh_from_db()
    assert approval.withdrawn_by == house.lowry


def test_a_string_without_welsh_is_named_with_its_place():
    """As `make check` prints it: the file, the line and the words."""
    program = (
        "import sys; sys.path.insert(0, 'tools'); import welsh\n"
        "now = welsh.wanted(); now.add('Brand new words', locations=[('src/haven/web/public/pages.py', 7)])\n"
        "print(*welsh.faults(now, welsh.in_step(now)), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "src/haven/web/public/pages.py:7: no Welsh for “Brand new words”" in done.stdout
