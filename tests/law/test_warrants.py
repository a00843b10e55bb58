"""A judge's warrant and remand for breach of an order. DAA 2021 s.40 and Schedule 1."""

from datetime import date

import pytest

from haven_law.warrants import (
    APPEARANCE_TERMS,
    BAIL,
    CUSTODY,
    OTHER_COURTS,
    REMANDS,
    WARRANT_COURTS,
    arrest_without_warrant,
    bail_requirement_on_warrant,
    form_of_remand,
    further_remand_in_absence,
    hospital_report_on_warrant,
    may_ask_for_warrant,
    may_issue_warrant,
    may_remand_on_warrant,
    recognizance,
    recognizance_taken_later,
    remand_limit_on_warrant,
)
from tests.law.answers import only, said

ON = date(2026, 11, 4)


@pytest.mark.provision("40(2)", "40(3)", "40(4)")
def test_who_may_ask_for_a_warrant() -> None:
    assert said(may_ask_for_warrant("family_court", "protected_person")) == [("s.40(2)", True), ("s.40(4)(a)", True)]
    assert said(may_ask_for_warrant("county_court", "applicant")) == [("s.40(2)", True), ("s.40(4)(b)", True)]
    own_motion = may_ask_for_warrant("county_court", "applicant", order_made_on_application=False)
    assert said(own_motion)[1] == ("s.40(4)(b)", False)
    for leave, met in ((True, True), (False, False), (None, False)):
        assert said(may_ask_for_warrant("high_court", "other_person", leave=leave))[1] == ("s.40(4)(c)", met)
    assert all(may_ask_for_warrant(court, "protected_person").lawful for court in WARRANT_COURTS)
    for court in OTHER_COURTS:
        found = may_ask_for_warrant(court, "protected_person")
        assert said(found)[0] == ("s.40(2)", False)
        assert "section 24 of PACE" in found.because
    with pytest.raises(ValueError, match="'youth_court' is not a court"):
        may_ask_for_warrant("youth_court", "protected_person")
    with pytest.raises(ValueError, match="'subject' does not ask"):
        may_ask_for_warrant("family_court", "subject")


@pytest.mark.provision("40(5)", "40(8)")
def test_when_a_judge_may_issue_it() -> None:
    def issue(judge_of: str = "family_court", on_oath: bool = True, grounds: bool | None = True):  # type: ignore[no-untyped-def]
        return may_issue_warrant("family_court", judge_of=judge_of, on_oath=on_oath, reasonable_grounds=grounds)

    assert said(issue()) == [("s.40(2)", True), ("s.40(8)(b)", True), ("s.40(5)(a)", True), ("s.40(5)(b)", True)]
    assert said(issue(judge_of="high_court"))[1] == ("s.40(8)(b)", False)
    assert said(issue(on_oath=False))[2] == ("s.40(5)(a)", False)
    assert said(issue(grounds=False))[3] == ("s.40(5)(b)", False)
    assert len(issue(grounds=None).for_you) == 1
    for court, letter in (("high_court", "a"), ("county_court", "c")):
        found = may_issue_warrant(court, judge_of=court, on_oath=True, reasonable_grounds=True)
        assert said(found)[1] == (f"s.40(8)({letter})", True)
    crown = may_issue_warrant("crown_court", judge_of="crown_court", on_oath=True, reasonable_grounds=True)
    assert (crown.lawful, said(crown)[1][0]) == (False, "s.40(8)")


@pytest.mark.provision("40(6)")
def test_remand_after_a_warrant() -> None:
    assert only(may_remand_on_warrant(brought_on_warrant=True, disposed_of_at_once=False)) == ("s.40(6)", True, None)
    assert only(may_remand_on_warrant(brought_on_warrant=False, disposed_of_at_once=False)) == (
        "s.40(6)(a)",
        False,
        None,
    )
    assert only(may_remand_on_warrant(brought_on_warrant=True, disposed_of_at_once=True)) == ("s.40(6)(b)", False, None)


@pytest.mark.provision("40(9)")
def test_arrest_without_warrant_for_any_order() -> None:
    assert said(arrest_without_warrant(suspected=True, necessary=True)) == [
        ("PACE 1984 s.24(2)", True),
        ("PACE 1984 s.24(4)", True),
    ]
    assert arrest_without_warrant(suspected=False, necessary=True).lawful is False
    assert arrest_without_warrant(suspected=True, necessary=False).lawful is False
    assert len(arrest_without_warrant().for_you) == 2
    assert "DAA 2021 s.40(9)" in arrest_without_warrant().cited


@pytest.mark.provision("Sch.1 para.4", "Sch.1 para.5", "Sch.1 para.6")
@pytest.mark.parametrize(
    ("where", "facts", "next_by", "paragraph"),
    [
        (CUSTODY, {}, date(2026, 11, 13), "4(1)"),
        (BAIL, {}, date(2026, 11, 13), "4(1)"),
        (BAIL, {"both_consent": True}, None, "4(1)(b)"),
        (CUSTODY, {"both_consent": True}, date(2026, 11, 13), "4(1)"),
        (CUSTODY, {"constable_custody": True}, date(2026, 11, 8), "4(2)"),
        (CUSTODY, {"medical_report": True}, date(2026, 11, 25), "5(2)"),
        (BAIL, {"medical_report": True}, date(2026, 12, 2), "5(3)"),
        (CUSTODY, {"absent_through_illness": True}, None, "6(1)"),
    ],
)
def test_how_long(where: str, facts: dict[str, bool], next_by: date | None, paragraph: str) -> None:
    found = remand_limit_on_warrant(where, ON, **facts)
    assert (found.next_by, only(found)) == (next_by, (f"Sch.1 para.{paragraph}", True, None))
    assert found.confirmed is True


def test_no_such_remand() -> None:
    with pytest.raises(ValueError, match="neither custody nor bail"):
        remand_limit_on_warrant("hotel", ON)
    with pytest.raises(ValueError, match="on bail is not in a constable's custody"):
        remand_limit_on_warrant(BAIL, ON, constable_custody=True)


@pytest.mark.provision("Sch.1 para.2")
@pytest.mark.parametrize(
    ("form", "paragraph"),
    [("custody", "2(2)"), ("bail_recognizance", "2(3)(a)"), ("bail_later", "2(3)(b)"), ("further", "2(4)")],
)
def test_forms_of_remand(form: str, paragraph: str) -> None:
    assert only(form_of_remand(form)) == (f"Sch.1 para.{paragraph}", True, None)
    assert form in REMANDS
    with pytest.raises(ValueError, match="'parole' is not a form"):
        form_of_remand("parole")


@pytest.mark.provision("Sch.1 para.3")
def test_recognizance() -> None:
    assert only(recognizance("end_of_remand")) == ("Sch.1 para.3(1)(a)", True, None)
    assert only(recognizance("every_adjournment")) == ("Sch.1 para.3(1)(b)", True, None)
    assert "DAA 2021 Sch.1 para.3(2)" in recognizance("every_adjournment").cited
    assert "DAA 2021 Sch.1 para.3(2)" not in recognizance("end_of_remand").cited
    assert len(APPEARANCE_TERMS) == 2
    with pytest.raises(ValueError, match="'never' is not a condition"):
        recognizance("never")


@pytest.mark.provision("Sch.1 para.7")
def test_recognizance_taken_later() -> None:
    assert said(recognizance_taken_later(amount_fixed=True, prescribed_person=True)) == [
        ("Sch.1 para.2(3)(b)", True),
        ("Sch.1 para.7", True),
    ]
    assert said(recognizance_taken_later(amount_fixed=False, prescribed_person=True))[0][1] is False
    assert said(recognizance_taken_later(amount_fixed=True, prescribed_person=False))[1][1] is False


@pytest.mark.provision("Sch.1 para.6")
def test_further_remand_in_absence() -> None:
    assert only(further_remand_in_absence(ill_or_injured=True)) == ("Sch.1 para.6(1)", True, None)
    assert only(further_remand_in_absence(ill_or_injured=False)) == ("Sch.1 para.6(1)", False, None)
    assert only(further_remand_in_absence(ill_or_injured=False, on_bail=True)) == ("Sch.1 para.6(3)", True, None)
    bailed = further_remand_in_absence(ill_or_injured=True, on_bail=True)
    assert (only(bailed), bailed.citations) == (("Sch.1 para.6(1)", True, None), ("DAA 2021 Sch.1 para.6(2)",))
    assert len(further_remand_in_absence().for_you) == 1


@pytest.mark.provision("Sch.1 para.5", "Sch.1 para.8")
def test_hospital_and_conditions_of_bail() -> None:
    assert only(hospital_report_on_warrant(True)) == ("Sch.1 para.5(5)", True, None)
    assert hospital_report_on_warrant(False).lawful is False
    assert len(hospital_report_on_warrant().for_you) == 1
    assert only(bail_requirement_on_warrant(True)) == ("Sch.1 para.8", True, None)
    assert bail_requirement_on_warrant(False).lawful is False
    assert len(bail_requirement_on_warrant().for_you) == 1
