"""Fetch the front-end files we build on, keep the parts in use, and join the style sheets.

Run by a developer, never at run time:

    python tools/vendor_assets.py            fetch by package name with npm, write everything
    python tools/vendor_assets.py --combine  only join the style sheets again (after editing theme.css)

Needs npm for the first form. The result is committed; VENDORED.md lists version and licence of each file.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/haven/web/parts/static/haven"
VENDOR = STATIC / "vendor"
TEST_VENDOR = ROOT / "tests/vendor"

PACKAGES = {
    "govuk-frontend": ("6.3.0", "MIT"),
    "@ministryofjustice/frontend": ("11.1.0", "MIT"),
    "htmx.org": ("2.0.11", "0BSD"),
    "axe-core": ("4.14.1", "MPL-2.0"),
}
BUNDLER = "esbuild@0.28.2"

# The blocks (the part of a class before "__" or "--") whose rules we keep. Add a block here before using its classes.
_GOVUK_BLOCKS = """
    frontend-supported template link body body-l body-s heading-xl heading-l heading-m heading-s caption-xl
    caption-l caption-m list section-break width-container main-wrapper skip-link skip-link-focusable-element
    visually-hidden visually-hidden-focusable back-link button button-group character-count checkboxes radios
    date-input details error-message error-summary fieldset file-upload form-group hint input inset-text label
    label-wrapper select service-navigation summary-list textarea password-input
"""
GOVUK_BLOCKS = frozenset(_GOVUK_BLOCKS.split())
FIXTURES = """
    back-link button character-count checkboxes date-input details error-message error-summary fieldset file-upload hint
    input inset-text label password-input radios select skip-link summary-list textarea
"""
MOJ_BLOCKS = frozenset({"timeline", "sub-navigation"})

# The components whose script we start. Each improves mark-up that works without it.
ENTRY = """
import { Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, createAll, isSupported }
  from 'govuk-frontend'

// A radio button has no expanded state in ARIA: what it opens stands straight after it and is read there.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState (input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}
const components = [
  [Button, { preventDoubleClick: true }], [CharacterCount], [Checkboxes], [ErrorSummary], [PasswordInput],
  [PlainRadios], [SkipLink]
]
const start = (scope) => components.forEach(([component, config]) => createAll(component, config, scope))
if (isSupported()) {
  start(document)
  // htmx puts new content into the page: start the components in it, never a second time in the whole document.
  document.addEventListener('htmx:load', (event) => event.target !== document.body && start(event.target))
}
"""

STYLE_SHEETS = ("vendor/govuk-frontend.css", "vendor/moj-frontend.css", "tokens.css", "theme.css")
COMBINED = "haven.css"

CLASS = re.compile(r"\.(govuk|moj)-((?:\\.|[\w-])+)")
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def statements(css: str) -> Iterator[tuple[str, str | None]]:
    """Split CSS into (prelude, body); body is None for a statement without a block."""
    start, i = 0, 0
    while i < len(css):
        char = css[i]
        if char in "\"'":
            i = _after_string(css, i)
            continue
        if char == ";":
            yield css[start:i].strip(), None
            start = i + 1
        elif char == "{":
            end = _matching_brace(css, i)
            yield css[start:i].strip(), css[i + 1 : end]
            start = i = end + 1
            continue
        i += 1


def _after_string(css: str, i: int) -> int:
    end = css.index(css[i], i + 1)
    while css[end - 1] == "\\":
        end = css.index(css[i], end + 1)
    return end + 1


def _matching_brace(css: str, i: int) -> int:
    depth = 0
    while True:
        char = css[i]
        if char in "\"'":
            i = _after_string(css, i)
            continue
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return i
        i += 1


def block_of(name: str) -> str:
    """The block of a class name: "radios__item" and "radios--small" belong to "radios"."""
    return re.split(r"__|--", name, maxsplit=1)[0]


def keeps(selector: str, blocks: frozenset[str], *, without_class: bool) -> bool:
    names = [m.group(2) for m in CLASS.finditer(selector)]
    if not names:
        return without_class
    return all(block_of(name) in blocks for name in names)


def shaken(css: str, blocks: frozenset[str], *, without_class: bool = True) -> str:
    """Only the rules whose every class belongs to `blocks`; no fonts, no crest, one rule a line."""
    lines = []
    for prelude, body in statements(COMMENT.sub("", css)):
        if body is None or prelude == "@font-face":
            continue
        if prelude.startswith(("@media", "@supports")):
            inner = shaken(body, blocks, without_class=without_class)
            if inner:
                lines.append(f"{prelude}{{\n{inner}}}\n")
            continue
        if prelude.startswith("@"):
            lines.append(f"{prelude}{{{body}}}\n")
            continue
        if "attr(href)" in body:  # printed addresses would put references of cases on every paper
            continue
        kept = [s for s in prelude.split(",") if keeps(s, blocks, without_class=without_class)]
        if kept:
            lines.append(f"{','.join(kept)}{{{body}}}\n")
    return "".join(lines)


def unbranded(css: str) -> str:
    """Our own type and no image of another organisation."""
    css = re.sub(r"font-family:\s*GDS Transport,\s*arial,\s*sans-serif", "font-family:var(--hv-font)", css)
    css = re.sub(r"url\(/assets/images/[^)]*\)", "none", css)
    if re.search(r"GDS Transport|crest|url\((?!data:)", css):
        raise SystemExit("The style sheet still names a font, a crest or a file: look at unbranded().")
    return css


def combine() -> str:
    """The one style sheet that pages load. Comments go; rules stay as they are."""
    parts = []
    for name in STYLE_SHEETS:
        text = COMMENT.sub("", (STATIC / name).read_text(encoding="utf-8"))
        lines = [line.strip() for line in text.splitlines()]
        parts.append("\n".join(line for line in lines if line))
    return "/* Made by tools/vendor_assets.py from " + ", ".join(STYLE_SHEETS) + ". */\n" + "\n".join(parts) + "\n"


def write_combined() -> None:
    (STATIC / COMBINED).write_text(combine(), encoding="utf-8")


def fetch(into: Path) -> Path:
    wanted = [f"{name}@{version}" for name, (version, _) in PACKAGES.items()] + [BUNDLER]
    (into / "package.json").write_text('{"private": true}', encoding="utf-8")
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", *wanted]
    subprocess.run(command, cwd=into, check=True)
    return into / "node_modules"


def bundle(modules: Path) -> None:
    entry = modules.parent / "entry.mjs"
    entry.write_text(ENTRY, encoding="utf-8")
    command = ["node", str(modules / "esbuild/bin/esbuild"), str(entry), "--bundle", "--minify", "--format=esm"]
    subprocess.run([*command, "--legal-comments=none", f"--outfile={VENDOR / 'govuk-frontend.js'}"], check=True)


def fixtures(modules: Path) -> dict[str, list[dict[str, object]]]:
    """The design system's own examples (options and expected mark-up) of the components in use."""
    found = {}
    for name in FIXTURES.split():
        file = modules / f"govuk-frontend/dist/govuk/components/{name}/fixtures.json"
        cases = json.loads(file.read_text(encoding="utf-8"))["fixtures"]
        found[name] = [{k: case[k] for k in ("name", "options", "html")} for case in cases]
    return found


def write_vendored(modules: Path) -> None:
    govuk = (modules / "govuk-frontend/dist/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
    moj = (modules / "@ministryofjustice/frontend/moj/moj-frontend.min.css").read_text(encoding="utf-8")
    (VENDOR / "govuk-frontend.css").write_text(unbranded(shaken(govuk, GOVUK_BLOCKS)), encoding="utf-8")
    moj_kept = unbranded(shaken(moj, MOJ_BLOCKS, without_class=False))
    (VENDOR / "moj-frontend.css").write_text(moj_kept, encoding="utf-8")
    shutil.copyfile(modules / "htmx.org/dist/htmx.min.js", VENDOR / "htmx.js")
    shutil.copyfile(modules / "axe-core/axe.min.js", TEST_VENDOR / "axe.min.js")
    cases = json.dumps(fixtures(modules), ensure_ascii=False, indent=1)
    (TEST_VENDOR / "govuk_fixtures.json").write_text(cases + "\n", encoding="utf-8")
    bundle(modules)
    (ROOT / "src/haven/web/parts/VENDORED.md").write_text(listing(), encoding="utf-8")


def listing() -> str:
    files = {
        "govuk-frontend": "static/haven/vendor/govuk-frontend.css, govuk-frontend.js, tests/vendor/govuk_fixtures.json",
        "@ministryofjustice/frontend": "static/haven/vendor/moj-frontend.css",
        "htmx.org": "static/haven/vendor/htmx.js",
        "axe-core": "tests/vendor/axe.min.js (tests only)",
    }
    rows = [f"| {name} | {version} | {licence} | {files[name]} |" for name, (version, licence) in PACKAGES.items()]
    return (
        "# Vendored front-end files\n\nWritten by `tools/vendor_assets.py`. Style sheets hold only the components in "
        "use; no font, crest or image of those packages is kept.\n\n"
        "| npm package | version | licence | files |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--combine", action="store_true", help="only join the style sheets again")
    if not parser.parse_args().combine:
        VENDOR.mkdir(parents=True, exist_ok=True)
        TEST_VENDOR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            write_vendored(fetch(Path(folder)))
    write_combined()


if __name__ == "__main__":
    main()
