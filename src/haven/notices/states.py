"""Where a request for a notice stands at an instant, and what may be done with it then. Never stored."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case as When
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models import When as Then

from haven.notices.models import Authorisation, NoticeProposal, NoticeQuestion
from haven_law.findings import Decision, allow, refuse

WAITING, QUESTION, SENT_BACK, REFUSED = "waiting", "question", "sent_back", "refused"
AUTHORISED, WITHDRAWN, NOT_YET = "authorised", "withdrawn", "not_yet"

PROPOSAL_WORDS: dict[str, str] = {
    NOT_YET: "Not yet asked for",
    WAITING: "Waiting for decision",
    QUESTION: "Question to answer",
    SENT_BACK: "Sent back",
    REFUSED: "Refused",
    AUTHORISED: "Authorised",
    WITHDRAWN: "Withdrawn",
}
# From a state, what may be done. A request with a question keeps waiting: it may be decided without the answer.
PROPOSAL_MOVES: dict[str, frozenset[str]] = {
    NOT_YET: frozenset(),
    WAITING: frozenset({"ask", "authorise", "refuse", "send_back", "withdraw"}),
    QUESTION: frozenset({"answer", "ask", "authorise", "refuse", "send_back", "withdraw"}),
    SENT_BACK: frozenset({"propose_again"}),
    REFUSED: frozenset(),
    AUTHORISED: frozenset(),
    WITHDRAWN: frozenset(),
}
MOVE_WORDS: dict[str, str] = {
    "ask": "A question can be asked",
    "answer": "A question can be answered",
    "authorise": "It can be authorised",
    "refuse": "It can be refused",
    "send_back": "It can be sent back",
    "withdraw": "It can be withdrawn",
    "propose_again": "It can be sent again",
}
_FROM_DECISION = {
    "sent_back": SENT_BACK,
    "refused": REFUSED,
    "authorised": AUTHORISED,
    "authorised_with_changes": AUTHORISED,
}


def proposal_status(proposal: NoticeProposal, at: datetime) -> str:
    """The status of a request at an instant, from its rows."""
    if at < proposal.proposed_at:
        return NOT_YET
    if proposal.withdrawn_at is not None and proposal.withdrawn_at <= at:
        return WITHDRAWN
    decision: Authorisation | None = getattr(proposal, "authorisation", None)
    if decision is not None and decision.at <= at:
        return _FROM_DECISION[decision.decision]
    asked = [q for q in proposal.questions.all() if q.asked_at <= at]
    open_ones = [q for q in asked if q.answered_at is None or q.answered_at > at]
    return QUESTION if open_ones else WAITING


def with_proposal_status(rows: QuerySet[NoticeProposal], at: datetime) -> QuerySet[NoticeProposal]:
    """The same as a column `status`, for lists."""
    unanswered = NoticeQuestion.objects.filter(proposal=OuterRef("pk"), asked_at__lte=at).filter(
        Q(answered_at__isnull=True) | Q(answered_at__gt=at)
    )
    decided = Q(authorisation__at__lte=at)
    kinds = [Then(decided & Q(authorisation__decision=code), then=Value(word)) for code, word in _FROM_DECISION.items()]
    status = When(
        Then(proposed_at__gt=at, then=Value(NOT_YET)),
        Then(withdrawn_at__lte=at, then=Value(WITHDRAWN)),
        *kinds,
        Then(Exists(unanswered), then=Value(QUESTION)),
        default=Value(WAITING),
        output_field=CharField(),
    )
    return rows.annotate(status=status)


def can_move(proposal: NoticeProposal, move: str, at: datetime) -> Decision:
    """Whether this may be done with the request now: `.require()` refuses in words."""
    status = proposal_status(proposal, at)
    rule = "Haven request states"
    if move in PROPOSAL_MOVES[status]:
        return allow(rule, MOVE_WORDS[move])
    return refuse(rule, f"This request is {PROPOSAL_WORDS[status].lower()}, so this can no longer be done")
