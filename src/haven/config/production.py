"""What production refuses, asked by every entry before it does anything: the environment when the settings are read (every
command, every process of a server), the rows of the database when a command or the staff process starts."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from haven.config import environment
from haven.config.environment import BadEnvironment, Environment

_TABLES = frozenset({"accounts_practiceaccount", "accounts_instance", "lawdata_commencementarea"})


def check_environment(env: Environment, environ: Mapping[str, str] = os.environ) -> None:
    """In production the database, the hosts and the public address are named and nothing is left to a default that only
    practice may have. Raises BadEnvironment with the sentence."""
    if env.practice:
        return
    if not env.database_url:
        raise BadEnvironment("Production needs DATABASE_URL: the embedded server is for practice only.")
    if environ.get("HAVEN_DEBUG"):
        raise BadEnvironment("HAVEN_DEBUG must not be set in production.")
    if not environ.get("HAVEN_HOSTS"):
        raise BadEnvironment("HAVEN_HOSTS must name the hosts that production answers for, with commas between them.")
    public = urlsplit(environ.get("HAVEN_PUBLIC_URL") or "")
    if public.scheme != "https" or not public.hostname or public.path not in ("", "/") or public.query:
        raise BadEnvironment(
            "HAVEN_PUBLIC_URL must be the address of the public site, as https://www.example.org: cards and letters print it."
        )


def check_database(*, may_be_empty: bool = False) -> None:
    """Production works on no database that holds practice accounts, practice data or the practice line of the areas.
    `may_be_empty`: for who makes the tables next. Raises BadEnvironment with the sentence."""
    if environment.read().practice:
        return
    from django.db import connection

    from haven.accounts.models import Instance, PracticeAccount
    from haven.lawdata.models import CommencementArea

    if not set(connection.introspection.table_names()) >= _TABLES:
        if may_be_empty:
            return
        raise BadEnvironment(
            "This database does not hold the tables of Haven yet. Start haven serve, which makes them."
        )
    if PracticeAccount.objects.exists() or Instance.objects.filter(practice=True).exists():
        raise BadEnvironment("This database holds practice accounts or data. Production needs a database of its own.")
    if CommencementArea.objects.filter(practice_only=True).exists():
        raise BadEnvironment("The table of pilot areas holds the practice line. Remove it before production starts.")


def check_no_practice_data() -> None:
    """For the command that places the practice story. Raises BadEnvironment in production."""
    if not environment.read().practice:
        raise BadEnvironment("HAVEN_MODE is production: the practice story is placed in practice only.")
