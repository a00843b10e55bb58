"""Ask for a pack, and record that it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.breaches.operations.reach_milestone import write_milestone
from haven.cases.chronology import lock_case, record
from haven.cases.permissions import may
from haven.evidence.models import Evidence, Pack
from haven.evidence.operations.start_upload import RULE
from haven.sealed.ciphers import token
from haven_law.findings import refuse


@dataclass(frozen=True)
class AskPack:
    """`exhibits` are public ids. `looked`: somebody looked at every copy for what shows where a person can be found."""

    breach: str
    exhibits: tuple[str, ...]
    looked: bool


@dataclass(frozen=True)
class SendPack:
    """`how` is a code of Pack.WAYS."""

    pack: str
    how: str
    to: str
    sent_at: datetime


@transaction.atomic
def ask_pack(command: AskPack, *, by: User, at: datetime) -> Pack:
    """Ask that a pack be made. A worker makes it. Refused: to a role that may not; while another is being made; with an
    exhibit that is withdrawn, in quarantine, or has no copy for showing; before somebody looked at every copy."""
    breach = Breach.objects.filter(ref=command.breach, voided_at__isnull=True).select_related("case").first()
    if breach is None:
        refuse(RULE, "There is no such breach").require()
    assert breach is not None
    may(by, "make_pack", breach.case, at).require()
    case = lock_case(breach.case_id)
    if Pack.objects.filter(breach=breach, state__in=["asked", "making"]).exists():
        refuse(RULE, "A pack is being made already. Wait until it is ready").require()
    if command.exhibits and not command.looked:
        refuse(RULE, "Look at every copy first. Haven reads words, and no pictures").require()
    chosen = _chosen(breach, command.exhibits)
    pack = Pack.objects.create(
        public_id=token(),
        breach=breach,
        asked_at=at,
        asked_by=by,
        exhibits=[e.pk for e in chosen],
        recorded_by=by,
    )
    if not breach.milestones.filter(kind="pack_asked", voided_at__isnull=True).exists():
        write_milestone(breach, "pack_asked", at, by=by)
    record(case, "pack.asked", by=by, at=at, about=("breach", breach.ref), facts={"ref": breach.ref, "n": len(chosen)})
    return pack


def _chosen(breach: Breach, wanted: tuple[str, ...]) -> list[Evidence]:
    rows = Evidence.objects.filter(breach=breach, public_id__in=wanted, voided_at__isnull=True)
    found = list(rows.select_related("upload").order_by("number"))
    if len(found) != len(set(wanted)):
        refuse(RULE, "One of the exhibits is not of this breach. Load the page again").require()
    for exhibit in found:
        if not may_be_sent(exhibit):
            refuse(RULE, f"Exhibit {exhibit.number} cannot go into a pack: it is withdrawn or has no copy").require()
    return found


def may_be_sent(exhibit: Evidence) -> bool:
    """Only a checked copy without hidden data leaves the house this way."""
    return exhibit.withdrawn_at is None and exhibit.upload.state == "accepted" and bool(exhibit.copy_name)


@transaction.atomic
def send_pack(command: SendPack, *, by: User, at: datetime) -> Pack:
    """Record that a pack was sent. Refused: to a role that may not; before it is ready; twice; without to whom; for a
    time before it was made or after now. Raises ValueError for another way."""
    if command.how not in Pack.WAYS:
        raise ValueError("That is no way in which a pack is sent.")
    pack = Pack.objects.filter(public_id=command.pack).select_related("breach__case").first()
    if pack is None:
        refuse(RULE, "There is no such pack").require()
    assert pack is not None
    may(by, "make_pack", pack.breach.case, at).require()
    case = lock_case(pack.breach.case_id)
    pack.refresh_from_db()
    if pack.state != "ready" or pack.made_at is None:
        refuse(RULE, "The pack is not ready").require()
    assert pack.made_at is not None
    if pack.sent_at is not None:
        refuse(RULE, "It is recorded already that this pack was sent").require()
    if not command.to.strip():
        refuse(RULE, "Enter to whom it was sent").require()
    made = pack.made_at.replace(second=0, microsecond=0)
    if not made <= command.sent_at <= at:
        refuse(RULE, "It can only have been sent after it was made, and not in the future").require()
    pack.sent_at, pack.sent_by = command.sent_at, by
    pack.sent_how, pack.sent_to = command.how, " ".join(command.to.split())[:160]
    pack.save(update_fields=["sent_at", "sent_by", "sent_how", "sent_to"])
    if not pack.breach.milestones.filter(kind="pack_sent", voided_at__isnull=True).exists():
        write_milestone(pack.breach, "pack_sent", command.sent_at, by=by)
    facts = {"ref": pack.breach.ref, "how": pack.get_sent_how_display().lower()}
    record(case, "pack.sent", by=by, at=command.sent_at, about=("breach", pack.breach.ref), facts=facts)
    return pack
