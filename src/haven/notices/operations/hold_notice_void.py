"""A court holds a served notice void. One person records what it decided, with court, day, reference and reasons; a second
agrees, and the notice ends. Two people, because a live notice ends with it (s.25(2)(d); A26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import AlertFlag, Task
from haven.cases.permissions import may
from haven.notices.gates import SEPARATION_RULE, must
from haven.notices.models import Notice, VoidRuling
from haven.notices.operations.deciding import LEAST_REASONS, MOST_REASONS
from haven.notices.operations.end_notice import end_notice
from haven.notices.operations.holding import hold_notice
from haven.sealed.ciphers import encipher
from haven_law.citation import daa
from haven_law.findings import lawyer

MOST_COURT, MOST_REFERENCE = 120, 60
FLAG, TASK = "void_asked", "agree_void"
DOOR_WORDS = "A court may have held this notice void. Ask the legal adviser before you rely on it."


@dataclass(frozen=True)
class HoldNoticeVoid:
    """`court_decided_at` None: no court has decided, so nothing can be recorded but legal advice. `reasons`: what the
    court decided and why, in a sentence or more, kept enciphered."""

    notice_ref: str
    court_decided_at: datetime | None
    court: str = ""
    court_reference: str = ""
    reasons: str = ""


@dataclass(frozen=True)
class AnswerVoid:
    notice_ref: str


@transaction.atomic
def ask_notice_void(command: HoldNoticeVoid, *, by: User, at: datetime) -> VoidRuling:
    """Record that a court held the notice void. Nothing ends by it: a second person must agree. Until then whoever meets
    the notice at a door is told to ask the legal adviser.

    Refused: to who may not; LawyerMustDecide while no court has decided (A26); for a notice never served or ended; for a
    decision in the future or before service; without court, reference or reasons; while it was recorded already."""
    notice = hold_notice(command.notice_ref)
    may(by, "hold_notice_void", notice.case, at).require()
    if command.court_decided_at is None:
        lawyer(
            daa("25(2)(d)"), "Only a court can hold a served notice void; get legal advice until it has decided.", "A26"
        ).require()
    assert command.court_decided_at is not None
    _is_possible(notice, command.court_decided_at, at)
    court, reference, reasons = command.court.strip(), command.court_reference.strip(), command.reasons.strip()
    must(0 < len(court) <= MOST_COURT, f"Name the court, in {MOST_COURT} characters or fewer")
    must(0 < len(reference) <= MOST_REFERENCE, f"Give the court's reference, in {MOST_REFERENCE} characters or fewer")
    must(LEAST_REASONS <= len(reasons) <= MOST_REASONS, "Say in a sentence what the court decided and why")
    must(pending_ruling(notice) is None, "Somebody has already recorded this. Another person must agree")
    ruling = VoidRuling.objects.create(
        notice=notice,
        court=court,
        court_reference=reference,
        decided_at=command.court_decided_at,
        reasons_enc=encipher(notice.case.ref, reasons),
        asked_by=by,
        asked_at=at,
        recorded_by=by,
    )
    AlertFlag.objects.create(
        case=notice.case, code=FLAG, words=DOOR_WORDS, from_at=at, seen_at_door=True, recorded_by=by
    )
    record(notice.case, "notice.void_asked", by=by, at=at, about=("notice", notice.ref))
    return ruling


@transaction.atomic
def agree_notice_void(command: AnswerVoid, *, by: User, at: datetime) -> Notice:
    """A second person has seen what the court decided and agrees: the notice ended when the court decided.

    Refused: to who may not; to who recorded it; when nobody did; for a notice that has ended meanwhile."""
    notice = hold_notice(command.notice_ref)
    may(by, "agree_notice_void", notice.case, at).require()
    ruling = _waiting(notice)
    must(ruling.asked_by_id != by.pk, "Another person must agree to what you recorded", SEPARATION_RULE)
    _is_possible(notice, ruling.decided_at, at)
    ruling.agreed_by, ruling.agreed_at = by, at
    ruling.save(update_fields=["agreed_by", "agreed_at"])
    _settle(notice, by, at, "Agreed")
    return end_notice(notice, "held_void", by=by, at=ruling.decided_at)


@transaction.atomic
def decline_notice_void(command: AnswerVoid, *, by: User, at: datetime) -> Notice:
    """The second person, or who recorded it, says that it is not so: the notice goes on. Refused when nobody recorded it."""
    notice = hold_notice(command.notice_ref)
    may(by, "agree_notice_void", notice.case, at).require()
    ruling = _waiting(notice)
    ruling.declined_by, ruling.declined_at = by, at
    ruling.save(update_fields=["declined_by", "declined_at"])
    _settle(notice, by, at, "Not agreed: the notice goes on")
    record(notice.case, "notice.void_declined", by=by, at=at, about=("notice", notice.ref))
    return notice


def pending_ruling(notice: Notice) -> VoidRuling | None:
    """What was recorded and waits for a second person."""
    rows = VoidRuling.objects.filter(notice=notice, agreed_at__isnull=True, declined_at__isnull=True)
    return rows.select_related("asked_by").first()


def _waiting(notice: Notice) -> VoidRuling:
    ruling = pending_ruling(notice)
    must(ruling is not None, "Nobody has recorded that a court held this notice void", SEPARATION_RULE)
    assert ruling is not None
    return ruling


def _is_possible(notice: Notice, decided_at: datetime, at: datetime) -> None:
    must(notice.served_at is not None, "This notice was never served: an inspector can withdraw its authority instead")
    assert notice.served_at is not None
    must(notice.ended_at is None, "This notice has ended already")
    must(decided_at <= at, "The court's decision cannot be in the future")
    must(decided_at >= notice.served_at, "The court's decision cannot be before the notice was served")


def _settle(notice: Notice, by: User, at: datetime, proof: str) -> None:
    """The warning at the door and the task of the second person are over."""
    AlertFlag.objects.filter(case=notice.case, code=FLAG, until_at__isnull=True).update(until_at=at)
    Task.objects.filter(case=notice.case, kind=TASK, about_ref=notice.ref, done_at__isnull=True).update(
        done_at=at, done_by=by, proof=proof
    )
