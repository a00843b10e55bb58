"""Writes src/haven_law/provision_tests.json: which test names which provision. With --check it only says whether what
is committed is fresh. A worked case names provisions in `cite`; any other test by @pytest.mark.provision("29(2)")."""

import ast
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import yaml

from haven_law.provisions import cited

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "law"
WRITTEN = ROOT / "src" / "haven_law" / "provision_tests.json"


def from_cases(found: dict[str, set[str]]) -> None:
    """The worked cases: every provision that a case says its answer must cite."""
    for file in sorted(TESTS.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            for citation in case.get("cite", []):
                found[cited(re.sub(r"^(DAA 2021 )?s\.(?=\d)", "", citation))].add(f"{file.name}: {case['name']}")


def marked(decorators: list[ast.expr]) -> list[str]:
    """The provisions in the marks of a test or of a class of tests."""
    calls = [
        mark for mark in decorators if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith(".provision")
    ]
    return [cited(argument.value) for call in calls for argument in call.args if isinstance(argument, ast.Constant)]


def from_tests(found: dict[str, set[str]]) -> None:
    """The other tests, by their marks."""
    for file in sorted(TESTS.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                for citation in marked(node.decorator_list):
                    found[citation].add(f"{file.name}: {node.name}")


def index() -> str:
    """The whole index as it is written."""
    found: dict[str, set[str]] = defaultdict(set)
    from_cases(found)
    from_tests(found)
    return json.dumps({key: sorted(found[key]) for key in sorted(found)}, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    text = index()
    if WRITTEN.exists() and WRITTEN.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in sys.argv:
        print(
            "src/haven_law/provision_tests.json is not fresh; run .venv/bin/python tools/provisions.py", file=sys.stderr
        )
        return 1
    WRITTEN.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
