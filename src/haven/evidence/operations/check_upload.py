"""Look into files in quarantine: scan, read in a process of its own, and make the copy that may be shown."""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from haven.cases.chronology import lock_case, record
from haven.evidence import store
from haven.evidence.checker import sniff
from haven.evidence.checker.answer import NOTES
from haven.evidence.models import Evidence, Upload
from haven.evidence.scanner import ScannerUnavailable, scan
from haven.sealed import files
from haven.sealed.ciphers import encipher, encipher_bytes, token

logger = logging.getLogger(__name__)

# A worker that dies while it looks into a file leaves it to another after this.
HELD = timedelta(minutes=10)
WAIT_SECONDS = 300
# A scanner that does not answer is asked again after this.
AGAIN = timedelta(minutes=2)
MOST_TRIES = 3
# What the process that looks is told of its surroundings: where its programs are, and nothing of the database.
PASSED_ON = ("PATH", "PYTHONPATH", "LANG")
BROKE = "The file could not be read safely: what reads it stopped. Send it in another form, such as PDF, JPEG or MP4"
FOUND = "The virus scanner found something in the file. It is kept in quarantine and nobody can open it"


@dataclass(frozen=True)
class Looked:
    """What one look found. `why` set: refused."""

    answer: dict[str, Any]
    scan: str
    copy_name: str
    why: str = ""


def check_next(at: datetime) -> Evidence | None:
    """Look into the oldest file in quarantine that nobody else looks into. None when there is none."""
    upload = _claim(at)
    if upload is None:
        return None
    try:
        looked = _look(upload)
    except ScannerUnavailable as problem:
        logger.error("The virus scanner does not answer: %s", problem)
        Upload.objects.filter(pk=upload.pk).update(claimed_until=at + AGAIN)
        return None
    return _write(upload.pk, looked, at)


@transaction.atomic
def _claim(at: datetime) -> Upload | None:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    rows = Upload.objects.select_for_update(skip_locked=True, of=("self",)).filter(free, state="quarantined")
    upload = rows.select_related("breach__case").order_by("pk").first()
    if upload is not None:
        upload.claimed_until = at + HELD
        upload.tries += 1
        upload.save(update_fields=["claimed_until", "tries"])
    return upload


def _look(upload: Upload) -> Looked:
    owner, path = upload.breach.case.ref, store.path_of("incoming", upload.file_name)
    if not path.exists():  # an earlier look had come as far as moving it
        path = store.path_of("originals", upload.file_name)
    scanned = scan(files.pieces(owner, path))
    copy = token()
    if scanned == "found":
        return Looked({}, scanned, "", FOUND)
    if upload.tries > MOST_TRIES:  # it ended the worker itself each time
        return Looked({}, scanned, "", BROKE)
    target = store.path_of("copies", copy)
    asked = {
        "key": base64.b64encode(files.file_key(owner)).decode(),
        "source": str(path),
        "source_label": files.label_of(owner, path.name),
        "target": str(target),
        "target_label": files.label_of(owner, copy),
    }
    answer = _ask(asked)
    why = str(answer.get("why") or BROKE)[:300] if answer.get("taken") is not True else ""
    if why or not answer.get("copy_kind"):
        target.unlink(missing_ok=True)
        copy = ""
    return Looked(answer, scanned, copy, why)


def _ask(asked: dict[str, str]) -> dict[str, Any]:
    """The answer of the process that looks, or that it broke. Its words are data from a file that may mean harm."""
    try:
        run = subprocess.run(  # noqa: S603  our own program, with nothing of the file in its arguments
            [sys.executable, "-m", "haven.evidence.checker"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=WAIT_SECONDS,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            check=False,
        )
        answer = json.loads(run.stdout) if run.returncode == 0 else {}
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        answer = {}
    return answer if isinstance(answer, dict) else {}


@transaction.atomic
def _write(pk: int, looked: Looked, at: datetime) -> Evidence | None:
    upload = Upload.objects.select_for_update(of=("self",)).select_related("breach__case").get(pk=pk)
    if upload.state != "quarantined":
        return None
    case = lock_case(upload.breach.case_id)
    exhibit = Evidence.objects.get(upload=upload)
    upload.scan, upload.checked_at, upload.claimed_until, upload.why = looked.scan, at, None, looked.why
    upload.state = "refused" if looked.why else "accepted"
    upload.notes = [code for code in looked.answer.get("notes", []) if code in NOTES]
    upload.save(update_fields=["scan", "checked_at", "claimed_until", "why", "state", "notes"])
    if looked.why:
        facts = {"ref": upload.breach.ref, "n": exhibit.number}
        record(case, "evidence.refused", by="quarantine", at=at, about=("breach", upload.breach.ref), facts=facts)
        return exhibit
    _keep_copy(exhibit, looked, case.ref)
    store.move(upload.file_name, "incoming", "originals")
    return exhibit


def _keep_copy(exhibit: Evidence, looked: Looked, owner: str) -> None:
    answer = looked.answer
    if looked.copy_name:
        exhibit.copy_name, exhibit.copy_type = looked.copy_name, str(answer["copy_kind"])
        exhibit.copy_sha256, exhibit.copy_size = files.hash_of(owner, store.path_of("copies", looked.copy_name))
        if exhibit.copy_type not in sniff.MIME:
            raise ValueError("The copy is of no known kind")
    if answer.get("preview"):
        exhibit.preview_enc = encipher_bytes(owner, base64.b64decode(answer["preview"]))
    if answer.get("text"):
        exhibit.text_enc = encipher(owner, str(answer["text"]).replace("\x00", " "))
    exhibit.save()
