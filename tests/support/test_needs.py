"""Interpreter, text relay and special measures: recorded on the case, asked of the court in time, seen by who lists and hears."""

from datetime import timedelta

import pytest

from haven.cases.models import Task
from haven.cases.operations.record_needs import RecordNeeds, record_needs
from haven.jobs.react import react
from haven.parties.models import Need
from haven.parties.queries import needs_of, needs_words
from haven_law.findings import Refused
from tests.operations.court_helpers import listed_hearing, sent_application
from tests.pages.acting import command, signed_in, text
from tests.rows import HOUR, a_case
from tests.support.test_reaching import FAR

DAY = timedelta(days=1)


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


def need(case, house, at, *needs):
    return record_needs(RecordNeeds(case.ref, needs), by=house.ali, at=at)


class TestRecord:
    def test_what_is_not_said_any_more_has_ended_and_stays_known(self, house, case, now):
        need(case, house, now, ("interpreter", "Tamil"), ("screens", ""))
        found = need(case, house, now + HOUR, ("interpreter", "Tamil"), ("video_link", ""))
        assert needs_words(found) == ["Interpreter: Tamil", "Video link"]
        assert Need.objects.get(kind="screens").ended_at == now + HOUR
        assert case.events.filter(kind="needs.recorded").count() == 2
        need(case, house, now + 2 * HOUR, ("interpreter", "Tamil"), ("video_link", ""))
        assert case.events.filter(kind="needs.recorded").count() == 2, "nothing changed, nothing is written"

    def test_what_cannot_be(self, house, case, now):
        for needs in ((("interpreter", " "),), (("screens", ""), ("screens", "again"))):
            with pytest.raises(Refused):
                need(case, house, now, *needs)
        with pytest.raises(ValueError, match="no need"):
            need(case, house, now, ("ramp", ""))
        for user in (house.quill, house.castell):
            with pytest.raises(Refused):
                record_needs(RecordNeeds(case.ref, (("screens", ""),)), by=user, at=now)
        assert not Need.objects.exists()


class TestAtCourt:
    def test_the_unit_asks_the_court_before_the_hearing(self, house, now):
        application = sent_application(house, now)
        need(application.case, house, now + 2 * HOUR, ("interpreter", "Tamil"), ("screens", ""), ("text_relay", ""))
        react(FAR)
        assert not Task.objects.filter(kind="arrange_needs").exists(), "no hearing is listed yet"
        hearing = listed_hearing(house, application, at=now + 3 * HOUR)
        react(FAR)
        task = Task.objects.get(kind="arrange_needs")
        assert "Interpreter: Tamil; Screens at court" in task.words and "relay" not in task.words
        assert task.duty_role == "unit_desk" and task.due_at <= hearing.listed_for

    def test_needs_that_come_after_the_listing_are_asked_for_too(self, house, now):
        application = sent_application(house, now)
        listed_hearing(house, application, at=now + 3 * HOUR)
        react(FAR)
        need(application.case, house, now + 4 * HOUR, ("separate_entrance", ""))
        react(FAR)
        assert Task.objects.get(kind="arrange_needs").due_at <= now + 8 * HOUR

    def test_whoever_lists_and_hears_sees_them_and_nothing_more(self, house, now):
        application = sent_application(house, now)
        need(application.case, house, now + 2 * HOUR, ("interpreter", "Tamil"), ("screens", ""))
        hearing = listed_hearing(house, application, at=now + 3 * HOUR)
        for user in (house.moss, house.okoro):
            for path in (f"/hearings/{hearing.public_id}", f"/applications/{application.ref}"):
                page = text(signed_in(user).get(path))
                assert "Interpreter: Tamil; Screens at court" in page, path
        assert "Record what they need" not in text(signed_in(house.moss).get(f"/hearings/{hearing.public_id}"))


class TestPage:
    def test_recorded_and_shown_on_the_case(self, house, case, now):
        client, url = signed_in(house.ali), f"/cases/{case.ref}/needs"
        data = {"interpreter": "yes", "dialect": "Tamil", "speaking": ["text_relay"], "court": ["screens"]}
        assert client.post(url, command() | data).status_code == 302
        assert [n.kind for n in needs_of(case.protected_id)] == ["interpreter", "text_relay", "screens"]
        page = text(client.get(f"/cases/{case.ref}/people"))
        assert "Interpreter: Tamil; Calls by text relay (18001); Screens at court" in page
        assert 'value="Tamil"' in client.get(url).content.decode()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"dialect": ""}, "Enter the language and dialect"),
            ({"interpreter": ""}, "whether they need an interpreter"),
            ({"dialect": "x" * 121}, "120"),
            ({"court": ["throne"]}, ""),
        ],
    )
    def test_what_is_wrong_is_said_and_stays(self, house, case, now, changes, sentence):
        data = {"interpreter": "yes", "dialect": "Tamil", "court": ["screens"]} | changes
        answer = signed_in(house.ali).post(f"/cases/{case.ref}/needs", command() | data)
        assert answer.status_code in (400, 422) and sentence in text(answer)
        assert not Need.objects.exists()

    def test_who_calls_or_visits_reads_how_one_speaks_with_them(self, house, case, now):
        from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, agree_safe_contact

        way = ChannelFacts("call", "07700 900471", "no")
        agree_safe_contact(case, PlanFacts("we_contact", (way,), interpreter_wanted="Tamil"), by=house.ali, at=now)
        need(case, house, now, ("text_relay", ""), ("screens", ""))
        page = text(signed_in(house.ali).get(f"/cases/{case.ref}"))
        assert "Calls by text relay (18001). Interpreter: Tamil." in page and "Screens" not in page.split("Timeline")[0]

    def test_a_language_that_came_with_the_request_stays(self, house, case, now):
        Need.objects.create(person=case.protected, kind="language", detail="Tamil", recorded_by=house.ali)
        signed_in(house.ali).post(f"/cases/{case.ref}/needs", command() | {"interpreter": "no"})
        assert [n.kind for n in needs_of(case.protected_id)] == ["language"]
