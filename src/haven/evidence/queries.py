"""Reads of evidence that pages share."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.breaches.queries import visible_breaches
from haven.evidence import store
from haven.evidence.models import Evidence, Pack, Upload
from haven.sealed import files


def visible_evidence(user: User, at: datetime) -> QuerySet[Evidence]:
    """The exhibits of the breaches that exist for this user."""
    rows = Evidence.objects.filter(voided_at__isnull=True, breach__in=visible_breaches(user, at).values("pk"))
    return rows.select_related("breach__case__subject", "upload", "recorded_by", "withdrawn_by")


def visible_packs(user: User, at: datetime) -> QuerySet[Pack]:
    rows = Pack.objects.filter(breach__in=visible_breaches(user, at).values("pk"))
    return rows.select_related("breach__case__subject", "asked_by", "sent_by")


def exhibits_of(breach: Breach) -> list[Evidence]:
    """In their order, with their files."""
    rows = Evidence.objects.filter(breach=breach, voided_at__isnull=True)
    return list(rows.select_related("upload", "recorded_by", "breach__case").order_by("number"))


def on_their_way(breach: Breach, user: User) -> list[Upload]:
    """Files that this person began to add and that are not here whole."""
    rows = Upload.objects.filter(breach=breach, recorded_by=user, state__in=["waiting", "receiving"])
    return list(rows.order_by("pk"))


def copy_parts(exhibit: Evidence) -> Iterator[bytes]:
    return files.pieces(exhibit.breach.case.ref, store.path_of("copies", exhibit.copy_name))


def original_parts(exhibit: Evidence) -> Iterator[bytes]:
    return files.pieces(exhibit.breach.case.ref, store.path_of("originals", exhibit.upload.file_name))


def pack_parts(pack: Pack) -> Iterator[bytes]:
    return files.pieces(pack.breach.case.ref, store.path_of("packs", pack.file_name))
