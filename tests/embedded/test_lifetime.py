"""The server starts once, is shared, and is gone after the last of its users, however that one ended."""

import os
import signal
import time

import pytest

from haven.config.embedded import folders_of

from .conftest import Party, has_ended, is_running


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_parent_stops_the_server(each_party: Party, number: int) -> None:
    user = each_party.join()
    server, folder = user.server, user.socket_folder
    assert user.send(number) != 0
    assert not is_running(server)
    assert not folder.exists()


def test_the_end_of_the_parent_stops_the_server(party: Party) -> None:
    user = party.join()
    server = user.server
    assert user.leave() == 0
    assert not is_running(server)


def test_a_server_left_by_a_killed_parent_is_taken_over_and_stopped(each_party: Party) -> None:
    killed = each_party.join()
    server = killed.server
    killed.send(signal.SIGKILL)
    assert is_running(server)
    heir = each_party.join()
    assert heir.server == server
    heir.leave()
    assert has_ended(server)


def test_after_a_killed_server_another_one_starts(party: Party) -> None:
    first = party.join()
    server = first.server
    os.kill(server, signal.SIGKILL)
    assert has_ended(server)
    second = party.join()
    assert second.dsn == first.dsn
    assert second.server != server
    assert first.ask("SELECT 1") == 1


def test_the_last_one_out_stops_the_server(each_party: Party) -> None:
    first, second = each_party.join(), each_party.join()
    server = first.server
    assert second.server == server
    first.send(signal.SIGTERM)
    assert second.ask("SELECT 1") == 1
    second.leave()
    assert not is_running(server)


def test_users_who_come_at_once_share_one_server(each_party: Party) -> None:
    users = [each_party.begin() for _ in range(3)]
    assert len({user.wait_for_dsn().server for user in users}) == 1


def test_ctrl_c_in_the_terminal_reaches_the_user_and_not_the_server(party: Party) -> None:
    first, second = party.join(), party.join()
    os.killpg(first.process.pid, signal.SIGINT)
    first.process.wait(60)
    assert second.ask("SELECT 1") == 1


def test_a_handler_installed_before_stays_in_charge(party: Party) -> None:
    user = party.join("handler")
    user.process.send_signal(signal.SIGTERM)
    assert user.line() == "own handler\n"
    assert user.ask("SELECT 1") == 1


def test_an_ignored_signal_stays_ignored(party: Party) -> None:
    user = party.join("ignore")
    user.process.send_signal(signal.SIGHUP)
    assert user.ask("SELECT 1") == 1
    server = user.server
    assert user.leave() == 0
    assert not is_running(server)


def test_a_forked_child_does_not_stop_the_server_of_its_parent(party: Party) -> None:
    user = party.join("fork")
    assert user.line() == "forked\n"
    assert user.ask("SELECT 1") == 1


def test_a_server_that_exists_starts_within_two_seconds_with_what_it_held(party: Party) -> None:
    first = party.join("safe")
    first.tell("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 7 AS number")
    first.leave()
    begun = time.monotonic()
    second = party.join("safe")
    assert time.monotonic() - begun < 2
    assert second.ask("SELECT number FROM kept") == 7


def test_a_server_whose_folder_is_taken_away_ends_with_its_user(party: Party) -> None:
    user = party.join(data=party.place / "data")
    server = user.server
    (folders_of(party.place / "data")[-1] / "test-server").rename(party.place / "gone")
    assert user.leave() == 0
    assert has_ended(server)
