"""The account that runs the database server: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedServerError

# Looked for in this order; "haven" is there only where an administrator made it.
UNPRIVILEGED = ("haven", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """Who owns the server's files and runs its programs."""

    uid: int
    gid: int

    @property
    def is_this_process(self) -> bool:
        return self.uid == os.geteuid()

    def command(self, program: Path | str, *arguments: Path | str) -> list[str]:
        """The command line that runs a program as this account."""
        line = [str(program), *map(str, arguments)]
        if self.is_this_process:
            return line
        setpriv = shutil.which("setpriv", path="/usr/bin:/bin:/usr/sbin:/sbin")
        if setpriv is None:
            raise EmbeddedServerError(
                "The embedded database server cannot be started as root because the program setpriv is missing: "
                "install util-linux, use an ordinary account, or set DATABASE_URL."
            )
        drop = (f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--inh-caps=-all", "--no-new-privs")
        return [setpriv, *drop, "--", *line]

    def may(self, *tests: tuple[str, Path]) -> bool:
        """Whether this account passes every test, e.g. ("-x", folder). Asked of the system, so that ACLs count."""
        for operator, path in tests:
            line = self.command("/usr/bin/test", operator, path)
            if subprocess.run(line, cwd="/", stdin=subprocess.DEVNULL, capture_output=True).returncode != 0:
                return False
        return True

    def own(self, path: Path) -> None:
        """Makes this account the owner of a file or folder (never of what a link points to)."""
        if not self.is_this_process:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def this_account() -> Account:
    return Account(os.geteuid(), os.getegid())


def unprivileged_account() -> Account:
    """An account without rights that exists on this machine, for a start as root."""
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        f"The embedded database server does not run as root and found none of the accounts {', '.join(UNPRIVILEGED)}: "
        "use an ordinary account or set DATABASE_URL."
    )


def owner_of(path: Path) -> Account:
    status = path.stat()
    return Account(status.st_uid, status.st_gid)
