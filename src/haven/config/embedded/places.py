"""Where the embedded server keeps its files.

The data folder is HAVEN_DATA_DIR, else one folder per checkout. Nothing outside it is changed, with two exceptions that
are new folders of our own: the socket's (a socket path may have 107 bytes only), and, for root, a folder below
/var/lib/haven when the account that runs the server may not enter the data folder.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from .account import Account, owner_of, this_account, unprivileged_account
from .errors import EmbeddedServerError

CHECKOUT = Path(__file__).resolve().parents[4]
ROOTS_PLACE = Path("/var/lib/haven")
# Not the TMPDIR of the caller, which may be long and differs between processes.
SHORT_PLACE = Path("/tmp")  # noqa: S108 - only for a folder of mode 700 whose owner is checked
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107


@dataclass(frozen=True)
class Home:
    """A folder that holds servers, and the account that runs them."""

    folder: Path
    account: Account


def short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder of this checkout; it need not exist yet.

    HAVEN_DATA_DIR where set and not empty; else a folder named after the checkout's path, below the user's data
    directory or, for root, below /var/lib/haven.
    """
    named = environ.get("HAVEN_DATA_DIR", "")
    if named:
        return Path(os.path.realpath(os.path.expanduser(named)))
    if os.geteuid() == 0:
        return ROOTS_PLACE / short_hash(CHECKOUT)
    return platformdirs.user_data_path("haven", appauthor=False).resolve() / short_hash(CHECKOUT)


def prepare_data_dir(folder: Path) -> Path:
    """Makes the data folder, mode 700, where it is absent, so that the server can live in it; leaves one that exists.

    Whoever puts the first file into the data folder makes it by this. Raises EmbeddedServerError.
    """
    if not folder.is_dir():
        try:
            account = _account_that_may_live_in(folder) if os.geteuid() == 0 else None
            _make(folder, account or this_account())
        except OSError as error:
            raise not_writable(folder, error.strerror or str(error)) from error
    return folder


def folders_of(folder: Path) -> list[Path]:
    """The folders that exist and belong to a data folder: itself, and root's place for its server. For clearing up."""
    return [place for place in (folder, ROOTS_PLACE / short_hash(folder)) if place.is_dir()]


def home_for(folder: Path) -> Home:
    """The folder below which the server of a data folder lives, made if absent, and the account that runs it."""
    try:
        if os.geteuid() == 0:
            return _home_for_root(folder)
        _make(folder, this_account())
    except OSError as error:
        raise not_writable(folder, error.strerror or str(error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise not_writable(folder, "Permission denied")
    return Home(folder, this_account())


def not_writable(folder: Path, why: str) -> EmbeddedServerError:
    return EmbeddedServerError(
        f"The data folder {folder} cannot be written ({why}): set HAVEN_DATA_DIR to a folder that can be, "
        "or DATABASE_URL to a PostgreSQL server."
    )


def _home_for_root(folder: Path) -> Home:
    account = _account_that_may_live_in(folder)
    if account is not None:
        _make(folder, account)
        return Home(folder, account)
    _make(folder, this_account())
    place = ROOTS_PLACE / short_hash(folder)
    account = _account_that_may_live_in(place)
    if account is None:
        raise not_writable(place, "an account without root's rights may not enter it")
    _make(place, account)
    return Home(place, account)


def _account_that_may_live_in(folder: Path) -> Account | None:
    """The account that root can run a server as in this folder without changing any folder above it."""
    if _is_in_a_home(folder):
        return None
    account = unprivileged_account()
    if not folder.exists():
        nearest = next(parent for parent in folder.parents if parent.exists())
        return account if account.may(("-x", nearest)) else None
    owner = owner_of(folder)
    if owner.uid != 0:
        return owner if owner.may(("-x", folder)) else None
    if account.may(("-x", folder)):
        return account
    # Root's own closed folder: ours to hand over only while nothing lies in it.
    if not any(folder.iterdir()) and account.may(("-x", folder.parent)):
        account.own(folder)
        return account
    return None


def _is_in_a_home(folder: Path) -> bool:
    homes = {Path("/home"), Path(pwd.getpwuid(0).pw_dir)} - {Path("/")}
    return any(folder.is_relative_to(home) for home in homes)


def _make(folder: Path, account: Account) -> None:
    """Makes the folder with mode 700, and above it what is missing; touches nothing that exists."""
    if folder.is_dir():
        return
    missing = [parent for parent in folder.parents if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir(exist_ok=True)
        parent.chmod(0o711 if os.geteuid() == 0 else 0o700)
    folder.mkdir(mode=0o700, exist_ok=True)
    account.own(folder)


def make_folder(folder: Path, account: Account) -> None:
    """One folder inside a home, mode 700."""
    folder.mkdir(mode=0o700, exist_ok=True)
    account.own(folder)


def socket_folder(cluster: Path, account: Account) -> Path:
    """A folder for the socket, mode 700 and short, always the same for the same cluster.

    A folder of that name that somebody else made is never used.
    """
    base = SHORT_PLACE if os.access(SHORT_PLACE, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    folder = base / f"haven-{account.uid}-{short_hash(cluster)}"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not _is_private(folder, account):
            folder = Path(tempfile.mkdtemp(prefix="haven-", dir=base))
    account.own(folder)
    if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        folder.rmdir()
        raise EmbeddedServerError(f"The folder for temporary files, {base}, has too long a path for a database socket.")
    return folder


def _is_private(folder: Path, account: Account) -> bool:
    status = folder.lstat()
    return (
        stat.S_ISDIR(status.st_mode)
        and status.st_uid in (account.uid, os.geteuid())
        and stat.S_IMODE(status.st_mode) & 0o077 == 0
    )
