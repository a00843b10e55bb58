"""Days and times as typed: read, refused with the right boxes marked, and asked about on the two odd nights."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven.web.parts import forms
from haven.web.parts.moments import DayTyped, MomentTyped, read_time
from haven.web.parts.rendering import error_links, first_id, wrong_parts

NOW = datetime(2026, 11, 20, 14, 14, tzinfo=UTC)


class Form(forms.HavenForm):
    born = forms.DayField(label="Date of birth", past=True, required=False)
    given = forms.LocalMomentField(label="Time you gave the notice", past=True, required=False)
    opens = forms.LocalTimeField(label="Opening time", required=False)
    by = forms.DayField(label="Last day", future=True, required=False)


def form(**typed: str) -> Form:
    made = Form({name.replace("_", "-"): value for name, value in typed.items()}, now=NOW)
    made.is_valid()
    return made


def day(name: str, *parts: str) -> dict[str, str]:
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), parts, strict=True))


@pytest.mark.parametrize(
    ("typed", "said", "boxes"),
    [
        (("27", "3", ""), "Date of birth must include a year", {"year"}),
        (("", "", "1988"), "Date of birth must include a day and a month", {"day", "month"}),
        (("31", "2", "1988"), "Date of birth must be a real date", {"day"}),
        (("1", "13", "1988"), "Date of birth must be a real date", {"month"}),
        (("0", "1", "1988"), "Date of birth must be a real date", {"day"}),
        (("x", "1", "1988"), "Date of birth must be a real date", {"day"}),
        (("1", "1", "88"), "Year must include 4 numbers", {"year"}),
        (("1", "1", "1066"), "Year must be from 1900 to 2100", {"year"}),
        (("21", "11", "2026"), "Date of birth must be today or in the past", {"day", "month", "year"}),
        (("9" * 9999, "1", "1988"), "Date of birth must be a real date", {"day"}),
        (("1%s", "1", "1988"), "Date of birth must be a real date", {"day"}),
    ],
)
def test_days_refused(typed: tuple[str, str, str], said: str, boxes: set[str]) -> None:
    made = form(**day("born", *typed))
    assert made.errors["born"] == [said]
    assert wrong_parts(made["born"]) == boxes
    assert made["born"].value() == DayTyped(*typed)


def test_days_taken() -> None:
    for typed in (("27", "3", "1988"), ("27", "mar", "1988"), ("27", "March", "1988"), (" 27", "03 ", "１９８８")):
        assert form(**day("born", *typed)).cleaned_data["born"] == date(1988, 3, 27)
    assert form(**day("born", "20", "11", "2026")).cleaned_data["born"] == date(2026, 11, 20)
    assert form().cleaned_data["born"] is None


def test_a_future_day() -> None:
    assert form(**day("by", "19", "11", "2026")).errors["by"] == ["Last day must be today or in the future"]


def test_missing_days_link_to_the_first_box() -> None:
    class Needed(forms.HavenForm):
        born = forms.DayField(label="Date of birth")

    made = Needed({})
    assert error_links(made) == [{"text": "Enter the date of birth", "href": "#id_born-day"}]
    assert first_id(form(**day("given", "1", "1", "2026"), given_time="x")["given"]) == "id_given-time"


@pytest.mark.parametrize("typed", ["6:30pm", "6.30 PM", "18:30", "1830", "18.30", "630pm", "6:30 p.m.", "６：３０pm"])
def test_half_past_six_in_the_evening(typed: str) -> None:
    assert read_time(typed) == time(18, 30)


@pytest.mark.parametrize(
    ("typed", "hour"), [("6am", 6), ("midday", 12), ("noon", 12), ("12pm", 12), ("12am", 0), ("0000", 0)]
)
def test_other_times(typed: str, hour: int) -> None:
    assert read_time(typed) == time(hour)


@pytest.mark.parametrize(
    "typed", ["6:30", "630", "midnight", "25:00", "13pm", "0am", "6:60pm", "24:00", "", "soon", "1" * 9999]
)
def test_times_that_could_be_anything_are_not_guessed(typed: str) -> None:
    assert read_time(typed) is None


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    found = read_time(typed)
    assert found is None or found.tzinfo is None


def test_a_time_field_says_how() -> None:
    assert form(opens="6:30").errors["opens"] == ["Opening time must be like 6:30pm or 18:30"]
    assert form(opens="6:30pm").cleaned_data["opens"] == time(18, 30)


def moment(year: str, month: str, d: str, at: str, fold: str = "") -> Form:
    return form(**day("given", d, month, year), given_time=at, given_fold=fold)


def test_a_moment_in_summer_and_in_winter() -> None:
    assert moment("2026", "7", "1", "6:30pm").cleaned_data["given"] == datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
    assert moment("2026", "1", "2", "1830").cleaned_data["given"] == datetime(2026, 1, 2, 18, 30, tzinfo=UTC)


def test_the_october_night_asks_and_then_knows() -> None:
    asked = moment("2026", "10", "25", "01:30")
    said = "1:30am happened twice on Sunday 25 October 2026. Choose before or after the clocks went back"
    assert asked.errors["given"] == [said]
    assert first_id(asked["given"]) == "id_given-fold"
    before = moment("2026", "10", "25", "01:30", "before").cleaned_data["given"]
    after = moment("2026", "10", "25", "01:30", "after").cleaned_data["given"]
    assert (before, after) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert moment("2026", "10", "25", "01:30", "neither").errors


def test_the_march_night_names_the_nearest_times() -> None:
    said = "1:30am did not happen on Sunday 29 March 2026: the clocks went forward. Enter 12:59am or 2:00am"
    assert moment("2026", "3", "29", "01:30").errors["given"] == [said]


def test_moments_refused() -> None:
    assert form(**day("given", "1", "1", "2026")).errors["given"] == ["Time you gave the notice must include a time"]
    assert moment("2026", "1", "1", "6:30").errors["given"] == ["Time must be like 6:30pm or 18:30"]
    late = "Time you gave the notice must not be after Friday 20 November 2026 at 2:14pm, which is now"
    assert moment("2026", "11", "20", "2:15pm").errors["given"] == [late]
    assert moment("2026", "11", "20", "2:14pm").cleaned_data["given"] == NOW


def test_a_stored_moment_is_shown_as_it_would_be_typed() -> None:
    stored = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    made = Form(initial={"given": stored, "born": date(1988, 3, 27), "opens": time(9, 30)}, now=NOW)
    assert made["given"].value() == MomentTyped("25", "10", "2026", "1:30am", "after")
    assert made["born"].value() == DayTyped("27", "3", "1988")
    assert made["opens"].value() == "9:30am"


def test_a_field_that_needs_the_present_is_told_it() -> None:
    with pytest.raises(LookupError, match="now="):
        Form({"born-day": "1", "born-month": "1", "born-year": "2000"}).is_valid()


@given(st.tuples(*[st.text(max_size=8)] * 5))
def test_anything_typed_is_an_instant_or_a_sentence(typed: tuple[str, str, str, str, str]) -> None:
    made = form(**day("given", *typed[:3]), given_time=typed[3], given_fold=typed[4])
    value = made.cleaned_data.get("given")
    assert value is None or value.tzinfo is not None
    assert made["given"].value()[:3] == tuple(t.strip() for t in typed[:3])
