"""Every worked case in the YAML files beside this: a question of law, its facts, and the answer it must get."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from haven_law.answering import QUESTIONS, answer
from haven_law.citation import is_citation

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


def read(file: Path) -> list[dict[str, Any]]:
    """Read cases. YAML takes the bare word "on" for true, so the key is put back."""
    return [
        {"on" if key is True else key: value for key, value in case.items()}
        for case in yaml.safe_load(file.read_text())
    ]


CASES: list[dict[str, Any]] = [case for file in FILES for case in read(file)]


def asked(case: dict[str, Any]) -> dict[str, Any]:
    on = {"on": case["on"]} if "on" in case else {}
    return {"id": case["id"], "question": case["question"]} | on | case["facts"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    found = answer(asked(case))
    assert {name: found.get(name) for name in case["expect"]} == case["expect"]
    assert set(case["cite"]) <= set(found["citations"]), found["citations"]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_answer_echoes_its_id_and_cites_in_full_form(case: dict[str, Any]) -> None:
    found = answer(asked(case))
    assert found["id"] == case["id"]
    citations = found["citations"]
    assert isinstance(citations, list)
    assert citations
    assert [c for c in citations if not is_citation(c)] == []
    assert len(set(citations)) == len(citations)


def test_case_ids_are_unique() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))


def test_every_question_has_a_case() -> None:
    assert {case["question"] for case in CASES} == set(QUESTIONS)
