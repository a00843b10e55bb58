"""What is done with an exhibit: withdrawn with a reason, handed on, its original taken. Each is a step that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import words_at
from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.permissions import may
from haven.evidence.models import Evidence, Handling
from haven.evidence.operations.start_upload import RULE
from haven.sealed.ciphers import encipher
from haven_law.findings import refuse

SHORTEST_REASON = 10
MOST_WHO = 200


@dataclass(frozen=True)
class WithdrawEvidence:
    """`exhibit` is the public id."""

    exhibit: str
    why: str


@dataclass(frozen=True)
class HandEvidence:
    """The original goes from one person to another: on a carrier, to a laboratory, back into store."""

    exhibit: str
    to: str
    why: str


@dataclass(frozen=True)
class TakeOriginal:
    """Somebody takes the original out of Haven, unaltered."""

    exhibit: str
    why: str


@transaction.atomic
def withdraw_evidence(command: WithdrawEvidence, *, by: User, at: datetime) -> Evidence:
    """The exhibit is no longer relied on. It stays, with the reason, and is in no new pack. Refused: to a role that may
    not; twice; without a reason."""
    exhibit = _locked(command.exhibit)
    may(by, "withdraw_evidence", exhibit.breach.case, at).require()
    if exhibit.withdrawn_at is not None:
        refuse(RULE, "This exhibit is withdrawn already").require()
    owner = exhibit.breach.case.ref
    exhibit.withdrawn_at, exhibit.withdrawn_by = at, by
    exhibit.withdrawn_why_enc = encipher(owner, _reason(command.why))
    exhibit.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why_enc"])
    _tell(exhibit, "evidence.withdrawn", by, at)
    return exhibit


@transaction.atomic
def hand_evidence(command: HandEvidence, *, by: User, at: datetime) -> Handling:
    """Write down who has the original now. Refused: to a role that may not; without a name or a reason."""
    exhibit = _locked(command.exhibit)
    may(by, "hand_evidence", exhibit.breach.case, at).require()
    to = " ".join(command.to.split())
    if not to or len(to) > MOST_WHO:
        refuse(RULE, f"Enter who has it now, in at most {MOST_WHO} characters").require()
    step = _step(exhibit, _held_by(exhibit), to, _reason(command.why), by, at)
    _tell(exhibit, "evidence.handed", by, at)
    return step


@transaction.atomic
def take_original(command: TakeOriginal, *, by: User, at: datetime) -> Handling:
    """Write down that somebody takes a copy of the original out of Haven, before they are given it. Refused: to a role
    that may not; before it was checked, or when it was refused; without a reason."""
    exhibit = _locked(command.exhibit)
    may(by, "take_original", exhibit.breach.case, at).require()
    if exhibit.upload.state != "accepted":
        refuse(RULE, "The file is in quarantine. Nobody can open it").require()
    step = _step(exhibit, _held_by(exhibit), words_at(by, at), _reason(command.why), by, at)
    _tell(exhibit, "evidence.handed", by, at)
    return step


def _locked(public_id: str) -> Evidence:
    rows = Evidence.objects.select_related("breach__case", "upload")
    exhibit = rows.filter(public_id=public_id, voided_at__isnull=True).first()
    if exhibit is None:
        refuse(RULE, "There is no such exhibit").require()
    assert exhibit is not None
    lock_case(exhibit.breach.case_id)
    exhibit.refresh_from_db(fields=["withdrawn_at"])
    return exhibit


def _held_by(exhibit: Evidence) -> str:
    last = exhibit.handlings.order_by("pk").last()
    return last.to_words if last is not None else "Haven"


def _step(exhibit: Evidence, before: str, after: str, why: str, by: User, at: datetime) -> Handling:
    return Handling.objects.create(
        evidence=exhibit,
        from_words=before,
        to_words=after,
        at=at,
        why_enc=encipher(exhibit.breach.case.ref, why),
        recorded_by=by,
    )


def _reason(why: str) -> str:
    if len(why.strip()) < SHORTEST_REASON:
        refuse(RULE, "Say why, in a sentence").require()
    return why.strip()


def _tell(exhibit: Evidence, kind: str, by: User, at: datetime) -> None:
    facts = {"ref": exhibit.breach.ref, "n": exhibit.number}
    record(exhibit.breach.case, kind, by=by, at=at, about=("breach", exhibit.breach.ref), facts=facts)
