"""``python -m haven_law``: answer questions of law, explain an answer, list the provisions; without the rest of Haven."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from haven_law.answering import QUESTIONS, answer_stream, question_named
from haven_law.asking import NotUnderstood, from_words

EXAMPLES = {
    "answer": """example:
  echo '{"id": "1", "question": "hearing_deadline", "given_at": "2026-11-06T22:10:00+00:00"}' | haven law answer
""",
    "explain": """example:
  haven law explain hearing_deadline given_at=2026-12-25T23:30:00+00:00
""",
    "provisions": """example:
  haven law provisions --json
""",
}
Handler = Callable[[argparse.Namespace], int]


def answer_file(path: str | None) -> int:
    """Answer the questions of a file, or of standard input; give the exit code (2 when anything was not understood)."""
    if path is None:
        lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return answer_stream(lines, sys.stdout.write, sys.stderr.write)
    try:
        lines = open(path, encoding="utf-8-sig", errors="replace")  # noqa: SIM115  closed below, once it could be opened
    except (OSError, ValueError) as error:
        sys.stderr.write(f"The file {path} cannot be read: {getattr(error, 'strerror', None) or error}.\n")
        return 2
    with lines:
        return answer_stream(lines, sys.stdout.write, sys.stderr.write)


def _answer(asked: argparse.Namespace) -> int:
    return answer_file(asked.file)


def _explain(asked: argparse.Namespace) -> int:
    from haven_law.explaining import explain

    try:
        known = question_named(asked.question).fields
        sys.stdout.write(explain(asked.question, from_words(asked.fields, known)))
    except NotUnderstood as problem:
        sys.stderr.write(f"haven law explain: {problem}\n")
        return 2
    return 0


def _provisions(asked: argparse.Namespace) -> int:
    from haven_law.listing import as_json, as_table, entries

    listed = entries(missing_only=asked.missing)
    sys.stdout.write(as_json(listed) if asked.json else as_table(listed))
    return 1 if asked.missing and listed else 0


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of the law to a parser; ``haven law`` has the same ones."""
    answer = _command(commands, "answer", "Answer JSON lines, one line an answer, in order.", _answer)
    answer.add_argument("file", nargs="?", help="a file of JSON lines; standard input without it")
    explain = _command(commands, "explain", "Print the working of one question, for a person to read.", _explain)
    explain.add_argument("question", metavar="QUESTION", help="the question, as for answer")
    explain.add_argument("fields", metavar="FIELD=VALUE", nargs="*", help="its fields, as for answer")
    explain.epilog = f"{EXAMPLES['explain']}\n{_questions()}"
    words = "List every provision of Part 3 with its functions, tests and page, or why it needs none."
    provisions = _command(commands, "provisions", words, _provisions)
    provisions.add_argument("--json", action="store_true", help="as JSON, with the names of the tests")
    provisions.add_argument("--missing", action="store_true", help="only what lacks a function or a test")


def _questions() -> str:
    """List every question with its fields; those that may be left out stand in brackets."""
    lines = ["questions and their fields (those in brackets may be left out):"]
    for name, question in QUESTIONS.items():
        fields = [f"[{field}]" if field in question.optional else field for field in question.fields]
        lines.append(f"  {name}: {', '.join(fields)}")
    return "\n".join(lines) + "\n"


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str, run: Handler
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words, epilog=EXAMPLES[name])
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.set_defaults(run=run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the law; a fault of the input is one sentence on standard error and exit code 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(
        prog="haven law", description="Ask the law of domestic abuse protection notices and orders."
    )
    add_commands(parser.add_subparsers(title="commands", required=True, metavar="COMMAND"))
    asked = parser.parse_args(arguments)
    run: Handler = asked.run
    try:
        code = run(asked)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has gone away; nothing more is written, not even at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


if __name__ == "__main__":
    sys.exit(main())
