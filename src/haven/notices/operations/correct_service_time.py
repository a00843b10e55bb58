"""A wrong time of service is put right by a second person. Both values stay, and the clocks are reckoned again."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.advice import legal_view
from haven.cases.chronology import record
from haven.cases.deadlines import start as start_clock
from haven.cases.models import CaseEvent, Deadline
from haven.cases.permissions import may
from haven.notices.clocks import apply_clock, commanding_officer_clock, hearing_clock
from haven.notices.gates import SEPARATION_RULE, SERVE, in_same_minute, lawful_to_serve, must
from haven.notices.models import Notice
from haven.notices.notice_states import hearing_clock_of
from haven.notices.operations.deciding import LEAST_REASONS
from haven.notices.operations.holding import hold_notice
from haven.service.models import HearingAddress
from haven.service.operations.correct_service import correct_service
from haven_law.citation import daa


@dataclass(frozen=True)
class CorrectServiceTime:
    notice_ref: str
    served_at: datetime
    reason: str
    apply_by: datetime | None = None
    last_sitting: datetime | None = None


@transaction.atomic
def correct_service_time(command: CorrectServiceTime, *, by: User, at: datetime) -> Notice:
    """Correct when the notice was served. The record with the wrong time is voided and written again; the clocks that ran
    from it (the hearing, the application, telling the commanding officer) are replaced, the old ones kept; followers
    tell who relied on the old time.

    Refused: to who may not; to the constable who served (a second person corrects); for the same time; before it was
    signed, in the future, after its hearing began or its end; without a reason; where service at that time would not
    have been lawful. LawyerMustDecide as at service (A27)."""
    notice = hold_notice(command.notice_ref)
    signed_at = notice.authorisation.signed_at or notice.authorised_at
    command = replace(command, served_at=in_same_minute(command.served_at, signed_at))
    may(by, "correct_service", notice.case, at).require()
    reason = _is_possible(notice, command, by, at)
    old = notice.served_at
    assert old is not None and notice.service is not None
    _lawful_then(notice, command.served_at)
    service = correct_service(notice.service, served_at=command.served_at, reason=reason, by=by, at=at)
    notice.service, notice.served_at = service, command.served_at
    notice.save(update_fields=["service", "served_at"])
    relied = _restart(notice, command)
    facts = {"was": old.isoformat(), "is": command.served_at.isoformat(), "relied": relied}
    record(
        notice.case,
        "notice.service_corrected",
        by=by,
        at=at,
        about=("notice", notice.ref),
        facts=facts,
        corrects=_served_event(notice),
    )
    return notice


def _is_possible(notice: Notice, command: CorrectServiceTime, by: User, at: datetime) -> str:
    must(notice.served_at is not None and notice.service is not None, "This notice is not recorded as served")
    assert notice.service is not None
    served_by = notice.service.attempt.by_user_id
    recorders = {served_by, notice.service.recorded_by_id}
    must(by.pk not in recorders, "Somebody other than the person who recorded it must correct it", SEPARATION_RULE)
    reason = command.reason.strip()
    must(len(reason) >= LEAST_REASONS, "Say in a sentence how you know that the time was wrong")
    must(command.served_at != notice.served_at, "This is the time that is recorded already")
    must(command.served_at <= at, "The time of service cannot be in the future")
    signed = notice.authorisation.signed_at
    must(
        signed is not None and command.served_at >= max(signed, notice.authorised_at),
        "The time of service must be after the notice was authorised and signed",
        daa("22(1)"),
    )
    clock = hearing_clock_of(notice)
    begun = clock.met_at if clock is not None else None
    must(begun is None or command.served_at <= begun, "The time of service must be before its hearing began")
    must(
        notice.ended_at is None or command.served_at <= notice.ended_at,
        "The time of service must be before the notice ended",
    )
    return reason


def _lawful_then(notice: Notice, served_at: datetime) -> None:
    """The same questions as at service, with what was answered then, and with what a lawyer decided since (A27)."""
    assert notice.service is not None
    attempt = notice.service.attempt
    answer = HearingAddress.objects.filter(about_ref=notice.ref, voided_at__isnull=True).first()
    found = lawful_to_serve(
        notice,
        served_at=served_at,
        result=attempt.result,
        capacity=attempt.by_capacity,
        shared_home_now=True,
        hearing_address=answer.answer if answer is not None else None,
    )
    found.require(legal_view(notice.case, notice.ref, SERVE, found))


def _restart(notice: Notice, command: CorrectServiceTime) -> list[int]:
    """Replace the clocks that ran from the old time. Answers the users who had acknowledged a warning of them."""
    served_at = command.served_at
    hearing = hearing_clock(notice, served_at, command.last_sitting)
    apply = apply_clock(notice, served_at, hearing.act_by, command.apply_by, command.last_sitting)
    told = commanding_officer_clock(notice, served_at)
    relied: set[int] = set()
    for new in (hearing, apply, told):
        old = _current(notice, new.kind)
        if old is None:
            continue
        relied |= set(old.rungs.filter(acknowledged_by__isnull=False).values_list("acknowledged_by_id", flat=True))
        again = start_clock(notice.case, new)
        if old.closed_at is not None:
            _carry_over(old, again)
    return sorted(relied)


def _current(notice: Notice, kind: str) -> Deadline | None:
    rows = Deadline.objects.filter(about_ref=notice.ref, kind=kind, replaced_by__isnull=True, voided_at__isnull=True)
    return rows.select_for_update().order_by("pk").last()


def _carry_over(old: Deadline, again: Deadline) -> None:
    """A clock that was met or closed stays so under its new date."""
    again.met_at, again.closed_at, again.close_reason = old.met_at, old.closed_at, old.close_reason
    again.save(update_fields=["met_at", "closed_at", "close_reason"])
    old.replaced_by = again
    old.save(update_fields=["replaced_by"])


def _served_event(notice: Notice) -> CaseEvent | None:
    rows = CaseEvent.objects.filter(case=notice.case, kind="notice.served", about_ref=notice.ref)
    return rows.order_by("seq").last()
