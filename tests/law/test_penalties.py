"""Penalties and bars. DAA 2021 s.39(3)-(8), s.43(3), s.76."""

from datetime import date, timedelta

import pytest

from haven_law.dated import DatedValue
from haven_law.penalties import (
    BREACH_OF_ORDER,
    DISPOSALS,
    INDICTMENT,
    NOTIFICATION,
    SUMMARY,
    charge_decided_by_prosecutors,
    charged_under,
    disposal_open,
    greatest_penalty,
    may_convict,
    may_punish_contempt,
    order_proven,
    polygraph_condition_possible,
)
from tests.law.answers import only


@pytest.mark.provision("39(5)", "43(3)")
@pytest.mark.parametrize(("offence", "section"), [(BREACH_OF_ORDER, "39(5)"), (NOTIFICATION, "43(3)")])
@pytest.mark.parametrize(
    ("offence_on", "convicted_on", "months", "point", "confirmed"),
    [
        (date(2022, 5, 1), date(2022, 5, 1), 6, None, True),
        (date(2022, 5, 1), date(2026, 11, 1), 6, None, True),
        (date(2022, 5, 2), date(2022, 5, 2), 12, "A14", False),
        (date(2022, 5, 2), date(2023, 3, 29), 12, "A14", False),
        (date(2022, 5, 2), date(2023, 3, 30), 6, "A14", False),
        (date(2024, 11, 1), date(2024, 11, 17), 6, "A14", False),
        (date(2024, 11, 1), date(2024, 11, 18), 12, "A14", True),
        (date(2026, 11, 1), date(2026, 11, 30), 12, "A14", True),
    ],
)
def test_summary_conviction(
    offence: str, section: str, offence_on: date, convicted_on: date, months: int, point: str | None, confirmed: bool
) -> None:
    found = greatest_penalty(offence, SUMMARY, offence_on=offence_on, convicted_on=convicted_on)
    assert (found.months, found.fine, only(found)) == (months, True, (f"s.{section}(a)(i)", True, point))
    assert found.confirmed is confirmed
    assert f"DAA 2021 s.{section}(a)(ii)" in found.cited


@pytest.mark.parametrize(("offence", "section"), [(BREACH_OF_ORDER, "39(5)(b)"), (NOTIFICATION, "43(3)(b)")])
def test_on_indictment_five_years(offence: str, section: str) -> None:
    found = greatest_penalty(offence, INDICTMENT, offence_on=date(2020, 1, 1), convicted_on=date(2026, 1, 1))
    assert (found.months, found.fine, only(found)) == (60, True, (f"s.{section}", True, None))


def test_without_a_row_a_lawyer_decides() -> None:
    row = DatedValue(
        "general_limit_months", 6, "months", date(2024, 1, 1), date(2024, 12, 31), "DAA 2021 s.39", "SI", True
    )
    day = date(2025, 1, 1)
    found = greatest_penalty(BREACH_OF_ORDER, SUMMARY, offence_on=day, convicted_on=day, rows=[row])
    assert (found.months, only(found)) == (None, ("s.39(5)(a)(i)", None, "A14"))
    day -= timedelta(days=1)
    assert greatest_penalty(BREACH_OF_ORDER, SUMMARY, offence_on=day, convicted_on=day, rows=[row]).months == 6


def test_bad_facts() -> None:
    day = date(2026, 1, 1)
    with pytest.raises(ValueError, match="'theft' is not an offence"):
        greatest_penalty("theft", SUMMARY, offence_on=day, convicted_on=day)
    with pytest.raises(ValueError, match="'jury' is not a way of trial"):
        greatest_penalty(NOTIFICATION, "jury", offence_on=day, convicted_on=day)
    with pytest.raises(ValueError, match="conviction is before the offence"):
        greatest_penalty(NOTIFICATION, SUMMARY, offence_on=day, convicted_on=day - timedelta(days=1))


@pytest.mark.provision("39(3)", "39(4)")
def test_no_double_punishment() -> None:
    assert only(may_convict(punished_as_contempt=True)) == ("s.39(4)", False, None)
    assert only(may_convict(punished_as_contempt=False)) == ("s.39(4)", True, None)
    assert only(may_punish_contempt(convicted=True)) == ("s.39(3)", False, None)
    assert only(may_punish_contempt(convicted=False)) == ("s.39(3)", True, None)


@pytest.mark.provision("39(6)", "39(7)")
def test_no_conditional_discharge() -> None:
    assert only(disposal_open("conditional_discharge")) == ("s.39(6)", False, None)
    assert only(disposal_open("conditional_discharge", service_court=True)) == ("s.39(7)", False, None)
    assert only(disposal_open("conditional_discharge", offence=NOTIFICATION)) == ("s.43(3)", True, None)
    assert {d for d in DISPOSALS if not disposal_open(d).lawful} == {"conditional_discharge"}
    with pytest.raises(ValueError, match="'stocks' is not a way of dealing"):
        disposal_open("stocks")
    with pytest.raises(ValueError, match="'theft' is not an offence"):
        disposal_open("fine", offence="theft")


@pytest.mark.provision("39(8)")
@pytest.mark.parametrize(("copy", "officer", "proven"), [(1, 1, True), (1, 0, False), (0, 1, False)])
def test_certified_copy(copy: int, officer: int, proven: bool) -> None:
    found = order_proven(certified_copy=bool(copy), certified_by_proper_officer=bool(officer))
    assert only(found) == ("s.39(8)", proven, None)


@pytest.mark.provision("76")
def test_polygraph() -> None:
    assert only(polygraph_condition_possible(BREACH_OF_ORDER)) == ("s.76", True, None)
    assert only(polygraph_condition_possible(NOTIFICATION)) == ("s.76", False, None)
    with pytest.raises(ValueError, match="not an offence"):
        polygraph_condition_possible("theft")


@pytest.mark.provision("39(1)", "43(1)", "43(2)")
@pytest.mark.parametrize(
    ("failure", "section", "beside"),
    [
        ("requirement", "39(1)", "35(1)"),
        ("station_sign_on", "39(1)", "35(1)"),
        ("supervised_requirement", "39(1)", "36(2)"),
        ("responsible_person", "39(1)", "36(7)"),
        ("tag", "39(1)", "37(8)"),
        ("notification", "43(1)(a)", "41(2)"),
        ("false_notification", "43(1)(b)", "41(2)"),
        ("identity_check", "43(2)", "42(5)"),
    ],
)
def test_each_failure_is_its_own_count(failure: str, section: str, beside: str) -> None:
    found = charged_under(failure)
    assert only(found) == (f"s.{section}", True, None)
    assert f"DAA 2021 s.{beside}" in found.cited


def test_breach_of_a_notice_is_no_count() -> None:
    assert only(charged_under("notice")) == ("s.26(1)", False, None)
    with pytest.raises(ValueError, match="'manners' is not a failure"):
        charged_under("manners")
    assert charge_decided_by_prosecutors().confirmed is False
    assert charge_decided_by_prosecutors().lawful is True
