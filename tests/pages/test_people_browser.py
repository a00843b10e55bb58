"""The administrator's pages in a real browser: no fault of access, no page wider than the window."""

import os
from datetime import timedelta

import pytest
import time_machine

from haven.cases.models import Heartbeat
from haven.jobs.practice.house import build_house
from haven.staffing.operations.agree_post import agree_post
from haven.staffing.operations.ask_post import ConferRank, GrantRole, confer_rank, grant_role
from haven.staffing.operations.open_user import Details, open_user
from haven_law.clock import to_london
from tests.browser import faults, is_wider_than_window, too_wide
from tests.pages.test_law_browser import AT, opened

SHOTS = os.environ.get("HAVEN_SHOTS", "")
WHY = "A place is empty on the shift until the spring"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_passes(live_server, chromium):
    with time_machine.travel(AT, tick=False):
        house = build_house(AT)
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": AT})
        long = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley"
        new = open_user(
            Details(long, f"{long.lower().replace(' ', '.')}@force.example", "5150", house.wren.team),
            by=house.lowry,
            at=AT,
        )
        grant_role(new.user, GrantRole("response_officer", None, None, WHY), by=house.lowry, at=AT)
        today = to_london(AT).date()
        acting = ConferRank("inspector", "acting", house.halloran, today, today + timedelta(days=30), WHY)
        rank = confer_rank(house.adeyemi, acting, by=house.lowry, at=AT)
        agree_post(rank, by=house.harker, at=AT)
        asked = grant_role(house.adeyemi, GrantRole("authorising_inspector", None, today, WHY), by=house.lowry, at=AT)
        person, court = house.adeyemi.pk, house.courts["Bromley Magistrates' Court"].pk
        row, grant = house.adeyemi.ranks.get(held="acting").pk, house.adeyemi.role_grants.get().pk
        addresses = [
            "/people", "/people?q=nobody", "/people/new", "/people/asked", f"/people/asked/{asked.public_id}", f"/people/{person}",
            f"/people/{new.user.pk}", f"/people/{person}/role", f"/people/{person}/rank", f"/people/{person}/close",
            f"/people/{person}/change", f"/people/{person}/code", f"/people/{person}/ranks/{row}", f"/people/{person}/roles/{grant}",
            "/people/teams", "/people/teams/new", "/people/forces/new", "/people/courts", "/people/courts/new",
            f"/people/courts/{court}", "/password", "/first-password",
        ]  # fmt: skip
        wrong = []
        for width in (360, 1280):
            page = opened(chromium, live_server, house.harker, width)
            for address in addresses:
                answer = page.goto(live_server.url + address)
                wrong += looked_at(page, address, width)
                if answer.status != 200:
                    wrong.append(f"{address}: {answer.status}")
            for address, press in (
                (f"/people/{new.user.pk}/rank", "Ask for this rank"),
                ("/people/new", "Add the person"),
            ):
                page.goto(live_server.url + address)
                with page.expect_navigation():
                    page.get_by_role("button", name=press).click()
                wrong += looked_at(page, f"{address}-wrong", width)
        assert not wrong, "\n".join(wrong)


def looked_at(page, address, width):
    if SHOTS:
        page.screenshot(
            path=f"{SHOTS}/{address.strip('/').replace('/', '-').replace('?', '-')[:40]}-{width}.png", full_page=True
        )
    wrong = [f"{address} {width}: {fault}" for fault in faults(page)]
    if is_wider_than_window(page):
        wrong.append(f"{address} {width}: wider than the window: {too_wide(page)}")
    return wrong
