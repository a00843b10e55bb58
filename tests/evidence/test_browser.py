"""Evidence in a real browser: a file sent in parts with its progress, a broken line that goes on, and every page looked at."""

import os
import re
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.evidence.models import Evidence, Upload
from haven.evidence.operations.ask_pack import AskPack, ask_pack
from haven.evidence.operations.check_upload import check_next
from haven.evidence.operations.make_pack import make_next_pack
from haven.jobs.practice.house import build_house
from tests.browser import faults, is_wider_than_window
from tests.evidence import bad_files
from tests.evidence.making import added, begun
from tests.pages.acting import signed_in
from tests.rows import HOUR, a_case, an_order

NOW = datetime.fromisoformat("2026-11-20T14:14:00+00:00")
SHOTS = os.environ.get("HAVEN_SHOTS")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    with time_machine.travel(NOW, tick=True):
        yield build_house(NOW)


@pytest.fixture
def breach(house):
    order = an_order(house, a_case(house, NOW - 48 * HOUR), NOW - 24 * HOUR)
    command = ReportBreach(
        about_ref=order.ref, happened_from=NOW - 2 * HOUR, account="They came to the door.", clauses=(2,)
    )
    return report_breach(command, by=house.wren, at=NOW - HOUR)


def opened(chromium, live_server, user, width, **options):
    cookie = signed_in(user).cookies["haven_staff"].value
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    context.add_cookies([{"name": "haven_staff", "value": cookie, "url": live_server.url}])
    return context.new_page()


def shot(page, name: str, width: int) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/evidence-{name}-{width}.png", full_page=True)


def test_in_parts_over_a_line_that_breaks(house, breach, chromium, live_server, tmp_path):
    """From the words to the checked exhibit, on a phone. The second part is lost once: it goes on by itself."""
    content = bad_files.picture("PNG", (1200, 1000))
    (tmp_path / "lock.png").write_bytes(content)
    page = opened(chromium, live_server, house.wren, 360)
    page.goto(live_server.url + reverse("evidence_add", args=[breach.ref]))
    page.get_by_label("Photograph").check()
    page.get_by_label("What does it show?").fill("The broken lock")
    page.get_by_label("I did").check()
    for label, value in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    page.locator("[name='captured_at-time']").fill("1:30pm")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("/evidence/incoming/"))
    lost = []

    def lose(route):
        if "from=1048576" in route.request.url and not lost:
            lost.append(1)
            route.abort()
        else:
            route.continue_()

    page.route("**/part?from=*", lose)
    page.locator("#id_file").set_input_files(tmp_path / "lock.png")
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url(re.compile("added=1"), timeout=60_000)
    assert lost and page.get_by_text("Being checked").first.is_visible()
    assert Evidence.objects.get().upload.size == len(content)
    check_next(NOW)
    page.get_by_text("The copy for showing").wait_for(timeout=20_000)  # the page asks again by itself
    assert page.locator("img.hv-preview").evaluate("i => i.complete && i.naturalWidth > 0")
    assert not is_wider_than_window(page)


def test_a_refusal_is_said_on_the_page_and_the_words_stay(house, breach, chromium, live_server, tmp_path):
    (tmp_path / "all.zip").write_bytes(bad_files.archive())
    (tmp_path / "none.jpg").write_bytes(b"")
    upload = begun(breach, house.wren, NOW)
    page = opened(chromium, live_server, house.wren, 360)
    page.goto(live_server.url + reverse("evidence_file", args=[upload.public_id]))
    page.get_by_role("button", name="Send the file").click()
    assert "Choose the file" in page.get_by_role("alert").inner_text()
    page.locator("#id_file").set_input_files(tmp_path / "none.jpg")
    page.get_by_role("button", name="Send the file").click()
    page.get_by_text("The file is empty").first.wait_for()
    page.locator("#id_file").set_input_files(tmp_path / "all.zip")
    page.get_by_role("button", name="Send the file").click()
    page.get_by_text("Add each file in it by itself").first.wait_for()
    assert page.get_by_text("The door after the visit").is_visible() and not faults(page)
    shot(page, "refused", 360)
    assert Upload.objects.get().state == "waiting"


def test_without_javascript(house, breach, chromium, live_server, tmp_path):
    (tmp_path / "lock.jpg").write_bytes(bad_files.photo_with_place())
    upload = begun(breach, house.wren, NOW)
    page = opened(chromium, live_server, house.wren, 1280, java_script_enabled=False)
    page.goto(live_server.url + reverse("evidence_file", args=[upload.public_id]))
    page.locator("#id_file").set_input_files(tmp_path / "lock.jpg")
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url(re.compile("added=1"))
    check_next(NOW)
    page.get_by_role("link", name="Look again").click()
    assert page.get_by_text("The copy for showing").is_visible()


def test_every_page_is_accessible_and_inside_the_window(house, breach, chromium, live_server):
    photo = added(breach, bad_files.photo_with_place(), house.wren, NOW, words="The broken lock of the front door")
    added(breach, bad_files.pdf(), house.wren, NOW, kind="document", words="The letter that came on Friday")
    refused = added(breach, bad_files.huge_png(), house.wren, NOW, words="A picture of the street")
    waiting = begun(breach, house.okoro, NOW, kind="film", words="Body-worn film of the arrest")
    pack = ask_pack(AskPack(breach.ref, (photo.public_id,), True), by=house.okoro, at=NOW)
    make_next_pack(NOW)
    failed = ask_pack(AskPack(breach.ref, (), True), by=house.okoro, at=NOW)
    pages = {
        "breach": reverse("breach", args=[breach.ref]),
        "list": reverse("evidence", args=[breach.ref]),
        "add": reverse("evidence_add", args=[breach.ref]),
        "file": reverse("evidence_file", args=[waiting.public_id]),
        "exhibit": reverse("exhibit", args=[photo.public_id]),
        "exhibit-refused": reverse("exhibit", args=[refused.public_id]),
        "original": reverse("exhibit_original", args=[photo.public_id]),
        "hand": reverse("exhibit_hand", args=[photo.public_id]),
        "withdraw": reverse("exhibit_withdraw", args=[photo.public_id]),
        "pack-new": reverse("pack_new", args=[breach.ref]),
        "pack": reverse("pack", args=[pack.public_id]),
        "pack-making": reverse("pack", args=[failed.public_id]),
        "pack-sent": reverse("pack_sent", args=[pack.public_id]),
    }
    wrong = []
    for width in (360, 1280):
        page = opened(chromium, live_server, house.okoro, width)
        for name, path in pages.items():
            page.goto(live_server.url + path)
            wrong += [f"{name} {width}: {fault}" for fault in faults(page)]
            if is_wider_than_window(page):
                wrong.append(f"{name} {width}: wider than the window")
            shot(page, name, width)
    assert not wrong, "\n".join(wrong)
