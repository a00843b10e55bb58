"""The table of access against the matrix as it was written (safety and security, section 5), copied here line by line: it is
compared with the matrix, not with what `decide` makes of it. Where it departs, ADR 9 says so and why.

Columns: RO response officer, AI authorising inspector, CO civil orders unit, LG lawyer, CT court, PS professional standards, AU
auditor, AN analyst, SA administrator. The matrix has no column for a sergeant, who may do only what RO or AI may."""

from pathlib import Path

import pytest

from haven.accounts.policy import ROLES_FOR

COLUMNS = {
    "RO": "response_officer",
    "AI": "authorising_inspector",
    "CO": "orders_unit",
    "LG": "police_lawyer",
    "CT": "court_user",
    "PS": "professional_standards",
    "AU": "auditor",
    "AN": "analyst",
    "SA": "administrator",
}
# operation -> who may, in the matrix; a mark with R (reason), 2 (second person) or "own acts" counts as may.
MATRIX = {
    "check_at_door": "RO AI CO LG CT PS",
    "see_case": "RO AI CO LG CT PS AU",
    "propose_notice": "RO CO",
    "decide_notice": "AI",
    "serve_notice": "RO AI CO",
    "prepare_application": "CO LG",
    "send_application": "CO LG",
    "record_outcome": "CO LG CT",
    "report_breach": "RO AI CO",
    "see_safe_contact": "RO AI CO LG PS",
    "reveal_place": "CO PS",
    "see_evidence": "RO AI CO LG PS",
    "restrict_case": "PS",
    "lift_restriction": "PS",
    "lift_conflict": "PS",
    "declare_conflict": "RO AI CO LG PS",
    "read_audit": "PS AU",
    "see_figures": "RO AI CO PS AU AN",
    "set_up": "SA",
}
# operation -> what the product leaves out of the matrix, and what it adds to it.
DEPARTS = {
    "check_at_door": ("CT", ""),
    "see_case": ("AU", ""),
    "record_outcome": ("CO LG", ""),
    "see_safe_contact": ("PS", ""),
    "declare_conflict": ("", "CT"),
    "see_figures": ("", "LG"),
}
ADR = (Path(__file__).resolve().parent.parent.parent / "docs/adr/0009-access.md").read_text()


def roles(columns: str) -> set[str]:
    return {COLUMNS[column] for column in columns.split()}


@pytest.mark.parametrize("operation", MATRIX)
def test_as_the_matrix_has_it(operation: str) -> None:
    left_out, added = DEPARTS.get(operation, ("", ""))
    assert set(ROLES_FOR[operation]) - {"sergeant"} == (roles(MATRIX[operation]) - roles(left_out)) | roles(added)


@pytest.mark.parametrize("operation", MATRIX)
def test_a_sergeant_does_what_an_officer_or_an_inspector_may(operation: str) -> None:
    if "sergeant" in ROLES_FOR[operation]:
        assert {"response_officer", "authorising_inspector"} & set(ROLES_FOR[operation])


@pytest.mark.parametrize("operation", DEPARTS)
def test_each_departure_is_real_and_has_its_reason(operation: str) -> None:
    left_out, added = DEPARTS[operation]
    assert roles(left_out) <= roles(MATRIX[operation]) and not roles(added) & roles(MATRIX[operation])
    assert f"`{operation}`" in ADR


def test_nobody_who_keeps_people_sees_a_case() -> None:
    """The administrator has no case data, whatever else they are given."""
    for operation in ("check_at_door", "see_case", "see_names", "see_account", "see_evidence", "read_audit"):
        assert not {"administrator", "analyst"} & set(ROLES_FOR[operation])
