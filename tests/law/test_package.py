"""The package itself: the standard library only, every public function explained, no clock of its own."""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import haven_law
from haven_law.citation import is_citation
from tests.law.test_provisions import modules

ROOT = Path(haven_law.__file__).parent
MODULES = sorted(ROOT.glob("*.py"))


def test_importing_it_loads_nothing_else() -> None:
    names = ", ".join(f"haven_law.{path.stem}" for path in MODULES if not path.stem.startswith("__"))
    code = (
        f"import sys; import {names}; ours = sys.stdlib_module_names | {{'haven_law', '__main__'}}; "
        "tops = {m.split('.')[0] for m in sys.modules}; "
        "print([m for m in sorted(tops - ours) if not m.startswith('_sysconfigdata')])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert done.stdout.strip() == "[]"


def functions(path: Path) -> list[ast.FunctionDef | ast.ClassDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_and_public_name_is_explained(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))
    assert [f.name for f in functions(path) if not f.name.startswith("_") and not ast.get_docstring(f)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_reads_the_clock(path: Path) -> None:
    called = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert called & {"now", "today", "utcnow", "time_ns", "monotonic"} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_sections_cited_in_code_are_well_formed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "daa":
            argument = node.args[0]
            if isinstance(argument, ast.Constant):
                assert is_citation(f"DAA 2021 s.{argument.value}")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400
    long = [f.name for f in functions(path) if isinstance(f, ast.FunctionDef) and f.end_lineno - f.lineno >= 60]  # type: ignore[operator]
    assert long == []


def test_the_command_starts_without_django() -> None:
    code = "import sys; from haven.config.cli import main; main(['law', 'answer', '/dev/null']); print('django' in sys.modules, 'psycopg' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert done.stdout == "False False\n"


def test_the_command_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "haven_law", "answer"],
        input=b'{"question": "hearing_deadline", "given_at": "2026-11-06T22:10:00+00:00"}',
        capture_output=True,
        check=False,
        cwd=ROOT.parent,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["act_by"] == "2026-11-09T22:10:00+00:00"


def test_a_reader_that_goes_away_is_no_fault() -> None:
    """More answers than a pipe holds, and nobody who reads them."""
    line = '{"question": "hearing_deadline", "given_at": "2026-11-06T22:10:00+00:00"}\n'
    words = [sys.executable, "-m", "haven_law", "answer"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT.parent, text=True
    ) as running:
        assert running.stdin and running.stdout and running.stderr
        running.stdout.close()
        running.stdin.write(line)
        running.stdin.close()
        assert running.stderr.read() == ""
    assert running.returncode == 141


# Public functions that only help others to apply a provision: they find, fold, count or put into words.
HELPERS = {
    *("areas.area_code", "calendar.easter_sunday", "deadline_findings.moment", "neighbours.neighbour_named"),
    *("content_clashes.elsewhere", "content_clashes.life", "content_facts.folded", "content_facts.keeps_out_of"),
    *("content_facts.look", "content_facts.must_be_at", "content_facts.same_place", "content_facts.signs_on_inside"),
    *("content_facts.together", "dated.last_ends"),
    *("notification_course.failed_before_end", "notification_course.regime_words", "notification_course.standing"),
    *("rule_days.beyond_calendar", "rule_days.business_day_after", "rule_days.clear_days_by", "rule_days.days_after"),
    *("rule_days.weeks_by", "sign_on.windows", "sources.must_still_be_read", "sources.source_of", "warrants.sch1"),
    *("week.overlap", "week.read_hours", "week.weekly", "week.within"),
}


def test_every_public_function_of_the_law_applies_a_provision() -> None:
    """Each is in the table of its module; the few that only help others are named above with their module."""
    found = set()
    for module in modules():
        enacts = getattr(module, "ENACTS", {})
        for name, value in vars(module).items():
            public = inspect.isfunction(value) and not name.startswith("_") and value.__module__ == module.__name__
            if public and value not in enacts:
                found.add(f"{module.__name__.removeprefix('haven_law.')}.{name}")
    assert found == HELPERS
