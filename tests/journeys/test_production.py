"""What production refuses, whichever way it is started: one sentence, code 2, and no server of practice's beside it."""

import argparse
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from django.db import connection

from haven.accounts.models import Instance, PracticeAccount
from haven.config import cli, environment, production
from haven.config.environment import BadEnvironment
from haven.lawdata.models import CommencementArea

ROOT = Path(__file__).resolve().parent.parent.parent
WHOLE = {
    "HAVEN_MODE": "production",
    "DATABASE_URL": "postgresql://haven@db.example.org/haven",
    "HAVEN_HOSTS": "haven.example.org",
    "HAVEN_PUBLIC_URL": "https://www.example.org",
}


def checked(**changes: str) -> None:
    environ = {name: value for name, value in (WHOLE | changes).items() if value}
    production.check_environment(environment.read(environ), environ)


def test_what_the_readme_lists_is_enough() -> None:
    checked()
    assert (
        environment.read(WHOLE | {"HAVEN_PUBLIC_URL": "https://www.example.org/"}).public_url
        == "https://www.example.org"
    )
    listed = (ROOT / "README.md").read_text().split("## Production")[1].split("## ")[0]
    for name in (*WHOLE, "HAVEN_SECRET_KEY_FILE", "HAVEN_SEAL_KEY_FILE"):
        assert f"`{name}" in listed, name


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"HAVEN_DEBUG": "1"}, "HAVEN_DEBUG"),
        ({"HAVEN_DEBUG": "0"}, "HAVEN_DEBUG"),
        ({"HAVEN_HOSTS": ""}, "HAVEN_HOSTS"),
        ({"HAVEN_PUBLIC_URL": ""}, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_PUBLIC_URL": "http://www.example.org"}, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_PUBLIC_URL": "www.example.org"}, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_PUBLIC_URL": "https://www.example.org/haven"}, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_STAFF_PORT": "8100", "HAVEN_PUBLIC_PORT": "8100"}, "both 8100"),
    ],
)
def test_each_setting(changes: dict[str, str], named: str) -> None:
    with pytest.raises(BadEnvironment) as refused:
        checked(**changes)
    assert named in str(refused.value)


def test_practice_asks_for_nothing() -> None:
    production.check_environment(environment.read({}), {})


@pytest.mark.parametrize("name", ["HAVEN_SECRET_KEY_FILE", "HAVEN_SEAL_KEY_FILE"])
def test_keys_are_files_of_their_own(name: str, tmp_path: Path) -> None:
    env = environment.read(WHOLE | {"HAVEN_DATA_DIR": str(tmp_path)})
    short = tmp_path / "short"
    short.write_text("k" * 42)
    for given in ({}, {name: str(tmp_path / "none")}, {name: str(short)}):
        with pytest.raises(BadEnvironment) as refused:
            environment.key(env, name, "some.key", given)
        assert name in str(refused.value) and "kkk" not in str(refused.value)
    assert not (tmp_path / "some.key").exists(), "production makes no key by itself"


@pytest.fixture
def in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)


@pytest.mark.django_db
def test_practice_accounts_data_and_line(house: object, in_production: None) -> None:
    def said() -> str:
        with pytest.raises(BadEnvironment) as refused:
            production.check_database()
        return str(refused.value)

    assert PracticeAccount.objects.exists() and "practice accounts or data" in said()
    PracticeAccount.objects.all().delete()
    assert Instance.objects.filter(practice=True).exists() and "practice accounts or data" in said()
    Instance.objects.all().delete()
    assert CommencementArea.objects.filter(practice_only=True).exists() and "practice line" in said()
    CommencementArea.objects.filter(practice_only=True).delete()
    production.check_database()


@pytest.mark.django_db
def test_the_staff_process_may_look(house: object, in_production: None) -> None:
    """It works as a role of its own, which must be able to read what is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE haven_staff")
        with pytest.raises(BadEnvironment):
            production.check_database()
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_a_database_without_tables(in_production: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production, "_TABLES", frozenset({"accounts_of_nobody"}))
    production.check_database(may_be_empty=True)
    with pytest.raises(BadEnvironment, match="Start haven serve"):
        production.check_database()


def commands(
    parser: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], cli.Handler]]:
    run = parser.get_default("run")
    if run is not None:
        yield path, run
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield from commands(child, (*path, name))


NO_DATABASE = {("pack", "verify")}
WITH_DATABASE = {path: run for path, run in commands(cli._parser()) if path not in NO_DATABASE}


@pytest.mark.parametrize("path", WITH_DATABASE, ids=" ".join)
def test_every_command_asks_first(path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A new command is here by itself: it must ask what production refuses before it does anything."""
    asked = MagicMock(side_effect=BadEnvironment("Not in production."))
    monkeypatch.setattr(production, "check_database", asked)
    monkeypatch.setenv("HAVEN_STAFF_PORT", "18900")
    monkeypatch.setenv("HAVEN_PUBLIC_PORT", "18901")
    if path == ("administrator",):  # which practice has no use for
        monkeypatch.setenv("HAVEN_MODE", "production")
    with pytest.raises(BadEnvironment, match="Not in production"):
        WITH_DATABASE[path](MagicMock(new_password=False))
    assert asked.call_count == 1


def test_the_commands_are_found() -> None:
    assert {("serve",), ("work",), ("demo",), ("figures",), ("register", "load"), ("register", "ask")} <= set(
        WITH_DATABASE
    )


def test_demo_never_in_production(in_production: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo"]) == 2
    assert "placed in practice only" in capsys.readouterr().err


def test_the_staff_process_of_a_server_asks_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from haven.config import memory

    asked = MagicMock(side_effect=BadEnvironment("Not in production."))
    monkeypatch.setattr(production, "check_database", asked)
    monkeypatch.setattr(memory, "settle", lambda: None)
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: None)
    monkeypatch.delitem(sys.modules, "haven.config.wsgi", raising=False)
    with pytest.raises(SystemExit) as ended:
        importlib.import_module("haven.config.wsgi")
    assert ended.value.code == 2 and capsys.readouterr().err == "haven: Not in production.\n"
    monkeypatch.setenv("HAVEN_SURFACE", "public")
    importlib.import_module("haven.config.wsgi")
    assert asked.call_count == 1, "the public process can read none of those tables"
    monkeypatch.delitem(sys.modules, "haven.config.wsgi", raising=False)


@pytest.mark.parametrize(
    "words",
    [
        ["-m", "haven.config", "work"],
        ["-m", "haven.config", "figures", "--as-at", "now"],
        ["-c", "import haven.config.wsgi"],
        ["manage.py", "check"],
    ],
    ids=["work", "figures", "wsgi", "manage"],
)
def test_no_entry_starts_the_embedded_server_in_production(words: list[str], tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("HAVEN_", "DATABASE_", "DJANGO_"))}
    environ |= {"HAVEN_MODE": "production", "HAVEN_DATA_DIR": str(tmp_path / "data")}
    for name in ("HAVEN_SECRET_KEY_FILE", "HAVEN_SEAL_KEY_FILE"):
        (tmp_path / name).write_text("k" * 60)
        environ[name] = str(tmp_path / name)
    done = subprocess.run(
        [sys.executable, *words], env=environ, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == "haven: Production needs DATABASE_URL: the embedded server is for practice only.\n"
    assert not (tmp_path / "data").exists()
