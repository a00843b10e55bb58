"""A served notice ends: because its application was determined or withdrawn, or a court held it void."""

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import close_all, reopen
from haven.cases.models import AlertFlag, CaseEvent
from haven.notices.gates import already, must
from haven.notices.models import Notice
from haven.notices.operations.holding import hold_notice
from haven_law.findings import Decision
from haven_law.notices import notice_ends

WRONG_PERSON_FLAG = "wrong_person"


@transaction.atomic
def end_notice(notice: Notice, because: str, *, by: User, at: datetime) -> Notice:
    """End a notice (s.25(2)(d), s.29(7)). Internal: called by the operations of courts and orders, which have asked who
    may. `because` is a key of `Notice.ENDS`. Closes every clock of the notice.

    Refused: a notice never served (its authority is withdrawn instead), one that has ended, an end before service."""
    held = hold_notice(notice.ref)
    allowed = notice_ends(because, served=held.served_at is not None).require()
    if held.ended_at is not None:
        Decision(
            (already(f"This notice has ended already ({Notice.ENDS[held.ended_because].lower()})", held.ended_at),)
        ).require()
    assert held.served_at is not None
    must(at >= held.served_at, "The end cannot be before the notice was served")
    held.ended_at, held.ended_because = at, because
    held.save(update_fields=["ended_at", "ended_because"])
    close_all(held.ref, at=at, because="notice_ended")
    AlertFlag.objects.filter(case=held.case, code=WRONG_PERSON_FLAG, until_at__isnull=True).update(until_at=at)
    facts = {"because": because, "words": Notice.ENDS[because]}
    record(held.case, "notice.ended", by=by, at=at, about=("notice", held.ref), facts=facts, findings=allowed.findings)
    notice.ended_at, notice.ended_because = held.ended_at, held.ended_because
    return held


def put_end_right(notice: Notice, because: str, *, by: User, at: datetime, provision: str) -> Notice:
    """The notice ended earlier, and by something else, than was recorded: its end is written again. Internal, as
    `end_notice`: what was recorded stays in the chronology. Refused: for a notice that has not ended."""
    held = hold_notice(notice.ref)
    must(held.ended_at is not None, "This notice has not ended")
    assert held.ended_at is not None and held.served_at is not None
    must(at >= held.served_at, "The end cannot be before the notice was served", provision)
    facts = {"was": held.ended_at.isoformat(), "was_because": held.ended_because, "is": at.isoformat()}
    facts |= {"because": because, "words": Notice.ENDS[because]}
    held.ended_at, held.ended_because = at, because
    held.save(update_fields=["ended_at", "ended_because"])
    about = ("notice", held.ref)
    record(held.case, "notice.end_corrected", by=by, at=at, about=about, facts=facts, corrects=_ended_event(held))
    notice.ended_at, notice.ended_because = held.ended_at, held.ended_because
    return held


def take_back_end(notice: Notice, *, by: User, now: datetime) -> Notice:
    """What ended the notice was recorded wrongly: it goes on, with its clocks. Internal, as `end_notice`.

    Refused: for a notice that has not ended; when another was given in the case since, because one case has one."""
    held = hold_notice(notice.ref)
    must(held.ended_at is not None, "This notice has not ended")
    assert held.ended_at is not None
    live = Notice.objects.filter(
        case=held.case, ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True
    )
    must(not live.exists(), "Another notice was asked for in this case since. A lawyer must decide which stands")
    was, because = held.ended_at, held.ended_because
    held.ended_at, held.ended_because = None, ""
    held.save(update_fields=["ended_at", "ended_because"])
    reopen(held.ref, closed_at=was, because="notice_ended")
    flags = AlertFlag.objects.filter(case=held.case, code=WRONG_PERSON_FLAG, until_at=was)
    flags.update(until_at=None)
    facts = {"was": was.isoformat(), "because": because, "words": Notice.ENDS[because]}
    about = ("notice", held.ref)
    record(held.case, "notice.goes_on", by=by, at=now, about=about, facts=facts, corrects=_ended_event(held))
    notice.ended_at, notice.ended_because = None, ""
    return held


def _ended_event(notice: Notice) -> CaseEvent | None:
    rows = CaseEvent.objects.filter(case=notice.case, kind="notice.ended", about_ref=notice.ref)
    return rows.order_by("seq").last()
