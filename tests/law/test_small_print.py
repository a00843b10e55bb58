"""What is easily overlooked: defaults, first and last values, and answers that say how sure they are."""

from datetime import date

import pytest

from haven_law.abuse import is_domestic_abuse, place_of_abuse
from haven_law.commencement import effective_in, end_warning, saved_at_end, section_in_force
from haven_law.court_rules import STEPS, family_application, forms_for, order_served
from haven_law.criminal_rules import opportunity_for_representations
from haven_law.interpretation import family_proceedings, home_address, must_have_regard_to_guidance
from haven_law.neighbours import neighbour_duration
from haven_law.pilot_courts import courts_for, transport_police_court
from haven_law.proceedings import may_adjourn, special_measures
from haven_law.victims_code import RIGHTS, code_clock, contact_scheme, right
from haven_law.without_notice import return_hearing
from tests.law.answers import only, said

ON = date(2026, 1, 5)
EVERYWHERE = (26, 30, 39, 40, 41, 42, 43, 46, 47, 50, 53, 54, 56)


@pytest.mark.parametrize("section", EVERYWHERE)
def test_sections_in_force_everywhere(section: int) -> None:
    assert section_in_force(section, ON).lawful is True


@pytest.mark.parametrize("section", [n for n in range(22, 57) if n not in EVERYWHERE and n != 55])
def test_sections_bound_to_the_areas(section: int) -> None:
    assert section_in_force(section, ON, "Croydon").lawful is True
    assert section_in_force(section, ON, "Leeds").lawful is False
    with pytest.raises(ValueError, match="in some areas only"):
        section_in_force(section, ON)


@pytest.mark.parametrize("section", [21, 57, "Sch.2"])
def test_sections_that_are_not_of_part_3(section: int | str) -> None:
    with pytest.raises(ValueError, match="not a section of Part 3"):
        section_in_force(section, ON)


def test_an_end_that_is_over_is_not_warned_of() -> None:
    assert only(end_warning("Croydon", date(2026, 11, 25))) == ("s.90(8)", False, None)
    assert only(end_warning("Leeds", ON)) == ("s.90(8)", False, None)
    assert "(in 1 day)" in end_warning("Croydon", date(2026, 11, 23)).because
    assert "(in 2 days)" in end_warning("Croydon", date(2026, 11, 22)).because
    assert "24 November 2026 (today)" in end_warning("Croydon", date(2026, 11, 24)).because
    assert saved_at_end("nothing", date(2026, 11, 25)).lawful is False


def test_only_an_order_can_be_limited_to_a_place() -> None:
    assert effective_in("notice", "scotland", limited_to="Croydon").lawful is True
    limited = effective_in("order", "scotland", limited_to="Croydon")
    assert (len(limited.for_you), "limits it to Croydon" in limited.findings[0].because) == (1, True)
    assert effective_in("order", "scotland").for_you == ()


def test_a_return_hearing_on_the_day_of_the_order() -> None:
    assert return_hearing(ON, ON, hearing_on=ON).lawful is True
    with pytest.raises(ValueError, match="before the order"):
        return_hearing(ON, ON, hearing_on=date(2026, 1, 4))
    assert return_hearing(ON, ON, hearing_on=ON).citations == ()
    assert return_hearing(ON, ON, hearing_on=ON, court="magistrates_court").citations == ("MCR 1981 r.20",)


def test_defaults() -> None:
    assert said(place_of_abuse("Spain", for_what="order")) == [("s.32(4)(a)", True)]
    one = is_domestic_abuse(("economic",), ("spouse",), age_of_a=30, age_of_b=30)
    assert one.findings[-1].because == "A single incident is enough."
    two = is_domestic_abuse(("economic",), ("spouse",), age_of_a=30, age_of_b=30, incidents=2)
    assert two.findings[-1].because == "It is a course of conduct (2 incidents)."
    assert "as in other cases" in may_adjourn("s31_conviction").because
    assert opportunity_for_representations(before=False).lawful is False


def test_the_magistrates_rule_on_special_measures() -> None:
    cited = {
        p: "MCR 1981 r.3C" in special_measures(p).cited for p in ("s28", "s44_application", "s31_family", "appeal")
    }
    assert cited == {"s28": True, "s44_application": True, "s31_family": False, "appeal": False}


@pytest.mark.parametrize("court", ["family_court", "county_court", "magistrates_court"])
@pytest.mark.parametrize("step", STEPS)
def test_forms_were_read(court: str, step: str) -> None:
    found = forms_for(court, step)
    assert found.confirmed is True
    assert bool(found.forms) is (found.lawful is True)


def test_what_rests_on_notes_of_firms_is_not_confirmed() -> None:
    served = order_served("family_court", served_by="process_server", handed_over=True, police_told=True)
    assert [finding.confirmed for finding in served.findings] == [False, False]
    asked = family_application(statement=True, without_notice=True, reason_for_no_notice=True)
    assert [finding.confirmed for finding in asked.findings] == [False, False]
    assert asked.lawful is True


def test_the_place_that_is_chosen() -> None:
    assert home_address(main_residence_in_uk=False, regular_places=2, chosen=0).which == 0
    assert home_address(main_residence_in_uk=False, regular_places=2, chosen=1).which == 1
    for places, chosen in ((2, 2), (2, -1), (0, 0), (-1, None)):
        with pytest.raises(ValueError, match="not among those"):
            home_address(main_residence_in_uk=False, regular_places=places, chosen=chosen)
    assert home_address(main_residence_in_uk=True).lawful is True


def test_words_of_part_3() -> None:
    assert family_proceedings("other").lawful is False
    assert "No regulations" in must_have_regard_to_guidance("specified_person").because
    assert "somebody else" in must_have_regard_to_guidance("other").because


def test_rights_and_defaults_of_the_code() -> None:
    assert list(RIGHTS) == list(range(1, 13))
    assert all(right(number).because for number in RIGHTS)
    for number in (0, 13):
        with pytest.raises(ValueError, match="rights 1 to 12"):
            right(number)
    assert code_clock("arrest", date(2026, 11, 2)).working_days == 1
    assert contact_scheme(listed_offence=True).lawful is False
    assert "within 1 working day, by" in code_clock("arrest", date(2026, 11, 2)).because
    assert "within 2 working days, by" in code_clock("report", date(2026, 11, 2)).because
    assert (
        code_clock("order_made", date(2026, 11, 2))
        .findings[0]
        .because.endswith("by the end of 3 November 2026, by a rule of the force.")
    )


def test_the_latest_day_of_an_older_order() -> None:
    found = neighbour_duration("dvpo", date(2026, 11, 2), ends="period", last_day=date(2026, 11, 20))
    assert "so to 29 November 2026 at the latest" in found.because


def test_how_sure_the_pilot_courts_are() -> None:
    assert courts_for("Leeds", "county_court", ON).confirmed is False
    court = transport_police_court(nearest_to_incident=True, subject_resides_in_pilot_area=True)
    assert [finding.confirmed for finding in court.findings] == [False, False]
