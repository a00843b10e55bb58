"""Breaches and exhibits for tests of evidence."""

from datetime import datetime, timedelta
from typing import Any

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.evidence import store
from haven.evidence.models import Evidence, Pack, Upload
from haven.evidence.operations.check_upload import check_next
from haven.evidence.operations.finish_upload import finish_upload
from haven.evidence.operations.receive_file import AnnounceFile, announce_file, receive_part
from haven.evidence.operations.start_upload import StartUpload, start_upload
from haven.sealed import files
from haven.sealed.ciphers import encipher_bytes, token

HOUR = timedelta(hours=1)


def begun(breach: Breach, by: User, at: datetime, **changes: Any) -> Upload:
    values = {
        "breach": breach.ref,
        "kind": "photo",
        "words": "The door after the visit",
        "taken_by": "me",
        "captured_at": at - HOUR,
    }
    return start_upload(StartUpload(**(values | changes)), by=by, at=at)


def sent(upload: Upload, content: bytes, by: User, at: datetime, name: str = "door.jpg") -> Evidence:
    """All of it at once, as the script of the page would send it in parts."""
    announce_file(AnnounceFile(upload.public_id, name, len(content), "image/jpeg"), by=by, at=at)
    receive_part(upload.public_id, 0, [content], by=by, at=at)
    return finish_upload(upload.public_id, by=by, at=at)


def added(breach: Breach, content: bytes, by: User, at: datetime, *, checked: bool = True, **changes: Any) -> Evidence:
    exhibit = sent(begun(breach, by, at, **changes), content, by, at)
    if checked:
        check_next(at)
        exhibit.refresh_from_db()
        exhibit.upload.refresh_from_db()
    return exhibit


def quickly(breach: Breach, by: User, at: datetime) -> tuple[Upload, Evidence, Pack]:
    """A file on its way, an exhibit with a copy, and a ready pack: as they stand afterwards, without looking into any."""
    exhibit = sent(begun(breach, by, at), b"An exhibit", by, at, "note.txt")
    owner = breach.case.ref
    names = token(), token()
    for area, name in zip(("copies", "packs"), names, strict=True):
        with files.writer(owner, store.path_of(area, name)) as writer:
            writer.write(b"A copy")
    digest, size = files.hash_of(owner, store.path_of("copies", names[0]))
    Upload.objects.filter(pk=exhibit.upload_id).update(state="accepted", checked_at=at)
    store.move(exhibit.upload.file_name, "incoming", "originals")
    exhibit.copy_name, exhibit.copy_type, exhibit.copy_sha256, exhibit.copy_size = names[0], "text", digest, size
    exhibit.preview_enc = encipher_bytes(owner, b"A preview")
    exhibit.save()
    pack = Pack.objects.create(
        public_id=token(), breach=breach, state="ready", asked_at=at, asked_by=by, made_at=at,
        manifest={"files": []}, sha256=digest, size=size, file_name=names[1],
    )  # fmt: skip
    return begun(breach, by, at), exhibit, pack
