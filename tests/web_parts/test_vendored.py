"""The vendored files: fresh, without fonts or crests, listed."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/haven/web/parts/static/haven"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor_assets", ROOT / "tools/vendor_assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_joined_style_sheet_is_fresh(tool: ModuleType) -> None:
    kept = (STATIC / "haven.css").read_text(encoding="utf-8")
    assert kept == tool.combine(), "Run: python tools/vendor_assets.py --combine"


def test_only_rules_in_use_are_kept(tool: ModuleType) -> None:
    css = ".govuk-a{x:1}.govuk-b__c,.govuk-a--d{y:2}@media print{.govuk-b{z:3}}@font-face{src:url(x)}"
    css += '.govuk-a:after{content:" (" attr(href) ")"}.govuk-a:before{content:"{"}body{m:0}'
    kept = tool.shaken(css, frozenset({"a"}))
    assert kept == '.govuk-a{x:1}\n.govuk-a--d{y:2}\n.govuk-a:before{content:"{"}\nbody{m:0}\n'
    assert "body" not in tool.shaken(css, frozenset({"a"}), without_class=False)


def test_nothing_of_another_organisation_is_left() -> None:
    for file in STATIC.rglob("*"):
        if file.suffix in (".css", ".js"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"GDS Transport|crest|crown", text, re.I), file.name
        if file.suffix == ".css":
            assert not re.search(r"url\((?!data:|#)", text), file.name
        assert file.suffix not in (".woff", ".woff2", ".ttf", ".ico")


def test_every_package_is_listed_with_version_and_licence(tool: ModuleType) -> None:
    listed = (ROOT / "src/haven/web/parts/VENDORED.md").read_text(encoding="utf-8")
    assert listed == tool.listing()


def test_the_vendored_style_is_of_the_release_that_the_macros_draw() -> None:
    css = (STATIC / "vendor/govuk-frontend.css").read_text(encoding="utf-8")
    assert '--govuk-frontend-version:"6.3.0"' in css


def test_theme_names_colours_by_role_only() -> None:
    theme = (STATIC / "theme.css").read_text(encoding="utf-8")
    kept = re.sub(r"/\*.*?\*/", "", theme, flags=re.S)
    stray = [line for line in kept.splitlines() if re.search(r"#[0-9a-fA-F]{3,8}\b", line)]
    allowed = (
        ".hv-exit",
        "--hv-ink: #000",
        ".hv-leaving",
        ".hv-status { background: none",
        "border: 2px solid #000",
        ".hv-easy__picture",
    )
    # The exit is black on every ground, paper is white, the page left behind shows nothing, and pictures are drawn for white.
    assert all(any(word in line for word in allowed) for line in stray), stray
