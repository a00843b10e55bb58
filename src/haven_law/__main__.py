"""``python -m haven_law answer [FILE]``: answer questions of law without the rest of Haven."""

from __future__ import annotations

import argparse
import io
import sys

from haven_law.answering import answer_stream

EXAMPLE = """example:
  echo '{"id": "1", "question": "hearing_deadline", "given_at": "2026-11-06T22:10:00+00:00"}' | haven law answer
"""


def answer_file(path: str | None) -> int:
    """Answer the questions of a file, or of standard input; give the exit code (2 when anything was not understood)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if path is None:
        lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return answer_stream(lines, sys.stdout.write, sys.stderr.write)
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as lines:
            return answer_stream(lines, sys.stdout.write, sys.stderr.write)
    except OSError as error:
        sys.stderr.write(f"The file {path} cannot be read: {error.strerror}.\n")
        return 2


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and answer."""
    parser = argparse.ArgumentParser(
        prog="haven law",
        description="Answers questions of law, one JSON line each.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("answer", help="answer JSON lines", epilog=EXAMPLE)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("file", nargs="?", help="a file of questions; standard input without it")
    return answer_file(parser.parse_args(arguments).file)


if __name__ == "__main__":
    sys.exit(main())
