"""Where an application and a hearing stand at an instant, and what may be done with them then. Never stored."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case as When
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models import When as Then

from haven.courts.models import Application, Hearing, HearingOutcome
from haven_law.findings import Decision, allow, refuse

PREPARING, MADE, LISTED, BEGUN, ADJOURNED = "preparing", "made", "listed", "begun", "adjourned"
AWAITING_ASSESSMENT, WITHDRAWN, DETERMINED, VOIDED = "awaiting_assessment", "withdrawn", "determined", "voided"

# code -> (kind of the status mark, word)
APPLICATION: dict[str, tuple[str, str]] = {
    PREPARING: ("draft", "Being prepared"),
    MADE: ("act", "Sent, not listed"),
    LISTED: ("ready", "Listed"),
    BEGUN: ("wait", "Being heard"),
    ADJOURNED: ("wait", "Adjourned"),
    AWAITING_ASSESSMENT: ("wait", "Awaiting assessment"),
    WITHDRAWN: ("end", "Withdrawn"),
    DETERMINED: ("end", "Decided"),
    VOIDED: ("end", "Record voided"),
}
APPLICATION_MOVES: dict[str, frozenset[str]] = {
    PREPARING: frozenset({"change", "send"}),
    MADE: frozenset({"list", "withdraw", "requirements_notice"}),
    LISTED: frozenset({"withdraw", "requirements_notice"}),
    BEGUN: frozenset({"withdraw"}),
    ADJOURNED: frozenset({"list", "withdraw", "requirements_notice"}),
    AWAITING_ASSESSMENT: frozenset({"list", "withdraw", "requirements_notice"}),
    WITHDRAWN: frozenset(),
    DETERMINED: frozenset(),
    VOIDED: frozenset(),
}
MOVE_WORDS = {
    "change": "its requirements cannot be changed",
    "send": "it cannot be sent",
    "list": "no hearing can be listed",
    "withdraw": "it cannot be withdrawn",
    "requirements_notice": "no notice of proposed requirements can be given",
    "notice": "no notice of it can be given",
    "vacate": "it cannot be vacated",
    "begin": "it cannot begin",
    "decide": "no outcome can be recorded",
}

H_LISTED, H_VACATED, H_BEGUN, H_CLOSED = "listed", "vacated", "begun", "closed"
H_DECIDED, H_VOIDED = "decided", "voided"
HEARING: dict[str, tuple[str, str]] = {
    H_LISTED: ("ready", "Listed"),
    H_BEGUN: ("live", "Begun"),
    H_VACATED: ("end", "Vacated"),
    H_CLOSED: ("end", "Closed"),
    H_DECIDED: ("end", "Decided"),
    H_VOIDED: ("end", "Record voided"),
}
HEARING_MOVES: dict[str, frozenset[str]] = {
    H_LISTED: frozenset({"notice", "vacate", "begin"}),
    H_BEGUN: frozenset({"decide"}),
    H_VACATED: frozenset(),
    H_CLOSED: frozenset(),
    H_DECIDED: frozenset(),
    H_VOIDED: frozenset(),
}
OUTCOME_MARK: dict[str, tuple[str, str]] = {
    "made": ("plain", "Order made"),
    "refused": ("refused", "Refused"),
    "adjourned": ("wait", "Adjourned"),
    "withdrawn": ("end", "Withdrawn"),
}


def hearing_status(hearing: Hearing, at: datetime) -> str:
    """The status of one hearing at an instant."""
    if hearing.voided_at is not None:
        return H_VOIDED
    if hearing.vacated_at is not None and hearing.vacated_at <= at:
        return H_VACATED
    decided = [o for o in hearing.outcomes.all() if o.voided_at is None and o.decided_at <= at]
    if decided:
        return H_DECIDED
    if hearing.begun_at is None or hearing.begun_at > at:
        return H_LISTED
    return H_CLOSED if _over(hearing.application, at) else H_BEGUN


def _over(application: Application, at: datetime) -> bool:
    """Withdrawn or decided elsewhere: a hearing of it that had begun has nothing left to decide."""
    return any(over is not None and over <= at for over in (application.withdrawn_at, application.determined_at))


def outcome_of(hearing: Hearing) -> HearingOutcome | None:
    """The outcome that counts, if one is recorded."""
    return next((o for o in hearing.outcomes.all() if o.voided_at is None), None)


def application_status(application: Application, at: datetime) -> str:
    """The status of an application at an instant, from its rows and those of its hearings."""
    if application.voided_at is not None:
        return VOIDED
    if application.withdrawn_at is not None and application.withdrawn_at <= at:
        return WITHDRAWN
    if application.determined_at is not None and application.determined_at <= at:
        return DETERMINED
    if application.made_at is None or application.made_at > at:
        return PREPARING
    return _by_hearings([h for h in application.hearings.all() if h.voided_at is None and h.listed_at <= at], at)


def _by_hearings(hearings: list[Hearing], at: datetime) -> str:
    open_ones = [h for h in hearings if hearing_status(h, at) in (H_LISTED, H_BEGUN)]
    if any(hearing_status(h, at) == H_BEGUN for h in open_ones):
        return BEGUN
    decided = [o for h in hearings for o in h.outcomes.all() if o.voided_at is None and o.decided_at <= at]
    adjourned = [o for o in decided if o.result == "adjourned"]
    if adjourned:
        last = max(adjourned, key=lambda o: (o.decided_at, o.pk))
        return AWAITING_ASSESSMENT if last.adjourned_for == "assessment" else ADJOURNED
    return LISTED if open_ones else MADE


def with_application_status(rows: QuerySet[Application], at: datetime) -> QuerySet[Application]:
    """The same as a column `status`, for lists."""
    hearings = Hearing.objects.filter(application=OuterRef("pk"), voided_at__isnull=True, listed_at__lte=at)
    standing = hearings.filter(Q(vacated_at__isnull=True) | Q(vacated_at__gt=at))
    decided = HearingOutcome.objects.filter(hearing=OuterRef("pk"), voided_at__isnull=True, decided_at__lte=at)
    undecided = standing.filter(~Exists(decided))
    adjournments = HearingOutcome.objects.filter(
        hearing__application=OuterRef("pk"), voided_at__isnull=True, decided_at__lte=at, result="adjourned",
        hearing__voided_at__isnull=True, hearing__listed_at__lte=at,
    )  # fmt: skip
    later = HearingOutcome.objects.filter(
        Q(decided_at__gt=OuterRef("decided_at")) | Q(decided_at=OuterRef("decided_at"), pk__gt=OuterRef("pk")),
        hearing__application=OuterRef("hearing__application"), voided_at__isnull=True, decided_at__lte=at,
        result="adjourned", hearing__voided_at__isnull=True, hearing__listed_at__lte=at,
    )  # fmt: skip
    last_for_assessment = adjournments.filter(adjourned_for="assessment").filter(~Exists(later))
    status = When(
        Then(voided_at__isnull=False, then=Value(VOIDED)),
        Then(withdrawn_at__lte=at, then=Value(WITHDRAWN)),
        Then(determined_at__lte=at, then=Value(DETERMINED)),
        Then(Q(made_at__isnull=True) | Q(made_at__gt=at), then=Value(PREPARING)),
        Then(Exists(undecided.filter(begun_at__lte=at)), then=Value(BEGUN)),
        Then(Exists(last_for_assessment), then=Value(AWAITING_ASSESSMENT)),
        Then(Exists(adjournments), then=Value(ADJOURNED)),
        Then(Exists(undecided), then=Value(LISTED)),
        default=Value(MADE),
        output_field=CharField(),
    )
    return rows.annotate(status=status)


def can_move_application(application: Application, move: str, at: datetime) -> Decision:
    """Whether this may be done with the application now: `.require()` refuses in words."""
    status = application_status(application, at)
    if move in APPLICATION_MOVES[status]:
        return allow("Haven application states", "It can be done now")
    words = APPLICATION[status][1].lower()
    return refuse("Haven application states", f"This application is {words}, so {MOVE_WORDS[move]}")


def can_move_hearing(hearing: Hearing, move: str, at: datetime) -> Decision:
    """Whether this may be done with the hearing now: `.require()` refuses in words."""
    status = hearing_status(hearing, at)
    if move in HEARING_MOVES[status]:
        return allow("Haven hearing states", "It can be done now")
    if status == H_CLOSED:
        how = "withdrawn" if hearing.application.withdrawn_at is not None else "decided at another hearing"
        return refuse("Haven hearing states", f"The application was {how} by then, so {MOVE_WORDS[move]}")
    if status == H_LISTED:
        return refuse("Haven hearing states", f"This hearing has not begun, so {MOVE_WORDS[move]}")
    return refuse("Haven hearing states", f"This hearing is {HEARING[status][1].lower()}, so {MOVE_WORDS[move]}")
