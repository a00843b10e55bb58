"""Say what a file shows before it is sent, so that a broken connection can lose none of the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.cases.permissions import may
from haven.evidence.models import Upload
from haven.sealed.ciphers import encipher, token
from haven_law.findings import refuse

RULE = "Haven evidence rule"
MINUTES = timedelta(minutes=5)
MOST_WORDS = 2000


@dataclass(frozen=True)
class StartUpload:
    """`words` say what it shows; `captured_at` when it was taken or written, as far as known."""

    breach: str
    kind: str
    words: str
    taken_by: str
    captured_at: datetime


@transaction.atomic
def start_upload(command: StartUpload, *, by: User, at: datetime) -> Upload:
    """Keep the words of a file that is to come. Refused: to a role that may not; for a breach that is not there;
    without words; for a time after now. Raises ValueError for another kind or taker."""
    breach = Breach.objects.filter(ref=command.breach, voided_at__isnull=True).select_related("case").first()
    if breach is None:
        refuse(RULE, "There is no such breach").require()
    assert breach is not None
    may(by, "add_evidence", breach.case, at).require()
    if command.kind not in Upload.KINDS or command.taken_by not in Upload.TAKERS:
        raise ValueError("That is no kind of evidence, or nobody who takes it.")
    if not command.words.strip():
        refuse(RULE, "Say what it shows").require()
    if len(command.words) > MOST_WORDS:
        refuse(RULE, f"Say what it shows in at most {MOST_WORDS:,} characters").require()
    if command.captured_at > at + MINUTES:
        refuse(RULE, "It cannot have been taken in the future").require()
    return Upload.objects.create(
        public_id=token(),
        breach=breach,
        kind=command.kind,
        words_enc=encipher(breach.case.ref, command.words.strip()),
        taken_by=command.taken_by,
        captured_at=command.captured_at,
        progress_at=at,
        recorded_by=by,
    )
