"""Reads of requests and notices for pages: what waits for an inspector, what happened to a notice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from haven.accounts.actors import Actor, highest, words, words_conferred, words_held
from haven.accounts.models import RankHeld, User
from haven.cases.permissions import visible_to
from haven.lawdata.queries import policy
from haven.notices.models import Authorisation, Notice, NoticeProposal
from haven.notices.queries import waiting_for_decision
from haven.parties.queries import display_name
from haven.service.models import HearingAddress, ServiceAttempt
from haven_law.clock import to_london


@dataclass(frozen=True)
class Waiting:
    """One request in the queue. `due_at` is the earlier of our time for deciding and the release from custody."""

    ref: str
    against: str
    asked_by: str
    asked_at: datetime
    release_at: datetime | None
    due_at: datetime
    waited: timedelta
    late: bool
    state: str
    own: bool


def waiting_requests(user: User, at: datetime) -> list[Waiting]:
    """What waits for a decision in the cases that this user may see, the most pressing first. The number of queries does
    not grow with the rows."""
    minutes = timedelta(minutes=policy("decide_notice_minutes", to_london(at).date()))
    waiting = waiting_for_decision(user, at).select_related("case__subject", "proposed_by")
    rows = list(waiting.prefetch_related("case__subject__names", "questions"))
    asked_by = people_at({row.proposed_by: row.proposed_at for row in rows})
    found = []
    for row in rows:
        found.append(
            Waiting(
                ref=row.ref,
                against=display_name(row.case.subject),
                asked_by=asked_by[row.proposed_by_id],
                asked_at=row.proposed_at,
                release_at=row.release_at,
                due_at=row.due,  # type: ignore[attr-defined]
                waited=at - row.proposed_at,
                late=at > row.proposed_at + minutes,
                state=_state(row),
                own=row.proposed_by_id == user.pk,
            )
        )
    return found


def _state(row: NoticeProposal) -> str:
    """waiting, question (asked and not answered), answered, or again (sent back before)."""
    questions = list(row.questions.all())
    if any(q.answered_at is None for q in questions):
        return "question"
    if questions:
        return "answered"
    return "again" if row.earlier_version_id is not None else "waiting"


def count_waiting(user: User | Actor, at: datetime) -> tuple[int, bool]:
    """How many wait, and whether one of them waits too long: for the menu, in one query."""
    minutes = timedelta(minutes=policy("decide_notice_minutes", to_london(at).date()))
    asked = list(waiting_for_decision(user, at).order_by().values_list("proposed_at", "release_at"))
    return len(asked), any(at > proposed + minutes or (release and release < at) for proposed, release in asked)


def unsigned_of(user: User) -> QuerySet[Notice]:
    """What this inspector authorised by telephone and has not signed."""
    rows = Notice.objects.filter(
        authorisation__by=user,
        authorisation__signed_at__isnull=True,
        authority_withdrawn_at__isnull=True,
        voided_at__isnull=True,
    )
    return rows.select_related("case__subject").prefetch_related("case__subject__names").order_by("authorised_at")


def people_at(acts: dict[User, datetime]) -> dict[int, str]:
    """Rank, name and number of several people, each as at their act, in one query."""
    held: dict[int, list[RankHeld]] = {}
    for rank in RankHeld.objects.filter(user__in=[user.pk for user in acts]):
        held.setdefault(rank.user_id, []).append(rank)
    found = {user: highest(held.get(user.pk, ()), at) for user, at in acts.items()}
    return {user.pk: words_held(user, row) for user, row in found.items()}


def decider(decision: Authorisation) -> str:
    """Who decided, in the rank of that time. An acting or temporary one is said, with who conferred it: a court may ask."""
    if decision.rank_held is None:
        return words(decision.by, decision.rank_at or None)
    return words_conferred(decision.by, decision.rank_held, decision.at)


def attempts_of(ref: str) -> QuerySet[ServiceAttempt]:
    """Every attempt to serve, the newest first; those that were voided stay and are marked."""
    return ServiceAttempt.objects.filter(about_ref=ref).select_related("by_user", "voided_by").order_by("-at", "-pk")


def hearing_address_of(ref: str) -> HearingAddress | None:
    """The answer to the question of s.25(4)."""
    rows = HearingAddress.objects.filter(about_ref=ref, voided_at__isnull=True)
    return rows.select_related("address").order_by("-pk").first()


def notices_visible(user: User, at: datetime) -> QuerySet[Notice]:
    """The notices of the cases that exist for this user."""
    return Notice.objects.filter(Q(voided_at__isnull=True), case__in=visible_to(user, at))
