"""What to look at before an order is issued stands on the pages where it is drafted, with its provision, and is kept."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from haven.cases.models import CaseEvent
from haven.cases.operations.add_child import ChildFacts
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.courts.requirements import RequirementFacts
from haven.orders.models import Order
from haven.parties.models import Person
from haven.parties.operations.record_person import CommitmentFacts
from haven.sealed.models import SealedUse
from haven_law.findings import Refused
from tests.factories import TermFacts, a_person, make_proposal
from tests.operations.court_helpers import begun_hearing, made_order, no_contact, served_notice
from tests.pages import propose_pages
from tests.pages.acting import signed_in, text
from tests.pages.test_outcome_page import MADE, Desk

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SCHOOL = "Saltern Rise Primary"


def curfew(place="4 Larkspur Close"):
    return RequirementFacts("curfew", {"days": WEEK, "from_time": "19:00", "to_time": "07:00", "place": place})


def away(place, kind="workplace"):
    return RequirementFacts(
        "distance_from_other_premises",
        {"distance_m": 100, "place_kind": kind, "place_mode": "named", "place": place},
    )


@pytest.fixture
def frozen():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def subject():
    return a_person(commitments=(CommitmentFacts("work", "Warehouse at Beck Lane", "10pm to 6am, Monday to Thursday"),))


def desk_of(house, frozen, *requirements, **request):
    hearing = begun_hearing(house, AT, requirements=requirements, **request)
    frozen.move_to(hearing.begun_at + 30 * MINUTE)
    desk = Desk(house.moss, hearing)
    desk.change(**MADE)
    desk.open()
    return desk


class TestOutcome:
    def test_clashes_stand_on_the_page_and_do_not_stop_it(self, house, frozen):
        desk = desk_of(
            house, frozen, no_contact(), no_contact(), curfew(), away("Warehouse at Beck Lane"), subject=subject()
        )
        said = " ".join(text(desk.client.get(f"{desk.here}/outcome")).split())
        assert "Look at before you issue" in said
        assert "Clauses 1 and 2 ask for the same thing" in said
        assert "meet the subject's work: Warehouse at Beck Lane, 10pm to 6am, Monday to Thursday" in said
        assert "keeps the subject away from Warehouse at Beck Lane, which is where their work is" in said
        assert desk.send("issue", **MADE).status_code == 302
        order = Order.objects.get()
        kept = CaseEvent.objects.get(kind="order.made").facts["looked_at"]
        assert kept == ["same_twice:1+2", "clash_with_work:3", "place_of_work:4"]
        assert "Warehouse" not in str(CaseEvent.objects.get(kind="order.made").facts)
        assert order.versions.get().requirements.count() == 4

    def test_the_rail_sent_again_at_an_answer_has_them_too(self, house, frozen):
        desk = desk_of(house, frozen, no_contact(), no_contact())
        assert "Clauses 1 and 2 ask for the same thing" in text(desk.change(**MADE))

    def test_nothing_to_look_at_says_nothing(self, house, frozen):
        desk = desk_of(house, frozen, no_contact(), curfew())
        assert "Look at before you issue" not in desk.page

    def test_the_school_of_a_child(self, house, frozen):
        child = ChildFacts("AB", 2018, "both", school=f"{SCHOOL}, Cudweed Lane")
        desk = desk_of(house, frozen, no_contact(), children=(child,))
        answers = {"version": desk.hidden["version"], "p_distance_m": "100", "p_place_kind": "school", "lasts": "order",
                   "p_place_mode": "named", "p_place": SCHOOL}  # fmt: skip
        added = desk.client.post(f"{desk.here}/outcome/requirements/add/distance_from_other_premises", answers)
        assert added.status_code == 302, text(added)
        desk.open()
        said = " ".join(text(desk.client.get(f"{desk.here}/outcome")).split())
        assert "is the school of a child of this case" in said and "s.33(1)(a)" in said
        assert SealedUse.objects.filter(purpose="exclusion place of a draft order", answer_kind="matched").exists()
        assert "Cudweed" not in desk.page

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"lasts": "date", "last_day-day": "1", "last_day-month": "11", "last_day-year": "2026"}, "before the day it is made"),
            ({"lasts": "months", "months": "24"}, "A tag may last twelve months at most"),
            ({"presence": "absent"}, "A tag may not be imposed in the absence of the subject"),
        ],
    )  # fmt: skip
    def test_what_the_act_forbids_stops_it(self, house, frozen, change, said):
        tag = RequirementFacts(
            "electronic_monitoring", {"monitors": [1], "monitoring_kind": "location", "monitor": "Tag Provider"}
        )
        programme = RequirementFacts("programme", {"programme": "Steps", "provider": "Steps Croydon"})
        desk = desk_of(house, frozen, away("Oak House", "other"), tag, programme)
        answer = desk.send("issue", **(MADE | change))
        words = " ".join(text(answer).split())
        assert answer.status_code == 422 and not Order.objects.exists()
        assert said in words and "the order must name the person who supervises it" in words


class TestElsewhere:
    def test_an_application_shows_them_before_it_is_sent(self, house, frozen):
        notice = served_notice(house, AT, subject=subject())
        frozen.move_to(AT + HOUR)
        made = prepare_application(
            PrepareApplication(notice.ref, requirements=(curfew(), curfew("9 Teasel Row"))),
            by=house.okoro,
            at=AT + HOUR,
        )
        said = " ".join(text(signed_in(house.okoro).get(f"/applications/{made.ref}")).split())
        assert "Look at before you send" in said and "two places at once" in said and "meet the subject's work" in said

    def test_another_order_is_held_against_it_where_it_may_be_seen(self, house, frozen):
        person = subject()
        first = made_order(house, AT - 8 * HOUR * 24, curfew("9 Teasel Row"), request={"subject": person})
        hearing = begun_hearing(house, AT, requirements=(curfew(),))
        case = hearing.application.case
        whole = first.case.subject
        Person.objects.filter(pk=case.subject_id).update(canonical=whole)
        frozen.move_to(hearing.begun_at + 30 * MINUTE)
        desk = Desk(house.moss, hearing)
        desk.change(**MADE)
        desk.open()
        assert f"elsewhere than order {first.ref}, clause 1 does" in desk.page

    def test_a_variation_shows_what_it_would_clash_with(self, house, frozen):
        order = made_order(house, AT - 8 * HOUR * 24, no_contact(), request={"subject": subject()})
        client = signed_in(house.moss)
        here = f"/orders/{order.ref}/vary"
        page = client.get(here).content.decode()
        assert "Look at before you issue" not in page
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        add = {"version": version, "lasts": "order", "p_place": "4 Larkspur Close", "p_days": WEEK,
               "p_from_time": "7pm", "p_to_time": "7am", "necessary": "yes"}  # fmt: skip
        answer = client.post(f"/orders/{order.ref}/vary/add/0/curfew", add)
        assert answer.status_code == 302, text(answer)
        assert "meet the subject's work" in text(client.get(here))


class TestANotice:
    def test_a_term_that_a_notice_cannot_have(self, house):
        with propose_pages.signed_in(house.ali) as client:
            draft = propose_pages.start(client)
            propose_pages.fill(client, draft, until="terms")
            for term in ("curfew", "electronic_monitoring", "programme", "distance_from_other_premises"):
                answer = propose_pages.put(client, draft, "terms", {"terms": ["no_contact", term]})
                assert "Choose from the answers shown" in text(answer)

    def test_and_an_operation_that_is_given_one_refuses_by_section_23(self, house):
        with pytest.raises(Refused, match=r"only what section 23 lists.*\(s\.23\)"):
            make_proposal(house, AT, terms=(TermFacts("no_contact"), TermFacts("curfew")))
