"""An application was not decided or withdrawn after all: what its end had stopped runs again. The reverse of `closing`."""

from __future__ import annotations

from datetime import datetime

from haven.accounts.models import User
from haven.cases.deadlines import reopen
from haven.courts.models import Application
from haven.courts.operations.closing import OVER
from haven.courts.operations.holding import must
from haven.notices.operations.end_notice import take_back_end


def reopen_application(
    application: Application, *, decided_at: datetime, result: str, notice_because: str, by: User, now: datetime
) -> None:
    """Take back that it was decided, or withdrawn in court, at an instant: its hearings that were vacated by it are listed
    again, its clocks run, and the notice that ended by it goes on.

    Refused: when the notice cannot go on, because another was given in the case since; when there is another application
    after the notice."""
    others = Application.objects.filter(after_notice_id=application.after_notice_id, withdrawn_at=None, voided_at=None)
    alone = application.after_notice_id is None or not others.exclude(pk=application.pk).exists()
    must(alone, "There is another application after this notice. A lawyer must decide which stands")
    if application.determined_at == decided_at:
        application.determined_at = None
    if result == "withdrawn" and application.withdrawn_at == decided_at:
        application.withdrawn_at = application.withdrawn_by = None
        application.withdrawn_because = ""
    application.save(update_fields=["determined_at", "withdrawn_at", "withdrawn_by", "withdrawn_because"])
    vacated = application.hearings.filter(vacated_at=decided_at, vacated_why=OVER, voided_at=None)
    refs = [application.ref, *vacated.values_list("public_id", flat=True)]
    vacated.update(vacated_at=None, vacated_why="")
    reopen(refs, closed_at=decided_at, because=result)
    notice = application.after_notice
    if notice is not None and notice.ended_because == notice_because and notice.ended_at == decided_at:
        take_back_end(notice, by=by, now=now)
