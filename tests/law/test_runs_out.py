"""Dated values, and what runs out when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from haven_law.appeals import appeal_window
from haven_law.areas import SHIPPED_AREAS, AreaRow
from haven_law.calendar import BankHoliday, Calendar
from haven_law.criminal_rules import hearsay_challenge, variation_representations
from haven_law.dated import GENERAL_LIMIT, LABELS, SHIPPED_VALUES, DatedValue, last_ends, value_on
from haven_law.notice_breach import forfeiture_hearing, remand_limit
from haven_law.runs_out import AREA, CALENDAR, RUNGS, VALUE, RunsOut, runs_out, runs_out_decision
from haven_law.victims_code import code_clock

LAST = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("convicted", "months", "confirmed"),
    [
        (date(2022, 5, 2), 12, False),
        (date(2023, 3, 29), 12, False),
        (date(2023, 3, 30), 6, False),
        (date(2024, 11, 17), 6, False),
        (date(2024, 11, 18), 12, True),
        (date(2026, 11, 24), 12, True),
    ],
)
def test_general_limit_by_day_of_conviction(convicted: date, months: int, confirmed: bool) -> None:
    found = value_on(GENERAL_LIMIT, convicted)
    assert (found.number, found.lawful, found.confirmed) == (months, True, confirmed)
    assert found.findings[0].provision == "DAA 2021 s.39(5)(a)(i)"
    assert f"{months} months" in found.because
    assert ("not confirmed" in found.because) is not confirmed


def test_a_day_before_the_first_row_is_for_a_lawyer() -> None:
    found = value_on(GENERAL_LIMIT, date(2022, 5, 1))
    assert (found.lawful, found.number, found.row) == (None, None, None)
    assert found.ambiguity


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="no dated table 'colour'"):
        value_on("colour", LAST)


def test_text_is_no_number() -> None:
    found = value_on("victims_code", LAST)
    assert found.row is not None
    assert (found.row.words, found.number) == ("2021 edition", None)


@pytest.mark.parametrize(
    ("key", "before", "first"),
    [
        ("school_duty", date(2025, 11, 6), date(2025, 11, 7)),
        ("victims_code_duty", date(2025, 1, 28), date(2025, 1, 29)),
        ("victim_information_duty", date(2026, 1, 11), date(2026, 1, 12)),
        ("injunctions_by_email", date(2025, 7, 13), date(2025, 7, 14)),
        ("victims_code", date(2021, 3, 31), date(2021, 4, 1)),
    ],
)
def test_first_days(key: str, before: date, first: date) -> None:
    assert value_on(key, before).lawful is None
    assert value_on(key, first).lawful is True


def test_every_table_is_labelled_sourced_and_whole() -> None:
    assert {row.key for row in SHIPPED_VALUES} == set(LABELS)
    assert all(row.source and row.provision for row in SHIPPED_VALUES)
    for key in LABELS:
        rows = sorted((r for r in SHIPPED_VALUES if r.key == key), key=lambda r: r.from_day)
        for row, following in zip(rows, rows[1:], strict=False):
            assert row.last_day is not None
            assert row.last_day + DAY == following.from_day


def test_a_row_that_another_follows_without_a_gap_does_not_end() -> None:
    assert [row.key for row in last_ends(SHIPPED_VALUES)] == ["injunctions_by_email"]
    row = next(row for row in SHIPPED_VALUES if row.key == "injunctions_by_email")
    assert row.last_day is not None
    longer = replace(row, from_day=row.last_day + DAY, last_day=None)
    assert last_ends((row, longer)) == ()
    assert last_ends((row, replace(longer, from_day=row.last_day + 2 * DAY))) == (row,)


def found(on: date, kind: str, within: timedelta | None = None) -> list[RunsOut]:
    return [one for one in runs_out(on, within) if one.kind == kind]


def test_pilot_areas_end_on_24_november_2026() -> None:
    ends = found(date(2026, 11, 20), AREA)
    assert [(one.source, one.last_day, one.days_left, one.rung) for one in ends] == [
        ("SI 2024/1191", LAST, 4, 7),
        ("SI 2025/319", LAST, 4, 7),
        ("SI 2025/515", LAST, 4, 7),
    ]
    assert sum(len(one.names) for one in ends) == 23
    assert ends[0].names[:3] == ("Bromley", "Croydon", "Sutton")
    assert ends[0].key == "areas:SI 2024/1191:2026-11-24"
    assert ends[0].ambiguity == "A12, A23"
    assert ends[0].provision == "DAA 2021 s.90(8)"


@pytest.mark.parametrize(
    ("days_before", "rung"),
    [(91, None), (90, 90), (61, 90), (60, 60), (28, 28), (15, 28), (14, 14), (7, 7), (6, 7), (0, 0)],
)
def test_rungs_of_an_area(days_before: int, rung: int | None) -> None:
    one = found(LAST - days_before * DAY, AREA)[0]
    assert (one.rung, one.alarm) == (rung, rung is not None)
    assert one.over is False


def test_the_day_after_it_is_over_and_still_shown() -> None:
    one = found(LAST + DAY, AREA, timedelta())[0]
    assert (one.over, one.days_left, one.rung) == (True, -1, 0)
    assert one.words.endswith("ended with 24 November 2026.")
    assert found(LAST, AREA, timedelta())[0].words.endswith("last day 24 November 2026 (today).")
    assert found(LAST - DAY, AREA)[0].words.endswith("(in 1 day).")
    assert found(LAST - 2 * DAY, AREA)[0].words.endswith("(in 2 days).")


def test_within() -> None:
    assert found(LAST - 10 * DAY, AREA, timedelta(days=9)) == []
    assert len(found(LAST - 10 * DAY, AREA, timedelta(days=10))) == 3


def newer(code: str, from_day: date, last_day: date | None, practice_only: bool = False) -> AreaRow:
    return AreaRow(code, code.title(), "pilot", from_day, last_day, "SI 2026/999", True, practice_only)


def names(rows: tuple[AreaRow, ...], on: date) -> set[str]:
    return {name for one in runs_out(on, areas=rows) if one.kind == AREA for name in one.names}


def test_a_newer_row_without_a_gap_takes_the_area_out() -> None:
    rows = (*SHIPPED_AREAS, newer("croydon", LAST + DAY, None))
    assert "Croydon" not in names(rows, LAST)
    assert "Sutton" in names(rows, LAST)


def test_a_gap_is_an_end_until_it_is_past() -> None:
    rows = (*SHIPPED_AREAS, newer("croydon", LAST + 2 * DAY, None))
    assert "Croydon" in names(rows, LAST)
    assert "Croydon" not in names(rows, LAST + DAY)


def test_the_newer_row_ends_itself() -> None:
    rows = (*SHIPPED_AREAS, newer("croydon", LAST + DAY, date(2027, 3, 31)))
    ends = [one for one in runs_out(LAST, areas=rows) if one.source == "SI 2026/999"]
    assert [(one.names, one.last_day, one.confirmed) for one in ends] == [(("Croydon",), date(2027, 3, 31), True)]
    assert "Croydon" not in {name for one in runs_out(LAST, areas=rows) if one.last_day == LAST for name in one.names}


def test_a_practice_row_does_not_hide_the_end_of_a_real_one() -> None:
    rows = (*SHIPPED_AREAS, newer("croydon", date(2024, 1, 1), None, practice_only=True))
    assert "Croydon" in names(rows, LAST)


def test_the_imprecise_cleveland_rows_are_no_end() -> None:
    assert not [one for one in runs_out(date(2025, 3, 9)) if one.last_day == date(2025, 3, 10)]


def test_the_calendar_runs_out() -> None:
    confirmed, listed = found(date(2026, 1, 1), CALENDAR)
    assert (confirmed.last_day, confirmed.days_left, confirmed.rung) == (date(2026, 12, 31), 364, 365)
    assert (listed.last_day, listed.confirmed, listed.alarm) == (date(2028, 12, 31), False, False)
    assert found(date(2025, 12, 30), CALENDAR)[0].alarm is False
    assert found(date(2025, 12, 31), CALENDAR)[0].alarm is True


def test_a_confirmed_year_moves_its_end() -> None:
    day = BankHoliday(date(2027, 1, 1), "New Year's Day", "Gazette", True)
    later = Calendar.shipped().with_days([day], confirmed_until=date(2027, 12, 31))
    ends = [one for one in runs_out(LAST, calendar=later) if one.kind == CALENDAR]
    assert [one.last_day for one in ends] == [date(2027, 12, 31), date(2028, 12, 31)]
    longest = Calendar.shipped().with_days([day], confirmed_until=date(2028, 12, 31))
    assert [o.last_day for o in runs_out(LAST, calendar=longest) if o.kind == CALENDAR] == [date(2028, 12, 31)]


def test_a_dated_value_that_ended_is_shown_as_over() -> None:
    (one,) = found(LAST, VALUE)
    assert (one.key, one.over, one.confirmed) == ("value:injunctions_by_email:2026-07-13", True, False)


def test_values_of_the_force_are_taken_in() -> None:
    mine = DatedValue("general_limit_months", 6, "months", LAST, LAST + 29 * DAY, "DAA 2021 s.39(5)", "SI", True)
    (one,) = [o for o in runs_out(LAST, values=(mine,)) if o.kind == VALUE]
    assert (one.days_left, one.rung) == (29, 90)
    assert one.names == ("General limit in a magistrates' court (6 months)",)


def test_soonest_first_and_rungs_fall() -> None:
    days = [one.last_day for one in runs_out(date(2026, 1, 1))]
    assert days == sorted(days)
    assert all(list(rungs) == sorted(rungs, reverse=True) and rungs[-1] == 0 for rungs in RUNGS.values())


def test_as_findings() -> None:
    held, ended = runs_out_decision(LAST), runs_out_decision(LAST + DAY)
    assert [f.met for f in held.findings if "24 November 2026" in f.because] == [True, True, True]
    assert [f.met for f in ended.findings if "24 November 2026" in f.because] == [False, False, False]
    assert ended.lawful is False


def test_a_row_that_an_administrator_added_decides_from_its_day() -> None:
    longer = DatedValue(
        "appeal_crimpr_business_days", 20, "business days", date(2026, 11, 3), None, "CrimPR 2025 r.34.2(2)", "SI", True
    )
    rows = (*SHIPPED_VALUES, longer)

    def last_day(on: date) -> date | None:
        return appeal_window("on_variation_or_discharge", "magistrates_court", on, values=rows).act_by_day

    assert last_day(date(2026, 11, 2)) == date(2026, 11, 23)
    assert last_day(date(2026, 11, 3)) == date(2026, 12, 1)
    hearsay = replace(longer, key="hearsay_business_days", value=1)
    assert hearsay_challenge(date(2026, 11, 3), cross_examine=True, values=(hearsay,)).last_day == date(2026, 11, 4)
    told = replace(longer, key="variation_representations_business_days", value=2)
    assert variation_representations(date(2026, 11, 3), values=(told,)).last_day == date(2026, 11, 5)
    remand = replace(longer, key="remand_clear_days", value=2)
    assert remand_limit("after_arrest", "custody", date(2026, 11, 3), values=(remand,)).next_by == date(2026, 11, 6)
    forfeit = replace(longer, key="forfeiture_business_days", value=1)
    assert forfeiture_hearing(date(2026, 11, 3), values=(forfeit,)).day == date(2026, 11, 4)
    code = replace(longer, key="victims_code", value="2027", unit="edition", from_day=date(2027, 1, 1))
    with pytest.raises(ValueError, match="not in force on that day"):
        code_clock("arrest", date(2026, 12, 31), values=(code,))


def test_rungs_as_they_stand() -> None:
    assert RUNGS == {AREA: (90, 60, 28, 14, 7, 0), CALENDAR: (365, 180, 90, 28, 0), VALUE: (90, 28, 0)}


def test_two_rows_with_the_same_end_are_both_an_end() -> None:
    rows = (newer("croydon", date(2024, 1, 1), LAST), newer("croydon", date(2025, 1, 1), LAST))
    assert names(rows, LAST) == names(rows, LAST + DAY) == {"Croydon"}


def test_what_is_confirmed_and_what_is_practice() -> None:
    confirmed, listed = found(LAST, CALENDAR)
    assert (confirmed.confirmed, listed.confirmed) == (True, False)
    assert not any(one.practice_only for one in runs_out(LAST))
    rows = (newer("croydon", date(2024, 1, 1), LAST, practice_only=True),)
    assert [one.practice_only for one in runs_out(LAST, areas=rows) if one.kind == AREA] == [True]


def test_the_clocks_of_a_newer_code_are_for_a_lawyer() -> None:
    row = DatedValue("victims_code", "2027", "edition", date(2027, 3, 1), None, "Victims' Code", "SI 2027/1", True)
    rows = (*SHIPPED_VALUES, row)
    old, new = (code_clock("arrest", day, values=rows) for day in (date(2027, 2, 28), date(2027, 3, 1)))
    assert (old.lawful, new.lawful) == (True, None)
    assert new.last_day == date(2027, 3, 2)
    assert new.ambiguity is not None and "newer Victims' Code" in new.ambiguity
    assert "the Code in force is of 2027" in new.because
