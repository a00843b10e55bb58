"""Making an order: each gate refused and met, what follows from it, and what the paper says."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from haven.cases.advice import question_of
from haven.cases.deadlines import open_deadlines
from haven.cases.models import Deadline
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.papers import paper_bytes
from haven.courts.models import Application, HearingOutcome
from haven.courts.requirements import Lasts, RequirementFacts, ResponsibleFacts
from haven.lawdata.models import EMAvailability
from haven.notices.models import Notice
from haven.orders.gates import report
from haven.orders.models import Order, Requirement
from haven.orders.operations.make_order import MAKE_ORDER, make_order
from haven.orders.states import status
from haven.service.operations.record_hearing_address import AddressAnswer
from haven_law.clock import to_london
from haven_law.findings import LawyerMustDecide, Refused
from tests.operations.court_helpers import (
    JUDGED,
    begun_hearing,
    decided,
    made_order,
    no_contact,
    order_command,
    programme,
    stay_away,
    tag,
)
from tests.papers.reading import text_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hearing(house, now):
    return begun_hearing(house, now)


def issue(house, command):
    return make_order(command, by=house.moss, at=command.decided.decided_at)


class TestWhatFollows:
    def test_outcome_order_version_and_clauses(self, house, now):
        order = made_order(house, now)
        assert order.effective_at == order.made_at == order.outcome.decided_at
        assert order.outcome.result == "made" and order.outcome.notice_given_to_subject
        version = order.versions.get()
        assert (version.seq, version.cause, version.effective_at) == (1, "made", order.made_at)
        assert [(r.clause, r.term, r.change) for r in version.requirements.all()] == [
            (1, "no_contact", "made"),
            (2, "distance_from_home", "made"),
        ]
        assert order.case.events.filter(kind="order.made").count() == 1
        assert status(order, order.made_at) == "unserved"

    def test_the_notice_ends_and_its_clocks_stop(self, house, now):
        order = made_order(house, now)
        notice = Notice.objects.get(case=order.case)
        assert (notice.ended_at, notice.ended_because) == (order.made_at, "order_made")
        assert not open_deadlines(notice.ref).exists()
        application = Application.objects.get(case=order.case)
        assert application.determined_at == order.made_at

    def test_its_clocks_start(self, house, now):
        order = made_order(house, now, lasts=Lasts("months", months=12))
        clocks = {d.kind: d for d in Deadline.objects.filter(about_ref=order.ref, closed_at__isnull=True)}
        assert set(clocks) == {"serve_order", "order_ends", "order_review"}
        rungs = sorted(clocks["order_ends"].rungs.values_list("rung", "due_at"))
        assert rungs == sorted((f"d{n}", order.ends_at - timedelta(days=n)) for n in (60, 28, 7))

    def test_the_subject_at_court_knows_of_it(self, house, now):
        assert made_order(house, now).versions.get().awareness.get().how == "in_court"
        assert not made_order(house, now, presence="absent").versions.get().awareness.exists()

    def test_the_paper_of_a_second_order_under_the_first_says_so(self, house, now):
        first = made_order(house, now)
        subject = first.case.subject
        from tests.factories import a_person

        person = replace(a_person(), same_as=subject)
        second = made_order(house, now + timedelta(days=7), request={"subject": person})
        assert second.subject_id == subject.pk
        assert "already have to tell the police" in text_of(paper_bytes(second.versions.get().document))


class TestGates:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"abusive": None}, "Decide whether the subject has been abusive"),
            ({"abusive": False}, "not satisfied that the subject has been abusive"),
            ({"necessary": None}, "necessary and proportionate"),
            ({"necessary": False}, "does not find the order necessary"),
            ({"child_welfare": False}, "welfare of any person under 18"),
            ({"protected_opinion": False}, "opinion of the protected person"),
            ({"occupant_opinion": False}, "others who live there"),
            ({"conflicts_considered": None}, "Consider conflict"),
            ({"conflicts_considered": False}, "has not been considered"),
        ],
    )
    def test_what_the_court_must_judge(self, house, hearing, change, words):
        command = order_command(hearing, judged=replace(JUDGED, **change))
        with pytest.raises(Refused, match=words):
            issue(house, command)
        assert not Order.objects.exists() and not HearingOutcome.objects.exists()

    def test_nothing_asked_of_the_order(self, house, hearing):
        with pytest.raises(Refused, match="Add at least one requirement"):
            issue(house, replace(order_command(hearing), requirements=()))

    def test_absent_without_notice_of_the_hearing(self, house, hearing):
        hearing.notice_rule, hearing.notice_given_at = "", None
        hearing.save()
        with pytest.raises(Refused, match="has not been given"):
            issue(house, order_command(hearing, decided=decided(hearing, "absent")))
        issue(house, order_command(hearing, decided=decided(hearing, "absent", subject_notice="left_s29_5")))

    def test_efforts_leave_the_subject_without_notice_of_the_proceedings(self, house, now):
        hearing = begun_hearing(house, now, serving={"address": AddressAnswer("refused")})
        command = order_command(hearing, decided=decided(hearing, "absent", subject_notice="efforts_s29_6"))
        order = issue(house, command)
        assert order.versions.get().notice_given_to_subject is False

    def test_efforts_are_not_enough_where_an_address_was_given(self, house, hearing):
        command = order_command(hearing, decided=decided(hearing, "absent", subject_notice="efforts_s29_6"))
        with pytest.raises(Refused, match="efforts alone are not enough"):
            issue(house, command)

    def test_a_duty_needs_a_supervisor_and_evidence(self, house, hearing):
        bare = programme(responsible=None, suitability_evidence="")
        with pytest.raises(Refused, match="must name the person who supervises it") as refused:
            issue(house, order_command(hearing, bare))
        assert {f.provision for f in refused.value.findings} == {"DAA 2021 s.36(2)", "DAA 2021 s.36(3)"}
        row = issue(house, order_command(hearing, programme())).versions.get().requirements.get()
        assert row.is_duty and row.responsible.name == "Terry Marsh"

    @pytest.mark.parametrize(
        ("changes", "provision"),
        [
            ({"occupier_consents": False}, "s.37(3)"),
            ({"occupier_consents": None}, "s.37(3)"),
            ({"provision_can_be_made": False}, "s.37(4)(b)"),
            ({"monitor_fits": None}, "s.37(7)"),
            ({"params": {"monitors": [1], "monitoring_kind": "location", "monitor": ""}}, "s.37(6)"),
            ({"params": {"monitors": [9], "monitoring_kind": "location", "monitor": "Tag Provider"}}, "s.35(6)"),
            ({"params": {"monitors": [2], "monitoring_kind": "location", "monitor": "Tag Provider"}}, "s.35(6)"),
            ({"lasts": Lasts("months", months=13)}, "s.38(5)"),
            ({"lasts": Lasts("order")}, "s.38(5)"),
        ],
    )
    def test_each_gate_of_a_tag(self, house, hearing, changes, provision):
        command = order_command(hearing, no_contact(), tag(**changes))
        with pytest.raises(Refused) as refused:
            issue(house, command)
        assert f"DAA 2021 {provision}" in {f.provision for f in refused.value.findings}

    def test_a_tag_needs_the_subject_there_and_the_area_notified(self, house, hearing):
        for presence in ("absent", "video", "audio"):
            command = order_command(hearing, no_contact(), tag(), decided=decided(hearing, presence))
            with pytest.raises(Refused, match=r"absence of the subject"):
                issue(house, command)
        EMAvailability.objects.update(ended_on=date(2026, 1, 1))
        with pytest.raises(Refused, match="has not been notified"):
            issue(house, order_command(hearing, no_contact(), tag()))

    def test_all_gates_of_a_tag_met(self, house, hearing):
        order = issue(house, order_command(hearing, no_contact(), tag()))
        row = order.versions.get().requirements.get(clause=2)
        day = to_london(order.made_at).date()
        assert row.last_day == date(2027, 5, day.day - 1)
        clock = open_deadlines(f"{order.ref}#2", "em_ends").get()
        assert clock.act_by == row.ends_at

    def test_a_tag_as_long_as_an_order_with_a_last_day(self, house, hearing):
        command = order_command(hearing, no_contact(), tag(lasts=Lasts("order")), lasts=Lasts("months", months=12))
        order = issue(house, command)
        assert order.versions.get().requirements.get(clause=2).ends_at == order.ends_at

    def test_a_clause_beyond_the_order(self, house, hearing):
        command = order_command(hearing, stay_away(lasts=Lasts("months", months=7)), lasts=Lasts("months", months=6))
        with pytest.raises(Refused, match="lasts beyond the order"):
            issue(house, command)

    def test_home_terms_where_the_home_is_not_shared_are_for_a_lawyer(self, house, hearing):
        command = order_command(
            hearing, RequirementFacts("not_enter", {}), judged=replace(JUDGED, occupant_opinion=True)
        )
        with pytest.raises(LawyerMustDecide):
            issue(house, command)
        application = hearing.application
        decision = report(command, hearing).all
        question = question_of(MAKE_ORDER, decision)
        advice = RecordAdvice(
            application.case,
            ("application", application.ref),
            question,
            "Section 35(1) allows it",
            "The list of section 35 is only of examples.",
        )
        record_advice(advice, by=house.moss, at=hearing.begun_at + MINUTE)
        order = issue(house, command)
        assert any("Section 35(1) allows it" in f["because"] for f in order.outcome.gates)

    @pytest.mark.parametrize(
        ("requirement", "words"),
        [
            (RequirementFacts("wings", {}), "not a kind of requirement"),
            (RequirementFacts("distance_from_home", {"distance_m": 5001}), "from 1 to 5000"),
            (RequirementFacts("no_contact", {"exception": "a\x00b"}), "control characters"),
            (RequirementFacts("no_contact", {"exception": "x" * 501}), "500 characters"),
            (RequirementFacts("no_contact", {"nonsense": "1"}), "does not belong"),
            (
                RequirementFacts(
                    "distance_from_other_premises",
                    {"distance_m": 10, "place_kind": "school", "place_mode": "sealed", "place": "Hill Infants"},
                ),
                "must not be written here",
            ),
        ],
    )
    def test_bad_requirements(self, house, hearing, requirement, words):
        with pytest.raises(Refused, match=words):
            issue(house, order_command(hearing, requirement))

    def test_only_the_court(self, house, hearing):
        command = order_command(hearing)
        with pytest.raises(Refused, match="may not record outcome"):
            make_order(command, by=house.okoro, at=command.decided.decided_at)

    def test_a_second_outcome_is_refused(self, house, hearing):
        command = order_command(hearing)
        issue(house, command)
        with pytest.raises(Refused, match="already recorded for this hearing: made an order"):
            issue(house, command)
        assert Order.objects.count() == 1


class TestDurations:
    @pytest.mark.parametrize(
        ("lasts", "last_day", "kind"),
        [
            (Lasts("further_order"), None, "further_order"),
            (Lasts("date", last_day=date(2027, 3, 28)), date(2027, 3, 28), "period"),
            (Lasts("months", months=4), date(2027, 3, 5), "period"),
            (Lasts("months", months=12), date(2027, 11, 5), "period"),
            (Lasts("event", event="The divorce is final"), None, "event"),
        ],
    )
    def test_each_kind(self, house, hearing, lasts, last_day, kind):
        order = issue(house, order_command(hearing, lasts=lasts))
        assert (order.ends_kind, order.last_day) == (kind, last_day)
        if last_day:
            local = to_london(order.ends_at)
            assert local.date() == last_day + timedelta(days=1) and (local.hour, local.minute) == (0, 0)

    @pytest.mark.parametrize(
        ("lasts", "words"),
        [
            (Lasts("date", last_day=date(2026, 11, 5)), "before the day it is made"),
            (Lasts("date"), "Give the last day"),
            (Lasts("months", months=0), "from 1 to 120"),
            (Lasts("months", months=121), "from 1 to 120"),
            (Lasts("event", event=" "), "what event ends it"),
            (Lasts("order"), "Say how long"),
            (Lasts("always"), "Say how long"),
        ],
    )
    def test_bad_ones(self, house, hearing, lasts, words):
        with pytest.raises(Refused, match=words):
            issue(house, order_command(hearing, lasts=lasts))

    def test_a_clause_that_starts_later(self, house, hearing):
        later = stay_away(starts_on=date(2026, 12, 1), lasts=Lasts("months", months=3))
        row = issue(house, order_command(hearing, no_contact(), later)).versions.get().requirements.get(clause=2)
        assert (row.starts_on, row.last_day) == (date(2026, 12, 1), date(2027, 2, 28))
        assert row.starts_at == datetime.fromisoformat("2026-12-01T00:00:00+00:00")


class TestEffect:
    def test_it_waits_for_an_earlier_order(self, house, now):
        from tests.factories import a_person

        first = made_order(house, now)
        person = replace(a_person(), same_as=first.case.subject)
        second = made_order(house, now + timedelta(days=7), request={"subject": person}, after_order=first.ref)
        assert second.effective_at is None and second.effect_waits_for == first
        assert status(second, second.made_at) == "waiting"
        with pytest.raises(Refused, match="under another order"):
            made_order(house, now + timedelta(days=14), after_order=first.ref)


def letters(text: str) -> str:
    """Letters and digits alone: a name with a hyphen may break at the end of a line, and the text of a paper then lacks it."""
    return re.sub(r"[\W_]+", "", text)


class TestPaper:
    def test_clauses_by_number_in_both_wordings(self, house, hearing):
        order = issue(
            house, order_command(hearing, no_contact(), programme(), stay_away(150), lasts=Lasts("months", months=6))
        )
        text = text_of(paper_bytes(order.versions.get().document))
        assert order.ref in text and order.verify_code in text
        assert "150 metres" in text and "Supervised by Terry Marsh, Steps Croydon." in text
        for row in order.versions.get().requirements.all():
            assert letters(row.plain_en) in letters(text) and letters(row.legal_en) in letters(text)
        assert text.index("What you must not do") < text.index("What you must do")
        assert "Wednesday 5 May 2027" not in text and "5 May 2027" in text
        assert "You must tell the police every name you use" in text

    def test_no_place_of_the_protected_person(self, house, hearing):
        order = issue(house, order_command(hearing, stay_away()))
        row = order.versions.get().requirements.get()
        assert row.place_mode == "sealed" and "any premises where" in row.legal_en
        assert "not printed on this copy" in text_of(paper_bytes(order.versions.get().document))

    def test_a_sealed_place_in_a_clause_is_refused_whole(self, house, hearing):
        from haven.sealed.operations import Place, seal

        owner = f"person:{hearing.application.case.protected_id}"
        seal(
            owner_ref=owner, kind="refuge", value="9 Hawthorn Rest, CR0 9ZZ", place=Place("9 Hawthorn Rest", "CR0 9ZZ")
        )
        told = RequirementFacts("financial", {"prohibition": "sell anything kept at 9 hawthorn-rest"})
        with pytest.raises(Refused, match="may not know"):
            issue(house, order_command(hearing, told))
        assert not Order.objects.exists()
        assert Notice.objects.get(case=hearing.application.case).ended_at is None


class TestImmutable:
    def test_a_version_and_its_clauses_never_change(self, house, now):
        order = made_order(house, now)
        version = order.versions.get()
        for changes in ({"seq": 9}, {"notice_given_to_subject": False}, {"effective_at": now}):
            with pytest.raises(DatabaseError), transaction.atomic():
                order.versions.update(**changes)
        with pytest.raises(DatabaseError), transaction.atomic():
            Requirement.objects.filter(version=version).update(legal_en="changed")
        with pytest.raises(DatabaseError), transaction.atomic():
            Requirement.objects.filter(version=version).delete()


def test_responsible_people_are_kept_once(house, now):
    made_order(house, now, programme())
    made_order(house, now, programme())
    other = programme(responsible=ResponsibleFacts("Terry Marsh", "Another Trust"))
    made_order(house, now, other)
    people = {(r.responsible.pk, r.responsible.organisation) for r in Requirement.objects.all()}
    assert len(people) == 2
