"""Who asks for a change of an order, of which court, who is heard, and which chief officer. DAA 2021 s.44, s.45."""

from datetime import date

import pytest

from haven_law.areas import area_in_force
from haven_law.police import (
    applying_chief_officer,
    chief_officer_of,
    chief_officer_to_tell,
    member_of_force,
    relevant_chief_officer,
)
from haven_law.variation_venue import (
    heard_before_change,
    matters_before_change,
    may_ask_to_vary,
    may_vary_unasked,
    order_remains_of,
    variation_court,
    vary_without_notice,
)
from tests.law.answers import only, said


@pytest.mark.provision("44(2)", "44(3)")
def test_who_may_ask() -> None:
    assert only(may_ask_to_vary("protected_person")) == ("s.44(3)(a)", True, None)
    assert only(may_ask_to_vary("subject")) == ("s.44(3)(b)", True, None)
    assert only(may_ask_to_vary("applicant")) == ("s.44(3)(c)", True, None)
    assert only(may_ask_to_vary("applicant", order_made_on_application=False)) == ("s.44(3)(c)", False, None)
    assert only(may_ask_to_vary("other_person")) == ("s.44(3)", False, None)
    resides = may_ask_to_vary("chief_officer", subject_resides_in_area=True)
    assert only(resides) == ("s.44(3)(d)", True, None)
    assert only(may_ask_to_vary("chief_officer")) == ("s.44(3)(e)", False, None)
    assert only(may_ask_to_vary("chief_officer", subject_there_or_coming=True)) == ("s.44(3)(e)", True, None)
    assert len(may_ask_to_vary("chief_officer", subject_there_or_coming=None).for_you) == 1
    with pytest.raises(ValueError, match="'neighbour' does not ask"):
        may_ask_to_vary("neighbour")


@pytest.mark.provision("44(2)")
@pytest.mark.parametrize("could", [True, False])
def test_unasked(could: bool) -> None:
    assert only(may_vary_unasked(could_make_order_of_own_motion=could)) == ("s.44(2)(b)", could, None)


@pytest.mark.provision("44(1)", "45(1)", "45(2)", "45(3)", "45(4)", "45(5)", "45(6)", "45(7)")
@pytest.mark.parametrize(
    ("made_by", "facts", "provision", "words"),
    [
        ("magistrates_court", {}, "45(2)", "or any other in the same local justice area"),
        ("family_court", {}, "45(1)", "the family court"),
        ("county_court", {}, "45(1)", "the county court"),
        ("crown_court", {}, "45(5)", "the Crown Court only"),
        ("high_court", {}, "45(6)", "the High Court only"),
        ("crown_court", {"made": "on_appeal", "convicted_by": "magistrates_court"}, "45(3)(a)", "that convicted"),
        ("crown_court", {"made": "on_committal", "convicted_by": "magistrates_court"}, "45(3)(b)", "that convicted"),
        ("crown_court", {"made": "on_committal", "convicted_by": "youth_court"}, "45(4)", "of the youth court"),
        ("crown_court", {"made": "on_appeal", "convicted_by": "youth_court"}, "45(3)(a)", "(the youth court)"),
    ],
)
def test_to_which_court(made_by: str, facts: dict[str, str], provision: str, words: str) -> None:
    found = variation_court(made_by, **facts)  # type: ignore[arg-type]
    assert only(found) == (f"s.{provision}", True, None)
    assert found.court is not None
    assert words in found.court


def test_the_convicting_court_must_be_known() -> None:
    found = variation_court("crown_court", made="on_committal")
    assert (found.court, only(found)) == (None, ("s.45(3)(b)", False, None))
    assert "DAA 2021 s.45(7)" in variation_court("family_court").cited
    for wrong in ({"made_by": "youth_court"}, {"made": "by_post"}, {"made": "on_appeal", "convicted_by": "jury"}):
        with pytest.raises(ValueError, match=r"is not a (court|way|convicting)"):
            variation_court(**({"made_by": "crown_court"} | wrong))  # type: ignore[arg-type]


def test_only_in_a_pilot_area_or_saved() -> None:
    last, after = date(2026, 11, 24), date(2026, 11, 25)

    def court(area: str, on: date, saved: bool | None = None) -> tuple[str, bool | None]:
        found = variation_court("family_court", area_now=area_in_force(area, on), order_saved=saved)
        return said(found)[1]

    assert court("Croydon", last) == ("s.90(8)", True)
    assert court("Leeds", last) == ("s.90(8)", False)
    assert court("Croydon", after) == ("SI 2025/515 reg.3", None)
    assert court("Croydon", after, saved=True) == ("SI 2025/515 reg.3", True)
    assert court("Croydon", after, saved=False) == ("SI 2025/515 reg.3", False)
    assert court("Stockton", date(2025, 3, 10)) == ("s.90(8)", None)
    found = variation_court("family_court", area_now=area_in_force("Croydon", after))
    assert (found.ambiguity, found.lawful) == ("A12", None)


@pytest.mark.provision("44(4)")
def test_who_is_heard() -> None:
    def heard(asked_by: str = "subject", lighter: bool = True, **facts: bool | None):  # type: ignore[no-untyped-def]
        given = {"protected_heard": None, "police_wish_to_be_heard": False, "police_heard": None} | facts
        return heard_before_change(asked_by=asked_by, lighter_or_discharge=lighter, **given)  # type: ignore[arg-type]

    assert said(heard()) == [("s.44(4)(a)", True)]
    assert said(heard(police_wish_to_be_heard=True)) == [("s.44(4)(a)", False)]
    assert said(heard(police_wish_to_be_heard=True, police_heard=True)) == [("s.44(4)(a)", True)]
    assert said(heard("protected_person")) == [("s.44(4)(a)", True), ("s.44(4)(b)", False)]
    assert said(heard("protected_person", protected_heard=True))[1] == ("s.44(4)(b)", True)
    assert said(heard("protected_person", lighter=False)) == [("s.44(4)(a)", True)]
    assert "must be heard" in heard(police_wish_to_be_heard=True).because
    with pytest.raises(ValueError, match="'neighbour'"):
        heard("neighbour")


@pytest.mark.provision("44(6)")
def test_what_is_considered() -> None:
    found = matters_before_change(child_welfare=True, protected_opinion=False, occupant_opinion=False)
    assert said(found) == [("s.33(1)(a)", True), ("s.33(1)(b)", False), ("s.33(1)(c)", False)]
    assert matters_before_change(child_welfare=True, protected_opinion=True).lawful is True
    assert matters_before_change(child_welfare=False, protected_opinion=True).lawful is False
    assert {"DAA 2021 s.44(6)", "DAA 2021 s.33(3)"} <= set(found.cited)


@pytest.mark.provision("44(7)")
def test_varying_without_notice() -> None:
    assert said(vary_without_notice(True, hearing_arranged=True)) == [("s.34(1)", True), ("s.34(4)", True)]
    assert said(vary_without_notice(False, hearing_arranged=True))[0] == ("s.34(1)", False)
    for arranged in (None, False):
        assert said(vary_without_notice(True, hearing_arranged=arranged))[1] == ("s.34(4)", False)
    assert vary_without_notice(True, hearing_arranged=True).ambiguity == "A20"
    assert len(vary_without_notice(hearing_arranged=True).for_you) == 1


@pytest.mark.provision("45(7)")
def test_a_varied_order_stays_with_its_first_court() -> None:
    assert only(order_remains_of("family_court")) == ("s.45(7)", True, None)
    with pytest.raises(ValueError, match="'youth_court'"):
        order_remains_of("youth_court")


@pytest.mark.provision("56(1)", "56(2)", "22(8)")
def test_chief_officers_and_members() -> None:
    assert only(chief_officer_of("btp")) == ("s.56(1)", True, None)
    assert "British Transport" in chief_officer_of("btp").because
    assert "Ministry of Defence" in chief_officer_of("mdp").because
    assert only(member_of_force("local")) == ("s.22(8)", True, None)
    assert only(member_of_force("local", special_constable=True)) == ("s.56(2)", True, None)
    assert only(member_of_force("mdp", special_constable=True)) == ("s.56(2)", False, None)
    for function in (chief_officer_of, member_of_force, applying_chief_officer):
        with pytest.raises(ValueError, match="'harbour' is not a relevant police force"):
            function("harbour")


@pytest.mark.provision("28(4)")
def test_which_chief_officer_applies() -> None:
    assert only(applying_chief_officer("local", after_notice=True, gave_the_notice=True)) == ("s.28(4)(a)", True, None)
    assert only(applying_chief_officer("btp", after_notice=True)) == ("s.28(4)(a)", False, None)
    assert only(applying_chief_officer("btp")) == ("s.28(4)(b)(iii)", True, None)
    assert only(applying_chief_officer("mdp")) == ("s.28(4)(b)(iv)", True, None)
    assert only(applying_chief_officer("local", subject_resides_in_area=True)) == ("s.28(4)(b)(i)", True, None)
    assert only(applying_chief_officer("local", subject_there_or_coming=True)) == ("s.28(4)(b)(ii)", True, None)
    assert only(applying_chief_officer("local")) == ("s.28(4)(b)(ii)", False, None)
    assert len(applying_chief_officer("local", subject_there_or_coming=None).for_you) == 1


@pytest.mark.provision("44(5)", "47(2)")
@pytest.mark.parametrize(("proceedings", "section"), [("variation", "44(5)"), ("appeal", "47(2)")])
def test_relevant_chief_officers(proceedings: str, section: str) -> None:
    assert only(relevant_chief_officer(proceedings, applied_for_order=True)) == (f"s.{section}(a)", True, None)
    assert only(relevant_chief_officer(proceedings, subject_resides_in_area=True)) == (f"s.{section}(b)", True, None)
    assert only(relevant_chief_officer(proceedings, subject_there_or_coming=True)) == (f"s.{section}(c)", True, None)
    assert only(relevant_chief_officer(proceedings)) == (f"s.{section}(c)", False, None)
    assert len(relevant_chief_officer(proceedings, subject_there_or_coming=None).for_you) == 1
    with pytest.raises(ValueError, match="'trial'"):
        relevant_chief_officer("trial")


@pytest.mark.provision("36(6)")
def test_whom_the_responsible_person_tells() -> None:
    def told(*areas: str, **facts: str) -> tuple[str | None, tuple[str, bool | None, str | None]]:
        found = chief_officer_to_tell(areas, **facts)  # type: ignore[arg-type]
        return found.area, only(found)

    assert told("Kent") == ("Kent", ("s.36(6)(a)", True, None))
    assert told("Kent", "Kent") == ("Kent", ("s.36(6)(a)", True, None))
    assert told("Kent", "Essex") == (None, ("s.36(6)(b)", None, None))
    assert told("Kent", "Essex", chosen="Essex") == ("Essex", ("s.36(6)(b)", True, None))
    assert told(court_area="Cleveland") == ("Cleveland", ("s.36(6)(c)", True, None))
    assert told() == (None, ("s.36(6)(c)", False, None))
    assert chief_officer_to_tell(["Kent", "Essex"]).lawful is True
    with pytest.raises(ValueError, match="'Surrey' is not one"):
        chief_officer_to_tell(["Kent"], chosen="Surrey")
