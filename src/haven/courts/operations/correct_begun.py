"""The instant at which a hearing began is put right by a second person: it is the one that meets the 48 hours (s.29(2))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Deadline
from haven.cases.permissions import may
from haven.courts.facts import hearing_clock, law_deadline
from haven.courts.models import Hearing
from haven.courts.operations.correcting import keep_correction, last_line, second_person, why_of
from haven.courts.operations.hear import LATE_WORDS, begun_finding
from haven.courts.operations.holding import hold_hearing, must
from haven.courts.states import outcome_of
from haven_law.findings import Finding
from haven_law.notice_life import heard_in_time


@dataclass(frozen=True)
class CorrectBegun:
    """`begun_at`: when it did begin. `why`: how it is known that the time was wrong."""

    hearing_id: str
    begun_at: datetime
    why: str


@transaction.atomic
def correct_begun(command: CorrectBegun, *, by: User, at: datetime) -> Hearing:
    """Correct when a hearing began. Both times are kept; the clock of the 48 hours is judged again, in time or late.

    Refused: to who may not; to whoever recorded the time; for a hearing that has not begun; for the same time; before it
    was listed, in the future, after its outcome or after its application was over; without why."""
    hearing = hold_hearing(command.hearing_id)
    case = hearing.application.case
    may(by, "correct_begun", case, at).require()
    line = last_line(case, hearing.public_id, "hearing.begun", "hearing.begun_corrected")
    second_person(by, line.recorded_by_id if line is not None else None)
    why = why_of(command.why)
    was = _possible(hearing, command, at)
    hearing.begun_at = command.begun_at
    hearing.save(update_fields=["begun_at"])
    Deadline.objects.filter(about_ref=hearing.public_id, kind="next_hearing", met_at=was).update(
        met_at=command.begun_at, closed_at=command.begun_at
    )
    before, after, findings = _judge_again(hearing)
    times = {"was": was.isoformat(), "is": command.begun_at.isoformat()}
    keep_correction(
        case,
        "begun",
        hearing.public_id,
        before={"at": times["was"], "in_time": before},
        after={"at": times["is"], "in_time": after},
        why=why,
        by=by,
        at=at,
    )
    facts = times | {"in_time": LATE_WORDS[after], "late": after is not True, "changed": before != after}
    about = ("hearing", hearing.public_id)
    record(case, "hearing.begun_corrected", by=by, at=at, about=about, facts=facts, findings=findings, corrects=line)
    return hearing


def _possible(hearing: Hearing, command: CorrectBegun, at: datetime) -> datetime:
    must(hearing.begun_at is not None, "This hearing is not recorded as begun")
    assert hearing.begun_at is not None
    must(command.begun_at != hearing.begun_at, "This is the time that is recorded already")
    must(
        hearing.listed_at <= command.begun_at <= at,
        "The time must be after the hearing was listed, and not in the future",
    )
    outcome = outcome_of(hearing)
    must(outcome is None or command.begun_at <= outcome.decided_at, "The time must be before the court decided")
    over = (hearing.application.withdrawn_at, hearing.application.determined_at)
    must(all(end is None or command.begun_at <= end for end in over), "The application was over by then")
    return hearing.begun_at


def _judge_again(hearing: Hearing) -> tuple[bool | None, bool | None, list[Finding]]:
    """The 48 hours are met by the first hearing that began: whether it was in time before, and is now."""
    notice = hearing.application.after_notice
    clock = hearing_clock(notice) if notice is not None else None
    if notice is None or clock is None or clock.met_at is None:
        return True, True, []
    standing = Hearing.objects.filter(application__after_notice=notice, voided_at=None, application__voided_at=None)
    first = standing.aggregate(first=Min("begun_at"))["first"]
    law = law_deadline(clock)
    before = heard_in_time(law, clock.met_at)
    if first is None or first == clock.met_at:
        return before, before, []
    clock.met_at = clock.closed_at = first
    clock.save(update_fields=["met_at", "closed_at"])
    after = heard_in_time(law, first)
    return before, after, [begun_finding(after)]
