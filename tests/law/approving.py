"""Approved texts: what the law says to every worked case and every grid, word for word, in the folder `approved`.

A change of a rule or of a sentence shows here as a difference that a person reads and approves with
`.venv/bin/python -m tests.law.approving`; nothing is approved by running the tests.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from haven_law.asking import NotUnderstood
from haven_law.calendar import Calendar
from haven_law.explaining import explain
from haven_law.findings import Decision, Finding
from tests.law.cases import HERE, Case, all_cases, call, load, plain, plain_facts

APPROVED = HERE / "approved"
MARK = "=== "
# Words that stand for lists of values in a grid.
KINDS: dict[str, list[Any]] = {
    "flag": [True, False],
    "maybe": [None, True, False],
    "judged": [None, True, False, "not asked"],
}


def said(case: Case) -> str:
    """Everything that the law says to a case."""
    try:
        if case.question is not None:
            text = explain(case.question, plain_facts(case.facts))
            return text.replace(Calendar.shipped().version, "of the calendar")
        return shown(call(str(case), case.function or "", case.facts))
    except (NotUnderstood, ValueError) as problem:
        return f"Error: {problem}\n"


def shown(result: Any) -> str:
    """Lay a result out: findings of a decision one a line, anything else as plain values."""
    lines = []
    if isinstance(result, Decision):
        lines.append(f"lawful: {result.lawful}")
        lines += [f"  {finding_line(finding)}" for finding in result.findings]
        lines += [f"  cites {citation}" for citation in result.citations]
    values = plain(result)
    if isinstance(values, dict):
        skipped = {"findings", "citations", "view"} if isinstance(result, Decision) else set()
        lines += [f"{name}: {value_line(value)}" for name, value in values.items() if name not in skipped]
    elif isinstance(result, Finding):
        lines.append(finding_line(result))
    elif isinstance(result, tuple | list):
        lines += [element_line(each) for each in result]
        lines = lines or ["nothing"]
    else:
        lines.append(value_line(values))
    return "\n".join(lines) + "\n"


def element_line(each: Any) -> str:
    """One element of a result: its values, then its finding in full where it has one."""
    if isinstance(each, Finding):
        return finding_line(each)
    if isinstance(each, Decision):
        return shown(each).rstrip("\n")
    finding = getattr(each, "finding", None)
    return value_line(plain(each)) + (f" {finding_line(finding)}" if isinstance(finding, Finding) else "")


def finding_line(finding: Finding) -> str:
    """One finding with all that it carries."""
    extra = f" [{finding.ambiguity}]" if finding.ambiguity else ""
    extra += " (for you)" if finding.for_you else ""
    extra += "" if getattr(finding, "confirmed", True) else " (not confirmed)"
    return f"{finding.met} {finding.provision}: {finding.because}{extra}"


def value_line(value: Any) -> str:
    """One plain value."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def grids() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Every line of every grid: its file, its name, the function and the facts."""
    for file in sorted((HERE / "grids").glob("*.yaml")):
        before: Counter[str] = Counter()
        for grid in load(file):
            function = grid["function"]
            before[function] += 1
            number = f" {before[function]}" if before[function] > 1 else ""
            for name, facts in expanded(grid):
                yield file.stem, f"{function}{number} {name}", function, facts


def expanded(grid: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The base facts of a grid; then each fact of `vary` changed by itself; then `cross`, every combination of it."""
    base = grid.get("base") or {}
    if "base" in grid:
        yield "base", base
    for key, values in (grid.get("vary") or {}).items():
        for value in KINDS.get(values, values) if isinstance(values, str) else values:
            yield f"{key}={compact(value)}", changed(base, key, value)
    crossed = {
        key: KINDS[values] if isinstance(values, str) else values for key, values in (grid.get("cross") or {}).items()
    }
    for values in itertools.product(*crossed.values()) if crossed else ():
        facts = base
        for key, value in zip(crossed, values, strict=True):
            facts = changed(facts, key, value)
        yield ", ".join(f"{key}={compact(value)}" for key, value in zip(crossed, values, strict=True)), facts


def changed(facts: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The facts with one changed; a dot leads into facts within facts. The value `absent` takes it away."""
    first, _, rest = key.partition(".")
    if rest:
        return facts | {first: changed(facts[first], rest, value)}
    if value == "absent":
        return {name: each for name, each in facts.items() if name != first}
    return facts | {first: value}


def compact(value: Any) -> str:
    """A value in the name of a grid's line."""
    return value if isinstance(value, str) else json.dumps(value, default=str)


def sections() -> Iterator[tuple[str, str, str]]:
    """Every text: the file it is kept in, its name, and what the law says now."""
    for case in all_cases():
        yield f"{case.file.removesuffix('.yaml')}.txt", f"{case.id} {case.name}", said(case)
    for file, name, function, facts in grids():
        yield f"grid_{file}.txt", name, said_to(name, function, facts)


def said_to(where: str, function: str, facts: dict[str, Any]) -> str:
    """What the law says to one line of a grid."""
    try:
        return shown(call(where, function, facts))
    except ValueError as problem:
        return f"Error: {problem}\n"


def approved(file: Path) -> dict[str, str]:
    """The approved texts of a file by name."""
    if not file.exists():
        return {}
    parts = file.read_text(encoding="utf-8").split(f"\n{MARK}")[1:]
    return {head: body for head, _, body in (part.partition("\n") for part in parts)}


def approve() -> None:
    """Write every text as the law says it now. Read the difference before you commit it."""
    APPROVED.mkdir(exist_ok=True)
    by_file: dict[str, list[str]] = {}
    for file, name, text in sections():
        by_file.setdefault(file, [f"What the law says, approved. See {Path(__file__).name}.\n"]).append(
            f"{MARK}{name}\n{text}"
        )
    for stale in set(APPROVED.glob("*.txt")) - {APPROVED / file for file in by_file}:
        stale.unlink()
    for file, texts in by_file.items():
        (APPROVED / file).write_text("\n".join(texts), encoding="utf-8")


if __name__ == "__main__":
    approve()
