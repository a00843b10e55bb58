"""What the environment says, read in one place and checked before anything starts. Names: design, interfaces."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadEnvironment(SystemExit):
    """A setting is wrong: one sentence on standard error, exit code 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(2)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Environment:
    mode: str
    surface: str
    database_url: str
    data_dir: Path
    staff_port: int
    public_port: int
    public_url: str
    exit_url: str
    debug: bool

    @property
    def practice(self) -> bool:
        return self.mode == "practice"


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The environment as values. Raises BadEnvironment with a sentence that names the variable."""
    from haven.config.embedded import data_dir

    mode = environ.get("HAVEN_MODE") or "practice"
    if mode not in ("practice", "production"):
        raise BadEnvironment(f"HAVEN_MODE is {mode!r}. It can be practice or production.")
    staff_port, public_port = _port(environ, "HAVEN_STAFF_PORT", 8000), _port(environ, "HAVEN_PUBLIC_PORT", 8001)
    if staff_port == public_port:
        raise BadEnvironment(
            f"HAVEN_STAFF_PORT and HAVEN_PUBLIC_PORT are both {staff_port}. Each site needs a port of its own."
        )
    return Environment(
        mode=mode,
        surface=environ.get("HAVEN_SURFACE") or "staff",
        database_url=environ.get("DATABASE_URL") or "",
        data_dir=data_dir(environ),
        staff_port=staff_port,
        public_port=public_port,
        public_url=(environ.get("HAVEN_PUBLIC_URL") or f"http://127.0.0.1:{public_port}").rstrip("/"),
        exit_url=environ.get("HAVEN_EXIT_URL") or "https://www.bbc.co.uk/weather",
        debug=environ.get("HAVEN_DEBUG") == "1",
    )


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) <= 5) or not 1 <= int(text) <= 65535:
        raise BadEnvironment(f"{name} is {text!r}. It must be a port number from 1 to 65535.")
    return int(text)


def key(environment: Environment, variable: str, file_name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A key from the file that `variable` names. Practice makes its own file in the data folder; production refuses."""
    named = environ.get(variable)
    if not named and not environment.practice:
        raise BadEnvironment(f"{variable} is not set. In production it must name the file that holds the key.")
    path = Path(named) if named else environment.data_dir / file_name
    if not named and not path.exists():
        _write_new_key(path)
    try:
        text = path.read_text().strip()
    except OSError as problem:
        raise BadEnvironment(f"{variable} names {path.name}, which cannot be read: {problem.strerror}.") from None
    if len(text) < 43:
        raise BadEnvironment(f"The key file of {variable} is too short. It needs at least 43 characters.")
    return text


def _write_new_key(path: Path) -> None:
    """Two processes may make the first key at once: the one that creates the file wins, the other reads it."""
    from haven.config.embedded import prepare_data_dir

    prepare_data_dir(path.parent)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(secrets.token_urlsafe(48))
    temporary.chmod(0o600)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        temporary.unlink()
