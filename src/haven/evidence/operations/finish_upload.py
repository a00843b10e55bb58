"""A file came in whole: look at its beginning, take its hash, and make it an exhibit in quarantine."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from haven.accounts.actors import words_at
from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.evidence import store
from haven.evidence.checker import sniff
from haven.evidence.models import Evidence, Handling, Upload
from haven.evidence.operations.receive_file import open_upload
from haven.evidence.operations.start_upload import RULE
from haven.sealed import files
from haven.sealed.ciphers import encipher, token
from haven_law.findings import refuse


def finish_upload(public_id: str, *, by: User, at: datetime) -> Evidence:
    """Make an exhibit of a file that came in whole. It is in quarantine until it was checked.

    Refused: before all of it is here; when it is empty, too large, or of a kind that is not taken: then the file is
    dropped, its words stay, and another can be sent."""
    upload = open_upload(public_id, by, at)
    if upload.state != "receiving" or upload.received != upload.size:
        refuse(RULE, "The file is not here whole. Send it again").require()
    owner, path = upload.breach.case.ref, store.path_of("incoming", upload.file_name)
    with files.reader(owner, path) as source:
        kind = sniff.kind_of(source.read(sniff.HEAD))
    why = sniff.REFUSALS.get(kind) or sniff.too_large(kind, upload.size or 0)
    if why:
        _begin_anew(upload, at)
        refuse(RULE, why).require()
    digest, size = files.hash_of(owner, path)  # of what is read back from the disk
    return _keep(public_id, kind, digest, size, by, at)


def _begin_anew(upload: Upload, at: datetime) -> None:
    old = upload.file_name
    Upload.objects.filter(pk=upload.pk, state="receiving").update(
        state="waiting", received=0, size=None, name_enc=None, file_name="", claimed_type="", progress_at=at
    )
    store.drop_incoming(old)


@transaction.atomic
def _keep(public_id: str, kind: str, digest: str, size: int, by: User, at: datetime) -> Evidence:
    upload = open_upload(public_id, by, at, lock=True)
    case = lock_case(upload.breach.case_id)
    if size != upload.size:
        refuse(RULE, "The file is not here whole. Send it again").require()
    upload.state, upload.sha256, upload.found_type = "quarantined", digest, kind
    upload.save(update_fields=["state", "sha256", "found_type"])
    number = (Evidence.objects.filter(breach=upload.breach).aggregate(n=Max("number"))["n"] or 0) + 1
    exhibit = Evidence.objects.create(
        public_id=token(),
        breach=upload.breach,
        number=number,
        upload=upload,
        sha256=digest,
        added_at=at,
        recorded_by=by,
    )
    name = words_at(by, at)
    Handling.objects.create(
        evidence=exhibit,
        from_words=name if upload.taken_by == "me" else upload.get_taken_by_display(),
        to_words=f"Kept in Haven, by {name}",
        at=at,
        why_enc=encipher(case.ref, "Added as an exhibit"),
        recorded_by=by,
    )
    facts = {"ref": upload.breach.ref, "n": number, "kind": upload.kind, "sha256": digest}
    record(case, "evidence.added", by=by, at=at, about=("breach", upload.breach.ref), facts=facts)
    return exhibit
