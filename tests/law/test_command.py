"""``haven law``: what the three commands print, and what they say to words they do not understand."""

import json
from datetime import datetime

import pytest

from haven_law.__main__ import main
from haven_law.answering import QUESTIONS
from haven_law.asking import A_DATE, A_FLAG, A_TIME, AN_AGE
from haven_law.clock import hearing_deadline
from tests.law.cases import Case, all_cases, plain_facts

Capture = pytest.CaptureFixture[str]
ASKED = [case for case in all_cases() if case.question is not None and case.error is None]


def words_of(case: Case) -> list[str]:
    """The facts of a case as somebody types them."""
    facts = plain_facts(case.facts)
    return [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in facts.items()]


@pytest.mark.parametrize("case", ASKED, ids=[case.id for case in ASKED])
def test_explain_takes_the_same_fields_as_answer(case: Case, capsys: Capture) -> None:
    assert main(["explain", str(case.question), *words_of(case)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"{QUESTIONS[str(case.question)].words} ({case.question})\n")
    for heading in ("Facts", "Answer", "Findings", "Sources"):
        assert f"\n\n{heading}\n" in out


def test_the_step_table_shows_every_day_once(capsys: Capture) -> None:
    given_at = "2026-12-24T10:00:00+00:00"
    main(["explain", "hearing_deadline", f"given_at={given_at}"])
    earlier, _, later = capsys.readouterr().out.partition("The count to the later date (outer_limit)")
    found = hearing_deadline(datetime.fromisoformat(given_at))
    for steps, table in ((found.steps_act_by, earlier), (found.steps_outer, later)):
        lines = [line for line in table.splitlines() if " h " in line]
        assert len(lines) == len(steps)
        for step, line in zip(steps, lines, strict=True):
            assert line.startswith(f"  {step.day:%A} {step.day.day} ")
            assert ("s.29(3)(" in line) == (step.why_not is not None)
        assert "48 h 00" in lines[-1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["hearing_deadline"], "The field 'given_at' is missing; it must be a time with an offset, such as 2026-11-03T14:30:00+00:00."),
        (["hearing_deadline", "given_at=2026-11-03T14:30"], '"2026-11-03T14:30" has no offset.'),
        (["hearing_deadline", "2026-11-03T14:30:00Z"], '"2026-11-03T14:30:00Z" is not a field; write name=value, such as given_at=2026-11-03T14:30:00+00:00.'),
        (["hearing_deadline", "givenat=1"], 'This question has no field "givenat"; it has: given_at.'),
        (["notice_term", "x"], '"x" is not a field; write name=value, such as term=....'),
        (["hearing_deadline", "given_at=2026-11-03T14:30:00Z", "given_at=2026-11-03T14:30:00Z"], "The field 'given_at' is given twice."),
        (["when"], "The field 'question' must be one of: hearing_deadline,"),
        (["victim_update_deadline", "event_day=2026-11-02", "enhanced=perhaps"], "The field 'enhanced' must be true or false; it is \"perhaps\"."),
        (["may_make_order", "on=2026-11-23", "subject_born=1996-01-15", "protected_born=1996-01-15", "connection=spouse", "abuse_when_protected_aged=x"], "0 to 150; it is \"x\"."),
        (["may_make_order", "on=2026-11-23", "subject_born=1996-01-15", "protected_born=1996-01-15", "connection=spouse", "abuse_when_protected_aged=99999999"], "0 to 150; it is 9999."),
        (["custody_deadline", "arrested_at=2026-11-04T03:15:00Z", "hearing_at=2026-11-04T03:14:59Z"], "The field 'hearing_at' must not be before 'arrested_at'."),
    ],
)  # fmt: skip
def test_explain_says_what_is_accepted(words: list[str], sentence: str, capsys: Capture) -> None:
    assert main(["explain", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("haven law explain: ")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("word", "shown"), [("true", "yes"), ("FALSE", "no"), ("yes", "yes"), ("No", "no")])
def test_truth_values_are_read_in_any_writing(word: str, shown: str, capsys: Capture) -> None:
    assert main(["explain", "notice_term", "term=not_enter", f"shared_home={word}"]) == 0
    assert f"shared_home: {shown}\n" in capsys.readouterr().out


def test_null_is_as_good_as_absent(capsys: Capture) -> None:
    main(["explain", "order_term", "term=programme", "responsible_person=null"])
    with_null = capsys.readouterr().out
    main(["explain", "order_term", "term=programme"])
    assert capsys.readouterr().out == with_null


@pytest.mark.parametrize("command", ["answer", "explain", "provisions"])
def test_help_shows_an_example(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"haven law {command}" in capsys.readouterr().out


def test_help_of_explain_lists_every_question_with_its_fields(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "--help"])
    out = capsys.readouterr().out
    assert "  custody_deadline: arrested_at, [hearing_at]\n" in out
    assert all(f"  {name}: " in out for name in QUESTIONS)


def test_an_unknown_command_is_refused(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["decide"])
    assert ended.value.code == 2


def test_the_fields_of_questions_are_those_of_the_interface() -> None:
    assert {name: list(question.fields) for name, question in QUESTIONS.items()} == {
        "hearing_deadline": ["given_at"],
        "custody_deadline": ["arrested_at", "hearing_at"],
        "monitoring_last_day": ["start", "requested_end"],
        "notification_deadline": ["event_day"],
        "victim_update_deadline": ["event_day", "enhanced"],
        "support_referral_deadline": ["report_day"],
        "may_give_notice": [
            *("on", "subject_born", "protected_born", "connection", "giver_rank", "abuse_when_protected_aged"),
        ],
        "may_make_order": ["on", "subject_born", "protected_born", "connection", "abuse_when_protected_aged"],
        "notice_term": ["term", "shared_home"],
        "order_term": [
            *("term", "responsible_person", "suitability_evidence", "subject_present", "occupier_consents"),
            *("area_notified", "without_notice"),
        ],
        "route": ["applicant", "after_notice", "proceedings", "both_parties"],
        "area_in_force": ["subject_area", "on"],
    }
    kinds = {name: kind for question in QUESTIONS.values() for name, kind in question.fields.items()}
    assert (kinds["given_at"], kinds["on"], kinds["shared_home"]) == (A_TIME, A_DATE, A_FLAG)
    assert kinds["abuse_when_protected_aged"] == AN_AGE
