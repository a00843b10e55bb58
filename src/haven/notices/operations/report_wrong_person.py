"""Somebody reports that a served notice may be on the wrong person. The notice stands until a court decides."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import AlertFlag
from haven.cases.permissions import may
from haven.notices.gates import already, must
from haven.notices.models import Notice
from haven.notices.operations.end_notice import WRONG_PERSON_FLAG
from haven.notices.operations.holding import hold_notice
from haven_law.findings import Decision

WHY = {
    "another_of_the_name": "Another person of the same name was served",
    "handed_to_another": "The paper was handed to somebody else",
    "mistaken_identity": "The subject was taken for somebody else from the start",
    "not_known": "Not known yet",
}
DOOR_WORDS = "This notice may be on the wrong person. Ask the legal adviser before you rely on it."


@dataclass(frozen=True)
class ReportWrongPerson:
    """`why` is a key of WHY."""

    notice_ref: str
    why: str


@transaction.atomic
def report_wrong_person(command: ReportWrongPerson, *, by: User, at: datetime) -> Notice:
    """Record the report: a flag that the doorstep answer shows, and a task for the legal adviser (a follower).

    Refused: to who may not; before service (withdraw the authority instead); after the end; twice."""
    notice = hold_notice(command.notice_ref)
    may(by, "report_wrong_person", notice.case, at).require()
    must(command.why in WHY, "Choose what went wrong")
    must(notice.served_at is not None, "This notice was never served: an inspector can withdraw its authority instead")
    must(notice.ended_at is None, "This notice has ended")
    if notice.wrong_person_reported_at is not None:
        Decision((already("This was reported already", notice.wrong_person_reported_at),)).require()
    notice.wrong_person_reported_at = at
    notice.save(update_fields=["wrong_person_reported_at"])
    AlertFlag.objects.create(
        case=notice.case, code=WRONG_PERSON_FLAG, words=DOOR_WORDS, from_at=at, seen_at_door=True, recorded_by=by
    )
    facts = {"why": command.why}
    record(notice.case, "notice.wrong_person_reported", by=by, at=at, about=("notice", notice.ref), facts=facts)
    return notice
