"""The court's pages in a real browser: no fault of access, no page wider than the window, answers kept by themselves."""

import os
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from haven.cases.models import Draft, Heartbeat
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.courts.requirements import Lasts
from haven.jobs.practice.house import build_house
from haven.orders.operations.vary_order import ClauseDecision, VaryOrder, vary_order
from tests.browser import faults, is_wider_than_window
from tests.operations.court_helpers import (
    REASONS,
    begun_hearing,
    listed_hearing,
    made_order,
    no_contact,
    programme,
    sent_application,
    served_notice,
    stay_away,
    tag,
)
from tests.pages.acting import BACKEND

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
CHANGES = (
    ClauseDecision("lighten", 2, stay_away(50), no_longer_necessary=True),
    ClauseDecision("remove", 3, conditions_fail=True),
)
SHOTS = os.environ.get("HAVEN_SHOTS", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(chromium, live_server, user, width, height=900):
    client = Client()
    client.force_login(user, backend=BACKEND)
    context = chromium.new_context(viewport={"width": width, "height": height})
    cookie = {"name": "haven_staff", "value": client.cookies["haven_staff"].value, "url": live_server.url}
    context.add_cookies([cookie])
    return context.new_page()


def test_every_page_passes(live_server, chromium):
    with time_machine.travel(AT, tick=False) as clock:
        house = build_house(AT)
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": AT})
        preparing = prepare_application(
            PrepareApplication(served_notice(house, AT).ref), by=house.okoro, at=AT + timedelta(hours=1)
        )
        sent = sent_application(house, AT)
        listed = listed_hearing(house, sent_application(house, AT))
        requirements = (no_contact(), stay_away(), tag(), programme(responsible=None, suitability_evidence=""))
        begun = begun_hearing(house, AT, requirements=requirements)
        order = made_order(house, AT, no_contact(), stay_away(), programme(), lasts=Lasts("months", months=6))
        at = order.made_at + timedelta(minutes=20)
        vary_order(
            VaryOrder(
                order.ref, at, "person", True, REASONS,
                CHANGES,
                conflicts_considered=True, considered={"child_welfare": True, "protected_opinion": True},
            ),
            by=house.moss, at=at,
        )  # fmt: skip
        clock.move_to(begun.begun_at + timedelta(hours=1))
        day = begun.listed_for.date()
        pages = (
            (house.okoro, "prepare", f"/notices/{served_notice(house, AT).ref}/application"),
            (house.okoro, "application-preparing", f"/applications/{preparing.ref}"),
            (house.okoro, "application-sent", f"/applications/{sent.ref}"),
            (house.okoro, "list", f"/applications/{sent.ref}/list"),
            (house.okoro, "withdraw", f"/applications/{sent.ref}/withdraw"),
            (house.okoro, "add", f"/applications/{preparing.ref}/requirements/add"),
            (house.okoro, "curfew", f"/applications/{preparing.ref}/requirements/add/curfew"),
            (house.moss, "hearings", f"/hearings?day={day}"),
            (house.moss, "hearings-empty", "/hearings?day=2027-05-05"),
            (house.moss, "hearing", f"/hearings/{listed.public_id}"),
            (house.ali, "hearing-notice", f"/hearings/{listed.public_id}/notice"),
            (house.moss, "outcome", f"/hearings/{begun.public_id}/outcome"),
            (house.moss, "outcome-tag", f"/hearings/{begun.public_id}/outcome/requirements/add/electronic_monitoring"),
            (house.moss, "preview", f"/hearings/{begun.public_id}/outcome/preview"),
            (house.okoro, "order", f"/orders/{order.ref}"),
            (house.ali, "serve-order", f"/orders/{order.ref}/serve"),
            (house.moss, "vary", f"/orders/{order.ref}/vary"),
            (house.moss, "vary-clause", f"/orders/{order.ref}/vary/lighten/2"),
            (house.moss, "correct", f"/orders/{order.ref}/clauses/2/correct"),
            (house.moss, "discharge", f"/orders/{order.ref}/discharge"),
            (house.okoro, "subject-event", f"/cases/{order.case.ref}/subject-event"),
        )  # fmt: skip
        wrong = []
        for user, name, address in pages:
            page = opened(chromium, live_server, user, 320)
            answer = page.goto(live_server.url + address)
            for width in (320, 390, 768, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                if SHOTS and width in (390, 1280):
                    page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
                found = faults(page)
                if found or is_wider_than_window(page) or answer.status != 200:
                    wrong.append((name, width, answer.status, found, is_wider_than_window(page)))
            page.context.close()
        assert wrong == []


def test_answers_keep_themselves_and_the_rail_follows(live_server, chromium):
    with time_machine.travel(AT, tick=False) as clock:
        house = build_house(AT)
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": AT})
        requirements = (no_contact(), stay_away(), tag(), programme(responsible=None, suitability_evidence=""))
        hearing = begun_hearing(house, AT, requirements=requirements)
        clock.move_to(hearing.begun_at + timedelta(minutes=30))
        page = opened(chromium, live_server, house.moss, 1280)
        page.goto(f"{live_server.url}/hearings/{hearing.public_id}/outcome")
        with page.expect_response("**/draft"):
            page.get_by_label("Made an order").check()
        page.get_by_text("things to fix").wait_for()
        with page.expect_response("**/draft"):
            page.get_by_label("In person").check()
        page.get_by_text("The subject is present.").wait_for()
        for box in ("The subject has been abusive", "The order is necessary", "Clashes with work"):
            with page.expect_response("**/draft"):
                page.get_by_label(box).check()
        with page.expect_response("**/draft"):
            page.get_by_label("Until further order").check()
        with page.expect_response("**/draft"):
            page.locator("#id_reasons").fill(REASONS)
            page.locator("#id_bench").focus()
        page.locator("[role=status]", has_text="Saved").first.wait_for()
        assert Draft.objects.get(kind="outcome").version >= 6
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/outcome-filled-1280.png", full_page=True)
        page.get_by_role("button", name="Issue the order").click()
        page.wait_for_url("**/outcome")
        assert page.title().startswith("Error: ")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/outcome-errors-1280.png", full_page=True)
        assert faults(page) == []
        page.reload()
        assert page.locator("#id_reasons").input_value() == REASONS
        page.set_viewport_size({"width": 390, "height": 900})
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/outcome-filled-390.png", full_page=True)
        assert not is_wider_than_window(page)
        page.context.close()


def test_a_variation_that_cannot_be_issued_says_why_beside_each_field(live_server, chromium):
    with time_machine.travel(AT, tick=False) as clock:
        house = build_house(AT)
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": AT})
        lasts = Lasts("months", months=2)
        order = made_order(
            house, AT, no_contact(), stay_away(lasts=lasts), programme(), lasts=Lasts("months", months=6)
        )
        clock.move_to(order.made_at + timedelta(hours=1))
        page = opened(chromium, live_server, house.moss, 1280)
        page.goto(f"{live_server.url}/orders/{order.ref}/vary/remove/3")
        page.get_by_label("No", exact=True).first.check()
        page.get_by_role("button", name="Save what the court decided").click()
        page.wait_for_url("**/vary#clauses")
        page.get_by_role("button", name="Issue the new version").click()
        page.get_by_text("There is a problem").wait_for()
        assert page.locator("#clause-3 .govuk-error-message").count() >= 1
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/vary-errors-{width}.png", full_page=True)
            assert faults(page) == [] and not is_wider_than_window(page)
        for link in page.locator(".govuk-error-summary a").all():
            assert page.locator(str(link.get_attribute("href"))).count() == 1
        if SHOTS:
            for change in ("lighten", "extend"):
                page.goto(f"{live_server.url}/orders/{order.ref}/vary/{change}/2")
                page.screenshot(path=f"{SHOTS}/vary-{change}-1280.png", full_page=True)
