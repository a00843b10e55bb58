"""PostgreSQL without an installation: Haven's own server, from the programs of one wheel.

See docs/adr/0005-embedded-server.md. Everything that knows of the wheel is in this package.
"""

from .errors import EmbeddedServerError
from .places import data_dir, folders_of, prepare_data_dir
from .process import ensure_started
from .server import EmbeddedServer

__all__ = ["EmbeddedServer", "EmbeddedServerError", "data_dir", "ensure_started", "folders_of", "prepare_data_dir"]
