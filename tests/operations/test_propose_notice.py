"""An officer asks for a notice: what is written, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from haven.cases.models import Case, CaseEvent, Deadline
from haven.notices.models import NoticeProposal
from haven.notices.operations.propose_notice import (
    ConnectionFacts,
    ConsiderationFacts,
    DetentionFacts,
    OccupantFacts,
    TermFacts,
    propose_notice,
)
from haven.parties.models import SealedPlace
from haven.parties.operations.record_person import SealedPlaceFacts
from haven.sealed.ciphers import decipher
from haven_law.findings import LawyerMustDecide, Refused
from tests.operations.notice_requests import CONSIDERED, PROTECTED, SUBJECT, request_for


def refusal(house, now, **changes):
    with pytest.raises(Refused) as refused:
        propose_notice(request_for(**changes), by=house.ali, at=now)
    assert not Case.objects.exists() and not NoticeProposal.objects.exists()
    return refused.value


def test_a_request_stands_whole(house, now):
    proposal = propose_notice(request_for(), by=house.ali, at=now)
    assert proposal.ref.startswith("DN-") and proposal.case.ref.startswith("DC-")
    assert proposal.terms == [
        {"term": "not_abuse"},
        {"term": "no_contact"},
        {"term": "distance_from_home", "distance_m": 100},
    ]
    assert decipher(proposal.case.ref, proposal.account_enc).startswith("Threw a chair")
    assert b"chair" not in bytes(proposal.account_enc)
    assert proposal.considerations.count() == 4
    clock = Deadline.objects.get(about_ref=proposal.ref)
    assert clock.kind == "decide_notice" and clock.act_by == now + timedelta(minutes=30)
    assert clock.owner_team.kind == "inspectors" and list(clock.rungs.values_list("rung", flat=True)) == ["due"]
    event = CaseEvent.objects.get(kind="notice.proposed")
    assert event.about_ref == proposal.ref and all(f["met"] for f in event.findings)
    assert "chair" not in str(event.facts) and "Rowan" not in str(event.facts)
    assert proposal.case.flags.get().code == "no_contact_plan"


@pytest.mark.parametrize(
    ("changes", "provision"),
    [
        ({"subject": replace(SUBJECT, born=date(2008, 11, 7))}, "DAA 2021 s.22(6)"),
        ({"protected": replace(PROTECTED, born=date(2010, 11, 7))}, "DAA 2021 s.22(2)"),
        ({"subject": replace(SUBJECT, born=date(2010, 1, 1), born_precision="apparent")}, "DAA 2021 s.22(6)"),
        ({"connections": (ConnectionFacts("flatmate"),)}, "DAA 2021 s.2(1)"),
        ({"connections": ()}, "DAA 2021 s.2(1)"),
        ({"area": "Camden"}, "DAA 2021 s.90"),
        ({"terms": (TermFacts("leave_premises"),)}, "DAA 2021 s.23(2)(c)"),
        ({"terms": (TermFacts("curfew"),)}, "DAA 2021 s.23"),
        ({"terms": (TermFacts("distance_from_home"),)}, "DAA 2021 s.23(1)(b)"),
        ({"terms": (TermFacts("distance_from_home", 5001),)}, "DAA 2021 s.23(1)(b)"),
        ({"behaviours": ()}, "DAA 2021 s.1(3)"),
        ({"account": "  "}, "DAA 2021 s.22(3)"),
        ({"necessity": ""}, "DAA 2021 s.22(4)"),
        ({"grounds": ""}, "DAA 2021 s.25(2)(a)"),
        (
            {"considerations": {**CONSIDERED, "child_welfare": ConsiderationFacts("not_applicable")}},
            "DAA 2021 s.24(1)(a)",
        ),
        ({"considerations": {k: v for k, v in CONSIDERED.items() if k != "protected_opinion"}}, "DAA 2021 s.24(1)(b)"),
        (
            {"considerations": {**CONSIDERED, "subject_representations": ConsiderationFacts("could_not")}},
            "DAA 2021 s.24(3)",
        ),
        ({"occupants": (OccupantFacts("Jo Ashdown", "sister"),)}, "DAA 2021 s.24(1)(d)"),
    ],
)
def test_what_the_act_refuses(house, now, changes, provision):
    assert provision in [f.provision for f in refusal(house, now, **changes).findings]


def test_on_the_eighteenth_birthday_it_may_be_asked(house, now):
    subject = replace(SUBJECT, born=date(2008, 11, 6))
    assert propose_notice(request_for(subject=subject), by=house.ali, at=now).pk


def test_unknown_birth_date_is_left_to_the_inspector(house, now):
    subject = replace(SUBJECT, born=None)
    propose_notice(request_for(subject=subject), by=house.ali, at=now)
    findings = CaseEvent.objects.get(kind="notice.proposed").findings
    assert any(f["for_you"] and f["provision"] == "DAA 2021 s.22(6)" for f in findings)


def test_abuse_before_sixteen_goes_on_to_a_lawyer(house, now):
    propose_notice(request_for(abuse_when_protected_aged=15), by=house.ali, at=now)
    assert CaseEvent.objects.get(kind="notice.proposed").facts["lawyer"] is True


def test_uncertain_area_needs_a_lawyer(house):
    from datetime import datetime

    at = datetime.fromisoformat("2025-03-07T09:00:00+00:00")
    with pytest.raises(LawyerMustDecide):
        propose_notice(request_for(area="Hartlepool"), by=house.ali, at=at)


@pytest.mark.parametrize("code", ["halloran", "moss", "lowry", "castell"])
def test_only_those_who_may(house, now, code):
    with pytest.raises(Refused) as refused:
        propose_notice(request_for(), by=house.users[code], at=now)
    assert "access" in refused.value.findings[0].provision


def test_release_comes_from_the_detention(house, now):
    release = now + timedelta(hours=5)
    held = DetentionFacts("custody", "Croydon custody", from_at=now - timedelta(hours=2), expected_release_at=release)
    assert propose_notice(request_for(detentions=(held,)), by=house.ali, at=now).release_at == release


def test_one_request_at_a_time(house, now):
    first = propose_notice(request_for(), by=house.ali, at=now)
    with pytest.raises(Refused, match=first.ref):
        propose_notice(request_for(case=first.case, children=()), by=house.wren, at=now)


def test_sealed_place_never_in_the_grounds(house, now):
    place = SealedPlaceFacts("9 Larkspur Walk", "ZZ9 9ZZ")
    protected = replace(PROTECTED, sealed_places=(place,))
    said = refusal(house, now, protected=protected, grounds="You went to 9 larkspur  walk and shouted.")
    assert "Larkspur" not in str(said) and "subject may not know" in str(said)
    proposal = propose_notice(request_for(protected=protected), by=house.ali, at=now)
    row = SealedPlace.objects.get()
    assert row.person == proposal.case.protected and not proposal.case.protected.addresses.exists()
