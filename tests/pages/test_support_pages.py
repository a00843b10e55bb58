"""Staff pages of safe contact, card and news: what is typed is kept or gone as it must, and nothing sealed comes back."""

import re
import uuid

import pytest
from django.test import Client

from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts
from haven.parties.models import SafeContactPlan
from haven.support.models import LineCredential, NewsPreference, Secret, Update
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.operations.draft_update import draft_update
from tests.rows import HOUR, a_case

NUMBER = "07700 900471"
PLAN = {
    "after_version": "0", "made_how": "in_person", "private": "on", "mode": "we_contact", "call_use": "no",
    "text_use": "new", "text_value": NUMBER, "text_visible": "no", "text_shared": "no", "email_use": "no", "post_use": "no",
    "safe_days": ["0", "1"], "safe_from": "10am", "safe_to": "2pm", "greeting": "Jo", "language": "cy",
    "others": "hang_up", "line_news": "yes", "asks": ["order_made"], "feedback": "no",
}  # fmt: skip


@pytest.fixture
def case(house, now):
    from django.utils import timezone

    return a_case(house, timezone.now() - 3 * HOUR)


@pytest.fixture
def ali(house):
    client = Client()
    client.force_login(house.ali)
    return client


def post(client, url, data):
    return client.post(url, {"command_id": str(uuid.uuid4())} | data)


class TestPlan:
    def test_a_whole_plan_is_saved_and_its_number_comes_back_on_no_page(self, ali, case):
        url = f"/cases/{case.ref}/contact"
        assert post(ali, url, PLAN).status_code == 302
        plan = SafeContactPlan.objects.get(person=case.protected)
        assert plan.wishes.line_news_allowed and plan.wishes.language == "cy"
        assert NewsPreference.objects.get(plan=plan).update_kind == "order_made"
        for page in (url, f"/cases/{case.ref}"):
            text = ali.get(page).content.decode()
            assert "900471" not in text and "by text" in text
        assert 'value="keep" checked' in re.sub(r"\s+", " ", ali.get(url).content.decode())

    def test_kept_as_it_is_without_typing_it_again(self, ali, case):
        url = f"/cases/{case.ref}/contact"
        post(ali, url, PLAN)
        kept = PLAN | {
            "after_version": "1",
            "text_use": "keep",
            "text_value": "",
            "text_visible": "",
            "text_shared": "",
        }
        assert post(ali, url, kept).status_code == 302
        assert SafeContactPlan.objects.filter(person=case.protected).count() == 2

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"private": ""}, "agreed apart from the subject"),
            ({"text_value": ""}, "Enter the mobile number"),
            ({"text_visible": ""}, "Say whether the subject could see or hear it"),
            ({"text_use": "no"}, "at least one safe way"),
            ({"safe_to": "9am"}, "Until must be later than from"),
            ({"safe_days": []}, "Choose the days of these hours"),
            ({"safe_from": ""}, "Enter the hours of these days"),
            ({"review": "900"}, "30"),
            ({"after_version": "4"}, "changed since this page was opened"),
            ({"mode": "telepathy"}, "Choose one of the answers shown"),
            ({"greeting": "J" * 41}, "40"),
            ({"asks": ["weather"]}, ""),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, ali, case, changes, sentence):
        answer = post(ali, f"/cases/{case.ref}/contact", PLAN | changes)
        text = answer.content.decode()
        assert answer.status_code in (400, 422) and sentence in text
        if answer.status_code == 422 and changes.get("text_value") != "":
            assert NUMBER in text  # it was typed a moment ago by this person, and is sealed only when it is saved
        assert not SafeContactPlan.objects.exists()

    def test_pressed_twice_it_is_one_version(self, ali, case):
        same = PLAN | {"command_id": str(uuid.uuid4())}
        for _n in range(2):
            ali.post(f"/cases/{case.ref}/contact", same)
        assert SafeContactPlan.objects.count() == 1


class TestCard:
    CARD = {"in_person": "on", "pin": "402817", "phrase": "purple harbour kettle", "duress_pin": "771930"}

    def test_the_number_is_shown_once(self, ali, case):
        data = self.CARD | {"command_id": str(uuid.uuid4())}
        text = ali.post(f"/cases/{case.ref}/card", data).content.decode()
        number = LineCredential.objects.get().card_number
        assert f"{number[:4]} {number[4:]}" in text
        again = ali.post(f"/cases/{case.ref}/card", data).content.decode()
        assert number[4:] not in again and "saved before" in again
        assert number not in ali.get(f"/cases/{case.ref}/card").content.decode().replace(" ", "")

    def test_what_was_typed_is_never_sent_back(self, ali, case):
        answer = post(ali, f"/cases/{case.ref}/card", self.CARD | {"duress_pin": "402817"})
        text = answer.content.decode()
        assert answer.status_code == 422 and "must not be the PIN" in text
        assert "402817" not in text and "harbour" not in text and not Secret.objects.exists()

    def test_not_face_to_face(self, ali, case):
        answer = post(ali, f"/cases/{case.ref}/card", self.CARD | {"in_person": ""})
        assert answer.status_code == 422 and "face to face only" in answer.content.decode()


class TestNews:
    @pytest.fixture
    def update(self, house, case):
        from django.db import transaction

        from haven.cases.chronology import record

        agree_plan(
            AgreePlan(case.ref, PlanFacts("they_contact", (ChannelFacts("text", NUMBER, "no"),)), Wishes()),
            by=house.ali, at=case.opened_at,
        )  # fmt: skip
        with transaction.atomic():
            made = record(case, "order.made", by=house.moss, at=case.opened_at + HOUR, facts={"order": "DO-1"})
        return draft_update(made, case.opened_at + HOUR)

    def test_the_list_and_the_record(self, ali, update):
        text = ali.get("/updates").content.decode()
        assert "The court made an order" in text and "Held until they ask" in text
        page = f"/updates/{update.ref}"
        assert NUMBER not in ali.get(page).content.decode()
        assert post(ali, page, {}).status_code == 422
        assert post(ali, page, {"how": "delivered"}).status_code == 422
        assert post(ali, page, {"how": "call"}).status_code == 302
        assert Update.objects.get().told_how == "call"
        assert "Everybody has been told" in ali.get("/updates").content.decode()
        assert "On a call" in ali.get(page).content.decode()

    def test_another_force_and_a_stranger_role_see_nothing(self, house, update):
        for user, status in ((house.quill, 404), (house.castell, 403)):
            client = Client()
            client.force_login(user)
            assert client.get(f"/updates/{update.ref}").status_code == status

    def test_the_list_asks_as_often_however_long_it_is(self, ali, house, case, update, django_assert_max_num_queries):
        ali.get("/updates")
        with django_assert_max_num_queries(18):
            ali.get("/updates")

    @pytest.mark.parametrize("start", ["-1", "x", "9" * 30, "٣", ""])
    def test_any_page_number_is_a_page(self, ali, update, start):
        assert ali.get("/updates", {"from": start}).status_code == 200

    def test_not_reached_twice_by_telephone_and_never_a_third_time(self, ali, update):
        page = f"/updates/{update.ref}/attempt"
        assert "How did you try?" in ali.get(page).content.decode()
        assert post(ali, page, {}).status_code == 422
        for _n in range(2):
            assert post(ali, page, {"tried": "call"}).status_code == 302
        answer = post(ali, page, {"tried": "call"})
        assert answer.status_code == 422 and "nobody calls a third time" in answer.content.decode()
        assert "Tried before" in ali.get(f"/updates/{update.ref}").content.decode()

    def test_who_is_let_go_stands_first_and_says_call_now(self, ali, house, case, update):
        from django.db import transaction

        from haven.cases.chronology import record

        with transaction.atomic():
            ended = record(
                case, "detention.ended", by=house.ali, at=case.opened_at + 2 * HOUR, facts={"kind": "prison"}
            )
        released = draft_update(ended, case.opened_at + 2 * HOUR)
        text = ali.get("/updates").content.decode()
        assert "Call now" in text and text.index("no longer held") < text.index("The court made an order")
        assert "Call them now." in ali.get(f"/updates/{released.ref}").content.decode()
