"""One database cluster on disk: made, started, found running, stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .binaries import Binaries
from .errors import EmbeddedServerError
from .locks import open_private
from .places import SOCKET_NAME, not_writable

START_LIMIT = 120.0
STOP_LIMIT = 120.0
PAUSE = 0.02
LARGEST_LOG = 5_000_000


@dataclass(frozen=True)
class Postmaster:
    """What postmaster.pid says of a running server."""

    pid: int
    socket_folder: Path
    state: str


@dataclass(frozen=True)
class Cluster:
    """The files of a server: `folder/cluster` and `folder/server.log`, owned by the account that runs it."""

    folder: Path
    account: Account
    binaries: Binaries

    @property
    def path(self) -> Path:
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def create_if_absent(self, *, fast: bool) -> None:
        """Makes the cluster. It gets its name only when complete, so one cut short is never taken for a cluster."""
        for unfinished in self.folder.glob("cluster.unfinished.*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        if self.path.exists():
            self._check_version()
            return
        unfinished = self.folder / f"cluster.unfinished.{os.getpid()}"
        done = self._run(
            self.binaries.initdb,
            f"--pgdata={unfinished}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--username=postgres",
            "--auth=trust",
            "--no-instructions",
            *(["--no-sync"] if fast else []),
        )
        if done.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise EmbeddedServerError(
                f"The database could not be created in {self.folder}: {_in_one_line(done.stderr)}"
            )
        unfinished.rename(self.path)

    def running(self) -> Postmaster | None:
        """The server that runs on this cluster, whoever started it; None where postmaster.pid is of a dead one."""
        postmaster = self._read_pid_file()
        if postmaster is None or not self._is_postmaster(postmaster.pid):
            return None
        return postmaster

    def launch(self, settings: dict[str, str]) -> subprocess.Popen[bytes]:
        """Starts the server in a session of its own, so that Ctrl-C in the terminal does not reach it."""
        self._forget_dead_server(Path(settings["unix_socket_directories"]))
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self._open_log()
        try:
            return subprocess.Popen(
                self.account.command(self.binaries.postgres, "-D", self.path, *options),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                umask=0o077,
                start_new_session=True,
            )
        finally:
            os.close(log)

    def wait_until_ready(self, process: subprocess.Popen[bytes] | None, *, log_from: int) -> Postmaster:
        """The server once it takes connections. Raises EmbeddedServerError with the last lines of its log."""
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end:
            postmaster = self._read_pid_file()
            if postmaster is not None and postmaster.state == "ready" and _is_of(process, postmaster):
                return postmaster
            if process is not None and process.poll() is not None:
                raise EmbeddedServerError(f"The database server did not start: {self._last_lines(log_from)}")
            if process is None and self.running() is None:
                raise EmbeddedServerError(f"The database server ended while starting: {self._last_lines(log_from)}")
            time.sleep(PAUSE)
        raise EmbeddedServerError(
            f"The database server was not ready after {START_LIMIT:.0f} seconds: {self._last_lines(log_from)}"
        )

    def stop(self, postmaster: Postmaster) -> None:
        """Stops the server: open connections are cut, what was committed is written."""
        for order, limit in ((signal.SIGINT, STOP_LIMIT), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            if self._is_postmaster(postmaster.pid):
                os.kill(postmaster.pid, order)
            if self._ends_within(postmaster.pid, limit):
                remove_socket_folder(postmaster.socket_folder)
                return
        raise EmbeddedServerError(f"The database server (process {postmaster.pid}) cannot be stopped.")

    def wait_until_gone(self, postmaster: Postmaster) -> None:
        """Waits for a server that is already stopping."""
        if not self._ends_within(postmaster.pid, STOP_LIMIT):
            self.stop(postmaster)

    def log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _read_pid_file(self) -> Postmaster | None:
        try:
            lines = (self.path / "postmaster.pid").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return None
        if not lines or not (lines[0].isascii() and lines[0].strip().isdigit()):
            return None
        lines += [""] * (8 - len(lines))
        return Postmaster(int(lines[0]), Path(lines[4].strip()), lines[7].strip())

    def _is_postmaster(self, pid: int) -> bool:
        """Whether that process is a server on this cluster, by its command line, which every account may read."""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.path.basename(words[0]) == b"postgres" and os.fsencode(self.path) in words

    def _forget_dead_server(self, socket_folder: Path) -> None:
        """Removes what names a dead server: PostgreSQL does so itself, unless the number still belongs to a process.

        It may be another process by now, or the dead one whose parent has not collected it.
        """
        left = self._read_pid_file()
        if left is not None and Path(f"/proc/{left.pid}").exists() and not self._is_postmaster(left.pid):
            (self.path / "postmaster.pid").unlink(missing_ok=True)
        (socket_folder / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)

    def _ends_within(self, pid: int, limit: float) -> bool:
        end = time.monotonic() + limit
        while self._is_postmaster(pid):
            if time.monotonic() > end:
                return False
            time.sleep(PAUSE)
        return True

    def _check_version(self) -> None:
        version = (self.path / "PG_VERSION").read_text().strip()
        if version != self.binaries.major:
            raise EmbeddedServerError(
                f"The folder {self.folder} holds a database of PostgreSQL {version}, and this Haven brings "
                f"PostgreSQL {self.binaries.major}: move the folder away, or set DATABASE_URL."
            )

    def _open_log(self) -> int:
        if self.log_size() > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        return open_private(self.log, os.O_WRONLY | os.O_APPEND)

    def _last_lines(self, start: int) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(start if start <= self.log_size() else 0)
                return _in_one_line(log.read().decode(errors="replace"))
        except OSError as error:
            return f"its log {self.log} cannot be read ({error.strerror})."

    def _run(self, *line: Path | str) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                self.account.command(*line),
                cwd="/",
                env=_environment(),
                umask=0o077,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=START_LIMIT,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise not_writable(self.folder, f"creating the database took over {START_LIMIT:.0f} seconds") from error


def _is_of(process: subprocess.Popen[bytes] | None, postmaster: Postmaster) -> bool:
    return process is None or process.pid == postmaster.pid


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGPORT and the like would steer the server, and a locale may not be installed."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def remove_socket_folder(folder: Path) -> None:
    """Takes away our socket folder; one that still holds something is left for the next start."""
    if folder.name.startswith("haven-"):
        for left in folder.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _in_one_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " | ".join(lines[-5:]) or "it left nothing in its log."
