"""The law says to every worked case and every line of a grid what was approved, word for word."""

from functools import cache
from typing import Any

import pytest

from tests.law.approving import APPROVED, approved, grids, said, said_to
from tests.law.cases import Case, all_cases

CASES = all_cases()
GRIDS: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
for _file, _name, _function, _facts in grids():
    GRIDS.setdefault((_file, _function), []).append((_name, _facts))


@cache
def texts(name: str) -> dict[str, str]:
    return approved(APPROVED / name)


def kept(file: str, name: str) -> str:
    found = texts(file).get(name)
    assert found is not None, (
        f"Nothing is approved for {name}: run python -m tests.law.approving and read the difference."
    )
    return found.rstrip("\n")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}:{case.id}" for case in CASES])
def test_cases(case: Case) -> None:
    assert said(case).rstrip("\n") == kept(f"{case.file.removesuffix('.yaml')}.txt", f"{case.id} {case.name}")


@pytest.mark.parametrize(("file", "function"), GRIDS, ids=[f"{file}:{function}" for file, function in GRIDS])
def test_grids(file: str, function: str) -> None:
    for name, facts in GRIDS[file, function]:
        assert said_to(name, function, facts).rstrip("\n") == kept(f"grid_{file}.txt", name), name


def test_nothing_stale_is_kept() -> None:
    wanted = {f"{case.file.removesuffix('.yaml')}.txt" for case in CASES} | {f"grid_{file}.txt" for file, _ in GRIDS}
    assert {file.name for file in APPROVED.glob("*.txt")} == wanted
