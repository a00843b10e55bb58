"""The command `haven`. Each part appears when it is built; each says in --help how it is used."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

Handler = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. A fault of the environment or the input is one sentence on standard error and exit code 2."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _law(words[1:]) if words[:1] == ["law"] else _run(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


def _law(words: list[str]) -> int:
    """The law needs no database and no settings: nothing else is loaded, so that it starts at once."""
    from haven_law.__main__ import main as law

    return law(words)


def _run(words: list[str]) -> int:
    from haven.config.embedded import EmbeddedServerError
    from haven.config.environment import BadEnvironment

    asked = _parser().parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")
    try:
        run: Handler = asked.run
        return run(asked)
    except (BadEnvironment, EmbeddedServerError) as problem:
        print(f"haven: {problem}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="haven", description="The case system for protection notices and orders.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    serve = _command(
        commands, "serve", "Serve the staff and the public site with workers, until Ctrl-C.", "haven serve", _serve
    )
    serve.add_argument("--no-practice-data", action="store_true", help="do not place the practice story")
    _command(commands, "work", "Run a worker: the clock watch and what follows from events.", "haven work", _work)
    demo = _command(commands, "demo", "Place the practice story if there is none.", "haven demo --again", _demo)
    demo.add_argument("--again", action="store_true", help="remove the practice cases and place them anew around now")
    figures = _command(
        commands,
        "figures",
        "Count records as at an instant.",
        "haven figures --as-at 2026-11-20T12:00:00+00:00 --json",
        _figures,
    )
    figures.add_argument("--as-at", required=True, help="an instant in ISO 8601 with offset, or now")
    figures.add_argument("--json", action="store_true", help="one line of JSON")
    _administrator(commands)
    _pack(commands)
    commands.add_parser("law", help="Ask the law: answer, explain, provisions.")
    _register(commands)
    _staff(commands)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, example: str, run: Handler
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words, epilog=f"Example: {example}")
    parser.set_defaults(run=run)
    return parser


def _administrator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = (
        "Make the first administrator of a production database, who lets everybody else in. The password is asked for, or "
        "read as one line from standard input; it is never an argument."
    )
    example = 'haven administrator rue.ames@force.example --name "Rue Ames" --force "Eastmere Police"'
    make = _command(commands, "administrator", words, example, _make_administrator)
    make.add_argument("email", help="the work email with which the person signs in")
    make.add_argument("--name", default="", help="the person's name")
    make.add_argument("--force", default="", help="the name of their force, which is made if it is not there")
    kinds = {
        "local": "a local force (the default)",
        "btp": "British Transport Police",
        "mdp": "Ministry of Defence Police",
    }
    make.add_argument(
        "--kind", choices=list(kinds), default="local", help="; ".join(f"{k}: {w}" for k, w in kinds.items())
    )
    make.add_argument("--second", action="store_true", help="the second administrator, whom roles and ranks need")
    make.add_argument(
        "--new-password",
        action="store_true",
        help="another password for an administrator who lost theirs; nothing else",
    )


def _make_administrator(asked: argparse.Namespace) -> int:
    from haven.config.administrator import make_administrator

    return make_administrator(asked)


def _pack(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = "Packs for the prosecutor."
    acts = commands.add_parser("pack", help=words, description=words).add_subparsers(required=True, metavar="ACT")
    words = "Say whether a pack is as it was made: 0, or 2 and one sentence. Needs no database."
    verify = _command(acts, "verify", words, "haven pack verify BR-7K3M-92QX-pack.zip", _verify_pack)
    verify.add_argument("file", help="the pack")
    verify.add_argument("--sha256", default="", metavar="HASH", help="the hash that stands on the page of the pack")


def _verify_pack(asked: argparse.Namespace) -> int:
    from haven.evidence.command import verify_pack

    return verify_pack(asked.file, asked.sha256)


def _register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = "The doorstep check at scale, on a measuring set in a schema of its own."
    parts = commands.add_parser("register", help=words, description=words).add_subparsers(
        title="acts", required=True, metavar="ACT"
    )
    load = _command(
        parts, "load", "Replace the measuring set.", "haven register load population.csv --in-force 5000 --json", _load
    )
    load.add_argument("population", help="people, as the measuring set's maker writes them")
    load.add_argument(
        "--in-force", type=int, default=0, help="how many of the first are concerned by something in force"
    )
    load.add_argument("--json", action="store_true", help="one line of JSON")
    example = "haven register ask queries.csv --out answers.csv --json"
    ask = _command(parts, "ask", "Answer questions as the page does.", example, _ask)
    ask.add_argument("queries", help="questions, as the measuring set's maker writes them")
    ask.add_argument("--out", required=True, help="where the answers are written")
    ask.add_argument("--json", action="store_true", help="one line of JSON")


def _staff(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = "The staff directory of a force, by which cases of staff are closed to colleagues."
    acts = commands.add_parser("staff", help=words, description=words).add_subparsers(required=True, metavar="ACT")
    example = "haven staff load directory.csv --force northmoor"
    load = _command(
        acts, "load", "Keep a directory as keyed hashes, and look at every open case.", example, _load_staff
    )
    load.add_argument(
        "directory", help="a CSV file with the columns given, family, born (as 1990-02-28) and, if you like, email"
    )
    load.add_argument("--force", required=True, help="the code of the force")
    load.add_argument("--json", action="store_true", help="one line of JSON")


def _load_staff(asked: argparse.Namespace) -> int:
    _set_up(may_be_empty=True)
    from haven.cases.staff_command import print_load
    from haven.config.serve import migrate

    migrate()
    return print_load(asked.directory, asked.force, as_json=asked.json)


def _set_up(*, may_be_empty: bool = False) -> None:
    """Django, and what production refuses: before a command does anything. `may_be_empty`: it makes the tables itself."""
    import django

    django.setup()
    from haven.config.production import check_database

    check_database(may_be_empty=may_be_empty)


def _load(asked: argparse.Namespace) -> int:
    _set_up(may_be_empty=True)
    from haven.config.serve import migrate
    from haven.register.command import print_load

    migrate()
    return print_load(asked.population, asked.in_force, as_json=asked.json)


def _ask(asked: argparse.Namespace) -> int:
    _set_up(may_be_empty=True)
    from haven.config.memory import settle
    from haven.config.serve import migrate
    from haven.register.command import print_ask

    settle()  # as the processes do that answer an officer

    migrate()
    return print_ask(asked.queries, asked.out, as_json=asked.json)


def _serve(asked: argparse.Namespace) -> int:
    from haven.config.serve import serve

    return serve(practice_data=not asked.no_practice_data)


def _work(asked: argparse.Namespace) -> int:
    _set_up()
    from haven.jobs.work import work

    work()
    return 0


def _demo(asked: argparse.Namespace) -> int:
    from haven.config.production import check_no_practice_data

    check_no_practice_data()
    _set_up(may_be_empty=True)
    from haven.config.serve import migrate
    from haven.jobs.practice.story import place

    migrate()
    return int(place(again=asked.again))


def _figures(asked: argparse.Namespace) -> int:
    _set_up()
    from haven.figures.command import print_figures

    return print_figures(asked.as_at, as_json=asked.json)
