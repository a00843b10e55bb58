"""The embedded server as its users see it: start, dsn, stop."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from .binaries import find_binaries
from .cluster import PAUSE, START_LIMIT, Cluster, Postmaster, remove_socket_folder
from .errors import EmbeddedServerError
from .locks import SharedUse, exclusive
from .places import SOCKET_NAME, home_for, make_folder, not_writable, socket_folder
from .settings import server_settings

DATABASE = "haven"
ROLE = "haven"
# How the server refuses while it starts, recovers or stops; its messages are always in English (lc_messages).
REPAIRING = "the database system is"
# How it refuses while connections of a killed server are still ending.
REMAINS = "is still in use"
# How often a server of our own is asked to end before it is taken away, and how many seconds each asking is given.
ASKED_TO_END, PAUSE_TO_END = 10, 1.0


class EmbeddedServer:
    """A database server of our own in a data folder, shared by all processes that ask for the same one.

    The first user starts it, or takes over one that a killed process left; the last one out stops it. `fast` is for
    tests: a second server in the same data folder that does not protect its files against a crash of the machine.
    """

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.folder = folder.resolve()
        self.fast = fast
        self._dsn = ""
        self._use: SharedUse | None = None
        self._cluster: Cluster | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None
        self._started_by = 0

    @property
    def dsn(self) -> str:
        """The address of the database `haven` as its owner, in the form of a DATABASE_URL."""
        if not self._dsn:
            raise EmbeddedServerError("The database server has not been started.")
        return self._dsn

    def start(self) -> str:
        """Starts the server or joins the one that runs; gives the dsn. Raises EmbeddedServerError, one sentence."""
        if self._use is not None:
            return self.dsn
        try:
            self._cluster = cluster = self._place()
            with exclusive(cluster.folder / "start.lock"):
                self._started_by = os.getpid()
                self._use = SharedUse(cluster.folder / "users.lock")
                try:
                    self._dsn = self._join(cluster)
                except BaseException:
                    self._leave(cluster)
                    raise
        except OSError as error:
            raise not_writable(self.folder, error.strerror or str(error)) from error
        return self._dsn

    def stop(self) -> None:
        """Leaves the server, and stops it where nobody else uses it. Does nothing in a forked child."""
        if self._use is None or self._cluster is None or os.getpid() != self._started_by:
            return
        try:
            with exclusive(self._cluster.folder / "start.lock"):
                self._leave(self._cluster)
        except FileNotFoundError:
            # Somebody deleted the folder under the server: nothing is left to share or to save.
            self._use.let_go()
            self._use, self._dsn = None, ""
            self._end_own_process()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _place(self) -> Cluster:
        home = home_for(self.folder)
        folder = home.folder / ("test-server" if self.fast else "server")
        make_folder(folder, home.account)
        return Cluster(folder, home.account, find_binaries(home))

    def _join(self, cluster: Cluster) -> str:
        postmaster = self._running_server(cluster) or self._new_server(cluster)
        _create_database(postmaster.socket_folder)
        return address(postmaster.socket_folder)

    def _running_server(self, cluster: Cluster) -> Postmaster | None:
        """A server that already runs, ready; None where there is none, or none that can be reached."""
        postmaster = cluster.running()
        if postmaster is None:
            return None
        if postmaster.state == "stopping":
            cluster.wait_until_gone(postmaster)
            return None
        postmaster = cluster.wait_until_ready(None, log_from=cluster.log_size())
        if (postmaster.socket_folder / SOCKET_NAME).exists() or not self._alone():
            return postmaster
        # Its socket was cleared away: nobody can reach it any more, so it is started again.
        cluster.stop(postmaster)
        return None

    def _new_server(self, cluster: Cluster) -> Postmaster:
        cluster.create_if_absent(fast=self.fast)
        log_from = cluster.log_size()
        self._socket_folder = socket_folder(cluster.path, cluster.account)
        settings = server_settings(self._socket_folder, fast=self.fast)
        end = time.monotonic() + START_LIMIT
        while True:
            self._process = cluster.launch(settings)
            try:
                return cluster.wait_until_ready(self._process, log_from=log_from)
            except EmbeddedServerError as error:
                if REMAINS not in str(error) or time.monotonic() > end:
                    raise
                time.sleep(PAUSE)

    def _alone(self) -> bool:
        return self._use is not None and self._use.alone()

    def _leave(self, cluster: Cluster) -> None:
        """Lets go, and stops the server where we were the last. Only under start.lock."""
        if self._use is None:
            return
        last = self._use.alone()
        self._use.let_go()
        self._use, self._dsn = None, ""
        postmaster = cluster.running() if last else None
        if postmaster is not None:
            cluster.stop(postmaster)
            if self._process is not None and self._process.pid == postmaster.pid:
                self._process.wait()
        if last:
            self._end_own_process()

    def _end_own_process(self) -> None:
        """Collects the process that we started; ends one that cannot be found by its folder any more."""
        if self._process is None:
            return
        _end(self._process)
        self._process = None
        if self._socket_folder is not None:
            remove_socket_folder(self._socket_folder)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a server at once. One that has only begun loses the signal while it puts up its handlers, so it is asked again,
    and in the end is taken away: its parts leave when it is gone."""
    for _ in range(ASKED_TO_END):
        if process.poll() is not None:
            return
        process.send_signal(signal.SIGQUIT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=PAUSE_TO_END)
    process.kill()
    process.wait()


def address(socket: Path, *, database: str = DATABASE, user: str = ROLE) -> str:
    """The port is named because PGPORT in the environment would change it."""
    return f"postgresql:///{database}?host={quote(str(socket))}&user={user}&port=5432"


def _create_database(socket: Path) -> None:
    """The role `haven`, no superuser (row-level security must bind it), and the database that it owns."""
    try:
        with _connect_as_superuser(socket) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
    except psycopg.Error as error:
        raise EmbeddedServerError(
            f"The database server runs but does not answer as it should: {' '.join(str(error).split())}"
        ) from error


def _connect_as_superuser(socket: Path) -> psycopg.Connection:
    """A connection; waits where the server repairs itself after one of its processes was killed."""
    end = time.monotonic() + START_LIMIT
    while True:
        try:
            return psycopg.connect(address(socket, database="postgres", user="postgres"), autocommit=True)
        except psycopg.OperationalError as error:
            if REPAIRING not in str(error) or time.monotonic() > end:
                raise
            time.sleep(PAUSE)
