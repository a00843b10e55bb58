"""The register of provisions: every provision of Part 3 has a function and a test, or a stated reason for none."""

import importlib.util
import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import haven_law
from haven_law import provisions
from haven_law.__main__ import main
from haven_law.citation import is_citation
from haven_law.provisions import Entry, beside, cited, falls_under, functions, functions_of, page_of, part_3, register

ROOT = Path(__file__).parents[2]
# Modules that bring the law together, write it down or read questions, and so apply no provision of their own.
NOT_LAW = {
    *("__main__", "ambiguities", "answering", "asking", "citation", "explaining", "findings", "judging", "listing"),
    *("local_time", "provisions", "readings", "terms", "wording"),
}
# How many subsections each section has, and paragraphs the Schedule.
SUBSECTIONS = {
    1: 7, 2: 3, 3: 4, 22: 8, 23: 2, 24: 4, 25: 7, 26: 9, 27: 3, 28: 8, 29: 8, 30: 7, 31: 8, 32: 5, 33: 3, 34: 4, 35: 7,
    36: 7, 37: 8, 38: 7, 39: 8, 40: 9, 41: 10, 42: 6, 43: 6, 44: 13, 45: 9, 46: 9, 47: 5, 48: 4, 49: 5, 50: 7, 51: 2,
    52: 2, 53: 0, 54: 3, 55: 2, 56: 4,
}  # fmt: skip


@pytest.mark.parametrize("entry", register(), ids=lambda entry: entry.provision.number)
def test_every_provision_has_a_function_and_a_test_or_a_reason(entry: Entry) -> None:
    assert entry.missing == (), (
        f"{entry.provision.citation} ({entry.provision.words}) lacks: {', '.join(entry.missing)}."
    )


def test_the_register_holds_every_provision_in_order() -> None:
    wanted: list[str] = []
    for section, parts in SUBSECTIONS.items():
        wanted += [str(section), *(f"{section}({n})" for n in range(1, parts + 1))]
    wanted += ["Sch.1", *(f"Sch.1 para.{n}" for n in range(1, 9))]
    assert [row.number for row in part_3()] == wanted


def test_a_reason_is_a_sentence_and_stands_for_few() -> None:
    reasons = [row for row in part_3() if row.reason is not None]
    assert all(row.reason and row.reason.endswith(".") for row in reasons)
    assert len(reasons) < len(part_3()) / 6
    assert not [row.number for row in reasons if functions_of(row.citation)], "a reason and a function"


def test_words_are_there_for_each() -> None:
    assert all(row.words and not row.words.endswith(".") for row in part_3())
    assert all(is_citation(row.citation) for row in part_3())


def modules() -> list[ModuleType]:
    names = [info.name for info in pkgutil.iter_modules(haven_law.__path__) if info.name not in NOT_LAW]
    return [import_module(f"haven_law.{name}") for name in names]


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_what_a_function_applies_is_written_in_full_and_known(function) -> None:
    ours = [row.citation for row in part_3()]
    assert function.provisions
    assert function.summary
    for citation in function.provisions:
        assert is_citation(citation), citation
        section = re.match(r"DAA 2021 (?:s\.(\d+)(?![0-9A-Z])|Sch\.)", citation)
        if section and (section[1] is None or int(section[1]) in SUBSECTIONS):
            assert any(falls_under(citation, one) for one in ours), citation


def test_functions_are_named_in_their_own_module() -> None:
    for module in modules():
        for function in getattr(module, "ENACTS", {}):
            assert function.__module__ == module.__name__


def test_falls_under() -> None:
    assert falls_under("DAA 2021 s.29(3)(a)", "DAA 2021 s.29(3)")
    assert falls_under("DAA 2021 s.29(3)", "DAA 2021 s.29")
    assert falls_under("DAA 2021 Sch.1 para.4(1)", "DAA 2021 Sch.1")
    assert not falls_under("DAA 2021 s.29", "DAA 2021 s.2")
    assert not falls_under("DAA 2021 s.29(3)", "DAA 2021 s.29(3)(a)")


@pytest.mark.parametrize(
    ("number", "full", "page"),
    [
        ("29(2)", "DAA 2021 s.29(2)", "/law/29#29-2"),
        ("29(3)(a)", "DAA 2021 s.29(3)(a)", "/law/29#29-3"),
        ("53", "DAA 2021 s.53", "/law/53"),
        ("Sch.1 para.4(2)", "DAA 2021 Sch.1 para.4(2)", "/law/schedule-1#schedule-1-4"),
        ("MCR 1981 r.17", "MCR 1981 r.17", None),
        ("90", "DAA 2021 s.90", None),
        ("49A", "DAA 2021 s.49A", None),
        ("Sch.2 para.1", "DAA 2021 Sch.2 para.1", None),
    ],
)
def test_short_form_full_form_and_page(number: str, full: str, page: str | None) -> None:
    assert cited(number) == full
    assert page_of(full) == page


def test_every_entry_has_a_page() -> None:
    assert all(entry.page.startswith("/law/") for entry in register())


def test_the_list_of_tests_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("provisions_tool", ROOT / "tools" / "provisions.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    kept = (ROOT / "src" / "haven_law" / "provision_tests.json").read_text(encoding="utf-8")
    assert kept == tool.index(), "run .venv/bin/python tools/provisions.py"


def test_tests_of_a_provision_are_those_of_its_parts_too() -> None:
    assert set(provisions.tests_of("DAA 2021 s.23(2)(c)")) < set(provisions.tests_of("DAA 2021 s.23(2)"))
    assert provisions.tests_of("DAA 2021 s.9") == ()


def test_other_instruments_are_listed_beside() -> None:
    assert "MCR 1981 r.17(2)" in beside()
    assert all(not falls_under(one, row.citation) for one in beside() for row in part_3())


def test_the_table_shows_every_provision(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provisions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Provision", "What", "it", "says", "Functions", "Tests", "Page"]
    starts = {line.split("  ")[0].strip() for line in lines}
    for row in part_3():
        assert row.citation.removeprefix("DAA 2021 ") in starts
    assert not [line for line in lines if "MISSING" in line]
    assert any("none needed: Only a pointer." in line for line in lines)


def test_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provisions", "--missing"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provisions", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = {row["provision"]: row for row in found["provisions"]}
    assert len(rows) == len(part_3())
    hearing = rows["DAA 2021 s.29(2)"]
    assert "clock.hearing_deadline" in hearing["functions"]
    assert hearing["tests"]
    assert (hearing["page"], hearing["reason"], hearing["missing"]) == ("/law/29#29-2", None, [])
    assert rows["DAA 2021 s.27(3)"]["reason"] == "Only a pointer."
    assert {"provision", "functions", "tests", "page"} == set(found["other_instruments"][0])
