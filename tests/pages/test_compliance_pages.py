"""Pages of what is owed: lists, what is wrong beside its field, nothing typed lost, nothing that makes a fault."""

from datetime import datetime, timedelta

import pytest
import time_machine

from haven.compliance.models import Notification, SuitabilityEvidence, SupervisorAccount
from tests.pages.acting import command, moment, signed_in, text
from tests.pages.addresses import build_world
from tests.pages.compliance_world import PROGRAMME, SIGN_ON

NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world(house):
    with time_machine.travel(NOW, tick=False):
        yield build_world(house, NOW)


def telling(**changes):
    typed = {
        "in_area": "yes", "station": "Croydon", "names": "A new name", "home": "not_told", "changed": "name_used",
        "changed_on-day": "12", "changed_on-month": "11", "changed_on-year": "2026", "fingerprints": "not_asked",
        "photograph": "not_asked", "taken_as": "police_officer",
    }  # fmt: skip
    return typed | moment("given_at", NOW - HOUR) | command() | changes


@pytest.mark.django_db
class TestPages:
    def test_every_list_and_every_page_of_the_order(self, house, world):
        client = signed_in(house.okoro)
        for show in ("notification", "supervised", "sign-on", "checks", "nonsense"):
            for after in ("", "x", "1-1"):
                answer = client.get(f"/compliance?show={show}&after={after}")
                assert answer.status_code == 200 and "Keeping to orders" in text(answer)
        page = text(client.get(f"/orders/{world.order.ref}/compliance"))
        assert "Given late" in page and "Terry Marsh" in page and "Plan of checks" in page
        assert world.order.ref in text(client.get(f"/cases/{world.case.ref}"))

    def test_what_is_wrong_stands_beside_its_field_and_all_that_was_typed_stays(self, house, world):
        client, path = signed_in(house.ali), f"/orders/{world.order.ref}/notification"
        for change, words in (
            ({"in_area": ""}, "Choose whether the station is in the right police area"),
            ({"in_area": "no"}, "must be in the one of their home"),
            ({"home": "address"}, "Enter the address"),
            ({"changed_on-day": ""}, "must include a day"),
            ({"station": "S" * 10000}, "200 characters or fewer"),
            ({"names": "a\x00b"}, "cannot be"),
            ({"names": "Jo\n" + "S" * 201}, "Each name must be 200 characters or fewer"),
            ({"changed": "no"}, "No notification is due"),
        ):
            answer = client.post(path, telling(**change))
            assert answer.status_code == 422 and words in text(answer), (change, text(answer)[:700])
            assert "Croydon" in answer.content.decode() or "SSSS" in answer.content.decode()
        assert Notification.objects.count() == 1

    def test_sent_twice_is_one(self, house, world):
        client, typed = signed_in(house.ali), telling()
        path = f"/orders/{world.order.ref}/notification"
        answers = [client.post(path, typed) for _ in range(2)]
        assert [a.status_code for a in answers] == [302, 302] and answers[0]["Location"] == answers[1]["Location"]
        assert Notification.objects.count() == 2

    def test_an_officer_of_another_force_takes_it_and_sees_no_more(self, house, world):
        client = signed_in(house.quill)
        answer = client.post(f"/orders/{world.order.ref}/notification", telling())
        page = client.get(answer["Location"])
        assert page.status_code == 200 and world.case.ref not in page.content.decode()
        assert client.get(f"{answer['Location']}/paper")["Content-Type"] == "application/pdf"
        assert client.get(f"/orders/{world.order.ref}/compliance").status_code in (403, 404)
        assert client.get(f"/notifications/{world.given.public_id}").status_code == 404

    def test_the_rest_is_recorded(self, house, world):
        client, ref = signed_in(house.okoro), world.order.ref
        day = {"-day": "13", "-month": "11", "-year": "2026"}

        def boxes(name):
            return {name + part: value for part, value in day.items()}

        for path, typed in (
            (f"/orders/{ref}/notification/change", {"event": "address_changed", "learned_how": "Told"} | boxes("on_day")),
            (f"/orders/{ref}/clauses/{SIGN_ON}/sign-on", {"station": "Croydon"} | moment("came_at", NOW - 25 * HOUR)),
            (f"/orders/{ref}/checks/{world.check_item.pk}", {"result": "as_it_should"} | moment("done_at", NOW - HOUR)),
            (f"/orders/{ref}/checks/plan", {"kind": "check_online", "interval_days": "7"}),
            (f"/orders/{ref}/checks/{world.check_item.pk}/stop", {}),
            (f"/orders/{ref}/marker", {"reference": "26/77"} | boxes("on_day")),
            (f"/supervised/{world.supervision.public_id}/asked", {"how": "phone"}),
            (
                f"/supervised/{world.supervision.public_id}/report",
                {"says": "in_progress", "about": "requirement", "how": "phone", "words": ""}
                | boxes("happened_from") | boxes("happened_to"),
            ),
            (f"/supervised/{world.supervision.public_id}/access/end", {}),
        ):  # fmt: skip
            answer = client.post(path, typed | command())
            assert answer.status_code == 302, (path, text(answer)[:900])
        page = text(client.get(f"/orders/{ref}/compliance"))
        assert "26/77" in page and "every" not in page.split("Plan of checks")[0][-20:]
        assert f"clause {PROGRAMME}" in text(client.get(f"/supervised/{world.supervision.public_id}"))

    def test_a_sign_in_is_shown_once(self, house, world):
        client = signed_in(house.okoro)
        typed = {"name": "Ona Leith", "organisation": "Teasel", "email": "ona@teasel.example"}
        answer = client.post("/supervisors/new", typed | command())
        assert answer.status_code == 200 and "Shown once." in text(answer) and answer["Cache-Control"] == "no-store"
        account = SupervisorAccount.objects.get(user__email="ona@teasel.example")
        assert "Shown once." not in text(client.get(f"/supervisors/{account.pk}"))
        again = client.post("/supervisors/new", typed | command())
        assert again.status_code == 422 and "already" in text(again)
        assert "Shown once." in text(client.post(f"/supervisors/{account.pk}", {"act": "renew"} | command()))
        assert client.post(f"/supervisors/{account.pk}", {"act": "end"} | command()).status_code == 302
        assert client.post(f"/supervisors/{account.pk}", {"act": "burn"} | command()).status_code == 422

    def test_evidence_before_the_order(self, house, world):
        client, path = signed_in(house.okoro), f"/applications/{world.application.ref}/responsible"
        typed = {
            "term": "programme", "name": "Terry Marsh", "suitability": "They can take part in it.", "how": "report",
            "enforceability": "x", "given_on-day": "13", "given_on-month": "11", "given_on-year": "2026",
        }  # fmt: skip
        answer = client.post(path, typed | command())
        assert answer.status_code == 422 and "how it can be enforced" in text(answer)
        assert client.post(path, typed | command() | {"enforceability": "Misses are told at once."}).status_code == 302
        assert SuitabilityEvidence.objects.count() == 1 and "Misses are told" in text(client.get(path))
