"""An application is over: what waited for it stops. Used by the operations that decide it or withdraw it."""

from __future__ import annotations

from datetime import datetime

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import close_all
from haven.cases.models import CaseEvent
from haven.courts.models import Application
from haven.notices.operations.end_notice import end_notice, put_end_right
from haven_law.citation import daa

OVER = "The application is over"
WITHDRAWN_END = "application_withdrawn"


def close_application(application: Application, *, at: datetime, determined: bool, because: str) -> None:
    """The application is over: its hearings that have not begun are vacated, and its clocks stop. One that has begun
    reads as closed from that instant (`states.hearing_status`), so its clocks stop too."""
    if determined:
        application.determined_at = at
        application.save(update_fields=["determined_at"])
    standing = application.hearings.filter(vacated_at__isnull=True, voided_at__isnull=True)
    for hearing in standing:
        if hearing.begun_at is None:
            hearing.vacated_at, hearing.vacated_why = at, OVER
            hearing.save(update_fields=["vacated_at", "vacated_why"])
        close_all(hearing.public_id, at=at, because=because)
    close_all(application.ref, at=at, because=because)


def withdrawn_later(application: Application, decided_at: datetime) -> bool:
    """Was it withdrawn outside court only after the court had decided it? Then there was nothing left to withdraw."""
    outside = application.withdrawn_second_id is not None
    return outside and application.withdrawn_at is not None and application.withdrawn_at > decided_at


def set_aside_withdrawal(application: Application, *, by: User, decided_at: datetime) -> None:
    """The court had decided it before it was withdrawn outside court, and that was recorded late: the decision stands.
    What was withdrawn, by whom and when, stays in the chronology."""
    assert application.withdrawn_at is not None
    was = {"was": application.withdrawn_at.isoformat(), "because": application.get_withdrawn_because_display()}
    application.withdrawn_at = application.withdrawn_by = application.withdrawn_second = None
    application.withdrawn_because = ""
    application.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_second", "withdrawn_because"])
    withdrawn = CaseEvent.objects.filter(case=application.case, kind="application.withdrawn", about_ref=application.ref)
    record(
        application.case,
        "application.withdrawal_set_aside",
        by=by,
        at=decided_at,
        about=("application", application.ref),
        facts=was,
        corrects=withdrawn.order_by("seq").last(),
    )


def end_its_notice(application: Application, because: str, *, by: User, at: datetime) -> None:
    """The notice that the application follows ends by it (s.25(2)(d)). Where it was recorded as ended by a withdrawal
    that came after this decision, its end is put right."""
    notice = application.after_notice
    if notice is None:
        return
    if notice.ended_at is None:
        end_notice(notice, because, by=by, at=at)
    elif notice.ended_because == WITHDRAWN_END and notice.ended_at > at:
        put_end_right(notice, because, by=by, at=at, provision=daa("25(2)(d)"))
