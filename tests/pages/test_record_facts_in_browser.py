"""The pages of a case that this part adds, in a real browser: accessible, inside the window, usable without scripts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from haven.cases.operations.add_child import ChildFacts, add_child
from haven.cases.operations.correct_person import AskPersonCorrection, ask_person_correction
from haven.cases.operations.record_detention import DetentionFacts
from haven.cases.operations.record_firearms import FirearmsFacts
from haven.cases.operations.record_risk import RiskFacts
from haven.jobs.practice.house import build_house
from haven.jobs.react import react
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.web.parts.case_facts import FACTS
from tests.browser import faults, is_wider_than_window
from tests.factories import make_proposal
from tests.pages.test_notice_pages_in_browser import opened

NOW = datetime.fromisoformat("2026-11-06T16:14:00+00:00")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    with time_machine.travel(NOW, tick=True):
        yield build_house(NOW)


def test_pages_of_facts_are_accessible_and_fit(house, live_server, chromium):
    held = DetentionFacts("prison", "HMP Larkspur", NOW - timedelta(hours=3), NOW + timedelta(hours=2))
    case = make_proposal(house, NOW - timedelta(hours=1), detentions=(held,), flags=("weapons",)).case
    page = opened(chromium, live_server, house.ali, 320)
    for path in ["", *(f"/record/{code}" for code in FACTS)]:
        answer = page.goto(f"{live_server.url}/cases/{case.ref}/acts{path}")
        assert answer is not None and answer.status == 200 and len(answer.body()) < 100_000, path
        _look(page, f"facts{path.replace('/', '-')}")


def test_a_number_is_recorded_without_scripts(house, live_server, chromium):
    case = make_proposal(house, NOW - timedelta(hours=1)).case
    page = opened(chromium, live_server, house.ali, 360, java_script_enabled=False)
    page.goto(f"{live_server.url}/cases/{case.ref}")
    page.get_by_role("button", name="Record something").click()
    page.get_by_role("link", name="An incident, crime or custody number").click()
    page.get_by_label("Crime").check()
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Enter the number").first.wait_for()
    page.get_by_label("Number", exact=True).fill("01/2345/26")
    page.get_by_role("button", name="Record it").click()
    assert page.url.endswith(f"/cases/{case.ref}") and case.incident_refs.get().number == "01/2345/26"


def test_pages_of_what_is_sealed_are_accessible_and_fit(house, live_server, chromium):
    case = make_proposal(house, NOW - timedelta(hours=1)).case
    key = f"place-{seal_place(case.protected, SealedPlaceFacts('7 Quayside', 'CR9 7ZQ', 'refuge'), by=house.ali).pk}"
    add_child(case, ChildFacts("AV", 2019, school="Teasel Row School"), by=house.ali, at=NOW - timedelta(minutes=50))
    react(datetime(2100, 1, 1, tzinfo=UTC))
    okoro = opened(chromium, live_server, house.okoro, 320)
    nair = opened(chromium, live_server, house.nair, 320)
    for page in (okoro, nair):
        page.goto(f"{live_server.url}/cases/{case.ref}/sealed")
        page.get_by_role("link", name="Refuge").click()
    _look(okoro, "sealed-ask")
    okoro.get_by_label("Why must it be opened?").fill("The refuge asks who may collect post for them today")
    okoro.get_by_role("button", name="Ask another person to agree").click()
    okoro.get_by_text("another person must agree").wait_for()
    _look(okoro, "sealed-wait")
    nair.reload()
    _look(nair, "sealed-agree")
    nair.get_by_role("button", name="Agree that it is opened").click()
    nair.get_by_role("button", name="Ask another person to agree").wait_for()
    okoro.goto(f"{live_server.url}/cases/{case.ref}/sealed/{key}")
    okoro.get_by_role("button", name="Show it now, once").click()
    okoro.get_by_text("7 Quayside, CR9 7ZQ").wait_for()
    _look(okoro, "sealed-shown")
    okoro.goto(f"{live_server.url}/tasks/{case.tasks.get(kind='school_told').public_id}")
    _look(okoro, "task-sealed")
    okoro.get_by_role("button", name="Show it now, once").click()
    okoro.get_by_text("Teasel Row School").wait_for()
    _look(okoro, "task-read")


def test_pages_of_corrections_are_accessible_and_fit(house, live_server, chromium):
    held = DetentionFacts("prison", "HMP Larkspur", NOW - timedelta(hours=3), NOW + timedelta(hours=2))
    known = {
        "risks": (RiskFacts("dash", "high", "It escalates", "17", "R/901"),),
        "firearms": FirearmsFacts("yes", "A shotgun"),
    }
    proposal = make_proposal(house, NOW - timedelta(hours=1), detentions=(held,), **known)
    case = proposal.case
    name = case.subject.names.get()
    ask = AskPersonCorrection(
        case.ref, "subject", "name", "The passport says so", name=name.pk, given="Ida", family="Moss"
    )
    first = ask_person_correction(ask, by=house.ali, at=NOW - timedelta(minutes=20))
    page = opened(chromium, live_server, house.okoro, 320)
    for whom, what in (("subject", "name"), ("protected", "later_name"), ("subject", "born")):
        page.goto(f"{live_server.url}/cases/{case.ref}/correct/{whom}/{what}")
        _look(page, f"correct-{what}")
    page.goto(f"{live_server.url}/cases/{case.ref}/corrections/{first.pk}")
    _look(page, "correction")
    page.get_by_label("Put it right").check()
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("Papers issued before stay as they were").wait_for()
    _look(page, "people")
    decide = opened(chromium, live_server, house.halloran, 320)
    decide.goto(f"{live_server.url}/decide/{proposal.ref}")
    _look(decide, "decide")


def _look(page, name):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], f"{name} at {width}"
        assert not is_wider_than_window(page), f"{name} at {width}"
        _keep(page, f"{name}-{width}")


def _keep(page, name):
    import os

    folder = os.environ.get("HAVEN_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
