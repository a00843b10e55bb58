"""Is the Welsh of a text shown? Knows no table, so that the public host, the worker and the staff site ask alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

ENGLISH, WELSH = "en", "cy"
# The texts that are approved one by one. Leaflets carry their own approval with each version.
SITE, MESSAGES, LINE = "site", "messages", "line"
CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / WELSH / "LC_MESSAGES" / "django.mo"


def version_of(parts: Iterable[str | bytes]) -> str:
    """Twelve letters and digits that change with every change of the words."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def site_version() -> str:
    """The version of the Welsh of the public pages that this installation holds."""
    return version_of([CATALOGUE.read_bytes()])


def shown(text: str, version: str) -> bool:
    """Is this Welsh shown to people? In practice always, with a mark that it is a draft. In production only where a named
    translator's approval of this very version is recorded."""
    return bool(settings.PRACTICE) or approved(text, version)


def approved(text: str, version: str) -> bool:
    """Whether somebody approved this version and nobody took it back. One statement, a function of the tables' owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT languages_approved(%s, %s)", [text, version])
        return bool(cursor.fetchone()[0])
