"""Arrest, custody and remand for breach of a notice. DAA 2021 s.26, s.29(8), s.30."""

from datetime import date, datetime, timedelta

import pytest

from haven_law.clock import custody_deadline
from haven_law.notice_breach import (
    AFTER_ARREST,
    AT_HEARING,
    BAIL,
    CUSTODY,
    bail_requirement,
    before_the_court,
    chargeable_as_breach_of_notice,
    forfeiture_hearing,
    hospital_report,
    may_arrest,
    may_enter_to_arrest,
    may_remand,
    other_party,
    remand_limit,
)
from haven_law.rule_days import clear_days_by, days_after, weeks_by
from tests.law.answers import only, said

ON = date(2026, 11, 4)
MINUTE = timedelta(minutes=1)


@pytest.mark.provision("26(1)", "26(9)")
def test_arrest_and_entry_on_reasonable_grounds() -> None:
    assert only(may_arrest(True)) == ("s.26(1)", True, None)
    assert only(may_arrest(False)) == ("s.26(1)", False, None)
    assert len(may_arrest().for_you) == 1
    assert only(may_enter_to_arrest(True)) == ("PACE 1984 s.17(1)(cza)", True, None)
    assert may_enter_to_arrest(False).lawful is False
    assert len(may_enter_to_arrest().for_you) == 1
    assert "DAA 2021 s.26(9)" in may_arrest(True).cited


@pytest.mark.provision("26(1)")
def test_breach_of_a_notice_is_no_offence() -> None:
    assert only(chargeable_as_breach_of_notice()) == ("s.26(1)", False, None)


ARRESTED = datetime.fromisoformat("2026-11-07T20:00:00+00:00")
IN_TIME = datetime.fromisoformat("2026-11-09T20:00:00+00:00")


@pytest.mark.provision("26(2)", "26(3)", "26(8)")
def test_before_the_court_in_time() -> None:
    deadline = custody_deadline(ARRESTED)
    assert said(before_the_court("in_person", IN_TIME, deadline)) == [
        ("s.26(2)", True),
        ("s.26(3)", True),
        ("s.26(2)", True),
    ]
    late = before_the_court("in_person", IN_TIME + MINUTE, deadline)
    assert said(late)[2] == ("s.26(2)", False)
    assert "20:00 on 9 November 2026" in late.because
    for link in ("live_video_link", "live_audio_link"):
        assert said(before_the_court(link, IN_TIME, deadline))[0] == ("s.26(8)", True)
    for way in ("in_absence", "recorded"):
        assert said(before_the_court(way, IN_TIME, deadline))[0] == ("s.26(2)", False)
    elsewhere = before_the_court("in_person", IN_TIME, deadline, court_of_application=False)
    assert said(elsewhere)[1] == ("s.26(3)", False)
    with pytest.raises(ValueError, match="'post' is not a way to appear"):
        before_the_court("post", IN_TIME, deadline)


def test_between_the_two_dates_a_lawyer_decides() -> None:
    deadline = custody_deadline(datetime.fromisoformat("2026-12-24T22:00:00+00:00"))
    early = datetime.fromisoformat("2026-12-26T22:00:00+00:00")
    last = datetime.fromisoformat("2026-12-29T22:00:00+00:00")
    assert before_the_court("in_person", early, deadline).lawful is True
    between = before_the_court("in_person", early + MINUTE, deadline)
    assert (between.lawful, between.ambiguity) == (None, "A2")
    assert before_the_court("in_person", last, deadline).lawful is None
    assert before_the_court("in_person", last + MINUTE, deadline).lawful is False


@pytest.mark.provision("26(5)", "29(8)")
def test_remand() -> None:
    assert only(may_remand(AFTER_ARREST)) == ("s.26(5)", True, None)
    assert only(may_remand(AT_HEARING, adjourned=True)) == ("s.29(8)", True, None)
    assert only(may_remand(AT_HEARING)) == ("s.29(8)", False, None)
    with pytest.raises(ValueError, match="'summons'"):
        may_remand("summons")


@pytest.mark.provision("26(6)", "30(2)")
def test_the_other_party() -> None:
    assert only(other_party(AFTER_ARREST)) == ("s.26(6)", True, None)
    assert "who gave the notice" in other_party(AFTER_ARREST).because
    assert only(other_party(AT_HEARING)) == ("s.30(2)", True, None)
    assert "who applied for the order" in other_party(AT_HEARING).because
    assert "MCA 1980 s.128(6)" in other_party(AT_HEARING).cited


@pytest.mark.provision("30(3)", "30(4)", "30(5)")
def test_how_long_a_remand_may_last() -> None:
    ordinary = remand_limit(AFTER_ARREST, CUSTODY, ON)
    assert (ordinary.next_by, ordinary.confirmed) == (date(2026, 11, 13), False)
    assert only(ordinary) == ("MCA 1980 s.128(6)", True, None)
    custody = remand_limit(AT_HEARING, CUSTODY, ON, medical_report=True)
    assert (custody.next_by, only(custody)) == (date(2026, 11, 25), ("s.30(4)", True, None))
    bail = remand_limit(AT_HEARING, BAIL, ON, medical_report=True)
    assert (bail.next_by, only(bail)) == (date(2026, 12, 2), ("s.30(5)", True, None))
    early = remand_limit(AFTER_ARREST, CUSTODY, ON, medical_report=True)
    assert (early.next_by, only(early)) == (None, ("s.30(3)", False, None))
    free = remand_limit(AFTER_ARREST, BAIL, ON, both_consent=True)
    assert (free.next_by, free.lawful, free.confirmed) == (None, True, False)
    assert free.citations == ("DAA 2021 s.26(6)",)
    for where, consent in ((BAIL, False), (CUSTODY, True)):
        assert remand_limit(AFTER_ARREST, where, ON, both_consent=consent).next_by == date(2026, 11, 13)
    assert remand_limit(AFTER_ARREST, BAIL, ON).next_by == date(2026, 11, 13)
    before = remand_limit(AFTER_ARREST, CUSTODY, date(2024, 11, 26))
    assert (before.next_by, before.lawful) == (None, None)
    for limb, where in (("summons", CUSTODY), (AT_HEARING, "hotel")):
        with pytest.raises(ValueError, match=f"'{limb if where == CUSTODY else where}' is"):
            remand_limit(limb, where, ON)


@pytest.mark.provision("30(6)")
def test_hospital_for_a_report() -> None:
    assert only(hospital_report(True)) == ("s.30(6)", True, None)
    assert only(hospital_report(False)) == ("s.30(6)", False, None)
    assert len(hospital_report().for_you) == 1


@pytest.mark.provision("26(7)", "30(7)")
def test_conditions_of_bail() -> None:
    assert only(bail_requirement(AFTER_ARREST, True)) == ("s.26(7)", True, None)
    assert only(bail_requirement(AT_HEARING, True)) == ("s.30(7)", True, None)
    assert bail_requirement(AT_HEARING, False).lawful is False
    assert len(bail_requirement(AT_HEARING).for_you) == 1
    with pytest.raises(ValueError, match="'summons'"):
        bail_requirement("summons", True)


@pytest.mark.provision("MCR 1981 r.86")
@pytest.mark.parametrize(
    ("notice_on", "day"),
    [(date(2026, 11, 4), date(2026, 11, 11)), (date(2026, 12, 23), date(2027, 1, 4))],
)
def test_forfeiture_five_business_days_after_notice(notice_on: date, day: date) -> None:
    found = forfeiture_hearing(notice_on)
    assert (found.day, said(found)[0]) == (day, ("MCR 1981 r.86", True))
    assert found.confirmed is (day.year == 2026)
    assert forfeiture_hearing(date(2024, 11, 26)).lawful is None


def test_counting() -> None:
    assert (clear_days_by(ON, 1), weeks_by(ON, 1), days_after(ON, 1)) == (
        date(2026, 11, 6),
        date(2026, 11, 11),
        date(2026, 11, 5),
    )
    for function in (clear_days_by, weeks_by, days_after):
        with pytest.raises(ValueError, match="counted from one"):
            function(ON, 0)
