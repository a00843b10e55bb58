"""The law's pages in a real browser: no fault of access, no page wider than the window, light enough for a phone."""

import os
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from haven.cases.models import Heartbeat
from haven.courts.requirements import RequirementFacts
from haven.jobs.practice.house import build_house
from haven.lawkeeping.changes import NewChange
from haven.lawkeeping.models import LawAlarm
from haven.lawkeeping.operations.ask_change import ask_change
from haven.lawkeeping.operations.decide_change import count_change
from haven.lawkeeping.watching import watch_law
from haven.parties.operations.record_person import CommitmentFacts
from tests.browser import faults, is_wider_than_window
from tests.factories import a_person
from tests.operations.court_helpers import begun_hearing, no_contact, served_notice
from tests.pages.acting import BACKEND
from tests.pages.test_outcome_page import MADE, Desk

AT = datetime.fromisoformat("2026-11-25T09:00:00+00:00")
SHOTS = os.environ.get("HAVEN_SHOTS", "")
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(chromium, live_server, user, width):
    client = Client()
    client.force_login(user, backend=BACKEND)
    context = chromium.new_context(viewport={"width": width, "height": 900})
    cookie = {"name": "haven_staff", "value": client.cookies["haven_staff"].value, "url": live_server.url}
    context.add_cookies([cookie])
    return context.new_page()


def test_every_page_passes(live_server, chromium):
    with time_machine.travel(AT, tick=False) as clock:
        house = build_house(AT)
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": AT})
        watch_law(AT)
        served_notice(house, AT)
        waiting = ask_change(
            NewChange("holiday_comes", "The Gazette, notice 4760101", False, day=date(2026, 11, 27), name="A day of mourning"),
            by=house.lowry, at=AT,
        )  # fmt: skip
        done = ask_change(
            NewChange("year_confirmed", "The Gazette of 3 March 2026", True, year=2027), by=house.lowry, at=AT
        )
        count_change(done, by=house.fenwick, at=AT)
        commitments = (CommitmentFacts("work", "Warehouse at Beck Lane", "10pm to 6am, Monday to Thursday"),)
        curfew = {"days": WEEK, "from_time": "19:00", "to_time": "07:00", "place": "4 Larkspur Close"}
        hearing = begun_hearing(
            house, AT, requirements=(no_contact(), no_contact(), RequirementFacts("curfew", curfew)),
            subject=a_person(commitments=commitments),
        )  # fmt: skip
        clock.move_to(hearing.begun_at + timedelta(minutes=20))
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": hearing.begun_at})
        Desk(house.moss, hearing).change(**MADE)
        alarm = LawAlarm.objects.order_by("rung").first()
        pages = {
            house.fenwick: [
                "/law", "/law?show=open&q=notice", "/law/29", "/law/36", "/law/schedule-1", "/law/questions", "/law/beside",
                "/law/our-rules", "/law/bank-holidays?year=2027", "/law/bank-holidays?year=2031", "/law/areas", "/law/values",
                "/law/runs-out", f"/law/runs-out/{alarm.pk}", "/law/changes", f"/law/changes/{waiting.public_id}",
            ],
            house.lowry: [
                "/law/bank-holidays?year=2026", "/law/changes/new/areas", "/law/changes/new/holiday_comes", "/law/changes/new/value",
                f"/law/changes/{waiting.public_id}", f"/law/changes/{done.public_id}",
            ],
            house.moss: [f"/hearings/{hearing.public_id}/outcome"],
        }  # fmt: skip
        wrong = []
        for width in (360, 1280):
            for user, addresses in pages.items():
                page = opened(chromium, live_server, user, width)
                for address in addresses:
                    answer = page.goto(live_server.url + address)
                    if SHOTS:
                        name = address.strip("/").replace("/", "-").replace("?", "-")[:40]
                        page.screenshot(path=f"{SHOTS}/{user.email.split('@')[0]}-{name}-{width}.png", full_page=True)
                    wrong += [f"{address} {width}: {fault}" for fault in faults(page)]
                    if is_wider_than_window(page):
                        wrong.append(f"{address} {width}: wider than the window")
                    if answer.status != 200 or len(answer.body()) >= 100_000:
                        wrong.append(f"{address}: {answer.status}, {len(answer.body())} bytes")
        assert not wrong, "\n".join(wrong)
