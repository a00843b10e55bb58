"""Where the files are, whose they are, and what is left alone."""

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path

import psycopg
import pytest

from haven.config.embedded import EmbeddedServer, binaries, data_dir, folders_of, prepare_data_dir
from haven.config.embedded.account import this_account
from haven.config.embedded.places import (
    LONGEST_SOCKET_PATH,
    SOCKET_NAME,
    _account_that_may_live_in,
    short_hash,
    socket_folder,
)

from .conftest import PACKAGES, ROOT, Party, copy_package, make_party


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_in_the_data_folder_is_closed_to_others(each_party: Party) -> None:
    user = each_party.join()
    home = each_party.home
    assert [oct(mode(path)) for path in (each_party.shared, home, home / "cluster", user.socket_folder)] == [
        "0o700"
    ] * 4
    assert {mode(path) for path in home.glob("*.lock")} == {0o600}


def test_closed_folders_above_the_data_folder_stay_closed(each_party: Party) -> None:
    closed = each_party.place / "closed"
    data = closed / "below" / "data"
    for folder in (closed, closed / "below", data):
        folder.mkdir(mode=0o700)
        each_party.own(folder)
    (data / "a-file").write_text("somebody's")
    before = [(mode(folder), folder.stat().st_uid) for folder in (data, *data.parents)]
    user = each_party.join(data=data)
    assert user.ask("SELECT 1") == 1
    user.leave()
    assert [(mode(folder), folder.stat().st_uid) for folder in (data, *data.parents)] == before


def test_a_path_of_150_characters_has_a_short_socket(each_party: Party) -> None:
    data = each_party.place / ("deep" * 20) / ("folder" * 15)
    assert len(str(data)) > 150
    user = each_party.join(data=data)
    assert len(os.fsencode(user.socket_folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert user.ask("SELECT 1") == 1


def test_a_path_with_spaces_quotes_and_letters_of_every_kind(party: Party) -> None:
    user = party.join(data=party.place / 'it\'s "a" $HOME, Ærø %20')
    assert user.ask("SELECT 1") == 1


def test_two_checkouts_have_a_server_each_at_the_same_time(each_party: Party) -> None:
    users = []
    for name in ("one", "two"):
        checkout = each_party.place / name
        copy_package(checkout / "src")
        each_party.folders.append(Path("/var/lib/haven") / short_hash(checkout))
        words = {
            "PYTHONPATH": f"{checkout / 'src'}:{each_party.path}",
            "XDG_DATA_HOME": str(each_party.place / "share"),
        }
        users.append(each_party.join(data=Path(), **words))
    first, second = users
    assert first.server != second.server
    first.leave()
    assert second.ask("SELECT 1") == 1


def test_the_servers_of_tests_and_of_work_are_two(party: Party) -> None:
    fast, safe = party.join(), party.join("safe")
    assert fast.server != safe.server
    assert (fast.ask("SHOW fsync"), safe.ask("SHOW fsync")) == ("off", "on")


def test_the_socket_folder_of_a_stranger_is_not_used(place: Path) -> None:
    cluster = place / "cluster"
    expected = socket_folder(cluster, this_account())
    expected.chmod(0o755)
    other = socket_folder(cluster, this_account())
    assert other != expected
    assert mode(other) == 0o700
    expected.rmdir()
    other.rmdir()


def test_a_link_in_place_of_the_socket_folder_is_not_followed(place: Path) -> None:
    cluster = place / "cluster"
    expected = socket_folder(cluster, this_account())
    expected.rmdir()
    expected.symlink_to(place)
    other = socket_folder(cluster, this_account())
    assert other != expected
    expected.unlink()
    other.rmdir()


def test_the_data_folder_is_the_one_named() -> None:
    assert data_dir({"HAVEN_DATA_DIR": "/srv/haven"}) == Path("/srv/haven")
    assert data_dir({"HAVEN_DATA_DIR": "~/haven"}) == Path(os.path.realpath(Path.home())) / "haven"


def test_without_a_name_each_checkout_has_its_own_folder() -> None:
    assert data_dir({}) == data_dir({"HAVEN_DATA_DIR": ""})
    assert data_dir({}).name == short_hash(Path(__file__).resolve().parents[2])


def test_a_key_written_before_the_first_start_does_not_send_the_server_elsewhere(party: Party) -> None:
    data = party.place / "data"
    prepare_data_dir(data)
    (data / "key").write_text("a key")
    party.join(data=data)
    assert folders_of(data) == [data]


def test_every_file_belongs_to_the_account_of_the_server(party: Party) -> None:
    """Root leaves no lock or log that the owner of the folder could not use."""
    party.join().leave()
    home = party.home
    assert {path.stat().st_uid for path in home.iterdir()} == {home.stat().st_uid}


if ROOT:

    def test_root_s_server_runs_as_another_account(party: Party) -> None:
        assert Path(f"/proc/{party.join().server}").stat().st_uid != 0

    def test_root_runs_the_server_of_an_ordinary_account_as_that_account(
        party: Party, request: pytest.FixtureRequest, place: Path
    ) -> None:
        ordinary = make_party("ordinary", request, place)
        party.shared = ordinary.shared
        first = ordinary.join()
        second = party.join()
        assert second.server == first.server
        second.leave()
        first.leave()
        third = party.join()
        assert Path(f"/proc/{third.server}").stat().st_uid == ordinary.account.uid
        third.leave()
        assert ordinary.join().leave() == 0
        ordinary.clear()

    def test_root_keeps_the_server_out_of_home_folders(party: Party) -> None:
        home = Path(tempfile.mkdtemp(prefix="haven-test-", dir=pwd.getpwuid(0).pw_dir))
        home.chmod(0o755)
        try:
            party.join(data=home / "data")
            assert folders_of(home / "data")[-1].is_relative_to("/var/lib/haven")
            assert list((home / "data").iterdir()) == []
        finally:
            party.clear()
            shutil.rmtree(home)

    def test_no_home_folder_is_a_place_for_root_s_server_even_an_open_one() -> None:
        assert _account_that_may_live_in(Path("/home/nobody-of-that-name/data")) is None
        assert _account_that_may_live_in(Path("/nobody-of-that-name/data")) is not None

    def test_root_copies_the_programs_where_the_account_cannot_read_the_environment(
        party: Party, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closed = party.place / "environment"
        closed.mkdir(mode=0o700)
        for name in binaries.FOLDERS:
            shutil.copytree(PACKAGES / name, closed / name)
        monkeypatch.setattr(binaries, "_wheel", lambda: (closed, "18.6.3"))
        data = party.place / "data"
        party.folders.append(data)
        for _ in range(2):
            with EmbeddedServer(data, fast=True) as server, psycopg.connect(server.dsn) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
        assert sorted(path.name for path in data.glob("programs*")) == ["programs-18.6.3", "programs.lock"]
        assert mode(closed) == 0o700
