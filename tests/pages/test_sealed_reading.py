"""What is sealed is read in two ways only: two people with reasons, or once by who has a task that needs it."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.apps import apps

from haven.audit.models import ReadingLog
from haven.cases.models import Case, CaseForce, Restriction, Task
from haven.cases.operations import reveal_place as revealing
from haven.cases.operations.add_child import ChildFacts, add_child
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, agree_safe_contact
from haven.cases.operations.record_detention import DetentionFacts, record_detention, record_release
from haven.cases.operations.tasks import NewTask, do_task, make_task
from haven.jobs.react import react
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.sealed.models import SealedUse
from haven.support.operations.read_for_task import read_for_task
from haven_law.findings import Refused
from tests.factories import make_proposal
from tests.pages.acting import command, signed_in, text

NOW = datetime.fromisoformat("2026-11-06T12:00:00+00:00")
HOUR = timedelta(hours=1)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
PLACE, POSTCODE, SCHOOL, NUMBER = "71 Canary Quayside", "CR9 7ZQ", "Teasel Row Canary School", "07700 900471"
CANARIES = ("Canary Quayside", "CR9 7ZQ", "Teasel Row Canary", "900471")
WHY = "The refuge asks who may collect post for them today"


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def case(house, frozen) -> Case:
    found = make_proposal(house, NOW - 2 * HOUR).case
    seal_place(found.protected, SealedPlaceFacts(PLACE, POSTCODE, "refuge"), by=house.ali)
    add_child(found, ChildFacts("AV", 2019, school=SCHOOL), by=house.ali, at=NOW - HOUR)
    plan = PlanFacts(
        "we_contact",
        channels=(ChannelFacts("call", NUMBER, "no"), ChannelFacts("email", "seen@canary.example", "yes")),
        windows=(WindowFacts((0, 1, 2, 3, 4), time(9), time(15)),),
    )
    agree_safe_contact(found, plan, by=house.ali, at=NOW - HOUR)
    react(FAR)
    return found


def place(case):
    return f"place-{case.protected.sealed_places.get().pk}"


def url(case):
    return f"/cases/{case.ref}/sealed/{place(case)}"


def press(client, address, step, **typed):
    return client.post(address, command() | {"step": step} | typed)


def readings(case):
    return list(ReadingLog.objects.filter(case_ref=case.ref).values_list("operation", flat=True))


class TestTwoPeople:
    def test_one_asks_another_agrees_and_the_first_reads_it_once(self, house, case):
        okoro, nair = signed_in(house.okoro), signed_in(house.nair)
        assert url(case) in okoro.get(f"/cases/{case.ref}/sealed").content.decode()
        assert press(okoro, url(case), "ask", reasons=WHY).status_code == 302
        assert "another person must agree" in text(okoro.get(url(case)))
        said = text(nair.get(url(case)))
        assert WHY in said and "Obi Okoro" in said
        agreed = press(nair, url(case), "agree")
        assert agreed.status_code == 302
        assert press(nair, url(case), "read").status_code == 422, "who agreed does not read"
        answer = press(okoro, url(case), "read")
        assert answer.status_code == 200 and f"{PLACE}, {POSTCODE}" in text(answer)
        assert answer["Cache-Control"] == "no-store"
        assert "Canary" not in text(okoro.get(url(case)))
        again = press(okoro, url(case), "read")
        assert again.status_code == 422 and "Another person must agree" in text(again) and "Canary" not in text(again)

    def test_each_step_is_recorded_and_the_auditor_reads_it(self, house, case):
        self._opened(house, case)
        use = SealedUse.objects.get(answer_kind="revealed")
        assert (use.asked_by, use.second_person, use.reason) == (f"user:{house.okoro.pk}", f"user:{house.nair.pk}", WHY)
        kinds = list(case.events.filter(kind__startswith="sealed.").order_by("seq").values_list("kind", flat=True))
        assert kinds == ["sealed.reveal_asked", "sealed.reveal_agreed", "sealed.revealed"]
        line = ReadingLog.objects.get(operation="reveal_place")
        assert line.reason == WHY and line.person_ref == str(case.protected.public_id)
        said = text(signed_in(house.shah).get("/audit"))
        assert "reveal place" in said and WHY in said and "Canary" not in said

    def _opened(self, house, case):
        thing = revealing.RevealPlace(case.ref, place(case))
        revealing.ask_to_reveal(revealing.AskToReveal(case.ref, place(case), WHY), by=house.okoro, at=NOW)
        revealing.agree_to_reveal(thing, by=house.nair, at=NOW)
        return revealing.reveal_place(thing, by=house.okoro, at=NOW)

    def test_nobody_agrees_to_their_own_asking(self, house, case):
        okoro = signed_in(house.okoro)
        press(okoro, url(case), "ask", reasons=WHY)
        answer = press(okoro, url(case), "agree")
        assert answer.status_code == 422 and "another person must carry it out" in text(answer)
        assert press(okoro, url(case), "read").status_code == 422

    def test_a_task_recorded_as_done_is_no_agreement(self, house, case):
        okoro = signed_in(house.okoro)
        press(okoro, url(case), "ask", reasons=WHY)
        do_task(Task.objects.get(kind="reveal_place"), proof="Done", by=house.ali, at=NOW)
        assert press(okoro, url(case), "read").status_code == 422
        assert not SealedUse.objects.filter(answer_kind="revealed").exists()

    def test_after_an_hour_it_must_be_asked_again(self, house, case):
        thing = revealing.RevealPlace(case.ref, place(case))
        revealing.ask_to_reveal(revealing.AskToReveal(case.ref, place(case), WHY), by=house.okoro, at=NOW)
        revealing.agree_to_reveal(thing, by=house.nair, at=NOW)
        with pytest.raises(Refused, match="within an hour"):
            revealing.reveal_place(thing, by=house.okoro, at=NOW + HOUR)

    @pytest.mark.parametrize(
        ("reasons", "words"),
        [("", "Enter why"), ("Because", "sentence or more"), (f"It is {PLACE}, {POSTCODE}", "without any")],
    )
    def test_reasons_are_needed_and_hold_nothing_sealed(self, house, case, reasons, words):
        answer = press(signed_in(house.okoro), url(case), "ask", reasons=reasons)
        assert answer.status_code == 422 and words in text(answer)
        assert not Task.objects.filter(kind="reveal_place").exists()

    @pytest.mark.parametrize("who", ["ali", "adeyemi", "halloran", "fenwick", "moss"])
    def test_no_other_role_has_it(self, house, case, who):
        client = signed_in(getattr(house, who))
        for address in (f"/cases/{case.ref}/sealed", url(case)):
            assert client.get(address).status_code in (403, 404)
        assert press(client, url(case), "ask", reasons=WHY).status_code in (403, 404)

    def test_not_to_another_force_even_where_it_works_on_the_case(self, house, case):
        CaseForce.objects.create(case=case, force=house.forces["northmoor"], access="work", from_at=NOW - HOUR)
        for step in (
            lambda: revealing.ask_to_reveal(revealing.AskToReveal(case.ref, place(case), WHY), by=house.quill, at=NOW),
            lambda: revealing.reveal_place(revealing.RevealPlace(case.ref, place(case)), by=house.quill, at=NOW),
        ):
            with pytest.raises(Refused):
                step()
        assert signed_in(house.quill).get(url(case)).status_code in (403, 404)

    def test_a_restricted_case_is_not_there(self, house, case):
        address = url(case)
        Restriction.objects.create(case=case, because="Of the police", desk="Standards", from_at=NOW - HOUR)
        assert signed_in(house.okoro).get(address).status_code == 404
        assert signed_in(house.shah).get(address).status_code == 200

    def test_a_thing_of_another_case_is_refused(self, house, case):
        other = make_proposal(house, NOW - HOUR).case
        answer = signed_in(house.okoro).get(f"/cases/{other.ref}/sealed/{place(case)}")
        assert answer.status_code in (403, 409, 422) and "Canary" not in text(answer)


def school_task(case) -> Task:
    return case.tasks.filter(kind="school_told").first()


def tell_task(case, house, **more) -> Task:
    new = NewTask("tell_protected", "Tell the protected person", house.ali.team, user=house.ali, **more)
    return make_task(case, new, by=None, at=NOW - HOUR)


class TestForATask:
    def test_the_school_is_read_once_by_the_unit(self, house, case):
        task, okoro = school_task(case), signed_in(house.okoro)
        page = f"/tasks/{task.public_id}"
        assert "You can read it once" in text(okoro.get(page)) and "Teasel" not in text(okoro.get(page))
        answer = okoro.post(f"{page}/read", command())
        assert answer.status_code == 200 and f"School of AV {SCHOOL}" in text(answer)
        assert answer["Cache-Control"] == "no-store"
        again = okoro.post(f"{page}/read", command())
        assert again.status_code == 422 and "Teasel" not in text(again) and "read once" in text(again)
        assert okoro.get(f"{page}/read").status_code == 302
        assert SealedUse.objects.filter(purpose="tell a school", asked_by=f"user:{house.okoro.pk}").count() == 1
        assert "read_for_task" in readings(case) and case.events.filter(kind="sealed.read_for_task").count() == 1
        assert "read for task" in text(signed_in(house.shah).get("/audit"))

    def test_the_number_is_read_by_who_has_the_task_in_her_hours(self, house, case):
        task = tell_task(case, house)
        answer = signed_in(house.ali).post(f"/tasks/{task.public_id}/read", command())
        said = text(answer)
        assert answer.status_code == 200 and "900471" in said.replace(" ", "") and "canary.example" not in said
        assert "Contact the protected person only" in said

    def test_the_same_press_sent_twice_shows_it_once(self, house, case):
        task, ali, sent = tell_task(case, house), signed_in(house.ali), command()
        assert ali.post(f"/tasks/{task.public_id}/read", sent).status_code == 200
        assert ali.post(f"/tasks/{task.public_id}/read", sent).status_code == 302

    @pytest.mark.parametrize("who", ["nair", "halloran", "fenwick", "quill"])
    def test_nobody_else_reads_it(self, house, case, who):
        with pytest.raises(Refused):
            read_for_task(tell_task(case, house), by=getattr(house, who), at=NOW)
        assert not SealedUse.objects.filter(purpose="tell the protected person").exists()

    def test_not_outside_the_safe_hours_but_a_sergeant_for_a_release(self, house, case):
        night = NOW + 9 * HOUR
        with pytest.raises(Refused, match="not their safe hours"):
            read_for_task(tell_task(case, house), by=house.ali, at=night)
        held = record_detention(case, DetentionFacts("prison", "HMP Larkspur", NOW), by=house.ali, at=NOW)
        record_release(held, released_at=night, by=house.ali, at=night)
        react(FAR)
        task = case.tasks.get(kind="tell_protected", from_event__kind="detention.ended")
        with pytest.raises(Refused, match="a sergeant of the team"):
            read_for_task(task, by=house.ali, at=night)
        assert read_for_task(task, by=house.adeyemi, at=night)

    def test_without_a_plan_or_where_they_contact_us(self, house, case):
        agree_safe_contact(case, PlanFacts("they_contact"), by=house.ali, at=NOW - HOUR / 2)
        with pytest.raises(Refused, match="they contact us"):
            read_for_task(tell_task(case, house), by=house.ali, at=NOW)
        bare = make_proposal(house, NOW - HOUR).case
        with pytest.raises(Refused, match="No safe contact plan"):
            read_for_task(tell_task(bare, house), by=house.ali, at=NOW)

    def test_no_other_task_and_none_that_is_done(self, house, case):
        other = make_task(case, NewTask("file_it", "File it", house.ali.team, user=house.ali), by=None, at=NOW - HOUR)
        done = tell_task(case, house)
        do_task(done, proof="Told in person", by=house.ali, at=NOW)
        for task in (other, done):
            with pytest.raises(Refused, match="Only for a task that is open"):
                read_for_task(task, by=house.ali, at=NOW)

    def test_a_restricted_case_has_no_such_task(self, house, case):
        task = tell_task(case, house)
        Restriction.objects.create(case=case, because="Of the police", desk="Standards", from_at=NOW - HOUR)
        assert signed_in(house.ali).post(f"/tasks/{task.public_id}/read", command()).status_code == 404


def test_nothing_sealed_is_left_anywhere_after_it_was_read(house, case, caplog):
    """Every column of every table but the ciphers, and every line of the logs."""
    okoro, nair = signed_in(house.okoro), signed_in(house.nair)
    press(okoro, url(case), "ask", reasons=WHY)
    press(nair, url(case), "agree")
    assert "Canary" in text(press(okoro, url(case), "read"))
    assert "Canary" in text(okoro.post(f"/tasks/{school_task(case).public_id}/read", command()))
    assert "900471" in text(signed_in(house.ali).post(f"/tasks/{tell_task(case, house).public_id}/read", command()))
    held = "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values())
    for canary in CANARIES:
        assert canary not in held and canary not in caplog.text
    for client in (okoro, nair):
        for page in ("", "/people", "/history", "/acts", "/sealed"):
            said = text(client.get(f"/cases/{case.ref}{page}"))
            assert not any(canary in said for canary in CANARIES), page
