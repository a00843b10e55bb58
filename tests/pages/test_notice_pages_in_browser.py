"""Deciding and serving in a real browser: accessible, inside the window, usable with and without scripts."""

from datetime import datetime, timedelta

import pytest
import time_machine

from haven.accounts.models import PRACTICE_PASSWORD, User
from haven.cases.models import CounterAllegation
from haven.cases.operations.drafts import draft_about
from haven.cases.operations.open_case import PrimaryAggressorFirst
from haven.cases.operations.primary_aggressor import ask_primary_aggressor
from haven.cases.operations.warn_of_counter import warn_of_counter
from haven.jobs.practice.house import House, build_house
from haven.notices.models import Notice
from haven.notices.operations.hold_notice_void import HoldNoticeVoid, ask_notice_void
from haven.notices.operations.propose_notice import BailFacts, ChildFacts, DetentionFacts, TermFacts
from haven.notices.operations.send_back_notice import SendBackNotice, send_back_notice
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from haven.parties.operations.record_person import PersonFacts
from tests.browser import faults, is_wider_than_window
from tests.factories import (
    MINUTE,
    REASONS,
    a_person,
    make_authorised_notice,
    make_case,
    make_proposal,
    make_served_notice,
    serve,
)
from tests.pages.acting import signed_in

NOW = datetime.fromisoformat("2026-11-06T16:14:00+00:00")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    with time_machine.travel(NOW, tick=True):
        yield build_house(NOW)


def opened(chromium, live_server, user: User, width: int, **options):
    cookie = signed_in(user).cookies["haven_staff"].value
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    context.add_cookies([{"name": "haven_staff", "value": cookie, "url": live_server.url}])
    return context.new_page()


def _turned(house: House) -> CounterAllegation:
    """Two people who may be those of a case of another force the other way round; nobody has decided it in time."""
    first = make_case(house, NOW - 90 * MINUTE, by=house.quill, subject=a_person(given="Sol", born=None))
    name = first.subject.names.get(), first.protected.names.get()
    people = (
        PersonFacts(n.given, n.family, p.born) for n, p in zip(name, (first.subject, first.protected), strict=True)
    )
    subject, protected = people
    with pytest.raises(PrimaryAggressorFirst) as stop:
        make_case(house, NOW - 40 * MINUTE, by=house.wren, subject=protected, protected=subject)
    row = ask_primary_aggressor(stop.value, draft=None, account="Both say it.", by=house.wren, at=NOW - 40 * MINUTE)
    warn_of_counter(row.pk, at=NOW)
    return row


def pages_of(house: House) -> list[tuple[User, str]]:
    asked = make_proposal(
        house,
        NOW - 42 * MINUTE,
        detentions=(DetentionFacts("custody", "Croydon", NOW - timedelta(hours=3), NOW + timedelta(hours=2)),),
        children=(ChildFacts("AV", 2020, saw_it=True),),
        bail=(BailFacts("To live at 4 Sorrel Way", ("live_at_home",), None, NOW - timedelta(hours=1)),),
    )
    open_point = make_proposal(house, NOW - 3 * MINUTE, abuse_when_protected_aged=15)
    forces = {"shared_home": True, "terms": (TermFacts("leave_premises"),), "subject": a_person(service_law=True)}
    home = make_authorised_notice(house, NOW - 30 * MINUTE, **forces)
    serve(home, house, NOW - 20 * MINUTE, result="not_found", identity=(), address=None)
    running = make_served_notice(house, NOW - timedelta(hours=3), serving={"understood": "not_sure", "said": "No."})
    void = make_served_notice(house, NOW - timedelta(hours=3), subject=a_person(given="Terry"))
    ruling = HoldNoticeVoid(void.ref, NOW - timedelta(hours=1), "Croydon Magistrates' Court", "CMC/2026/118", REASONS)
    ask_notice_void(ruling, by=house.fenwick, at=NOW)
    told = {"signature": None, "told_by_telephone_at": NOW - 20 * MINUTE}
    unsigned = make_authorised_notice(house, NOW - 20 * MINUTE, changes=told)
    back = make_proposal(house, NOW - 50 * MINUTE)
    send_back_notice(SendBackNotice(back.ref, REASONS), by=house.halloran, at=NOW - 45 * MINUTE)
    over = make_proposal(house, NOW - 50 * MINUTE, children=(ChildFacts("AV", 2020),))
    withdraw_proposal(over, by=house.ali, at=NOW - 45 * MINUTE)
    draft = draft_about("notice", over.case.ref, by=house.ali, at=NOW, answers={})
    return [
        (house.wren, f"/cases/{over.case.ref}/notice"),
        (house.wren, f"/cases/{home.case.ref}/notice"),
        (house.wren, f"/cases/{back.case.ref}/notice"),
        (house.wren, f"/notices/{back.ref}/sent"),
        (house.ali, f"/notices/new/{draft.public_id}/q/children"),
        (house.halloran, f"/counter-allegations/{_turned(house).pk}"),
        (house.halloran, "/counter-allegations"),
        (house.halloran, "/duty"),
        (house.halloran, "/decide"),
        (house.halloran, f"/decide/{asked.ref}"),
        (house.fenwick, f"/decide/{open_point.ref}"),
        (house.halloran, f"/decide/{unsigned.ref}"),
        (house.ali, f"/notices/{home.ref}"),
        (house.ali, f"/notices/{home.ref}/serve"),
        (house.halloran, f"/notices/{running.ref}"),
        (house.okoro, f"/notices/{running.ref}/correct"),
        (house.ali, f"/notices/{running.ref}/wrong-person"),
        (house.fenwick, f"/notices/{running.ref}/held-void"),
        (house.halloran, f"/notices/{void.ref}"),
        (house.halloran, f"/notices/{void.ref}/held-void"),
        (house.fenwick, f"/notices/{void.ref}/held-void"),
        (house.halloran, f"/notices/{home.ref}/withdraw"),
        (house.halloran, f"/notices/{unsigned.ref}/sign"),
    ]


def test_pages_are_accessible_and_fit(house, live_server, chromium):
    for user, path in pages_of(house):
        page = opened(chromium, live_server, user, 320)
        answer = page.goto(live_server.url + path)
        assert answer is not None and answer.status == 200 and len(answer.body()) < 100_000, path
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert faults(page) == [], f"{path} at {width}"
            assert not is_wider_than_window(page), f"{path} at {width}"
        page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_decide_and_serve_by_hand(house, live_server, chromium, scripts):
    proposal = make_proposal(house, NOW - 10 * MINUTE)
    page = opened(chromium, live_server, house.halloran, 390, java_script_enabled=scripts)
    page.goto(f"{live_server.url}/decide")
    page.get_by_role("link", name=proposal.ref).click()
    page.get_by_role("button", name="Record the decision").click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error: ")
    if scripts:
        assert faults(page) == []
    page.get_by_label("Authorise", exact=True).check()
    page.get_by_role("textbox", name="Reasons").fill(REASONS)
    page.get_by_label("there are reasonable grounds to believe that the subject has been abusive").check()
    page.get_by_label("there are reasonable grounds to believe that the notice is necessary").check()
    page.get_by_label("I am an inspector or above").check()
    page.locator("input[name=password]").fill(PRACTICE_PASSWORD)
    page.get_by_role("button", name="Record the decision").click()
    page.wait_for_url(f"{live_server.url}/notices/{proposal.ref}")
    page.context.close()

    page = opened(chromium, live_server, house.ali, 360, java_script_enabled=scripts)
    page.goto(f"{live_server.url}/notices/{proposal.ref}")
    page.get_by_role("button", name="Record service or an attempt").click()
    page.get_by_label("I handed it to the subject").check()
    page.get_by_label("At home").check()
    page.get_by_label("Gave the name on the notice").check()
    page.get_by_label("Known to me or to another officer").check()
    page.get_by_role("group", name="Did you read it out?").get_by_label("Yes").check()
    page.get_by_role("group", name="Did the subject understand it?").get_by_label("Yes").check()
    page.get_by_label("Was asked and has none").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{live_server.url}/notices/{proposal.ref}")
    page.get_by_text("In force").first.wait_for()
    assert Notice.objects.get(ref=proposal.ref).served_at is not None
    page.context.close()
