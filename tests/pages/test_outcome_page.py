"""The outcome page: every answer is kept, what is missing is said, one press issues, and nobody overwrites another."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from haven.cases.models import Draft
from haven.courts.models import HearingOutcome, Sitting
from haven.notices.models import Notice
from haven.orders.models import Order
from haven.sealed.ciphers import decipher
from tests.factories import a_person
from tests.operations.court_helpers import REASONS, begun_hearing, made_order
from tests.pages.acting import moment, signed_in, text
from tests.papers.reading import text_of

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Desk:
    """The court at one opened page of an outcome."""

    def __init__(self, user, hearing):
        self.client, self.here = signed_in(user), f"/hearings/{hearing.public_id}"
        self.open()

    def open(self):
        self.page = self.client.get(f"{self.here}/outcome").content.decode()
        names = ("version", "page", "command_id")
        self.hidden = {n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', self.page)[1] for n in names}
        self.keys = re.findall(r'id="req-([0-9a-f]{8})"', self.page)

    def send(self, do, **answers):
        return self.client.post(f"{self.here}/outcome", self.hidden | answers | {"do": do})

    def change(self, **answers):
        answer = self.client.post(f"{self.here}/draft", self.hidden | answers, HTTP_HX_REQUEST="true")
        found = re.search(r'name="version"[^>]*value="([^"]*)"', answer.content.decode())
        if found:
            self.hidden["version"] = found[1]
        return answer


@pytest.fixture
def frozen():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hearing(house, frozen):
    hearing = begun_hearing(house, AT)
    frozen.move_to(hearing.begun_at + 30 * MINUTE)
    return hearing


@pytest.fixture
def desk(house, hearing):
    return Desk(house.moss, hearing)


MADE = {
    "result": "made",
    "presence": "person",
    "lasts": "further_order",
    "judged": ["abusive", "necessary", "conflicts"],
    "child_welfare": "yes",
    "protected_opinion": "yes",
    "occupant_opinion": "na",
    "reasons": REASONS,
}


def kept(hearing):
    import json

    draft = Draft.objects.get(kind="outcome", about_ref=hearing.public_id)
    return json.loads(decipher(hearing.application.case.ref, draft.answers_enc))


class TestKeeping:
    def test_it_starts_with_what_is_asked_for(self, desk):
        assert len(desk.keys) == 3 and "From clause 3 of the notice" in desk.page
        assert "Say what the court did" in desk.page
        assert "checked" not in desk.page.split("<main")[1], "nothing is preselected in a decision"

    def test_each_change_is_kept_and_the_rail_says_so(self, desk, hearing):
        answer = desk.change(result="made")
        said = text(answer)
        assert "Saved 10:35am." in said or "Saved" in said
        assert "things to fix" in said and "Say whether the subject was here" in said
        answer = desk.change(**MADE)
        assert "to fix" not in text(answer) and "Issue the order" in text(answer)
        assert kept(hearing)["typed"]["reasons"] == [REASONS]
        desk.open()
        assert REASONS in desk.page and desk.hidden["version"] == "2"

    def test_half_answers_are_kept_as_typed(self, desk, hearing):
        desk.change(**(MADE | {"lasts": "date", "last_day-day": "31", "last_day-month": "feb", "last_day-year": "27"}))
        desk.open()
        assert 'value="31"' in desk.page and 'value="feb"' in desk.page
        assert "Year must include 4 numbers" in desk.page
        answer = desk.change(**(MADE | {"reasons": "bad\x00text"}))
        assert answer.status_code == 200 and "cannot be printed" in text(answer)

    def test_long_and_strange_answers_make_no_fault(self, desk):
        strange = {name: "x" * 30_000 for name in ("reasons", "bench", "event", "room", "result", "lasts", "sitting")}
        assert desk.change(**strange).status_code == 200
        assert desk.send("issue", **strange).status_code in (409, 422)
        for version in ("", "x", "-1", "9" * 30):
            desk.hidden["version"] = version
            assert desk.send("save", **MADE).status_code in (302, 409)

    def test_somebody_else_changed_it(self, house, desk, hearing):
        other = Desk(house.moss, hearing)
        other.change(result="refused")
        answer = desk.change(**MADE)
        assert answer.status_code == 200 and "Joan Moss changed these answers" in text(answer)
        late = desk.send("issue", **MADE)
        assert late.status_code == 409 and REASONS in late.content.decode(), "what was typed is still there"
        assert not HearingOutcome.objects.exists()
        assert kept(hearing)["typed"]["result"] == ["refused"]

    def test_its_own_save_of_a_moment_ago_is_no_other(self, desk):
        before = dict(desk.hidden)
        desk.change(**MADE)
        desk.hidden = before
        assert desk.send("issue", **MADE).status_code == 302

    def test_once_decided_it_is_closed(self, house, desk, hearing):
        other = Desk(house.moss, hearing)
        assert other.send("issue", result="refused", presence="absent", reasons=REASONS).status_code == 302
        assert "An outcome is already recorded" in text(desk.change(**MADE))
        assert desk.client.get(f"{desk.here}/outcome").url == f"{desk.here}"
        late = desk.send("issue", **MADE)
        assert late.status_code == 409 and "already recorded for this hearing: refused" in text(late)


class TestRequirements:
    def test_add_edit_remove(self, desk, hearing):
        assert desk.send("add", **MADE).url == f"{desk.here}/outcome/requirements/add"
        add = f"{desk.here}/outcome/requirements/add"
        assert desk.client.post(add, {"term": "wings"}).status_code == 422
        assert desk.client.post(add, {"term": "curfew"}).url == f"{add}/curfew"
        desk.open()
        wrong = desk.client.post(f"{add}/curfew", {"version": desk.hidden["version"], "p_from_time": "25:00"})
        assert wrong.status_code == 422 and "must be like 6:30pm" in text(wrong) and "On which days" in text(wrong)
        curfew = {
            "version": desk.hidden["version"],
            "p_days": ["monday", "friday"],
            "p_from_time": "7pm",
            "p_to_time": "7:00am",
            "p_place": "the address in the schedule",
            "lasts": "months",
        }
        assert "Enter the number of months" in text(desk.client.post(f"{add}/curfew", curfew))
        assert desk.client.post(f"{add}/curfew", curfew | {"months": "3"}).status_code == 302
        desk.open()
        assert "on Monday and Friday" in desk.page and "for 3 months" in desk.page
        key = desk.keys[-1]
        assert desk.send(f"edit:{key}", **MADE).url.endswith(f"/requirements/{key}")
        assert 'value="7:00pm"' in desk.client.get(f"{desk.here}/outcome/requirements/{key}").content.decode()
        desk.open()
        desk.send(f"remove:{desk.keys[0]}", **MADE)
        assert [r["term"] for r in kept(hearing)["requirements"]] == ["no_contact", "distance_from_home", "curfew"]
        assert desk.client.get(f"{desk.here}/outcome/requirements/zzz").status_code == 404
        assert desk.client.get(f"{add}/wings").status_code == 404

    def test_a_sealed_place_has_no_name_here(self, desk):
        typed = {
            "version": desk.hidden["version"], "p_distance_m": "100", "p_place_kind": "school", "p_place_mode": "sealed",
            "p_place": "Hill Infants", "lasts": "order",
        }  # fmt: skip
        wrong = desk.client.post(f"{desk.here}/outcome/requirements/add/distance_from_other_premises", typed)
        assert wrong.status_code == 422 and "must not be written here" in text(wrong)

    def test_a_stale_requirement_page(self, desk):
        first = desk.hidden["version"]
        desk.change(result="made")
        answer = desk.client.post(
            f"{desk.here}/outcome/requirements/add/no_online_posting", {"version": first, "lasts": "order"}
        )
        assert answer.status_code == 422 and "changed these answers" in text(answer)

    def test_what_a_tag_checks_follows_the_numbers(self, desk, hearing):
        add = f"{desk.here}/outcome/requirements/add/electronic_monitoring"
        tag = {
            "version": desk.hidden["version"], "p_monitors": ["2", "3"], "p_monitoring_kind": "location",
            "p_monitor": "Tag Provider", "consents": "yes", "provision": "yes", "fits": "yes", "lasts": "months", "months": "6",
        }  # fmt: skip
        assert desk.client.post(add, tag).status_code == 302
        desk.open()
        desk.send(f"remove:{desk.keys[1]}", **MADE)
        assert kept(hearing)["requirements"][-1]["params"]["monitors"] == [2]
        desk.open()
        said = text(desk.change(**MADE))
        assert "to fix" not in said and "The subject is present." in said
        assert "absence of the subject" in text(desk.change(**(MADE | {"presence": "video"})))

    def test_supervisor_is_asked_on_the_page(self, desk):
        add = f"{desk.here}/outcome/requirements/add/programme"
        programme = {
            "version": desk.hidden["version"],
            "p_programme": "Steps",
            "p_provider": "Steps Croydon",
            "lasts": "order",
        }
        assert desk.client.post(add, programme).status_code == 302
        desk.open()
        key = desk.keys[-1]
        tried = desk.send("issue", **MADE)
        assert tried.status_code == 422
        page = tried.content.decode()
        assert f'href="#id_s_{key}"' in page and f'id="id_s_{key}-error"' in page
        assert "name the person who supervises it" in text(tried) and REASONS in page
        fixed = MADE | {f"s_{key}": "Terry Marsh", f"o_{key}": "Steps Croydon", f"e_{key}": "on"}
        desk.hidden["version"] = re.search(r'name="version"[^>]*value="([^"]*)"', page)[1]
        assert desk.send("issue", **fixed).status_code == 302
        assert Order.objects.get().versions.get().requirements.get(clause=4).responsible.name == "Terry Marsh"


class TestIssuing:
    def test_an_order(self, desk, hearing):
        done = desk.send("issue", **MADE)
        order = Order.objects.get()
        assert done.url == f"/orders/{order.ref}"
        assert Draft.objects.get(kind="outcome").submitted_ref == hearing.public_id
        assert Notice.objects.get().ended_because == "order_made"
        assert desk.client.get(done.url).status_code == 200

    def test_the_same_press_twice_and_another_press(self, desk):
        first = desk.send("issue", **MADE)
        assert desk.send("issue", **MADE).url == first.url
        desk.hidden["command_id"] = "5f0f6a6e-0f5c-4a43-9d0c-0f8d8a7a1f11"
        assert desk.send("issue", **MADE).status_code == 409
        assert Order.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "words", "anchor"),
        [
            ({"presence": ""}, "Say whether the subject was here", "id_presence"),
            ({"judged": ["abusive", "conflicts"]}, "necessary and proportionate", "id_judged"),
            ({"child_welfare": ""}, "welfare of any person under 18", "id_child_welfare"),
            ({"protected_opinion": ""}, "opinion of the protected person", "id_protected_opinion"),
            ({"occupant_opinion": ""}, "others who live there", "id_occupant_opinion"),
            ({"lasts": ""}, "Say how long it lasts", "id_lasts"),
            ({"lasts": "months", "months": ""}, "Enter the number of months", "id_lasts"),
            ({"lasts": "months", "months": "0"}, "from 1 to 120", "id_months"),
            ({"lasts": "event", "event": ""}, "what event ends it", "id_lasts"),
            ({"reasons": ""}, "Enter the reasons", "id_reasons"),
            (moment("decided_at", AT + timedelta(days=30)), "must not be after", "id_decided_at-day"),
        ],
    )
    def test_what_is_missing_is_said_beside_it(self, desk, changes, words, anchor):
        answer = desk.send("issue", **(MADE | changes))
        page = answer.content.decode()
        assert answer.status_code == 422 and words in text(answer)
        assert f'href="#{anchor}"' in page and f'id="{anchor}"' in page
        assert "<title>Error: " in page
        assert not HearingOutcome.objects.exists()

    def test_decided_before_it_began(self, desk, hearing):
        answer = desk.send("issue", **(MADE | moment("decided_at", hearing.begun_at - HOUR)))
        assert answer.status_code == 422 and "after the hearing began" in text(answer)

    def test_absent_asks_how_notice_was_given(self, desk):
        answer = desk.send("issue", **(MADE | {"presence": "absent", "notice_rule": "efforts_s29_6"}))
        assert answer.status_code == 422 and "efforts alone are not enough" in text(answer)
        desk.open()
        assert desk.send("issue", **(MADE | {"presence": "absent", "notice_rule": "given"})).status_code == 302

    def test_adjourned(self, desk, hearing):
        answer = desk.send("issue", result="adjourned", presence="person", reasons=REASONS)
        said = text(answer)
        assert answer.status_code == 422 and "Choose the next hearing" in said and "what it was adjourned for" in said
        later = (
            Sitting.objects.filter(starts_at__gt=hearing.listed_for + timedelta(days=7)).order_by("starts_at").first()
        )
        desk.open()
        done = desk.send(
            "issue",
            result="adjourned",
            presence="person",
            reasons=REASONS,
            adjourned_for="assessment",
            sitting=str(later.pk),
        )
        assert done.url == desk.here and Notice.objects.get().ended_at is None
        assert "The next hearing" in text(desk.client.get(desk.here))

    def test_withdrawn_and_refused_ask_for_nothing_of_an_order(self, house, desk, frozen):
        answer = desk.send("issue", result="withdrawn", presence="absent", reasons=REASONS)
        assert "Say why it was withdrawn" in text(answer)
        desk.open()
        done = desk.send("issue", result="withdrawn", presence="absent", reasons=REASONS, because="charged")
        assert done.status_code == 302 and Notice.objects.get().ended_because == "application_withdrawn"

    def test_a_point_of_law_waits_for_the_legal_adviser(self, desk):
        typed = {"version": desk.hidden["version"], "lasts": "order"}
        assert desk.client.post(f"{desk.here}/outcome/requirements/add/not_enter", typed).status_code == 302
        desk.open()
        said = text(desk.change(**MADE))
        assert "A lawyer must decide a point first." in said
        assert desk.send("issue", **MADE).status_code == 422
        page = desk.client.get(f"{desk.here}/advice")
        assert page.status_code == 200 and "unsettled" in text(page)
        from tests.pages.acting import command

        advice = {
            "reading": "Section 35(1) allows it",
            "permits": "yes",
            "reasons": "Section 35(3) gives examples only.",
        }
        assert desk.client.post(f"{desk.here}/advice", advice | command()).status_code == 302
        desk.open()
        assert desk.send("issue", **MADE).status_code == 302

    def test_when_another_order_runs_it_may_wait(self, house, frozen):
        first = made_order(house, AT)
        from dataclasses import replace

        later = begun_hearing(house, AT + timedelta(days=7), subject=replace(a_person(), same_as=first.case.subject))
        frozen.move_to(later.begun_at + MINUTE)
        desk = Desk(house.moss, later)
        assert f"When order {first.ref} ends" in desk.page
        assert desk.send("issue", **(MADE | {"after_order": first.ref})).status_code == 302
        assert Order.objects.exclude(pk=first.pk).get().effective_at is None


class TestPreview:
    def test_wording_and_paper_are_a_draft(self, desk):
        assert desk.send("preview", **MADE).url == f"{desk.here}/outcome/preview"
        said = text(desk.client.get(f"{desk.here}/outcome/preview"))
        assert "This is a draft" in said and "100 metres" in said and "until further order" in said
        paper = desk.client.get(f"{desk.here}/outcome/draft.pdf")
        words = text_of(paper.content)
        assert "DRAFT" in words and "binds nobody" in words and "100 metres" in words
        assert not Order.objects.exists()

    def test_with_nothing_answered(self, house, desk):
        assert "Not decided yet" in text(desk.client.get(f"{desk.here}/outcome/preview"))
        assert desk.client.get(f"{desk.here}/outcome/draft.pdf").status_code == 200
        for key in list(desk.keys):
            desk.open()
            desk.send(f"remove:{key}")
        assert "There is nothing to preview" in text(desk.client.get(f"{desk.here}/outcome/preview"))
        assert desk.client.get(f"{desk.here}/outcome/draft.pdf").status_code == 409


def test_only_the_court_and_only_a_begun_hearing(house, hearing):
    for user in (house.okoro, house.ali, house.fenwick):
        assert signed_in(user).get(f"/hearings/{hearing.public_id}/outcome").status_code == 403
    assert signed_in(house.quill).get(f"/hearings/{hearing.public_id}/outcome").status_code == 404
    assert signed_in(house.moss).get("/hearings/aaaaaaaaaaaaaaaaaaaaaaaaaa/outcome").status_code == 404
