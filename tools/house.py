"""House rules that a program can see: no paths of a machine, no registry hosts, no inline style or script, no real telephone
numbers in the tree. Prints each breach with its place; exit code 1 when there is one."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = {".py", ".j2", ".md", ".yml", ".yaml", ".txt", ".in", ".toml", ".css", ".js", ".typ", ".sh", ""}
RULES = [
    ("a path of a machine", re.compile(r"(?<![\w.])/(?:work|root|farm)/"), lambda p: True),
    (
        "a package registry's host",
        re.compile(r"(?:pypi|pythonhosted|npmjs|registry\.)[\w.]*\.(?:org|com)"),
        lambda p: "vendor" not in p.parts,
    ),
    ("an inline style", re.compile(r"<[^>]+\sstyle="), lambda p: p.suffix == ".j2"),
    (
        "an inline script",
        re.compile(r"<script(?![^>]*\ssrc=)|\son(?:click|load|change|submit)="),
        lambda p: p.suffix == ".j2",
    ),
    (
        "a mobile number outside the drama range",
        re.compile(r"\b07(?!700\s?900)\d{3}\s?\d{3}\s?\d{3}\b"),
        lambda p: p.suffix in {".py", ".j2", ".yaml"},
    ),
    (
        "work left open",
        re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b"),
        lambda p: p.suffix in {".py", ".j2"} and p.name != "house.py",
    ),
    (
        "words of another service",
        re.compile(r"GDS Transport|govuk-crest|crown-logo"),
        lambda p: p.suffix in {".j2", ".css"},
    ),
]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def main() -> int:
    found = 0
    for path in tracked():
        relative = path.relative_to(ROOT)
        if (
            path.suffix not in TEXT
            or not path.is_file()
            or relative.parts[0] == "requirements"
            or relative == Path("tools/house.py")
        ):
            continue
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            for words, pattern, applies in RULES:
                if applies(relative) and pattern.search(line):
                    print(f"{relative}:{number}: {words}: {line.strip()[:100]}")
                    found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
