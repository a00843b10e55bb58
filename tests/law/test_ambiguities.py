"""Every unsettled point that the law names can be explained to the person who meets it."""

import re
from pathlib import Path

import haven_law
from haven_law.ambiguities import AMBIGUITIES, explain

SOURCE = "\n".join(path.read_text() for path in Path(haven_law.__file__).parent.glob("*.py"))
AMBIGUITY_TABLE = (Path(haven_law.__file__).parent / "ambiguities.py").read_text()


def test_every_number_in_use_is_explained() -> None:
    used = set(re.findall(r'"(A\d+)"', SOURCE))
    assert used <= set(AMBIGUITIES)
    assert all(row.question.endswith("?") and row.course.endswith(".") for row in AMBIGUITIES.values())


def test_explaining_what_an_answer_names() -> None:
    assert [row.code for row in explain("A1, A2")] == ["A1", "A2"]
    assert explain("bank holiday: Boxing Day, a Saturday (contested, A2)")[0].code == "A2"
    assert explain(None) == ()
    assert explain("unproven order") == ()


def test_all_of_them_are_here_and_each_is_reached_from_a_function() -> None:
    assert set(AMBIGUITIES) == {f"A{number}" for number in range(1, 28)}
    used = set(re.findall(r"\bA\d+\b", re.sub(r'"""(?s:.*?)"""', "", SOURCE.replace(AMBIGUITY_TABLE, ""))))
    assert set(AMBIGUITIES) <= used
