"""Decisions: how findings combine, what is let through, and what a refusal says."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven_law.citation import daa, is_citation, parse, short, title
from haven_law.findings import (
    Decision,
    Finding,
    LawyerMustDecide,
    LegalView,
    Refused,
    allow,
    as_json,
    from_json,
    lawyer,
    refuse,
)

YES = Finding(daa("22(2)"), True, "The protected person is 30.")
NO = Finding(daa("22(6)"), False, "The subject is 17 and must be 18 or over.")
OPEN = Finding(daa("22(3)"), None, "The latest abuse was at 15.", "A6")
TO_DECIDE = Finding(daa("22(4)"), None, "Decide whether the notice is necessary.", for_you=True)
VIEW = LegalView(
    "A. Lawyer", datetime(2026, 11, 3, 14, 30, tzinfo=UTC), "One incident at 16 is enough", "Seen the file"
)

FINDINGS = st.lists(st.sampled_from([YES, NO, OPEN, TO_DECIDE]), min_size=1)


@given(FINDINGS)
def test_lawful_by_its_findings(findings: list[Finding]) -> None:
    expected = False if NO in findings else None if OPEN in findings else True
    assert Decision(tuple(findings)).lawful is expected


@given(FINDINGS, FINDINGS)
def test_combining_is_the_same_as_asking_all_at_once(one: list[Finding], other: list[Finding]) -> None:
    combined = Decision.all(Decision(tuple(one)), Decision(tuple(other)))
    assert combined.lawful is Decision(tuple(one + other)).lawful
    assert set(combined.findings) == set(one + other)


def test_lawful_passes_and_is_given_back() -> None:
    decision = Decision((YES, TO_DECIDE))
    assert decision.require() is decision
    assert decision.for_you == (TO_DECIDE,)
    assert decision.require(VIEW) is decision, "a view that is not needed is not used"


def test_refusal_says_why_and_where() -> None:
    with pytest.raises(Refused) as caught:
        Decision((YES, NO, OPEN)).require(VIEW)
    assert str(caught.value) == "The subject is 17 and must be 18 or over (s.22(6))."
    assert not isinstance(caught.value, LawyerMustDecide)


def test_unsettled_needs_a_view() -> None:
    with pytest.raises(LawyerMustDecide) as caught:
        Decision((YES, OPEN)).require()
    assert str(caught.value) == "A lawyer must decide. The latest abuse was at 15 (s.22(3))."
    assert caught.value.findings == (OPEN,)


def test_a_view_joins_the_findings_and_lets_it_through() -> None:
    passed = Decision((YES, OPEN)).require(VIEW)
    assert passed.lawful is True
    assert OPEN in passed.findings, "the open finding stays on record"
    assert passed.findings[-1].because == (
        "A. Lawyer decided on 3 November 2026: One incident at 16 is enough. Reasons: Seen the file."
    )
    assert passed.ambiguity == "A6"


def test_a_view_for_one_question_does_not_settle_another() -> None:
    passed = Decision((OPEN,)).require(VIEW)
    assert Decision.all(passed, allow(daa("22(2)"), "Yes.")).lawful is True
    assert Decision.all(passed, lawyer(daa("38(7)"), "In Scotland.", "A13")).lawful is None


def test_a_view_that_does_not_permit_refuses() -> None:
    against = LegalView("A. Lawyer", VIEW.at, "It must have been at 16", "Plain words", permits=False)
    with pytest.raises(Refused, match="It must have been at 16"):
        Decision((OPEN,)).require(against)


def test_helpers() -> None:
    assert allow(daa("1"), "Yes.").lawful is True
    assert refuse(daa("1"), "No.").lawful is False
    assert lawyer(daa("1"), "Open.", "A1").lawful is None
    assert Decision.all(allow(daa("1"), "Yes."), refuse(daa("2"), "No.")).cited == (daa("1"), daa("2"))


@pytest.mark.parametrize("finding", [YES, NO, OPEN, TO_DECIDE])
def test_findings_survive_storage(finding: Finding) -> None:
    assert from_json(as_json(finding)) == finding


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"provision": 1, "met": True, "because": ""},
        {"provision": "s", "met": "yes", "because": ""},
        {"provision": "s", "met": None, "because": "", "ambiguity": 6},
    ],
)
def test_a_broken_record_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="stored finding"):
        from_json(stored)


def test_citations_are_written_one_way() -> None:
    assert daa("22(6)") == "DAA 2021 s.22(6)"
    assert short("DAA 2021 s.22(6)") == "s.22(6)"
    assert short("FLA 1996 s.63(1)(a)") == "FLA 1996 s.63(1)(a)"
    assert title("DAA 2021 s.22(6)") == "Domestic Abuse Act 2021, s.22(6)"
    assert str(parse("SI 2024/1191 reg.3(1)")) == "SI 2024/1191 reg.3(1)"
    assert is_citation("Victims' Code right 6")
    assert is_citation("SI 2026/342")
    assert not is_citation("s.22(6)")
    with pytest.raises(ValueError, match="full form"):
        parse("section 22")


def test_what_was_not_read_in_its_source_is_marked() -> None:
    sure, believed = Finding("DAA 2021 s.39(1)", True, "Sure."), Finding("SI 2025/909", True, "Eight.", confirmed=False)
    assert Decision((sure,)).confirmed is True
    assert Decision((sure, believed)).confirmed is False
    assert Decision((sure, believed)).because == "Sure (s.39(1)). Eight (SI 2025/909, not confirmed)."
    assert "confirmed" not in as_json(sure)
    assert as_json(believed)["confirmed"] is False
    assert [from_json(as_json(finding)) for finding in (sure, believed)] == [sure, believed]


def test_a_stored_finding_without_a_mark_is_not_for_you() -> None:
    stored = {"provision": "DAA 2021 s.22(3)", "met": None, "because": "Undecided.", "ambiguity": "A6"}
    assert from_json(stored).for_you is False
