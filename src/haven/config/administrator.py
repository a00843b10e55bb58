"""`haven administrator`: the first sign-in of a production database, made by whoever runs the machine."""

import argparse
import getpass
import sys

from haven.config import environment
from haven.config.environment import BadEnvironment

PRACTICE = (
    "HAVEN_MODE is practice, where everybody is invented and the administrator is Pat Lowry. "
    "Set HAVEN_MODE=production and DATABASE_URL to make a real one."
)


def make_administrator(asked: argparse.Namespace) -> int:
    """Make the administrator, or set another password. 0, or 2 with one sentence on standard error and nothing written."""
    if environment.read().practice:
        raise BadEnvironment(PRACTICE)
    _refuse_half(asked)
    import django

    django.setup()
    from django.core.exceptions import ValidationError

    from haven.config.production import check_database
    from haven.config.serve import migrate
    from haven_law.findings import Refused

    check_database(may_be_empty=True)
    migrate()
    try:
        words = _made(asked, _password())
    except ValidationError as weak:
        print(f"haven: {' '.join(weak.messages)} Nothing was changed.", file=sys.stderr)
        return 2
    except Refused as refused:
        because = ". ".join(finding.because.rstrip(".") for finding in refused.findings)
        print(f"haven: {because}. Nothing was changed.", file=sys.stderr)
        return 2
    print(words)
    return 0


def _refuse_half(asked: argparse.Namespace) -> None:
    if asked.new_password and (asked.name or asked.force or asked.second):
        raise BadEnvironment("With --new-password give the email address and nothing else.")
    if not asked.new_password and not (asked.name and asked.force):
        raise BadEnvironment("Give --name and --force: who the person is, and of which force.")


def _made(asked: argparse.Namespace, password: str) -> str:
    from django.utils import timezone

    from haven.staffing.operations.first_administrator import (
        FirstAdministrator,
        first_administrator,
        new_password_of_administrator,
    )

    now = timezone.now()
    if asked.new_password:
        user = new_password_of_administrator(asked.email, password, at=now)
        return f"{user.name} has another password. Whoever was signed in by the old one is signed out."
    command = FirstAdministrator(asked.name, asked.email, asked.force, asked.kind, asked.second)
    user = first_administrator(command, password, at=now)
    done = f"{user.name} signs in with {user.email} as an administrator of {user.force.name}."
    more = "Giving anybody a role needs a second administrator: run the command once more for them with --second."
    return done if asked.second else f"{done}\n{more}"


def _password() -> str:
    """Typed twice and not shown; or one line of standard input, for whoever prepares machines."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password (12 characters or more): ")
    if first != getpass.getpass("The same again: "):
        raise BadEnvironment("The two passwords are not the same. Nothing was changed.")
    return first
