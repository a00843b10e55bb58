"""Appeals. DAA 2021 s.46 and s.47; CrimPR 2025 r.34.2."""

from datetime import date

import pytest

from haven_law.appeals import (
    POWERS,
    appeal_court,
    appeal_power,
    appeal_window,
    heard_on_appeal,
    may_appeal,
    order_after_appeal,
)
from haven_law.clock import to_london
from tests.law.answers import only, said

ON = date(2026, 11, 2)


@pytest.mark.provision("46(1)", "46(2)")
@pytest.mark.parametrize(
    ("who", "made", "provision", "met"),
    [
        ("protected_person", True, "46(2)(a)", True),
        ("protected_person", False, "46(2)(a)", True),
        ("applicant", False, "46(2)(b)", True),
        ("subject", True, "46(2)(c)", True),
        ("subject", False, "46(2)(c)", False),
        ("chief_officer", True, "46(2)", False),
    ],
)
def test_on_an_application(who: str, made: bool, provision: str, met: bool) -> None:
    found = may_appeal("on_application", who, order_made=made, subject_resides_in_area=True)
    assert only(found) == (f"s.{provision}", met, None)
    assert "DAA 2021 s.46(1)" in found.cited


@pytest.mark.provision("46(3)", "46(4)")
@pytest.mark.parametrize(
    ("decision", "section"), [("in_criminal_proceedings", "46(3)"), ("variation_in_criminal_proceedings", "46(4)")]
)
def test_in_criminal_proceedings_only_the_subject(decision: str, section: str) -> None:
    assert only(may_appeal(decision, "subject")) == (f"s.{section}", True, None)
    assert "as if it were a sentence" in may_appeal(decision, "subject").because
    for who in ("protected_person", "applicant", "chief_officer"):
        assert only(may_appeal(decision, who)) == (f"s.{section}", False, None)


@pytest.mark.provision("46(5)", "46(6)")
def test_on_variation_or_discharge() -> None:
    def appeal(who: str, **facts: bool | None) -> tuple[str, bool | None, str | None]:
        return only(may_appeal("on_variation_or_discharge", who, **facts))  # type: ignore[arg-type]

    assert appeal("protected_person") == ("s.46(6)(a)", True, None)
    assert appeal("subject") == ("s.46(6)(b)", True, None)
    assert appeal("applicant") == ("s.46(6)(c)", True, None)
    assert appeal("applicant", order_made_on_application=False) == ("s.46(6)(c)", False, None)
    assert appeal("chief_officer", subject_resides_in_area=True) == ("s.46(6)(d)", True, None)
    assert appeal("chief_officer", subject_there_or_coming=True) == ("s.46(6)(e)", True, None)
    assert appeal("chief_officer") == ("s.46(6)(e)", False, None)
    found = may_appeal("on_variation_or_discharge", "chief_officer", subject_there_or_coming=None)
    assert len(found.for_you) == 1
    assert "DAA 2021 s.46(5)" in found.cited


def test_own_motion_in_family_or_civil_proceedings_is_for_a_lawyer() -> None:
    found = may_appeal("in_family_or_civil_proceedings", "subject")
    assert found.lawful is None
    assert found.ambiguity


def test_unknown_codes() -> None:
    with pytest.raises(ValueError, match="'mood' is not a decision"):
        may_appeal("mood", "subject")
    with pytest.raises(ValueError, match="'neighbour' does not appeal"):
        may_appeal("on_application", "neighbour")
    with pytest.raises(ValueError, match="'youth_court'"):
        appeal_court("youth_court")
    with pytest.raises(ValueError, match="'mood' is not a power"):
        appeal_power("mood", "crown_court")
    with pytest.raises(ValueError, match="'mood' is not an outcome"):
        order_after_appeal("mood")
    with pytest.raises(ValueError, match="'mood' is not a decision"):
        appeal_window("mood", "crown_court", ON)
    with pytest.raises(ValueError, match="No time is known for an appeal from 'crown_court'"):
        appeal_window("on_application", "crown_court", ON)


@pytest.mark.provision("46(7)", "46(8)")
def test_to_which_court() -> None:
    def to(court: str) -> tuple[str | None, tuple[str, bool | None, str | None]]:
        found = appeal_court(court)
        return found.court, only(found)

    assert to("magistrates_court") == ("crown_court", ("s.46(7)(a)", True, None))
    assert to("crown_court") == ("court_of_appeal", ("s.46(7)(b)", True, None))
    for court in ("family_court", "county_court", "high_court"):
        assert to(court) == (None, ("s.46(8)", True, None))


@pytest.mark.provision("CrimPR 2025 r.34.2(2)")
def test_fifteen_business_days_from_a_decision_to_vary() -> None:
    found = appeal_window("on_variation_or_discharge", "magistrates_court", ON)
    assert (found.act_by_day, found.outer_day) == (date(2026, 11, 23), date(2026, 11, 23))
    assert only(found) == ("CrimPR 2025 r.34.2(2)", True, None)
    over_christmas = appeal_window("on_variation_or_discharge", "magistrates_court", date(2026, 12, 21))
    assert over_christmas.act_by_day == date(2027, 1, 14)
    assert found.act_by is not None
    assert to_london(found.act_by).isoformat() == "2026-11-23T23:59:59+00:00"
    assert found.outer_limit == found.act_by


def test_from_a_magistrates_decision_on_an_application_a_lawyer_decides() -> None:
    found = appeal_window("on_application", "magistrates_court", ON)
    assert said(found) == [("CrimPR 2025 r.34.2(2)", None), ("CCR 1982", None)]
    assert (found.lawful, found.ambiguity) == (None, "A15")
    assert (found.act_by_day, found.outer_day) == (date(2026, 11, 23), date(2026, 11, 23))
    christmas = appeal_window("on_application", "magistrates_court", date(2026, 12, 21))
    assert (christmas.act_by_day, christmas.outer_day) == (date(2027, 1, 11), date(2027, 1, 14))


@pytest.mark.parametrize(
    ("decision", "court", "provision", "day"),
    [
        ("on_application", "family_court", "FPR 2010 r.30.4", date(2026, 11, 23)),
        ("on_variation_or_discharge", "family_court", "FPR 2010 r.30.4", date(2026, 11, 23)),
        ("on_application", "county_court", "CPR 1998 r.52.12", date(2026, 11, 23)),
        ("on_variation_or_discharge", "high_court", "CPR 1998 r.52.12", date(2026, 11, 23)),
        ("in_criminal_proceedings", "crown_court", "CAA 1968 s.18", date(2026, 11, 30)),
        ("variation_in_criminal_proceedings", "crown_court", "CAA 1968 s.18", date(2026, 11, 30)),
        ("on_variation_or_discharge", "crown_court", "CAA 1968 s.18", date(2026, 11, 30)),
        ("in_criminal_proceedings", "magistrates_court", "CrimPR 2025 r.34.2(2)", date(2026, 11, 23)),
    ],
)
def test_the_other_times_are_not_confirmed(decision: str, court: str, provision: str, day: date) -> None:
    found = appeal_window(decision, court, ON)
    assert only(found) == (provision, True, None)
    assert (found.act_by_day, found.outer_day, found.confirmed) == (day, day, False)


def test_before_the_first_row_nobody_knows() -> None:
    found = appeal_window("on_variation_or_discharge", "magistrates_court", date(2025, 10, 5))
    assert (found.lawful, found.act_by_day, found.act_by, found.outer_limit) == (None, None, None, None)
    assert appeal_window("on_variation_or_discharge", "magistrates_court", date(2025, 10, 6)).lawful is True


@pytest.mark.provision("47(3)", "47(4)")
def test_powers() -> None:
    assert {power: only(appeal_power(power, "crown_court"))[0] for power in POWERS} == {
        "confirm": "s.47(4)(a)",
        "vary": "s.47(4)(a)",
        "revoke": "s.47(4)(a)",
        "refer_back": "s.47(4)(b)",
        "make_order": "s.47(4)(c)",
        "consequential": "s.47(4)(d)",
    }
    assert "DAA 2021 s.47(3)(a)" in appeal_power("vary", "crown_court").cited
    assert "DAA 2021 s.47(3)(b)" in appeal_power("vary", "court_of_appeal").cited
    assert only(appeal_power("vary", "high_court")) == ("s.47(3)", False, None)


@pytest.mark.provision("47(1)")
def test_police_are_heard_if_they_wish() -> None:
    assert heard_on_appeal(police_wish_to_be_heard=False).lawful is True
    assert heard_on_appeal(police_wish_to_be_heard=True, police_heard=True).lawful is True
    for heard in (None, False):
        assert only(heard_on_appeal(police_wish_to_be_heard=True, police_heard=heard)) == ("s.47(1)", False, None)


@pytest.mark.provision("47(5)")
def test_whose_order_it_then_is() -> None:
    assert only(order_after_appeal("confirmed_or_varied")) == ("s.47(5)(a)", True, None)
    assert only(order_after_appeal("made_on_appeal")) == ("s.47(5)(b)", True, None)


def test_days_that_are_not_business_days_rest_on_no_calendar() -> None:
    family = appeal_window("on_application", "family_court", date(2026, 12, 21))
    assert (family.act_by_day, only(family)) == (date(2027, 1, 11), ("FPR 2010 r.30.4", True, None))
    business = appeal_window("on_variation_or_discharge", "magistrates_court", date(2026, 12, 21))
    assert said(business) == [("CrimPR 2025 r.34.2(2)", True), ("BFDA 1971 s.1(3)", True)]
    assert only(appeal_window("on_variation_or_discharge", "magistrates_court", date(2026, 11, 2)))[1] is True


def test_what_is_taken_where_nothing_is_said() -> None:
    assert may_appeal("on_application", "subject").lawful is True
    assert may_appeal("on_variation_or_discharge", "applicant").lawful is True
    assert all(appeal_power(power, "crown_court").lawful is True for power in POWERS)
