"""Finding and seeing in a real browser: accessible, inside the window, light, in daylight and in the dark."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from haven.accounts.models import User
from haven.breaches.operations.decide_breach import PursueBreach, pursue_breach
from haven.breaches.operations.record_arrest import RecordArrest, record_arrest
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, write_plan
from haven.cases.operations.flags import raise_flag
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.jobs.practice.house import House, build_house
from haven.parties.operations.add_person import add_name
from haven.register.operations.check_person import CheckPerson, check_person
from haven.register.search import Asked
from tests.browser import faults, is_wider_than_window, too_wide
from tests.pages.acting import signed_in
from tests.rows import HOUR, Term, Who, a_case, a_notice, an_order

NOW = datetime.fromisoformat("2026-11-20T14:14:00+00:00")
DAY = timedelta(days=1)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HAVEN_SHOTS")


@pytest.fixture
def house():
    with time_machine.travel(NOW, tick=True):
        yield build_house(NOW)


def opened(chromium, live_server, user: User, width: int, **options):
    cookie = signed_in(user).cookies["haven_staff"].value
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    context.add_cookies([{"name": "haven_staff", "value": cookie, "url": live_server.url}])
    return context.new_page()


def the_people(house: House) -> dict[str, str]:
    """Jordan Ashdown with an order and a breach, two people of one name, a restricted case, a notice past its deadline."""
    case = a_case(house, NOW - 8 * DAY, subject=Who(postcode="CR0 1VV"))
    add_name(case.subject, kind="earlier", given="Jordan", family="Quayle", by=None)
    a_notice(house, case, NOW - 7.9 * DAY, NOW - 7.8 * DAY).__class__.objects.update(
        ended_at=NOW - 7 * DAY, ended_because="order_made"
    )
    curfew = {"place": "home", "days": ["monday", "tuesday"], "from_time": "7pm", "to_time": "7am"}
    order = an_order(
        house, case, NOW - 7 * DAY, served=NOW - 7 * DAY + HOUR, last_day=date(2027, 11, 13), ends_at=NOW + 358 * DAY,
        terms=(Term("no_contact"), Term("distance_from_home", {"distance_m": 100}), Term("no_online_posting"), Term("curfew", curfew)),
    )  # fmt: skip
    facts = PlanFacts(
        mode="we_contact",
        channels=(ChannelFacts("text", "07700 900123", "no"),),
        windows=(WindowFacts((0, 1, 2, 3, 4), datetime(2026, 1, 1, 10).time(), datetime(2026, 1, 1, 14).time()),),
    )
    with time_machine.travel(NOW, tick=False):
        from django.db import transaction

        with transaction.atomic():
            write_plan(case, facts, by=house.okoro, at=NOW - 6 * DAY)
    raise_flag(case, "violent_to_police", by=house.ali, at=NOW - 6 * DAY)
    breach = report_breach(
        ReportBreach(order.ref, NOW - 18 * HOUR, "A message was sent through a relative.", (1,)),
        by=house.wren,
        at=NOW - 17 * HOUR,
    )
    pursue_breach(PursueBreach(breach.ref, "arrest"), by=house.adeyemi, at=NOW - 16.5 * HOUR)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=NOW - 16 * HOUR)
    late = a_case(house, NOW - 5 * DAY, subject=Who("Rowan", "Tindall", date(1991, 2, 3)))
    notice = a_notice(house, late, NOW - 5 * DAY, NOW - 4.9 * DAY)
    reported = report_breach(
        ReportBreach(notice.ref, NOW - 4.5 * DAY, "They came to the door.", (2,)), by=house.ali, at=NOW - 30 * HOUR
    )
    for n in (1, 2):
        an_order(house, a_case(house, NOW - 3 * DAY, subject=Who("Sam", "Penrose", date(1970, 1, n))), NOW - 2 * DAY)
    closed = a_case(house, NOW - 5 * DAY, subject=Who("Elowen", "Marlowe", date(1980, 5, 5)))
    an_order(house, closed, NOW - 2 * DAY, served=NOW - 2 * DAY)
    restrict_case(
        RestrictCase(closed.ref, "The subject is an officer", "the standards desk, 01632 960 555"),
        by=house.shah,
        at=NOW - DAY,
    )
    asks = {
        "jordan": Asked("Jordan Ashdown", date(1988, 3, 27)),
        "rowan": Asked("Rowan Tindall", date(1991, 2, 3)),
        "sam": Asked("Sam Penrose"),
        "closed": Asked("Elowen Marlowe", date(1980, 5, 5)),
        "none": Asked("Bartholomew Nobody"),
    }
    checks = {
        name: check_person(CheckPerson(asked, "attending"), by=house.ali, at=NOW).public_id
        for name, asked in asks.items()
    }
    return {
        "case": case.ref,
        "order": order.ref,
        "breach": breach.ref,
        "late": reported.ref,
        "notice": notice.ref,
        **checks,
    }


def pages_of(house: House, refs: dict[str, str]) -> list[tuple[User, str, str]]:
    case = refs["case"]
    doors = [(house.ali, f"/check/{refs[who]}", f"check-{who}") for who in ("jordan", "rowan", "sam", "closed", "none")]
    tabs = [
        (house.okoro, f"/cases/{case}{tab}", f"case{tab.replace('/', '-')}")
        for tab in ("", "/people", "/requirements", "/deadlines", "/documents", "/breaches", "/history", "/acts")
    ]
    acts = [
        (house.okoro, f"/cases/{case}/acts/{act}", f"act-{act}")
        for act in ("assign", "share", "transfer", "conflict", "close")
    ]
    return [
        (house.ali, "/check", "check"),
        *doors,
        *tabs,
        *acts,
        (house.shah, f"/cases/{case}/acts/restrict", "act-restrict"),
        (house.okoro, "/cases", "cases"),
        (house.okoro, "/cases?q=Nobodyatall", "cases-none"),
        (house.okoro, "/register", "register"),
        (house.okoro, "/register?q=Ashdowne&kind=order&status=ended", "register-none"),
        (house.okoro, "/register?q=Jordon+Ashdown", "register-near"),
        (house.adeyemi, "/breaches", "breaches"),
        (house.adeyemi, f"/breaches/{refs['breach']}", "breach"),
        (house.adeyemi, f"/breaches/{refs['late']}/decide", "breach-decide"),
        (house.okoro, f"/breaches/{refs['breach']}/charge", "breach-charge"),
        (house.wren, "/breaches/new", "breach-new"),
        (house.wren, f"/breaches/new/{refs['order']}", "breach-report"),
        (house.frome, "/audit", "audit"),
    ]


def test_pages_are_accessible_light_and_fit(house, live_server, chromium):
    refs = the_people(house)
    wrong = []
    for user, path, name in pages_of(house, refs):
        page = opened(chromium, live_server, user, 320)
        answer = page.goto(live_server.url + path)
        if answer is None or answer.status != 200 or len(answer.body()) >= 100_000:
            wrong.append(f"{path}: {answer.status}, {len(answer.body())} bytes")
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{path} at {width}: {fault}" for fault in faults(page)]
            wrong += [f"{path} at {width}: wider: {too_wide(page)}"] if is_wider_than_window(page) else []
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        wrong += [f"{path} in the dark: {fault}" for fault in faults(page)]
        _picture(page, name)
        page.context.close()
    assert wrong == []


def _picture(page, name: str) -> None:
    """Pictures to look at, where the environment says where to put them."""
    if not SHOTS:
        return
    page.emulate_media(color_scheme="light")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def test_a_check_and_a_report_without_scripts(house, live_server, chromium):
    """From the door to the report of a breach, by hand, with no script at all."""
    the_people(house)
    page = opened(chromium, live_server, house.ali, 360, java_script_enabled=False)
    page.goto(live_server.url + "/check")
    page.fill("#id_name", "Jordan Ashdown")
    page.fill("#id_born-day", "27")
    page.fill("#id_born-month", "3")
    page.fill("#id_born-year", "1988")
    page.select_option("#id_reason", "attending")
    page.get_by_role("button", name="Check").click()
    assert page.get_by_role("heading", level=1).inner_text() == "1 person, 1 order in force"
    page.get_by_role("button", name="Report a breach").click()
    for answers in (
        {"in_danger": "not_known"},
        {"when": "now"},
        {"where": "in_person", "jurisdiction": "ew"},
        {"clauses": "1"},
    ):
        for name, value in answers.items():
            page.locator(f"input[name={name}][value='{value}']").check()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    assert "There is a problem" in page.inner_text("main") and "Enter what happened" in page.inner_text("main")
    page.fill("#id_account", "They telephoned from another number.")
    page.locator("input[name=excuse_said][value=none]").check()
    page.get_by_role("button", name="Continue").click()
    for answers in ({"response": "not_found"}, {"seen": "alone", "safe": "yes", "contact": "no", "risk": "high"}):
        for name, value in answers.items():
            page.locator(f"input[name={name}][value='{value}']").check()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the report").click()
    assert "Your report was sent." in page.inner_text("main")
