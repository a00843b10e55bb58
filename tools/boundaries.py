"""Part of `make mutants`: moves every number, day and length of time that stands in a table or a constant of the law by
one, one at a time and both ways, and asks whether a table of tests/law/test_tables.py, a worked case or an approved text
finds it out. mutmut changes what is inside functions; this changes what they read. Prints a line of JSON a module, and
every value that nothing guards."""

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LAW = ROOT / "src" / "haven_law"
# They write answers down, hold words, or bring the law together: their numbers are widths and limits of texts.
NOT_LAW = {
    "__init__",
    "__main__",
    "answering",
    "asking",
    "citation",
    "explaining",
    "listing",
    "provisions",
    "sources",
    "wording",
}
MOST_SECONDS = 120
# Numbers that are no rule: how many days are remembered, how short a name is compared, when a source was looked at.
NO_RULE = {("calendar", "_MOST_DAYS_KEPT"), ("clock", "_midnight_after"), ("content_facts", "SHORTEST_NAME")}


def values(tree: ast.Module, module: str) -> Iterator[tuple[ast.Constant, str]]:
    """Whole numbers in statements of the module itself (tables and constants), with the name that they stand under."""
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        name = ast.unparse(target)
        if (module, name) in NO_RULE or statement.value is None:
            continue
        for node in ast.walk(statement.value):
            if isinstance(node, ast.Constant) and type(node.value) is int:
                yield node, name


def moved(source: str, module: str) -> Iterator[tuple[ast.Module, str]]:
    """The module with one value moved by one, for each value and each way."""
    tree = ast.parse(source)
    found = list(values(tree, module))
    for place in range(len(found)):
        for step in (1, -1):
            other = copy.deepcopy(tree)
            node, name = list(values(other, module))[place]
            node.value = int(str(node.value)) + step
            yield other, f"{module}.{name}, line {node.lineno}: {int(node.value) - step} made {node.value}"


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module of the law from a changed tree."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.name, self.tree, self.file = f"haven_law.{module}", tree, str(LAW / f"{module}.py")

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, origin=self.file) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self.file
        exec(compile(ast.fix_missing_locations(self.tree), self.file, "exec"), module.__dict__)


def found_out() -> bool:
    """Whether a table as it was checked, a worked case or an approved text differs from what the law says now."""
    from tests.law import approving, cases, test_tables

    for name, test in vars(test_tables).items():
        if name.startswith("test_"):
            try:
                test()
            except Exception:  # noqa: BLE001  a failed comparison, or a law that cannot answer
                return True
    every = cases.all_cases()
    for case in every:
        try:
            if case.error is None and cases.run(case)[0] != {k: plainly(v) for k, v in case.expect.items()}:
                return True
        except Exception:  # noqa: BLE001  whatever a changed law does wrong finds it out
            return True
    kept = {file: approving.approved(approving.APPROVED / file) for file in os.listdir(approving.APPROVED)}
    return any(text.rstrip("\n") != kept[file].get(name, "").rstrip("\n") for file, name, text in approving.sections())


def plainly(expected: object) -> object:
    return expected.isoformat() if hasattr(expected, "isoformat") else expected


def in_a_child(module: str, tree: ast.Module) -> bool:
    """Try one changed module in a process of its own; a law that does not even load is found out."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        signal.alarm(MOST_SECONDS)  # a count that never ends is found out
        sys.meta_path.insert(0, Changed(module, tree))
        try:
            importlib.import_module(f"haven_law.{module}")
            code = int(found_out())
        except BaseException:  # noqa: BLE001
            code = 1
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="*", help="only these modules of haven_law")
    given = asked.parse_args()
    names = given.modules or sorted(file.stem for file in LAW.glob("*.py") if file.stem not in NOT_LAW)
    whole: Counter[str] = Counter()
    for module in names:
        source = (LAW / f"{module}.py").read_text(encoding="utf-8")
        unguarded, tried = [], 0
        for tree, words in moved(source, module):
            tried += 1
            if not in_a_child(module, tree):
                unguarded.append(words)
        whole.update(tried=tried, found_out=tried - len(unguarded))
        if tried:
            print(json.dumps({"boundaries": module, "moved": tried, "found_out": tried - len(unguarded)}), flush=True)
        for words in unguarded:
            print(f"  nothing guards {words}", flush=True)
    print(json.dumps({"boundaries": "all", "moved": whole["tried"], "found_out": whole["found_out"]}))
    return 0 if whole["tried"] == whole["found_out"] else 1


if __name__ == "__main__":
    sys.exit(main())
