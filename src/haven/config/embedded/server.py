"""The embedded server as its users see it: start, dsn, stop."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from .binaries import find_binaries
from .cluster import Cluster, Postmaster
from .errors import EmbeddedServerError
from .locks import SharedUse, exclusive
from .places import home_for, make_folder, not_writable, socket_folder
from .settings import server_settings

DATABASE = "haven"
ROLE = "haven"


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
        with exclusive(self._cluster.folder / "start.lock"):
            self._leave(self._cluster)

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
        try:
            _create_database(postmaster.socket_folder)
        except psycopg.OperationalError as error:
            raise EmbeddedServerError(
                f"The database server runs but does not answer: {' '.join(str(error).split())}"
            ) from error
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
        if (postmaster.socket_folder / ".s.PGSQL.5432").exists() or not self._alone():
            return postmaster
        # Its socket was cleared away: nobody can reach it any more, so it is started again.
        cluster.stop(postmaster)
        return None

    def _new_server(self, cluster: Cluster) -> Postmaster:
        cluster.create_if_absent(fast=self.fast)
        log_from = cluster.log_size()
        settings = server_settings(socket_folder(cluster.path, cluster.account), fast=self.fast)
        self._process = cluster.launch(settings)
        return cluster.wait_until_ready(self._process, log_from=log_from)

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
        if last and self._process is not None:
            self._process.wait()


def address(socket: Path, *, database: str = DATABASE, user: str = ROLE) -> str:
    """The port is named because PGPORT in the environment would change it."""
    return f"postgresql:///{database}?host={quote(str(socket))}&user={user}&port=5432"


def _create_database(socket: Path) -> None:
    """The role `haven`, no superuser (row-level security must bind it), and the database that it owns."""
    with psycopg.connect(address(socket, database="postgres", user="postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
