"""``haven law answer``: JSON lines in and out, and what is said to a line that is not understood."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haven_law.__main__ import main
from haven_law.answering import QUESTIONS, answer_line, answer_stream

GOOD = {"id": "1", "question": "hearing_deadline", "given_at": "2026-11-06T22:10:00+00:00"}
NOTICE = {
    "id": 7,
    "question": "may_give_notice",
    "on": "2026-11-23",
    "subject_born": "1996-01-15",
    "protected_born": "1996-01-15",
    "connection": "spouse",
}


def error(question: object) -> str:
    found, understood = answer_line(json.dumps(question))
    assert not understood
    assert set(found) == {"id", "error"}
    return str(found["error"])


def test_an_answer_echoes_any_id() -> None:
    for given_id in ("1", 1, None, ["a"], {"b": 1}, 1.5, True):
        found, understood = answer_line(json.dumps(GOOD | {"id": given_id}))
        assert understood
        assert found["id"] == given_id


def test_times_are_given_in_london() -> None:
    found, _ = answer_line(json.dumps(GOOD | {"given_at": "2026-06-01T23:30:00Z"}))
    assert found["act_by"] == "2026-06-04T00:30:00+01:00"


def test_fields_that_are_not_known_are_left_alone() -> None:
    found, understood = answer_line(json.dumps(GOOD | {"colour": "green"}))
    assert understood
    assert "colour" not in found


@pytest.mark.parametrize("field", ["giver_rank", "abuse_when_protected_aged"])
def test_null_is_as_good_as_absent(field: str) -> None:
    assert answer_line(json.dumps(NOTICE | {field: None})) == answer_line(json.dumps(NOTICE))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (GOOD | {"question": "hearing"}, "question"),
        ({"id": "1"}, "question"),
        (GOOD | {"question": ["hearing_deadline"]}, "question"),
        (GOOD | {"given_at": "2026-11-06T22:10:00"}, "given_at"),
        (GOOD | {"given_at": "2026-11-06"}, "given_at"),
        (GOOD | {"given_at": "tonight"}, "given_at"),
        (GOOD | {"given_at": 1762467000}, "given_at"),
        (GOOD | {"given_at": None}, "given_at"),
        (GOOD | {"given_at": "0001-01-01T00:00:00+00:00"}, "given_at"),
        (GOOD | {"given_at": "9999-12-31T23:00:00+00:00"}, "given_at"),
        ({"question": "hearing_deadline"}, "given_at"),
        (NOTICE | {"on": "2026-02-30"}, "on"),
        (NOTICE | {"on": "23/11/2026"}, "on"),
        (NOTICE | {"subject_born": "2027-01-01"}, "subject_born"),
        (NOTICE | {"protected_born": 1996}, "protected_born"),
        (NOTICE | {"connection": "stranger"}, "connection"),
        (NOTICE | {"connection": ["spouse"]}, "connection"),
        (NOTICE | {"giver_rank": "colonel"}, "giver_rank"),
        (NOTICE | {"abuse_when_protected_aged": "15"}, "abuse_when_protected_aged"),
        (NOTICE | {"abuse_when_protected_aged": True}, "abuse_when_protected_aged"),
        (NOTICE | {"abuse_when_protected_aged": -1}, "abuse_when_protected_aged"),
        ({"question": "notice_term", "term": "banish"}, "term"),
        ({"question": "notice_term", "term": "not_enter", "shared_home": "yes"}, "shared_home"),
        ({"question": "order_term", "term": "programme", "responsible_person": True}, "responsible_person"),
        ({"question": "order_term", "term": "electronic_monitoring", "subject_present": 1}, "subject_present"),
        ({"question": "route", "applicant": "king"}, "applicant"),
        ({"question": "route", "applicant": "protected_person", "proceedings": "tribunal"}, "proceedings"),
        ({"question": "route", "applicant": "chief_officer", "after_notice": "true"}, "after_notice"),
        ({"question": "area_in_force", "subject_area": "", "on": "2026-01-01"}, "subject_area"),
        ({"question": "area_in_force", "subject_area": "Bromley"}, "on"),
        ({"question": "monitoring_last_day", "start": "2026-01-15", "requested_end": "2026-01-14"}, "requested_end"),
        ({"question": "victim_update_deadline", "event_day": "2026-01-15"}, "enhanced"),
        (
            {
                "question": "custody_deadline",
                "arrested_at": "2026-11-04T03:15:00+00:00",
                "hearing_at": "2026-11-04T03:00:00+00:00",
            },
            "hearing_at",
        ),
    ],
)
def test_an_error_names_the_field(question: dict[str, object], names: str) -> None:
    sentence = error(question)
    assert f"'{names}'" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("line", ["{", "not json", '"text"', "[1]", "3", "null", '{"id": NaN}', "[" * 100_000, "\x00"])
def test_lines_that_are_no_question(line: str) -> None:
    found, understood = answer_line(line)
    assert not understood
    assert found["id"] is None


def run(lines: list[str]) -> tuple[int, list[dict[str, object]], list[str]]:
    written: list[str] = []
    complaints: list[str] = []
    code = answer_stream(lines, written.append, complaints.append)
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in written)
    return code, [json.loads(line) for line in written], complaints


def test_the_others_are_still_answered_in_order() -> None:
    code, answers, complaints = run([json.dumps(GOOD), "oops", "", json.dumps(GOOD | {"id": "2"})])
    assert code == 2
    assert [found["id"] for found in answers] == ["1", None, "2"]
    assert complaints == ["Line 2: The line is not JSON.\n"]


def test_all_understood_is_zero() -> None:
    assert run([json.dumps(GOOD)])[0] == 0
    assert run([])[0] == 0


def test_an_id_that_cannot_be_encoded_is_escaped() -> None:
    _, answers, _ = run([json.dumps(GOOD | {"id": "\ud800"})])
    assert answers[0]["id"] == "\ud800"
    written: list[str] = []
    answer_stream([json.dumps(GOOD | {"id": "\ud800 é"})], written.append)
    written[0].encode()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.dates().map(str),
    st.datetimes().map(lambda at: f"{at.isoformat()}+00:00"),
    st.sampled_from(["spouse", "inspector", "programme", "protected_person", "family", "Bromley"]),
    st.lists(st.integers(), max_size=2),
)
NAMES = [
    "given_at",
    "arrested_at",
    "hearing_at",
    "start",
    "requested_end",
    "event_day",
    "enhanced",
    "report_day",
    "on",
    "subject_born",
    "protected_born",
    "connection",
    "giver_rank",
    "abuse_when_protected_aged",
    "term",
    "shared_home",
    "responsible_person",
    "suitability_evidence",
    "applicant",
    "after_notice",
    "proceedings",
    "both_parties",
    "subject_area",
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=10))
def test_no_question_breaks_it(question: str, fields: dict[str, object]) -> None:
    found, understood = answer_line(json.dumps(fields | {"id": 1, "question": question}))
    assert found["id"] == 1
    assert ("error" in found) is not understood
    json.dumps(found)


def test_the_command_reads_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        "\ufeff" + json.dumps(GOOD | {"id": "Ünï"}) + "\n\n" + json.dumps({"id": 2}) + "\n", encoding="utf-8"
    )
    assert main(["answer", str(file)]) == 2
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["Ünï", 2]
    assert err.startswith("Line 3: The field 'question' must be one of")


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(tmp_path / "none.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err
