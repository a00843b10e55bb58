"""The macros give what the design system of the vendored release gives: its own examples, run through them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from haven.web.parts import govuk
from tests.web_parts.markup import tokens

FIXTURES = json.loads((Path(__file__).parent.parent / "vendor/govuk_fixtures.json").read_text(encoding="utf-8"))
CASES = [
    pytest.param(component, case, id=f"{component}: {case['name']}")
    for component, cases in FIXTURES.items()
    for case in cases
]


def _macro_of(component: str) -> str:
    return next(name for name, folder in govuk.COMPONENTS.items() if folder == component)


@pytest.mark.parametrize(("component", "case"), CASES)
def test_the_macro_draws_the_example_as_published(component: str, case: dict[str, object]) -> None:
    drawn = govuk.GLOBALS[_macro_of(component)](case["options"])  # type: ignore[arg-type]
    assert tokens(drawn) == tokens(str(case["html"]))


def test_every_component_we_offer_has_examples() -> None:
    assert set(FIXTURES) == set(govuk.COMPONENTS.values())
