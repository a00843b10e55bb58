"""Breaches and exhibits for tests of evidence."""

from datetime import datetime, timedelta
from typing import Any

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.evidence.models import Evidence, Upload
from haven.evidence.operations.check_upload import check_next
from haven.evidence.operations.finish_upload import finish_upload
from haven.evidence.operations.receive_file import AnnounceFile, announce_file, receive_part
from haven.evidence.operations.start_upload import StartUpload, start_upload

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
