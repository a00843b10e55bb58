"""Where a notice stands at an instant: one function and one expression of the database that answer alike. Nothing is
stored; clocks pass without a write."""

from datetime import datetime

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When

from haven.cases.models import Deadline
from haven.notices.models import Notice
from haven_law.clock import HearingDeadline
from haven_law.notice_life import notice_position

# code -> (kind of the status mark, word). One table for pages, lists and the register.
STATUS: dict[str, tuple[str, str]] = {
    "not_authorised": ("draft", "Not authorised yet"),
    "unsigned": ("wait", "Authorised, not signed"),
    "authorised": ("ready", "Authorised, not served"),
    "authority_withdrawn": ("end", "Authority withdrawn"),
    "running": ("live", "In force"),
    "may_be_late": ("act", "May be late"),
    "past_deadline": ("act", "Past deadline"),
    "continuing": ("live", "Continuing"),
    "ended": ("end", "Ended"),
    "voided": ("end", "Record voided"),
}
HEARD_LATE = ("act", "Heard late")
ENDED_WORDS = {
    "order_made": "Ended: order made",
    "application_refused": "Ended: refused",
    "application_withdrawn": "Ended: withdrawn",
    "held_void": "Ended: held void",
}
IN_FORCE = ("running", "may_be_late", "past_deadline", "continuing")


def hearing_clock_of(notice: Notice) -> Deadline | None:
    """The clock that counts for this notice: the last, not one that a correction or a new calendar replaced."""
    rows = Deadline.objects.filter(about_ref=notice.ref, kind="hearing", replaced_by=None, voided_at=None)
    return rows.order_by("pk").last()


def status(notice: Notice, at: datetime) -> str:
    """The code of STATUS at an instant, as known now."""
    if notice.voided_at is not None:
        return "voided"
    if at < notice.authorised_at:
        return "not_authorised"
    if notice.served_at is None or at < notice.served_at:
        return _before_service(notice, at)
    clock = hearing_clock_of(notice)
    if clock is None:  # a record without its clock cannot be relied on: the answer that sends people to a lawyer
        return "ended" if notice.ended_at is not None and notice.ended_at <= at else "past_deadline"
    return notice_position(notice.served_at, _law_deadline(clock, notice.served_at), clock.met_at, notice.ended_at, at)


def _before_service(notice: Notice, at: datetime) -> str:
    if notice.authority_withdrawn_at is not None and notice.authority_withdrawn_at <= at:
        return "authority_withdrawn"
    signed = notice.authorisation.signed_at
    return "authorised" if signed is not None and signed <= at else "unsigned"


def _law_deadline(clock: Deadline, served_at: datetime) -> HearingDeadline:
    """The clock's row as the law reads it. The row rules: it was reckoned with the calendar of its time."""
    return HearingDeadline(
        kind="hearing",
        given_at=served_at,
        act_by=clock.act_by,
        outer_limit=clock.outer_limit,
        steps_act_by=(),
        steps_outer=(),
        disregarded_days=(),
        ambiguity=clock.ambiguity or None,
        citations=(clock.provision,),
        calendar_version=clock.calendar_version,
    )


def with_status(notices: QuerySet[Notice], at: datetime) -> QuerySet[Notice]:
    """The same answer for many rows at once, as `status_code`."""
    clocks = Deadline.objects.filter(about_ref=OuterRef("ref"), kind="hearing", replaced_by=None, voided_at=None)
    last = clocks.order_by("-pk")
    return notices.annotate(
        _hear_by=Subquery(last.values("act_by")[:1]),
        _outer=Subquery(last.values("outer_limit")[:1]),
        _begun=Subquery(last.values("met_at")[:1]),
    ).annotate(
        status_code=Case(
            When(voided_at__isnull=False, then=Value("voided")),
            When(authorised_at__gt=at, then=Value("not_authorised")),
            When(_unserved(at) & Q(authority_withdrawn_at__lte=at), then=Value("authority_withdrawn")),
            When(_unserved(at) & Q(authorisation__signed_at__lte=at), then=Value("authorised")),
            When(_unserved(at), then=Value("unsigned")),
            When(ended_at__lte=at, then=Value("ended")),
            When(_begun__lte=at, then=Value("continuing")),
            When(_hear_by__gte=at, then=Value("running")),
            When(_outer__gte=at, then=Value("may_be_late")),
            default=Value("past_deadline"),
            output_field=CharField(),
        )
    )


def _unserved(at: datetime) -> Q:
    return Q(served_at__isnull=True) | Q(served_at__gt=at)


def begun_late(begun: datetime | None, act_by: datetime | None) -> bool:
    """Whether a hearing began after the earlier of its dates: what that does to the notice is a question of law (A5), and
    between the two dates whether it was late at all is one too."""
    return begun is not None and act_by is not None and begun > act_by


def heard_late(notice: Notice) -> bool:
    """The same of a notice: from `with_status` where the row came through it, else from its clock."""
    if hasattr(notice, "_begun"):
        return begun_late(notice._begun, getattr(notice, "_hear_by", None))
    clock = hearing_clock_of(notice)
    return clock is not None and begun_late(clock.met_at, clock.act_by)


def in_force_at(notices: QuerySet[Notice], at: datetime) -> QuerySet[Notice]:
    """Served, neither determined nor withdrawn nor held void at the instant (the range `in_effect` holds it)."""
    return notices.filter(in_effect__contains=at, voided_at__isnull=True)


def mark(notice: Notice, at: datetime, code: str | None = None) -> tuple[str, str]:
    """The status mark: its kind and its word; an ended notice says why, and one that was heard late says so (A5)."""
    found = code or status(notice, at)
    kind, word = HEARD_LATE if found == "continuing" and heard_late(notice) else STATUS[found]
    return (kind, ENDED_WORDS.get(notice.ended_because, word)) if found == "ended" else (kind, word)
