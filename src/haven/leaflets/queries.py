"""Which version of the leaflet counts on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from haven.leaflets.models import LeafletVersion
from haven.leaflets.texts import EASY, RIGHTS, version


def current(on: date) -> QuerySet[LeafletVersion]:
    """The versions that count on a day, at most one a language and format."""
    rows = LeafletVersion.objects.filter(code=RIGHTS, from_day__lte=on)
    return rows.filter(Q(until_day__isnull=True) | Q(until_day__gte=on))


def current_version(language: str, fmt: str, on: date) -> LeafletVersion | None:
    """The one that counts, or none where nobody approved one."""
    return current(on).filter(language=language, format=fmt).first()


def words_here(language: str, fmt: str) -> str:
    """The version of the words of this release, for the format."""
    return version(language, fmt in EASY)
