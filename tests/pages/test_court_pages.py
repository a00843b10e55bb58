"""Applications, hearings and orders as pages: what each says, who may, bad input, presses sent twice."""

import html
import re
from datetime import datetime, timedelta

import pytest
import time_machine

from haven.courts.models import Application, Hearing, Sitting
from haven.courts.operations.hear import AdjournHearing, BeginHearing, adjourn_hearing, begin_hearing
from haven.courts.operations.list_hearing import Slot, VacateHearing, vacate_hearing
from haven.courts.requirements import Lasts
from haven.notices.models import Notice
from haven.orders.models import Order
from haven_law.terms import VOCABULARY
from tests.operations.court_helpers import (
    GROUNDS,
    REASONS,
    begun_hearing,
    decided,
    listed_hearing,
    made_order,
    no_contact,
    programme,
    sent_application,
    served_notice,
    stay_away,
    tag,
)
from tests.pages.acting import command, moment, signed_in, text

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
NOW = AT + timedelta(hours=2)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def unit(house, frozen):
    return signed_in(house.okoro)


@pytest.fixture
def court(house, frozen):
    return signed_in(house.moss)


def beside(answer, name):
    """The message beside a field."""
    said = re.search(rf'id="id_{name}-error"[^>]*>\s*<span[^>]*>[^<]*</span>\s*([^<]*)', answer.content.decode())
    return html.unescape(said[1]).strip() if said else ""


class TestApplication:
    def test_from_the_notice_to_the_court(self, house, unit):
        notice = served_notice(house, AT)
        page = unit.get(f"/notices/{notice.ref}/application")
        assert "Croydon Magistrates' Court" in text(page)
        court = str(
            notice.applications.model._meta.get_field("court").related_model.objects.get(name__startswith="Croydon").pk
        )
        answer = unit.post(f"/notices/{notice.ref}/application", {"court": court, **command()})
        application = Application.objects.get()
        assert answer.url == f"/applications/{application.ref}"
        assert unit.get(f"/notices/{notice.ref}/application").url == answer.url
        page = unit.get(answer.url)
        said = text(page)
        assert "From clause 3 of the notice" in said and "100 metres" in said and "Being prepared" in said
        sent = unit.post(
            answer.url, {"do": "send", "grounds": GROUNDS, "duration": "Six months.", "version": "0", **command()}
        )
        assert sent.status_code == 302
        said = text(unit.get(answer.url))
        assert "Sent, not listed" in said and "The application (PDF)" in said
        assert unit.post(answer.url, {"do": "send", "grounds": GROUNDS, **command()}).status_code == 302

    def test_requirements_are_added_changed_and_removed(self, house, unit):
        notice = served_notice(house, AT)
        unit.post(f"/notices/{notice.ref}/application", {"court": "1", **command()})
        court = Application._meta.get_field("court").related_model.objects.get(name__startswith="Croydon").pk
        unit.post(f"/notices/{notice.ref}/application", {"court": str(court), **command()})
        ref = Application.objects.get().ref
        here = f"/applications/{ref}"
        assert unit.post(f"{here}/requirements/add", {}).status_code == 422
        assert unit.post(f"{here}/requirements/add", {"term": "programme"}).url.endswith("/add/programme")
        wrong = unit.post(f"{here}/requirements/add/programme", {"p_programme": "", "p_provider": "x" * 501})
        assert wrong.status_code == 422 and "500 characters" in text(wrong)
        ok = {"p_programme": "Steps", "p_provider": "Steps Croydon", "p_sessions": "26", "supervisor": "Terry Marsh"}
        assert unit.post(f"{here}/requirements/add/programme", ok).status_code == 302
        assert "Supervised by Terry Marsh" in text(unit.get(here))
        assert unit.post(f"{here}/requirements/3", {"p_distance_m": "250"}).status_code == 302
        assert "250 metres" in text(unit.get(here))
        assert unit.post(f"{here}/requirements/1/remove", {"label": "Not be abusive"}).status_code == 302
        rows = Application.objects.get().proposed.values_list("position", "term", "from_notice_clause")
        assert list(rows) == [(1, "no_contact", 2), (2, "distance_from_home", 3), (3, "programme", None)]
        assert unit.post(f"{here}/requirements/1/remove", {"label": "Curfew"}).status_code == 409
        for address in ("/requirements/99", "/requirements/add/wings"):
            assert unit.get(here + address).status_code == 404
        assert unit.post(f"{here}/requirements/99/remove").status_code == 404

    @pytest.mark.provision("35(6)")
    def test_a_tag_goes_on_checking_what_it_checked(self, house, unit):
        """A requirement before it is removed: the numbers close up, and those on the paper with them."""
        notice = served_notice(house, AT)
        from haven.courts.operations.prepare_application import PrepareApplication, prepare_application

        asked = (no_contact(), stay_away(), programme(), tag((1, 3)))
        command_ = PrepareApplication(notice.ref, requirements=asked)
        here = f"/applications/{prepare_application(command_, by=house.okoro, at=NOW).ref}"
        labels = {row.position: VOCABULARY[row.term].label for row in Application.objects.get().proposed.all()}
        assert unit.post(f"{here}/requirements/2/remove", {"label": labels[2]}).status_code == 302
        rows = {
            row.position: (row.term, row.params.get("monitors")) for row in Application.objects.get().proposed.all()
        }
        assert rows[2][0] == "programme" and rows[3] == ("electronic_monitoring", [1, 2])
        assert unit.post(f"{here}/requirements/1/remove", {"label": labels[1]}).status_code == 302
        last = unit.post(f"{here}/requirements/1/remove", {"label": labels[3]})
        assert last.status_code == 409 and labels[4] in text(last)
        assert Application.objects.get().proposed.count() == 2

    def test_grounds_are_kept_and_nobody_overwrites_them(self, house, unit):
        notice = served_notice(house, AT)
        from haven.courts.operations.prepare_application import PrepareApplication, prepare_application

        ref = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=NOW).ref
        here = f"/applications/{ref}"
        typed = {"grounds": "Half a sentence", "duration": "Six months."}
        assert unit.post(here, {"do": "save", "version": "0", **typed, **command()}).status_code == 302
        assert "Half a sentence" in text(unit.get(here))
        other = signed_in(house.nair)
        late = other.post(here, {"do": "save", "version": "0", "grounds": "Mine", "duration": "x", **command()})
        assert late.status_code == 422
        assert "Obi Okoro" in text(late) and "changed these answers" in text(late) and "Mine" in text(late)
        assert "Half a sentence" in text(unit.get(here))

    def test_bad_grounds(self, house, unit):
        notice = served_notice(house, AT)
        from haven.courts.operations.prepare_application import PrepareApplication, prepare_application

        ref = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=NOW).ref
        for grounds, words in (
            ("", "Enter the grounds"),
            ("x" * 5001, "5,000 characters"),
            ("a\x00b", "cannot be printed"),
        ):
            answer = unit.post(
                f"/applications/{ref}", {"do": "send", "version": "0", "grounds": grounds, "duration": "x", **command()}
            )
            assert answer.status_code == 422 and words in text(answer)
            Application.objects.get().case  # noqa: B018
            from haven.cases.models import Draft

            Draft.objects.all().delete()
        assert Application.objects.get().made_at is None

    def test_list_and_confirm_when_late(self, house, unit):
        application = sent_application(house, AT)
        here = f"/applications/{application.ref}/list"
        page = unit.get(here)
        assert "Papers by" in text(page) and "Must begin by" in text(page)
        assert unit.post(here, command()).status_code == 422
        typed = {
            "sitting": "other",
            "court": str(application.court.pk),
            "room": "Court 9",
            **moment("listed_for", AT + 9 * DAY),
        }
        late = unit.post(here, typed | command())
        assert late.status_code == 422 and "after the notice must be heard" in text(late)
        assert "There is no earlier sitting" in text(late)
        once = typed | command() | {"late": "yes"}
        done = unit.post(here, once)
        assert done.url == unit.post(here, once).url
        assert Hearing.objects.get().room == "Court 9"
        missing = unit.post(here, {"sitting": "other", **command()})
        assert "Choose the court" in text(missing) and "Enter the time it will begin" in text(missing)

    def test_withdraw_needs_two(self, house, unit):
        application = sent_application(house, AT)
        here = f"/applications/{application.ref}/withdraw"
        assert unit.post(here, {"because": "charged", "reasons": "short", **command()}).status_code == 422
        asked = {"because": "charged", "reasons": "A charge was laid this morning, see the file.", **command()}
        assert unit.post(here, asked).status_code == 302
        assert "You asked for this. Another person must decide." in text(unit.get(here))
        refused = unit.post(here, {"decision": "yes", **command()})
        assert refused.status_code == 422 and "Another person must decide" in text(refused)
        inspector = signed_in(house.halloran)
        assert "A charge was laid this morning" in text(inspector.get(here))
        assert inspector.post(here, {"decision": "yes", **command()}).status_code == 302
        assert Notice.objects.get().ended_because == "application_withdrawn"

    def test_who_may(self, house, frozen):
        application = sent_application(house, AT)
        here = f"/applications/{application.ref}"
        assert signed_in(house.quill).get(here).status_code == 404
        assert signed_in(house.castell).get(here).status_code == 404
        assert signed_in(house.ali).get(here).status_code == 200
        assert signed_in(house.ali).get(f"{here}/list").status_code == 403
        assert signed_in(house.moss).get(here).status_code == 200
        assert signed_in(house.okoro).get("/applications/DA-2222-2222").status_code == 404


class TestHearings:
    def test_an_empty_day_says_what_comes_next(self, house, court):
        assert "When an application is listed, it is shown here" in text(court.get("/hearings"))
        hearing = listed_hearing(
            house,
            sent_application(
                house,
                AT + DAY * 0,
            ),
        )
        frozen_day = (hearing.listed_for + 3 * DAY).date()
        assert "No hearings on this day" in text(court.get(f"/hearings?day={frozen_day}"))
        said = text(court.get(f"/hearings?day={hearing.listed_for.date()}"))
        assert hearing.application.ref in said
        for wrong in ("x", "2026-02-31", "99999-01-01", "1800-01-01"):
            assert court.get("/hearings", {"day": wrong}).status_code == 400
        for edge in ("1901-01-01", "2099-12-31"):
            assert court.get("/hearings", {"day": edge}).status_code == 200

    def test_of_the_own_court_and_force_only(self, house, frozen):
        listed_hearing(house, sent_application(house, AT))
        day = Hearing.objects.get().listed_for.date()
        assert signed_in(house.quill).get(f"/hearings?day={day}").status_code == 403
        assert "DA-" in text(signed_in(house.okoro).get(f"/hearings?day={day}"))

    def test_queries_do_not_grow(self, house, court, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def count(day):
            with CaptureQueriesContext(connection) as seen:
                assert court.get(f"/hearings?day={day}").status_code == 200
            return len(seen)

        hearing = listed_hearing(house, sent_application(house, AT))
        court.get("/hearings")
        day = hearing.listed_for.date()
        one = count(day)
        for _ in range(3):
            listed_hearing(house, sent_application(house, AT))
        assert count(day) == one

    def test_notice_and_begin(self, house, court, unit, frozen):
        hearing = listed_hearing(house, sent_application(house, AT))
        here = f"/hearings/{hearing.public_id}"
        assert "The notice of hearing (PDF)" in text(unit.get(here))
        officer = signed_in(house.ali)
        page = officer.get(f"{here}/notice")
        assert "Left at the address" in text(page) and "reasonable efforts were made" not in text(page)
        wrong = officer.post(f"{here}/notice", {"rule": "efforts_s29_6", **moment("given_at", NOW), **command()})
        assert wrong.status_code == 422
        frozen.move_to(hearing.listed_for + 5 * MINUTE)
        future = moment("begun_at", hearing.listed_for + HOUR)
        assert court.post(f"{here}/begin", future | command()).status_code == 422
        done = court.post(f"{here}/begin", moment("begun_at", hearing.listed_for) | command())
        assert done.url == f"{here}/outcome"
        assert unit.get(f"{here}/outcome").status_code == 403
        assert court.get(f"{here}/begin").status_code == 200
        again = court.post(f"{here}/begin", moment("begun_at", hearing.listed_for) | command())
        assert again.status_code == 422 and "is begun" in text(again)

    def test_vacate(self, house, unit):
        hearing = listed_hearing(house, sent_application(house, AT))
        here = f"/hearings/{hearing.public_id}/vacate"
        assert unit.post(here, {"why": "no", **command()}).status_code == 422
        assert unit.post(here, {"why": "The court room is flooded.", **command()}).status_code == 302
        assert "Vacated" in text(unit.get(f"/hearings/{hearing.public_id}"))
        said = text(unit.get("/hearings"))
        assert "Not listed" in said and hearing.application.ref in said and "Sent, not listed" in said

    def test_after_an_adjournment_it_is_in_the_list_of_what_has_no_hearing(self, house, frozen):
        hearing = begun_hearing(house, AT)
        at = hearing.begun_at + HOUR
        later = Sitting.objects.filter(court=hearing.court, starts_at__gt=at + 7 * DAY).order_by("starts_at").first()
        command_ = AdjournHearing(decided(hearing), "assessment", Slot(later))
        following = adjourn_hearing(command_, by=house.moss, at=at).next_hearing
        vacate_hearing(VacateHearing(following.public_id, "The court room is flooded."), by=house.okoro, at=at)
        frozen.move_to(at + HOUR)
        assert "Awaiting assessment, and its hearing was vacated" in text(signed_in(house.okoro).get("/hearings"))


class TestOrderPage:
    @pytest.fixture
    def order(self, house, frozen):
        order = made_order(house, AT, no_contact(), stay_away(), programme(), lasts=Lasts("months", months=6))
        frozen.move_to(order.made_at + HOUR)
        return order

    def test_it_says_where_it_stands(self, house, order, unit, frozen):
        frozen.move_to(order.made_at + HOUR)
        said = text(unit.get(f"/orders/{order.ref}"))
        assert "In force, not served" in said and "Breaking it is a crime" in said and order.verify_code in said
        assert "Responsible: Terry Marsh, Steps Croydon" in said and "What changed" not in said
        assert signed_in(house.quill).get(f"/orders/{order.ref}").status_code == 404

    def test_serve(self, house, order, frozen):
        frozen.move_to(order.made_at + HOUR)
        here = f"/orders/{order.ref}/serve"
        officer = signed_in(house.ali)
        assert "A constable or police employee" in text(officer.get(here))
        typed = {"result": "handed", "capacity": "constable", "place_kind": "home", "identity": ["name"]}
        typed |= moment("served_at", order.made_at + 30 * MINUTE)
        wrong = officer.post(here, typed | command())
        assert wrong.status_code == 422 and beside(wrong, "identity").startswith("Choose at least two facts")
        early = officer.post(here, typed | moment("served_at", order.made_at - MINUTE) | command())
        assert "after the order was made" in beside(early, "served_at")
        typed["identity"] = ["name", "born"]
        left = officer.post(here, typed | {"result": "left_at_given_address"} | command())
        assert "unless the court directs otherwise" in text(left)
        assert officer.post(here, typed | command()).status_code == 302
        assert "Served" in text(officer.get(f"/orders/{order.ref}"))
        other = made_order(house, AT)
        frozen.move_to(other.made_at + HOUR)
        foreign = signed_in(house.quill)
        assert foreign.get(f"/orders/{other.ref}/serve").status_code == 200
        assert foreign.post(f"/orders/{other.ref}/serve", typed | command()).url == "/"

    def test_the_court_serves_in_court(self, order, court, frozen):
        frozen.move_to(order.made_at + HOUR)
        typed = {
            "result": "handed",
            "capacity": "court",
            "place_kind": "court",
            **moment("served_at", order.made_at + MINUTE),
        }
        assert court.post(f"/orders/{order.ref}/serve", typed | command()).status_code == 302

    def test_small_acts(self, house, order, unit, court, frozen):
        frozen.move_to(order.made_at + HOUR)
        when = order.made_at + 30 * MINUTE
        here = f"/orders/{order.ref}"
        assert (
            unit.post(f"{here}/notification", {"station": "", **moment("given_at", when), **command()}).status_code
            == 422
        )
        told = {"in_area": "yes", "station": "Croydon", "names": "Jordan Ashdown", "home": "none", "changed": "no"}
        taken = {"fingerprints": "not_asked", "photograph": "not_asked", "taken_as": "authorised"}
        given = unit.post(f"{here}/notification", told | taken | moment("given_at", when) | command())
        assert given.status_code == 302, text(given)
        known = {"how": "admitted", "proof": "Said so in interview, tape 2", **moment("aware_at", when)}
        assert unit.post(f"{here}/awareness", known | command()).status_code == 302
        assert unit.post(f"{here}/review", {"still_needed": "yes", **command()}).status_code == 302
        assert "does not end by an event" in text(
            unit.post(f"{here}/event", {"proof": "Seen at the airport", **moment("happened_at", when), **command()})
        )
        assert unit.get(f"{here}/discharge").status_code == 403
        typed = {"no_longer_necessary": "no", "asked_by_protected": "no", "police_heard": "yes", "reasons": REASONS}
        wrong = court.post(f"{here}/discharge", typed | moment("decided_at", when) | command())
        assert wrong.status_code == 422 and "no longer necessary" in text(wrong)
        typed["no_longer_necessary"] = "yes"
        assert court.post(f"{here}/discharge", typed | moment("decided_at", when) | command()).status_code == 302
        said = text(court.get(here))
        assert "Discharged" in said and "No power of arrest from this order now." in said

    def test_correct_a_slip(self, order, court, frozen):
        frozen.move_to(order.made_at + HOUR)
        here = f"/orders/{order.ref}/clauses/2/correct"
        assert court.get(here).status_code == 200
        wrong = court.post(here, {"p_distance_m": "9999", "why": REASONS, **moment("corrected_at", NOW), **command()})
        assert wrong.status_code == 422
        when = moment("corrected_at", order.made_at + 30 * MINUTE)
        assert court.post(here, {"p_distance_m": "150", "why": REASONS, **when, **command()}).status_code == 302
        said = text(court.get(f"/orders/{order.ref}"))
        assert "Corrected" in said and "150 metres" in said and "100 metres" in said
        assert court.get(f"/orders/{order.ref}/clauses/9/correct").status_code == 404

    def test_vary_clause_by_clause(self, house, order, frozen):
        frozen.move_to(order.made_at + DAY)
        court = signed_in(house.moss)
        here = f"/orders/{order.ref}/vary"

        def state():
            page = court.get(here).content.decode()
            import re

            return {
                n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', page)[1] for n in ("version", "page", "command_id")
            }

        empty = court.post(here, state() | {"do": "issue"})
        assert empty.status_code == 422 and "Say what the court changed" in text(empty)
        going = court.post(here, state() | {"do": "change-lighten:2"})
        assert going.url == f"{here}/lighten/2"
        version = state()["version"]
        unjudged = court.post(going.url, {"version": version, "p_distance_m": "50"})
        assert unjudged.status_code == 422
        answers = {"version": version, "p_distance_m": "50", "lasts": "order", "no_longer": "yes"}
        assert court.post(going.url, answers).status_code == 302
        stale = court.post(f"{here}/remove/3", {"version": version, "fails": "yes"})
        assert stale.status_code == 422 and "changed these answers" in text(stale)
        assert court.post(f"{here}/remove/3", {"version": state()["version"], "fails": "yes"}).status_code == 302
        added = {"version": state()["version"], "necessary": "yes", "lasts": "order"}
        assert court.post(f"{here}/add/0/no_online_posting", added).status_code == 302
        final = state() | {
            "do": "issue", "lasts": "as_now", "presence": "person", "child_welfare": "na", "protected_opinion": "yes",
            "conflicts": "on", "reasons": REASONS,
        }  # fmt: skip
        done = court.post(here, final)
        assert done.status_code == 302, text(done)
        assert court.post(here, final).status_code in (302, 409)
        rows = Order.objects.get().versions.get(seq=2).requirements.values_list("clause", "change")
        assert list(rows) == [(1, "same"), (2, "lightened"), (4, "added")]
        said = text(court.get(f"/orders/{order.ref}"))
        assert "What changed" in said and "Lighter" in said and "Removed" in said
        for address in ("/lighten/99", "/wings/2", "/add/0/wings", "/replace/99/curfew"):
            assert court.get(here + address).status_code == 404

    def test_death_prison_removal(self, house, order, unit, frozen):
        frozen.move_to(order.made_at + HOUR)
        here = f"/cases/{order.case.ref}/subject-event"
        typed = {"kind": "imprisoned", "words": "HMP Larkspur", **moment("happened_at", order.made_at + MINUTE)}
        assert unit.post(here, typed | {"words": ""} | command()).status_code == 422
        assert unit.post(here, typed | command()).url == f"/orders/{order.ref}"
        assert "In force, not served" in text(unit.get(f"/orders/{order.ref}"))

    def test_an_event_in_a_case_without_an_order_leads_to_the_case(self, house, unit, frozen):
        case = served_notice(house, AT).case
        frozen.move_to(AT + 2 * HOUR)
        here = f"/cases/{case.ref}/subject-event"
        assert f'href="/cases/{case.ref}" class="govuk-back-link"' in unit.get(here).content.decode()
        typed = {"kind": "imprisoned", "words": "HMP Larkspur", **moment("happened_at", AT + HOUR)}
        assert unit.post(here, typed | command()).url == f"/cases/{case.ref}"


def test_a_begun_hearing_shows_in_the_list_until_decided(house, frozen):
    hearing = begun_hearing(house, AT)
    frozen.move_to(hearing.begun_at + DAY)
    said = text(signed_in(house.moss).get("/hearings"))
    assert "Earlier, without an outcome" in said and hearing.application.ref in said


def test_begin_hearing_is_not_the_units(house, frozen):
    hearing = listed_hearing(house, sent_application(house, AT))
    frozen.move_to(hearing.listed_for)
    unit = signed_in(house.okoro)
    assert unit.get(f"/hearings/{hearing.public_id}/begin").status_code == 403
    begin_hearing(BeginHearing(hearing.public_id, hearing.listed_for), by=house.moss, at=hearing.listed_for)
