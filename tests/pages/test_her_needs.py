"""What she ticks on her page is what she needs from then on: the same rows as an officer's record, with what follows."""

import pytest
from django.test import Client

from haven.cases.models import Task
from haven.cases.operations.record_needs import RecordNeeds, record_needs
from haven.jobs.take_her_posts import take_her_posts
from haven.parties.models import Need
from haven.parties.queries import needs_of, needs_words
from haven.support.models import Asked, HerPost
from haven.support.operations.ask import NEEDS, WANTS, Ask, ask
from tests.operations.court_helpers import listed_hearing, sent_application
from tests.pages.acting import signed_in, text
from tests.pages.test_her_pages import NOW, clock, her, inside, public  # noqa: F401
from tests.pages.test_her_posts import send
from tests.support.her_world import HOUR, follow

pytestmark = pytest.mark.urls("haven.config.urls_public")
PATH = "/u/you/needs"


def words_of(person):
    return needs_words(needs_of(person))


class TestFromHerPage:
    def test_it_becomes_what_an_officer_would_have_recorded(self, inside, her):  # noqa: F811
        wants = ["interpreter", "screens", "separate_entrance", "reminders"]
        assert send(inside, PATH, wants=wants, language="Tamil (Jaffna)", words="I am afraid").status_code == 303
        command = HerPost.objects.get().command_id
        assert send(inside, PATH, wants=wants, language="Tamil (Jaffna)", command_id=str(command)).status_code == 303
        assert take_her_posts(NOW) == 1 and not take_her_posts(NOW)
        rows = needs_of(her.case.protected_id)
        assert needs_words(rows) == [
            "Interpreter: Tamil (Jaffna)", "Screens at court", "Separate entrance", "Separate waiting room"
        ]  # fmt: skip
        assert all(need.asked_by_them and need.recorded_by is None for need in rows)
        event = her.case.events.get(kind="needs.recorded")
        assert event.by_words == "The protected person" and "(asked for by them)" in event.facts["words"]
        asked = Asked.objects.get()
        assert asked.task.kind == "see_to_needs" and asked.wants == wants

    @pytest.mark.parametrize("language", ["", "Tamil, at 9 Teasel Rise", "x" * 61])
    def test_an_interpreter_needs_a_language_and_nothing_else_fits(self, inside, her, language):  # noqa: F811
        got = send(inside, PATH, wants=["interpreter"], language=language)
        assert got.status_code == 422 and "anguage" in text(got) and not HerPost.objects.exists()
        assert language in got.content.decode()

    def test_a_language_without_an_interpreter_is_passed_over(self, inside, her):  # noqa: F811
        assert send(inside, PATH, wants=["bsl"], language="9 Teasel Rise").status_code == 303
        take_her_posts(NOW)
        assert words_of(her.case.protected_id) == ["British Sign Language"]

    @pytest.mark.parametrize("language", ["Kurdî (Kurmancî)", "తెలుగు", "中文", "K'iche'"])
    def test_a_language_in_its_own_letters(self, inside, her, language):  # noqa: F811
        assert send(inside, PATH, wants=["interpreter"], language=language).status_code == 303
        take_her_posts(NOW)
        assert words_of(her.case.protected_id) == [f"Interpreter: {language}"]

    def test_what_was_begun_is_there_again(self, inside, her):  # noqa: F811
        inside.post(PATH, {"keep": "1", "wants": ["interpreter"], "language": "Tamil"})
        assert 'value="Tamil"' in inside.get(PATH).content.decode()


class TestWithWhatIsKnown:
    def test_the_rest_stays_and_her_language_takes_the_place_of_another(self, house, her):  # noqa: F811
        known = (("interpreter", "Sinhala"), ("screens", ""), ("text_relay", ""))
        record_needs(RecordNeeds(her.case.ref, known), by=house.ali, at=NOW)
        ask(Ask("needs", ("interpreter", "screens"), language="Tamil"), person=her.case.protected_id, at=NOW)
        rows = {need.kind: need for need in needs_of(her.case.protected_id)}
        assert set(rows) == {"interpreter", "screens", "text_relay"} and rows["interpreter"].detail == "Tamil"
        assert rows["interpreter"].asked_by_them and not rows["screens"].asked_by_them
        assert Need.objects.get(detail="Sinhala").ended_at == NOW

    def test_asked_again_it_is_there_once(self, her):  # noqa: F811
        for _ in range(2):
            ask(Ask("needs", ("screens",)), person=her.case.protected_id, at=NOW)
        assert Need.objects.count() == 1 and her.case.events.filter(kind="needs.recorded").count() == 1

    def test_what_only_a_person_can_see_to_is_no_need(self, her):  # noqa: F811
        asked = ask(Ask("needs", ("reminders", "other", "interpreter")), person=her.case.protected_id, at=NOW)
        assert not Need.objects.exists() and not her.case.events.filter(kind="needs.recorded").exists()
        assert asked.task.done_at is None

    def test_every_answer_is_a_need_or_is_for_a_person(self):
        assert set(WANTS["needs"]) - set(NEEDS) == {"reminders", "other"}
        assert {kind for kinds in NEEDS.values() for kind in kinds} <= set(Need.KINDS)


class TestWhatFollows:
    def test_the_court_is_asked_before_the_hearing(self, house, now):
        application = sent_application(house, now)
        hearing = listed_hearing(house, application, at=now + 3 * HOUR)
        follow()
        person = application.case.protected_id
        ask(Ask("needs", ("screens", "video_link", "text_relay")), person=person, at=now + 4 * HOUR)
        follow()
        task = Task.objects.get(kind="arrange_needs")
        assert "Screens at court; Video link" in task.words and "relay" not in task.words
        assert task.due_at <= min(now + 8 * HOUR, hearing.listed_for) and task.duty_role == "unit_desk"

    @pytest.mark.urls("haven.config.urls_staff")
    def test_staff_read_who_asked(self, house, her, clock):  # noqa: F811
        asked = ask(Ask("needs", ("screens",)), person=her.case.protected_id, at=NOW)
        ali, okoro = signed_in(house.ali), signed_in(house.okoro)
        assert "Screens at court (asked for by them)" in text(ali.get(f"/cases/{her.case.ref}/people"))
        page = text(ali.get(f"/cases/{her.case.ref}/needs"))
        assert "They asked on their own page for: Screens at court" in page
        assert f"/cases/{her.case.ref}/needs" in okoro.get(f"/asked/{asked.ref}").content.decode()
        assert Client().get(f"/asked/{asked.ref}").status_code in (302, 404)
