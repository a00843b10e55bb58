"""`make mutants`: are the tests of the law able to fail? mutmut changes the law one place at a time; each changed law
(a mutant) is tried on the tests that touch it, and should be found out. Needs no database; up to an hour on two cores.

In a copy under build/mutants, so that the checkout is left alone. Writes build/mutants/results.json and, with the change
of every mutant that was not found out, build/mutants/survivors.txt. docs/mutants.md keeps what was measured and explains
the survivors. `--sample N` tries N mutants of each module, chosen at random by `--seed`, for a quick estimate."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "mutants"
WORK, VENV = PLACE / "work", PLACE / "venv"
PACKAGE = WORK / "mutants" / "src" / "haven_law"
# What mutmut's exit codes mean; any other means that a test failed, so that the mutant was found out.
SURVIVED, UNTESTED, TIMEOUTS = 0, 33, {36, 24, 152, 255, -24}

# Tests of the files of the checkout, and the slow sweep over sixteen years, which finds nothing that the others do not.
IGNORED = ("test_package", "test_properties")
SETTINGS = """[tool.mutmut]
source_paths = ["src"]
also_copy = ["tools"]
use_git_change_detection = false
pytest_add_cli_args = ["-q", "-p", "no:cacheprovider", %(ignored)s]
pytest_add_cli_args_test_selection = ["tests/law"]

[tool.pytest.ini_options]
pythonpath = ["src", "."]
addopts = "--strict-markers"
markers = ["provision(number): the provision of law that the test shows"]
"""
# The same examples every time, and no complaint that one process runs a test in another way than the next.
CONFTEST = """from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants", derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck)
)
settings.load_profile("mutants")
"""


def run(words: Iterable[object], *, may_fail: bool = False) -> str:
    """Run a command in the copy and give what it printed."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=WORK,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode and not may_fail:
        raise SystemExit(f"{' '.join(str(word) for word in words)[:200]} failed:\n{done.stdout[-4000:]}")
    return done.stdout


def environment() -> None:
    """The programs, pinned with their hashes, in a virtual environment of their own."""
    if not (VENV / "bin" / "python").exists():
        run([sys.executable, "-m", "venv", VENV])
    uv = ROOT / ".venv" / "bin" / "uv"
    run([uv, "pip", "sync", "--quiet", "-p", VENV, "--require-hashes", ROOT / "requirements" / "mutants.txt"])


def copy(only: list[str]) -> None:
    """A fresh copy of the law and its tests."""
    shutil.rmtree(WORK, ignore_errors=True)
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "haven_law", WORK / "src" / "haven_law", ignore=skip)
    shutil.copytree(ROOT / "tests" / "law", WORK / "tests" / "law", ignore=skip)
    (WORK / "tests" / "__init__.py").touch()
    (WORK / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "provisions.py", WORK / "tools")
    (WORK / "tests" / "law" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    chosen = "".join(f'"src/haven_law/{name}.py", ' for name in only)
    settings = SETTINGS.replace("use_git", f"only_mutate = [{chosen}]\nuse_git") if only else SETTINGS
    settings %= {"ignored": ", ".join(f'"--ignore=tests/law/{name}.py"' for name in IGNORED)}
    (WORK / "pyproject.toml").write_text(settings, encoding="utf-8")


def results() -> dict[str, dict[str, int | None]]:
    """What came of each mutant, by module: the exit code of its tests, None where it was not tried."""
    found = {}
    for file in sorted(PACKAGE.glob("*.py.meta")):
        codes = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        if codes:
            found[file.name.removesuffix(".py.meta")] = codes
    return found


def chosen(size: int, seed: int) -> list[str]:
    """The names of some mutants of every module, by chance."""
    chance = random.Random(seed)
    names = []
    for codes in results().values():
        keys = sorted(codes)
        names += chance.sample(keys, min(size, len(keys)))
    return names


def counted(codes: Iterable[int | None]) -> dict[str, int]:
    """How many were found out, survived, had no test, or were not tried."""
    tried = [code for code in codes if code is not None]
    survived, untested = tried.count(SURVIVED), tried.count(UNTESTED)
    return {
        "tried": len(tried),
        "killed": len(tried) - survived - untested,
        "by_time": sum(code in TIMEOUTS for code in tried),
        "survived": survived,
        "no_test": untested,
    }


def report(mutmut: Path) -> float:
    """Print a line a module and the sum; keep the survivors with their change. Gives the share that was found out."""
    everything = results()
    rows = {module: counted(codes.values()) for module, codes in everything.items()}
    rows = {module: row for module, row in rows.items() if row["tried"]}
    whole = {key: sum(row[key] for row in rows.values()) for key in counted([])}
    rate = whole["killed"] / max(1, whole["tried"])
    for module, row in rows.items():
        print(json.dumps({"module": module, **row, "killed_percent": round(100 * row["killed"] / row["tried"], 1)}))
    print(json.dumps({"module": "all", **whole, "killed_percent": round(100 * rate, 1)}), flush=True)
    (PLACE / "results.json").write_text(json.dumps({"modules": rows, "all": whole}, indent=1), encoding="utf-8")
    alive = [name for codes in everything.values() for name, code in codes.items() if code in (SURVIVED, UNTESTED)]
    shown = [f"{name}\n{run([mutmut, 'show', name], may_fail=True)}" for name in alive]
    (PLACE / "survivors.txt").write_text("\n".join(shown), encoding="utf-8")
    return rate


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="*", help="only these modules of haven_law, such as clock calendar")
    asked.add_argument("--sample", type=int, default=0, help="try so many mutants of each module (all)")
    asked.add_argument("--seed", type=int, default=7, help="which ones a sample takes (7)")
    asked.add_argument("--children", type=int, default=os.cpu_count() or 1, help="processes at a time (one a core)")
    asked.add_argument("--least", type=float, default=90.0, help="fail below so many percent found out (90)")
    given = asked.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    environment()
    copy(given.modules)
    mutmut = VENV / "bin" / "mutmut"
    words: list[object] = [mutmut, "run", "--max-children", given.children]
    if given.sample:
        run(
            [*words, "haven_law.none_of_this_name"], may_fail=True
        )  # makes the mutants and learns which test touches which
        words += chosen(given.sample, given.seed)
    run(words)
    return 0 if report(mutmut) * 100 >= given.least else 1


if __name__ == "__main__":
    sys.exit(main())
