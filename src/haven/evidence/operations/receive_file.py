"""Take a file in, piece by piece, straight into its enciphered place. It can break at any moment and go on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.evidence import store
from haven.evidence.checker import sniff
from haven.evidence.models import Upload
from haven.evidence.naming import shown_name
from haven.evidence.operations.start_upload import RULE
from haven.sealed import files
from haven.sealed.chunks import PIECE, PieceWriter
from haven.sealed.ciphers import decipher, encipher, token
from haven_law.findings import refuse

OPEN = ("waiting", "receiving")


@dataclass(frozen=True)
class AnnounceFile:
    """A file that will come in parts: its name, its size, what the browser calls its type, and the SHA-256 of its first
    piece, by which it is known again."""

    upload: str
    name: str
    size: int
    claimed_type: str = ""
    head_sha256: str = ""


def open_upload(public_id: str, by: User, at: datetime, *, lock: bool = False) -> Upload:
    """The upload, if it still waits for its file and this person began it. Refused otherwise."""
    rows = Upload.objects.select_related("breach__case")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id, recorded_by=by).first()
    if found is None:
        refuse(RULE, "There is no such file on its way").require()
    assert found is not None
    may(by, "add_evidence", found.breach.case, at).require()
    if found.state not in OPEN:
        refuse(RULE, "This file is here already").require()
    return found


def require_size(size: int) -> None:
    """Refused when it is nothing, more than is ever taken, or more than there is room for."""
    if size <= 0:
        refuse(RULE, sniff.REFUSALS["empty"]).require()
    if size > sniff.MOST_BYTES:
        refuse(RULE, f"The file is larger than {sniff.MOST_BYTES // 1_000_000} MB, the most that is taken").require()
    if not store.has_room(size):
        refuse(RULE, "There is no room for the file now. Tell the administrator, and try again later").require()


@transaction.atomic
def announce_file(command: AnnounceFile, *, by: User, at: datetime) -> Upload:
    """A file is about to come in parts. The same file again goes on where it broke; another begins anew. Refused: when
    it is empty or too large; when there is no room; when another file came in already."""
    upload = open_upload(command.upload, by, at, lock=True)
    require_size(command.size)
    name = shown_name(command.name)
    if upload.state == "receiving" and upload.size == command.size and _name(upload) == name and _same(upload, command):
        return upload
    old = upload.file_name
    upload.name_enc = encipher(upload.breach.case.ref, name)
    upload.size, upload.received, upload.claimed_type = command.size, 0, command.claimed_type[:100]
    upload.file_name, upload.state, upload.progress_at = token(), "receiving", at
    upload.save()
    transaction.on_commit(lambda: store.drop_incoming(old))
    return upload


def _name(upload: Upload) -> str:
    return decipher(upload.breach.case.ref, upload.name_enc)


def _same(upload: Upload, command: AnnounceFile) -> bool:
    """Is it the file that broke? Two pictures of one phone can share their name and their size, and half of one must
    never be joined to half of another."""
    if not upload.received:
        return True
    with files.reader(upload.breach.case.ref, store.path_of("incoming", upload.file_name)) as source:
        return hashlib.sha256(source.read(PIECE)).hexdigest() == command.head_sha256


def receive_part(public_id: str, offset: int, parts: Iterable[bytes], *, by: User, at: datetime) -> Upload:
    """Append what comes, from `offset` on. Whole pieces stay when it breaks; the row then says how far it came.
    Refused: from another place than the row says; while another part comes in; beyond the size that was announced.

    No transaction is held while a slow network sends."""
    upload = open_upload(public_id, by, at)
    if upload.state != "receiving" or offset != upload.received:
        refuse(RULE, "The file goes on from another place").require()
    path = store.path_of("incoming", upload.file_name)
    try:
        writer = files.writer(upload.breach.case.ref, path, start=offset)
    except BlockingIOError:
        refuse(RULE, "Another part of this file is coming in now").require()
    try:
        upload.refresh_from_db()  # whoever wrote before may have come further meanwhile
        if offset != upload.received or path.name != upload.file_name:
            refuse(RULE, "The file goes on from another place").require()
        _write(upload, writer, parts, at)
    finally:
        writer.close()
    upload.refresh_from_db()
    return upload


def _write(upload: Upload, writer: PieceWriter, parts: Iterable[bytes], at: datetime) -> None:
    """Write, and note in the row how far it came while no other may write."""
    came = before = upload.received
    assert upload.size is not None
    try:
        for part in parts:
            came += len(part)
            if came > upload.size:
                refuse(RULE, "More came than the file is long").require()
            writer.write(part)
        if came == upload.size:
            writer.finish()
    finally:
        writer.keep()
        received = came if came == upload.size else writer.whole
        Upload.objects.filter(pk=upload.pk, state="receiving", received=before, file_name=upload.file_name).update(
            received=received, progress_at=at
        )


@dataclass(frozen=True)
class WholeFile:
    """A file that came in one piece and lies in its enciphered place already."""

    file_name: str
    name: str
    size: int
    claimed_type: str = ""


@transaction.atomic
def attach_file(public_id: str, file: WholeFile, *, by: User, at: datetime) -> Upload:
    """Join a file that came in one piece to its words. Refused when it is empty, too large, or another came already."""
    upload = open_upload(public_id, by, at, lock=True)
    require_size(file.size)
    old = upload.file_name
    upload.name_enc = encipher(upload.breach.case.ref, shown_name(file.name))
    upload.size = upload.received = file.size
    upload.claimed_type, upload.file_name = file.claimed_type[:100], file.file_name
    upload.state, upload.progress_at = "receiving", at
    upload.save()
    if old != file.file_name:
        transaction.on_commit(lambda: store.drop_incoming(old))
    return upload
