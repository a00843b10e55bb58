"""Who applies where, and notice of the hearing."""

import pytest

from haven_law.applications import (
    APPLICANTS,
    COURTS,
    PROCEEDINGS,
    hearing_notice,
    may_apply,
    may_apply_after_notice,
    route,
    subject_notice_code,
)
from haven_law.citation import daa, is_citation
from haven_law.orders import SUBJECT_NOTICE


def test_after_a_notice_the_chief_officer_must_apply() -> None:
    found = route("chief_officer", after_notice=True)
    assert (found.court, found.mandatory, found.form) == ("magistrates_court", True, ("complaint",))
    assert not route("chief_officer").mandatory


def test_only_the_force_that_gave_the_notice() -> None:
    assert may_apply_after_notice("btp", "btp").lawful is True
    assert may_apply_after_notice("met", "btp").lawful is False


@pytest.mark.parametrize("applicant", APPLICANTS)
@pytest.mark.parametrize("proceedings", [None, *PROCEEDINGS])
@pytest.mark.parametrize("both", [True, False, None])
def test_every_route_has_a_court_and_a_provision(applicant: str, proceedings: str | None, both: bool | None) -> None:
    found = route(applicant, False, proceedings, both)
    assert found.court in COURTS
    assert found.citations
    assert all(is_citation(citation) for citation in found.citations)
    assert found.leave_needed is (applicant == "other_person")
    assert (found.form == ()) == (applicant == "court_own_motion")


def test_no_order_on_her_application_in_the_magistrates_court() -> None:
    assert may_apply("protected_person", "family_court").lawful is True
    assert may_apply("protected_person", "magistrates_court").lawful is False
    assert may_apply("chief_officer", "family_court").lawful is False
    assert may_apply("chief_officer", "magistrates_court", after_notice=True).lawful is True


@pytest.mark.parametrize("proceedings", ["family", "county"])
def test_of_its_own_motion_only_where_both_are_shown_to_be_parties(proceedings: str) -> None:
    courts = [route("court_own_motion", False, proceedings, both).court for both in (True, False, None)]
    assert courts == [f"{proceedings}_court", "none", "none"]


def test_unknown_codes() -> None:
    with pytest.raises(ValueError, match="not an applicant"):
        route("neighbour")
    with pytest.raises(ValueError, match="kind of proceedings"):
        route("protected_person", proceedings="tribunal")
    with pytest.raises(ValueError, match="not a court"):
        may_apply("protected_person", "supreme_court")


@pytest.mark.parametrize(
    ("facts", "lawful", "provision", "code"),
    [
        ({"given": True}, True, daa("29(4)"), "given"),
        ({"present": True}, True, daa("29(4)"), "none_needed_present"),
        ({"left_at_given_address": True, "address_given": True}, True, daa("29(5)"), "left_s29_5"),
        ({"left_at_given_address": True, "address_given": None}, False, daa("29(4)"), "left_s29_5"),
        ({"address_given": False, "reasonable_efforts": True}, True, daa("29(6)"), "efforts_s29_6"),
        ({"address_given": False, "reasonable_efforts": False}, False, daa("29(6)"), "without_notice"),
        ({"address_given": True, "reasonable_efforts": True}, False, daa("29(4)"), "efforts_s29_6"),
        ({}, False, daa("29(4)"), "without_notice"),
    ],
)
def test_notice_of_the_hearing(facts: dict[str, bool], lawful: bool, provision: str, code: str) -> None:
    decision = hearing_notice(**facts)  # type: ignore[arg-type]
    assert (decision.lawful, decision.findings[0].provision) == (lawful, provision)
    named = subject_notice_code(
        given=facts.get("given", False),
        left_at_given_address=facts.get("left_at_given_address", False),
        efforts=bool(facts.get("reasonable_efforts")),
        present=facts.get("present", False),
    )
    assert named == code
    assert code in SUBJECT_NOTICE


def test_efforts_are_for_the_court_to_judge() -> None:
    decision = hearing_notice(address_given=False)
    assert [f.provision for f in decision.for_you] == [daa("29(6)")]
