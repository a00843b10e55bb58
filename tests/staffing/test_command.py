"""`haven administrator` on a fresh production database, as a process of its own: the first sign-in there can be."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from tests.database import fresh_copy

GOOD = "seven quiet herons by the weir"
EMAIL = "rue.ames@force.example"
WHO = (EMAIL, "--name", "Rue Ames", "--force", "Eastmere Police")


@pytest.fixture
def production(tmp_path, django_db_setup, real_day) -> Iterator[dict[str, str]]:
    """The environment of production with a database that nobody has used."""
    key = tmp_path / "key"
    key.write_text(secrets.token_urlsafe(48))
    with fresh_copy("haven_fresh_" + secrets.token_hex(4)) as name:
        d = settings.DATABASES["default"]
        url = f"postgresql://{d['USER']}:{d['PASSWORD']}@/{name}?host={d['HOST']}&port={d['PORT']}"
        yield {
            **{k: v for k, v in os.environ.items() if not k.startswith("HAVEN_")},
            "HAVEN_MODE": "production",
            "DATABASE_URL": url,
            "HAVEN_SECRET_KEY_FILE": str(key),
            "HAVEN_SEAL_KEY_FILE": str(key),
            "HAVEN_HOSTS": "haven.example",
            "HAVEN_PUBLIC_URL": "https://haven.example",
            "HAVEN_DATA_DIR": str(tmp_path / "data"),
        }


def run(environ: dict[str, str], *arguments: str, typed: str = GOOD) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "haven.config", "administrator", *arguments]
    done = subprocess.run(command, env=environ, input=typed + "\n", capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr.strip()


def test_a_fresh_database_gets_its_first_sign_in(production):
    code, out, err = run(production, *WHO, typed="short")
    assert (
        code == 2 and out == "" and "too short" in err and err.endswith("Nothing was changed.") and "short\n" not in err
    )
    code, out, err = run(production, *WHO)
    assert (code, err) == (0, "") and "Rue Ames signs in with rue.ames@force.example" in out and GOOD not in out
    code, out, err = run(production, "kay@force.example", "--name", "Kay Orr", "--force", "Eastmere Police")
    assert code == 2 and err.count("\n") == 0 and "Add --second" in err
    d = settings.DATABASES["default"]
    name = urlsplit(production["DATABASE_URL"]).path[1:]
    with psycopg.connect(
        make_conninfo(dbname=name, user=d["USER"], password=d["PASSWORD"], host=d["HOST"], port=d["PORT"])
    ) as db:
        rows = db.execute(
            "SELECT u.email, g.role, f.name FROM accounts_user u JOIN accounts_rolegrant g ON g.user_id = u.id "
            "JOIN accounts_force f ON f.id = u.force_id"
        ).fetchall()
        assert rows == [(EMAIL, "administrator", "Eastmere Police")]
        assert db.execute("SELECT practice FROM accounts_instance").fetchall() == [(False,)]


def test_practice_and_half_a_command_are_refused(production):
    code, out, err = run(production | {"HAVEN_MODE": "practice"}, *WHO)
    assert code == 2 and out == "" and err.startswith("haven: HAVEN_MODE is practice")
    code, _out, err = run(production, EMAIL)
    assert code == 2 and "Give --name and --force" in err
    code, _out, err = run(production, EMAIL, "--new-password", "--second")
    assert code == 2 and "nothing else" in err
    code, _out, err = run(production, EMAIL, "--new-password")
    assert code == 2 and "No administrator signs in" in err
