"""Reads and runs the worked cases in the YAML files beside this. docs/law-cases.md says how to write one.

A case asks either a `question` of `haven law answer`, or a `function` of haven_law by its module and name. Its facts are
the fields of the question, or the arguments of the function; what a function wants (a time, a date, facts of its own, an
answer of another function) is made from the plain values by the function's own types.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import re
import types
import typing
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from haven_law.answering import QUESTIONS, NotUnderstood, answer
from haven_law.calendar import BankHoliday, Calendar
from haven_law.citation import is_citation
from haven_law.clock import to_london
from haven_law.findings import Finding
from haven_law.judging import NOT_ASKED, NotAsked
from haven_law.provisions import cited, falls_under

HERE = Path(__file__).parent
KEYS = {"name", "id", "on", "question", "function", "facts", "expect", "cite", "error", "note"}


class BadCase(Exception):
    """A case that cannot be run: a sentence that says which, and what is wrong with it."""


@dataclasses.dataclass(frozen=True)
class Case:
    """One worked case, read and checked."""

    file: str
    name: str
    id: str
    question: str | None
    function: str | None
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    cite: tuple[str, ...]
    error: str | None = None

    def __str__(self) -> str:
        return f"{self.file}, case '{self.name}'"


class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  the quick one where there is one
    """YAML in which only true and false are truth values: the bare words on, off, yes and no are words."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load(file: Path) -> Any:
    """Read a file as plain values. Raises yaml.YAMLError."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=Plain)  # noqa: S506  a safe loader with fewer words


def read(file: Path) -> list[Case]:
    """Read the cases of a file. Raises BadCase."""
    try:
        rows = load(file)
    except yaml.YAMLError as problem:
        raise BadCase(f"{file.name} is not YAML: {problem}") from None
    if not isinstance(rows, list):
        raise BadCase(f"{file.name} must be a list of cases, each beginning with '- name:'.")
    return [_case(file.name, number, row) for number, row in enumerate(rows, start=1)]


def _case(file: str, number: int, row: object) -> Case:
    if not isinstance(row, dict):
        raise BadCase(f"{file}, case {number}: a case has the lines name, facts, expect and cite.")
    where = f"{file}, case {number} ('{row.get('name', 'without a name')}')"
    unknown = [str(key) for key in row if key not in KEYS]
    if unknown:
        raise BadCase(f"{where}: there is no line '{unknown[0]}'; a case may have: {', '.join(sorted(KEYS))}.")
    _check(where, row)
    facts = {**({"on": row["on"]} if "on" in row else {}), **(row.get("facts") or {})}
    return Case(
        file, row["name"], str(row.get("id", row["name"])), row.get("question"), row.get("function"), facts,
        row.get("expect") or {}, tuple(row["cite"]), row.get("error"),
    )  # fmt: skip


def _check(where: str, row: Mapping[str, Any]) -> None:
    if not isinstance(row.get("name"), str) or not row["name"].strip():
        raise BadCase(f"{where}: give the case a name, in words.")
    if ("question" in row) == ("function" in row):
        raise BadCase(f"{where}: give either a 'question' or a 'function'.")
    if "question" in row and row["question"] not in QUESTIONS:
        raise BadCase(f"{where}: there is no question '{row['question']}'; there are: {', '.join(QUESTIONS)}.")
    if not isinstance(row.get("facts", {}) or {}, dict):
        raise BadCase(
            f"{where}: 'facts' must be names with values, such as {{given_at: \"2026-11-03T14:30:00+00:00\"}}."
        )
    if not isinstance(row.get("expect", {}) or {}, dict) or (("expect" in row) == ("error" in row)):
        raise BadCase(f"{where}: give 'expect' with names and values, or 'error' with words of the error.")
    if not isinstance(row.get("cite"), list):
        raise BadCase(f"{where}: 'cite' must be a list of provisions; it may be empty ([]).")
    for citation in row["cite"]:
        if not isinstance(citation, str) or not is_citation(citation):
            raise BadCase(f"{where}: '{citation}' is not a citation in full form, such as 'DAA 2021 s.22(6)'.")


def all_cases() -> list[Case]:
    """Every case of every file, in order of file."""
    return [case for file in sorted(HERE.glob("*.yaml")) for case in read(file)]


def run(case: Case) -> tuple[dict[str, Any], set[str]]:
    """Run a case: the values that it expects, as they were found, and what was cited. Raises BadCase."""
    if case.question is not None:
        found = answer({"id": case.id, "question": case.question, **plain_facts(case.facts)})
        return {name: found.get(name) for name in case.expect}, set(typing.cast(list[str], found["citations"]))
    result = call(str(case), case.function or "", case.facts)
    citations = _cited(result) | set(enacted(case.function or ""))
    return {name: _attribute(case, result, name) for name in case.expect}, citations


def error_of(case: Case) -> str:
    """What the law says to the facts of a case that it refuses to reckon with."""
    try:
        run(case)
    except (NotUnderstood, ValueError) as problem:
        return str(problem)
    raise AssertionError(f"{case}: an error was expected and there was none.")


def cites(found: Collection[str], wanted: str) -> bool:
    """Whether a provision, or a part or the whole of it, is among those found."""
    return any(falls_under(one, wanted) or falls_under(wanted, one) for one in found)


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


@cache
def function_named(name: str) -> Callable[..., Any]:
    """Find a function of haven_law by module and name, such as clock.hearing_deadline. Raises BadCase."""
    module, _, function = name.partition(".")
    try:
        found: Any = importlib.import_module(f"haven_law.{module}")
        for part in function.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        raise BadCase(
            f"haven_law has no function '{name}'; write module and name, as in clock.hearing_deadline."
        ) from None
    return typing.cast(Callable[..., Any], found)


def enacted(name: str) -> tuple[str, ...]:
    """The provisions that a function says it applies."""
    table = getattr(importlib.import_module(f"haven_law.{name.partition('.')[0]}"), "ENACTS", {})
    return tuple(cited(number) for number in table.get(function_named(name), ()))


def call(where: str, name: str, facts: Mapping[str, Any]) -> Any:
    """Call a function with plain facts. Raises BadCase where they do not fit it."""
    function = function_named(name)
    hints = typing.get_type_hints(function)
    hints.pop("return", None)
    hints = {key: hints[key] for key in inspect.signature(function).parameters if key in hints}
    if len(hints) >= 1 and not set(facts) <= set(hints):
        first = next(iter(hints))
        if dataclasses.is_dataclass(hints[first]):
            own = {key: value for key, value in facts.items() if key not in hints}
            facts = {first: own, **{key: value for key, value in facts.items() if key in hints}}
    for key in facts:
        if key not in hints:
            raise BadCase(f"{where}: {name} has no fact '{key}'; it has: {', '.join(hints)}.")
    made = {key: make(f"{where}: {key}", hints[key], value) for key, value in facts.items()}
    try:
        inspect.signature(function).bind(**made)
    except TypeError as problem:
        raise BadCase(f"{where}: {name}: {problem}.") from None
    return function(**made)


def make(where: str, kind: Any, value: Any) -> Any:
    """Make a value of a type from a plain one. Raises BadCase."""
    if isinstance(value, dict) and set(value) == {"function", "facts"}:
        return call(where, value["function"], value["facts"])
    origin = typing.get_origin(kind)
    if kind is Any:
        return value
    if origin in (typing.Union, types.UnionType):
        return _one_of(where, typing.get_args(kind), value)
    if origin is tuple or origin in (list, set, frozenset):
        return _many(where, kind, value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        inner = typing.get_args(kind)[1]
        return {key: make(f"{where}.{key}", inner, each) for key, each in _mapping(where, value).items()}
    if origin is not None:
        return _many(where, kind, value)
    if kind is Calendar:
        return _calendar(where, value)
    if dataclasses.is_dataclass(kind) and not isinstance(value, typing.cast(type, kind)):
        return _facts_of(where, typing.cast(type, kind), value)
    return _single(where, kind, value)


def _one_of(where: str, kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in kinds:
        return None
    if value == NOT_ASKED.value and NotAsked in kinds:
        return NOT_ASKED
    kinds = tuple(kind for kind in kinds if kind not in (type(None), NotAsked))
    problems = []
    for kind in kinds:
        try:
            return make(where, kind, value)
        except BadCase as problem:
            problems.append(problem)
    raise problems[0]


def _many(where: str, kind: Any, value: Any) -> Any:
    if not isinstance(value, list):
        raise BadCase(f"{where} must be a list; it is {value!r}.")
    arguments = [each for each in typing.get_args(kind) if each is not Ellipsis]
    inner = arguments[0] if len(set(map(str, arguments))) == 1 else None
    made = [
        make(f"{where}[{index}]", inner if inner is not None else arguments[index], each)
        for index, each in enumerate(value)
    ]
    origin = typing.get_origin(kind)
    return origin(made) if origin in (list, set, frozenset) else tuple(made)


def _mapping(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadCase(f"{where} must be names with values; it is {value!r}.")
    return value


def _facts_of(where: str, kind: type, value: Any) -> Any:
    hints = typing.get_type_hints(kind)
    names = {field.name for field in dataclasses.fields(kind) if field.init}
    for key in _mapping(where, value):
        if key not in names:
            raise BadCase(f"{where}: there is no fact '{key}'; there are: {', '.join(sorted(names))}.")
    made = {key: make(f"{where}.{key}", hints[key], each) for key, each in value.items()}
    try:
        return kind(**made)
    except TypeError as problem:
        raise BadCase(f"{where}: {str(problem).replace(f'{kind.__name__}.__init__()', 'the facts are')}.") from None


def _calendar(where: str, value: Any) -> Calendar:
    """The shipped calendar with some days added and some taken away: {days: [...], without: [...]}."""
    given = _mapping(where, value)
    unknown = set(given) - {"days", "without", "confirmed_until"}
    if unknown:
        raise BadCase(f"{where}: a calendar has days, without and confirmed_until, not '{unknown.pop()}'.")
    days = make(f"{where}.days", tuple[BankHoliday, ...], given.get("days", []))
    until = make(f"{where}.confirmed_until", date | None, given.get("confirmed_until"))
    without = make(f"{where}.without", tuple[date, ...], given.get("without", []))
    return Calendar.shipped().with_days(days, until).without_days(without)


def _single(where: str, kind: Any, value: Any) -> Any:
    if kind is datetime:
        return _instant(where, value)
    if kind is date:
        return _date(where, value)
    if kind is timedelta:
        return timedelta(**_mapping(where, value))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise BadCase(f"{where} must be {kind.__name__}; it is {value!r}.")
    return value


def _instant(where: str, value: Any) -> datetime:
    try:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise BadCase(f'{where} must be a time such as "2026-11-03T14:30:00+00:00"; it is {value!r}.') from None
    return instant


def _date(where: str, value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadCase(f'{where} must be a date such as "2026-11-03"; it is {value!r}.') from None


def _attribute(case: Case, result: Any, name: str) -> Any:
    """Find a value of the result by its name; `answer` is the result itself, dots lead into it."""
    value = result
    for part in () if name == "answer" else name.split("."):
        if part.isdigit() and isinstance(value, tuple | list):
            value = value[int(part)]
        elif isinstance(value, Mapping):
            value = value.get(part)
        elif hasattr(value, part):
            value = getattr(value, part)
        else:
            raise BadCase(f"{case}: the result of {case.function} has no '{part}'; it has: {', '.join(_names(value))}.")
    return plain(value)


def _names(value: Any) -> list[str]:
    return [name for name in dir(value) if not name.startswith("_") and not callable(getattr(value, name))]


def plain(value: Any) -> Any:
    """Write a value as a case expects it: a finding as its provision, a time in London, a length of time in hours."""
    if isinstance(value, Finding):
        return value.provision
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return to_london(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def _cited(result: Any) -> set[str]:
    found: set[str] = set()
    for name in ("cited", "citations"):
        found |= set(getattr(result, name, ()) or ())
    provision = getattr(result, "provision", None)
    return found | ({provision} if isinstance(provision, str) else set())
