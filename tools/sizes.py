"""The ten longest files and functions: to be talked over, never a gate."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "src"


def main() -> None:
    files, functions = [], []
    for path in ROOT.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        files.append((text.count("\n"), str(path.relative_to(ROOT))))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append(
                    ((node.end_lineno or 0) - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
                )
    for title, rows in (("Files", files), ("Functions", functions)):
        print(title)
        for lines, name in sorted(rows, reverse=True)[:10]:
            print(f"  {lines:5} {name}")


if __name__ == "__main__":
    main()
