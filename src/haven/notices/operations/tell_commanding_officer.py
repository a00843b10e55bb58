"""The commanding officer is told of a notice, or reasonable efforts to tell them are recorded (s.25(6))."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import meet, open_deadlines
from haven.cases.models import Task
from haven.cases.permissions import may
from haven.notices.gates import must
from haven.notices.models import Notice
from haven.notices.operations.holding import hold_notice
from haven_law.citation import daa

RESULTS = {"told": "The commanding officer was told", "efforts": "Not reached: reasonable efforts were made"}
MOST_PROOF = 300


@dataclass(frozen=True)
class TellCommandingOfficer:
    """`proof`: who took it and how, or what was tried."""

    notice_ref: str
    result: str
    proof: str


@transaction.atomic
def tell_commanding_officer(command: TellCommandingOfficer, *, by: User, at: datetime) -> Notice:
    """Record it. Meets the clock and closes its task. Refused: to who may not; when no such duty is open; without proof."""
    notice = hold_notice(command.notice_ref)
    may(by, "do_task", notice.case, at).require()
    must(command.result in RESULTS, "Choose whether the commanding officer was told")
    proof = command.proof.strip()
    must(bool(proof), "Say who took it and how, or what was tried")
    must(len(proof) <= MOST_PROOF, f"This must be {MOST_PROOF} characters or fewer")
    clock = open_deadlines(notice.ref, "commanding_officer").first()
    must(clock is not None, "No commanding officer has to be told of this notice", daa("25(6)"))
    meet(notice.ref, "commanding_officer", at=at)
    Task.objects.filter(case=notice.case, kind="commanding_officer", about_ref=notice.ref, done_at__isnull=True).update(
        done_at=at, done_by=by, proof=proof
    )
    facts = {"result": command.result}
    record(notice.case, "notice.commanding_officer_told", by=by, at=at, about=("notice", notice.ref), facts=facts)
    return notice
