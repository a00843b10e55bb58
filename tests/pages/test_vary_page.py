"""The page of a variation: what a form starts from, where a reason stands, and what crafted or stale presses do."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from haven.courts.requirements import Lasts
from haven.orders.models import Order
from tests.operations.court_helpers import REASONS, made_order, no_contact, programme, stay_away, tag
from tests.pages.acting import signed_in, text

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
DAY = timedelta(days=1)


@pytest.fixture
def order(house):
    return made_order(
        house,
        AT,
        no_contact(),
        stay_away(lasts=Lasts("months", months=2)),
        programme(),
        lasts=Lasts("months", months=6),
    )


@pytest.fixture
def frozen(order):
    with time_machine.travel(order.made_at + DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def court(house, frozen):
    return signed_in(house.moss)


def state(client, here):
    page = client.get(here).content.decode()
    names = ("version", "page", "command_id")
    return {n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', page)[1] for n in names}


def typed_in(answer):
    """The form of a page as a browser would send it back: what is preset, chosen and ticked."""
    form = answer.context["form"] if answer.context and "form" in answer.context else None
    page = answer.content.decode()
    found = {}
    for tag_ in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag_)
        value = re.search(r'value="([^"]*)"', tag_)
        kind = re.search(r'type="([^"]*)"', tag_)
        if name is None or name[1] == "csrfmiddlewaretoken":
            continue
        if kind and kind[1] in ("radio", "checkbox") and " checked" not in tag_:
            continue
        found[name[1]] = value[1] if value else ("on" if kind and kind[1] == "checkbox" else "")
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', page):
        found[name] = inner
    assert form is None or found
    return found


def errors_of(answer):
    """What stands beside each field, by the id of the message."""
    page = answer.content.decode()
    return dict(re.findall(r'<p id="id_([a-z_]+)-error"[^>]*>\s*<span[^>]*>[^<]*</span>\s*([^<]*)', page))


FINAL = {"do": "issue", "lasts": "as_now", "presence": "person", "child_welfare": "na", "protected_opinion": "yes"}


class TestWhatAFormStartsFrom:
    def test_a_distance_is_cut_and_nothing_else(self, order, court):
        """Opened, the distance changed, saved: the clause ends when it did."""
        here = f"/orders/{order.ref}/vary"
        old = order.versions.get().requirements.get(clause=2)
        said = text(court.get(here))
        assert f"It ends now at the end of {old.last_day:%-d %B %Y}" in said
        page = court.get(f"{here}/lighten/2")
        assert f"It ends now at the end of {old.last_day:%-d %B %Y}" in text(page)
        sent = typed_in(page) | {"p_distance_m": "50", "no_longer": "yes"}
        assert sent["lasts"] == "date"
        assert court.post(f"{here}/lighten/2", sent).status_code == 302
        final = state(court, here) | FINAL | {"conflicts": "on", "reasons": REASONS}
        done = court.post(here, final)
        assert done.status_code == 302, text(done)
        new = Order.objects.get().versions.get(seq=2).requirements.get(clause=2)
        assert (new.params["distance_m"], new.last_day, new.change) == (50, old.last_day, "lightened")

    def test_a_duty_keeps_who_supervises_it_and_that_they_were_heard(self, order, court):
        here = f"/orders/{order.ref}/vary"
        sent = typed_in(court.get(f"{here}/lighten/3")) | {"p_sessions": "10", "no_longer": "yes"}
        assert "evidence" in sent and sent["supervisor"] == "Terry Marsh"
        assert court.post(f"{here}/lighten/3", sent).status_code == 302
        del sent["evidence"]
        sent["version"] = state(court, here)["version"]
        final = FINAL | {"conflicts": "on", "reasons": REASONS}
        assert court.post(f"{here}/lighten/3", sent).status_code == 302
        wrong = court.post(here, state(court, here) | final)
        assert wrong.status_code == 422 and "first receive that person's evidence" in text(wrong)
        sent |= {"evidence": "on", "version": state(court, here)["version"]}
        assert court.post(f"{here}/lighten/3", sent).status_code == 302
        assert court.post(here, state(court, here) | final).status_code == 302

    def test_another_clause_in_its_place_keeps_the_end(self, order, court):
        here = f"/orders/{order.ref}/vary"
        for kind in ("distance_from_home", "curfew"):
            assert typed_in(court.get(f"{here}/replace/2/{kind}"))["lasts"] == "date"
        assert "lasts" not in typed_in(court.get(f"{here}/extend/2"))

    def test_a_tag_may_check_what_is_added_with_it(self, order, court):
        here = f"/orders/{order.ref}/vary"
        for _n in range(2):
            answers = {"version": state(court, here)["version"], "necessary": "yes", "lasts": "order"}
            assert court.post(f"{here}/add/0/no_online_posting", answers).status_code == 302
        page = court.get(f"{here}/add/0/electronic_monitoring")
        assert 'value="5"' in page.content.decode()
        answers = {
            "version": state(court, here)["version"], "p_monitors": ["5"], "p_monitoring_kind": "location",
            "p_monitor": "Tag Provider", "necessary": "yes", "lasts": "months", "months": "3",
        }  # fmt: skip
        assert court.post(f"{here}/add/0/electronic_monitoring", answers).status_code == 302
        first = re.search(r'value="drop:([0-9a-f]+)"', court.get(here).content.decode())[1]
        assert court.post(here, state(court, here) | {"do": f"drop:{first}"}).status_code == 302
        assert "clause 4" in text(court.get(here)) and "clause 5" in text(court.get(here)).lower()
        assert "checks clause 5" not in text(court.get(here)).lower()


class TestWhereAReasonStands:
    @pytest.mark.parametrize(
        ("change", "typed", "field"),
        [
            ("lighten", {"p_distance_m": "50", "lasts": "order"}, "lasts"),
            ("lighten", {"p_distance_m": "50", "lasts": "months", "months": "5"}, "months"),
            ("extend", {"lasts": "event", "event": "The course is finished"}, "event"),
            ("extend", {}, "lasts"),
        ],
    )
    def test_a_new_end_that_the_change_does_not_allow(self, order, court, change, typed, field):
        here = f"/orders/{order.ref}/vary/{change}/2"
        finding = {"no_longer": "yes"} if change == "lighten" else {"necessary": "yes"}
        answer = court.post(here, {"version": "0", **finding, **typed})
        assert answer.status_code == 422 and list(errors_of(answer)) == [field]

    def test_an_empty_page(self, order, court):
        here = f"/orders/{order.ref}/vary"
        answer = court.post(here, state(court, here) | {"do": "issue"})
        assert answer.status_code == 422
        expected = {"presence", "reasons", "child_welfare", "protected_opinion", "conflicts"}
        assert set(errors_of(answer)) == expected
        said = text(answer)
        assert said.count("Say what the court changed") == 2 and said.count("Enter the reasons given in court") == 2

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"lasts": "date"}, "last_day"),
            ({"lasts": "months"}, "months"),
            ({"lasts": "months", "months": "3"}, "order_found"),
            ({"lasts": "months", "months": "6"}, "months"),
            ({"lasts": "further_order"}, "order_found"),
            ({"lasts": "further_order", "order_found": "no"}, "order_found"),
            ({"lasts": "event"}, "event"),
        ],
    )
    def test_how_long_the_order_lasts(self, order, court, frozen, typed, field):
        frozen.move_to(order.made_at + timedelta(hours=1))
        here = f"/orders/{order.ref}/vary"
        final = state(court, here) | FINAL | {"conflicts": "on", "reasons": REASONS} | typed
        answer = court.post(here, final)
        assert answer.status_code == 422 and list(errors_of(answer)) == [field]
        assert f'href="#id_{field}' in answer.content.decode() and f'id="id_{field}' in answer.content.decode()

    def test_the_time_and_the_clause(self, order, court):
        here = f"/orders/{order.ref}/vary"
        answers = {"version": "0", "fails": "no", "no_longer": "no"}
        assert court.post(f"{here}/remove/2", answers).status_code == 302
        final = state(court, here) | FINAL | {"conflicts": "on", "reasons": REASONS}
        wrong = court.post(here, final)
        clause = re.search(r'id="clause-2".*?hv-req__end', wrong.content.decode(), re.S)[0]
        assert wrong.status_code == 422 and "govuk-error-message" in clause and "s.44(11)" in clause
        answers = {"version": state(court, here)["version"], "fails": "yes"}
        assert court.post(f"{here}/remove/2", answers).status_code == 302
        early = order.made_at - DAY
        day = {"decided_at-day": str(early.day), "decided_at-month": str(early.month)}
        final = state(court, here) | FINAL | {"conflicts": "on", "reasons": REASONS} | day
        wrong = court.post(here, final | {"decided_at-year": str(early.year), "decided_at-time": "10:00"})
        assert wrong.status_code == 422 and list(errors_of(wrong)) == ["decided_at"]


class TestPresses:
    @pytest.mark.parametrize(
        "do",
        [
            "change-extend:\N{SUPERSCRIPT TWO}", "change-a/b:1", "change-:1", "change-extend:99", "change-extend:-1",
            "change-extend:" + "9" * 5000, "change-swap:1", "change-extend", "drop:nothing", ":", "", "wings",
            "change-extend:\N{ARABIC-INDIC DIGIT ONE}",
        ],
    )  # fmt: skip
    def test_what_no_button_says_leads_back(self, order, court, do):
        here = f"/orders/{order.ref}/vary"
        answer = court.post(here, state(court, here) | {"do": do})
        assert answer.status_code == 302 and answer.url == here

    def test_nobody_overwrites_what_they_have_not_seen(self, house, order, court):
        here = f"/orders/{order.ref}/vary"
        other = signed_in(house.moss)
        mine, theirs = state(court, here), state(other, here)
        assert other.post(here, theirs | {"do": "save", "reasons": "Theirs, of ten minutes."}).status_code == 302
        for _press in range(2):
            stale = court.post(here, mine | {"do": "save", "reasons": "Mine, not seen by them."})
            assert stale.status_code == 409 and "Mine, not seen by them." in text(stale)
            assert "changed these answers" in text(stale) and "load the page again" in text(stale)
            page = stale.content.decode()
            mine = {n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', page)[1] for n in mine}
        assert "Theirs, of ten minutes." in text(court.get(here))

    def test_answers_too_long_to_keep_are_said(self, order, court, monkeypatch):
        monkeypatch.setattr("haven.courts.operations.keep_draft.MOST_BYTES", 10)
        here = f"/orders/{order.ref}/vary"
        answer = court.post(here, state(court, here) | {"do": "save", "reasons": REASONS})
        assert answer.status_code == 422 and "too long to be kept" in text(answer) and REASONS in text(answer)


def test_a_tag_is_made_lighter_without_the_gates_of_imposing_it(house):
    order = made_order(house, AT, no_contact(), stay_away(), tag((1, 2)))
    with time_machine.travel(order.made_at + DAY, tick=False):
        court = signed_in(house.moss)
        page = court.get(f"/orders/{order.ref}/vary/lighten/3")
        assert 'name="consents"' not in page.content.decode()
