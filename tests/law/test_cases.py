"""Every worked case in the YAML files beside this: a question of law, its facts, and the answer it must get."""

from typing import Any

import pytest

from haven_law.answering import QUESTIONS, answer
from haven_law.citation import is_citation
from tests.law.cases import Case, all_cases, cites, error_of, plain_facts, run

CASES = all_cases()
ANSWERED = [case for case in CASES if case.error is None]
REFUSED = [case for case in CASES if case.error is not None]
ASKED = [case for case in ANSWERED if case.question is not None]


def written(expected: Any) -> Any:
    """A date in a case may stand without quotation marks."""
    return expected.isoformat() if hasattr(expected, "isoformat") else expected


@pytest.mark.parametrize("case", ANSWERED, ids=[f"{case.file}:{case.id}" for case in ANSWERED])
def test_worked_case(case: Case) -> None:
    found, citations = run(case)
    assert found == {name: written(value) for name, value in case.expect.items()}, case.name
    assert [wanted for wanted in case.cite if not cites(citations, wanted)] == [], citations


@pytest.mark.parametrize("case", REFUSED, ids=[f"{case.file}:{case.id}" for case in REFUSED])
def test_refused_case(case: Case) -> None:
    assert str(case.error) in error_of(case)


@pytest.mark.parametrize("case", ASKED, ids=[case.id for case in ASKED])
def test_answer_echoes_its_id_and_cites_in_full_form(case: Case) -> None:
    found = answer({"id": case.id, "question": case.question, **plain_facts(case.facts)})
    assert found["id"] == case.id
    citations = found["citations"]
    assert isinstance(citations, list)
    assert citations
    assert [c for c in citations if not is_citation(c)] == []
    assert len(set(citations)) == len(citations)
    assert set(case.cite) <= set(citations)


def test_case_ids_are_unique() -> None:
    ids = [case.id for case in CASES]
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []


def test_every_question_has_a_case() -> None:
    assert {case.question for case in CASES if case.question} == set(QUESTIONS)
