"""What the reader of case files says to a case that it cannot run, and how it makes facts from plain values."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from haven_law.clock import HearingDeadline
from haven_law.judging import NOT_ASKED, Judged
from tests.law.cases import BadCase, Case, call, cites, error_of, make, plain, read, run

GOOD = """- name: A
  question: notification_deadline
  facts: {event_day: "2026-11-24"}
  expect: {notify_by: "2026-11-26T23:59:59+00:00"}
  cite: ["DAA 2021 s.41(2)"]
"""


def written(tmp_path: Path, text: str) -> list[Case]:
    file = tmp_path / "some.yaml"
    file.write_text(text, encoding="utf-8")
    return read(file)


def test_a_good_case(tmp_path: Path) -> None:
    (case,) = written(tmp_path, GOOD)
    assert (case.id, case.question, case.cite) == ("A", "notification_deadline", ("DAA 2021 s.41(2)",))
    found, citations = run(case)
    assert found == case.expect
    assert cites(citations, "DAA 2021 s.41(2)")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: A", "some.yaml must be a list of cases, each beginning with '- name:'."),
        ("- [", "some.yaml is not YAML"),
        ("- A", "some.yaml, case 1: a case has the lines name, facts, expect and cite."),
        (GOOD.replace("name: A", "title: A"), "case 1 ('without a name'): there is no line 'title'; a case may have: cite,"),
        (GOOD.replace("name: A", 'name: " "'), "give the case a name, in words."),
        (GOOD + GOOD.replace("  question: notification_deadline\n", ""), "case 2 ('A'): give either a 'question' or a 'function'."),
        (GOOD.replace("notification_deadline", "notify"), "there is no question 'notify'; there are: hearing_deadline,"),
        (GOOD.replace('{event_day: "2026-11-24"}', "soon"), "'facts' must be names with values"),
        (GOOD.replace("  expect: {notify_by", "  error: x\n  expect: {notify_by"), "give 'expect' with names and values, or 'error'"),
        (GOOD.replace('["DAA 2021 s.41(2)"]', "s.41"), "'cite' must be a list of provisions; it may be empty ([])."),
        (GOOD.replace("DAA 2021 s.41(2)", "s.41(2)"), "'s.41(2)' is not a citation in full form, such as 'DAA 2021 s.22(6)'."),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BadCase) as refused:
        written(tmp_path, text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("function", "facts", "sentence"),
    [
        ("clock.nothing", {}, "haven_law has no function 'clock.nothing'; write module and name"),
        ("clock.hearing_deadline", {"given": "x"}, "x: clock.hearing_deadline has no fact 'given'; it has: given_at, calendar."),
        ("clock.hearing_deadline", {"given_at": "soon"}, "x: given_at must be a time such as"),
        ("clock.hearing_deadline", {}, "missing a required argument: 'given_at'"),
        ("clock.notification_deadline", {"event_day": "24/11/2026"}, "x: event_day must be a date such as"),
        ("definitions.age_on", {"born": 3, "day": "2026-11-03"}, "x: born must be a date such as"),
        ("applications.hearing_notice", {"given": "yes"}, "x: given must be bool; it is 'yes'."),
        ("clock.working_day_after", {"day": "2026-11-03", "n": True}, "x: n must be int; it is True."),
        ("definitions.connected_by_any", {"codes": "spouse"}, "x: codes must be a list; it is 'spouse'."),
        ("breach.breach_of_order", {"times": {"effective": 1}, "conduct": {"given_notice": True}, "at": "2026-11-03T00:00:00Z"},
         "x: times: there is no fact 'effective'; there are: effective_at,"),
        ("breach.breach_of_order", {"times": {}, "conduct": {"given_notice": True}, "at": "2026-11-03T00:00:00Z"},
         "x: times: the facts are missing 1 required positional argument: 'effective_at'."),
        ("clock.hearing_deadline", {"given_at": "2026-11-03T14:30:00Z", "calendar": {"holidays": []}},
         "x: calendar: a calendar has days, without and confirmed_until, not 'holidays'."),
    ],
)  # fmt: skip
def test_facts_that_do_not_fit_a_function_are_named(function: str, facts: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadCase) as refused:
        call("x", function, facts)
    assert sentence in str(refused.value)


def test_an_expected_value_that_the_answer_does_not_have(tmp_path: Path) -> None:
    text = '- name: A\n  function: clock.hearing_deadline\n  facts: {given_at: "2026-11-03T14:30:00Z"}\n  expect: {by: 1}\n  cite: []\n'
    with pytest.raises(BadCase, match="the result of clock.hearing_deadline has no 'by'; it has: act_by,"):
        run(written(tmp_path, text)[0])


def test_an_error_that_does_not_come(tmp_path: Path) -> None:
    (case,) = written(tmp_path, GOOD.replace('expect: {notify_by: "2026-11-26T23:59:59+00:00"}', "error: x"))
    with pytest.raises(AssertionError, match="an error was expected"):
        error_of(case)


def test_a_wrong_answer_is_found_out(tmp_path: Path) -> None:
    (case,) = written(tmp_path, GOOD.replace("26T23", "27T23"))
    assert run(case)[0] != case.expect


def test_bare_words_of_yaml_stay_words(tmp_path: Path) -> None:
    (case,) = written(tmp_path, GOOD.replace("  question", "  on: 2026-11-24\n  question"))
    assert case.facts["on"] == date(2026, 11, 24)


def test_values_are_made_by_type() -> None:
    assert make("x", date, "2026-11-03") == date(2026, 11, 3)
    assert make("x", datetime, "2026-11-03T00:00:00+00:00") == datetime(2026, 11, 3, tzinfo=UTC)
    assert make("x", timedelta, {"hours": 5}) == timedelta(hours=5)
    assert make("x", Judged, "not asked") is NOT_ASKED
    assert make("x", Judged, None) is None
    assert make("x", tuple[str, ...], ["a"]) == ("a",)
    assert make("x", frozenset[str], ["a"]) == frozenset({"a"})
    made = make(
        "x", HearingDeadline, {"function": "clock.hearing_deadline", "facts": {"given_at": "2026-11-03T14:30:00Z"}}
    )
    assert isinstance(made, HearingDeadline)


def test_values_are_written_plainly() -> None:
    assert plain(datetime(2026, 7, 1, tzinfo=UTC)) == "2026-07-01T01:00:00+01:00"
    assert plain(timedelta(hours=24, minutes=1)) == "1 day, 0:01:00"
    assert plain({"a": (date(2026, 7, 1),)}) == {"a": ["2026-07-01"]}
    assert plain(frozenset({"b", "a"})) == ["a", "b"]


def test_a_provision_is_cited_by_its_parts_or_its_whole() -> None:
    assert cites({"DAA 2021 s.29(3)(a)"}, "DAA 2021 s.29(3)")
    assert cites({"DAA 2021 s.29(3)"}, "DAA 2021 s.29(3)(a)")
    assert not cites({"DAA 2021 s.29(3)"}, "DAA 2021 s.29(2)")
