"""Reads of feedback: the queue, what waits, and figures in which nobody can be known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from haven.accounts.models import User
from haven.feedback.models import FeedbackInvitation, FeedbackResponse, FeedbackTry
from haven.feedback.operations.actions import LEAST_PEOPLE
from haven.feedback.questions import BANK, Question
from haven.feedback.states import is_alert

YEAR = timedelta(days=365)


def queue(user: User, roles: frozenset[str], *, closed: bool = False) -> list[FeedbackResponse]:
    """What waits in the force of this person, open signs first, then the earliest promise. Whoever only sees to signs is
    shown only those that are open."""
    rows = FeedbackResponse.objects.filter(force_id=user.force_id, closed_at__isnull=not closed)
    if "feedback_manager" not in roles:
        rows = rows.exclude(signs=[]).filter(safe_at__isnull=True)
    found = rows.select_related("taken_by", "action").order_by("read_by_day", "ref")[:200]
    return sorted(found, key=lambda row: (not is_alert(row), row.read_at is not None, row.read_by_day))


def forget_tries(now: datetime) -> int:
    """Remove tries of wrong codes that are older than a day: they only ever counted for an hour."""
    return FeedbackTry.objects.filter(at__lt=now - timedelta(days=1)).delete()[0]


@dataclass(frozen=True)
class Share:
    """How many of how many, in words that hide few people. `percent` is none where it would show them."""

    label: str
    count: str
    of: str
    percent: int | None


def shown(count: int) -> str:
    """A count as it may be shown: none, "fewer than 5", or the number."""
    return "0" if count == 0 else f"fewer than {LEAST_PEOPLE}" if count < LEAST_PEOPLE else str(count)


def share(label: str, good: int, bad: int) -> Share:
    """Good of all. When either side has one to four people, neither the count nor the percentage is shown: the rest
    would give the small number away."""
    few = 0 < good < LEAST_PEOPLE or 0 < bad < LEAST_PEOPLE
    of = good + bad
    if few:
        return Share(label, f"fewer than {LEAST_PEOPLE}" if good < LEAST_PEOPLE else "not shown", shown_total(of), None)
    return Share(label, shown(good), shown(of), round(100 * good / of) if of else None)


def shown_total(of: int) -> str:
    """The whole, as a round number at most, where a part of it is hidden."""
    return shown(of) if of < LEAST_PEOPLE else f"{of - of % LEAST_PEOPLE} or more"


def satisfaction(force_id: int, today: date) -> list[Share]:
    """For each question of the last year, how many were content; who could not say is left out."""
    rows = FeedbackResponse.objects.filter(force_id=force_id, received_on__gt=today - YEAR, received_on__lte=today)
    told: dict[str, Counter[str]] = {code: Counter() for code in BANK}
    for answers in rows.values_list("answers", flat=True):
        for code, chosen in answers.items():
            told[code][_side(BANK[code], set(chosen))] += 1
    return [
        share(str(question.words), told[code]["good"], told[code]["bad"])
        for code, question in BANK.items()
        if question.good
    ]


def _side(question: Question, chosen: set[str]) -> str:
    if question.good & chosen:
        return "good"
    return "bad" if question.bad & chosen else "neither"


def response_rates(force_id: int, today: date) -> list[Share]:
    """For each way of inviting in the last year, how many codes were used of those whose time is over or that were used.
    A code that can still be used counts on neither side."""
    rows = FeedbackInvitation.objects.filter(case__lead_force_id=force_id, made_at__date__gt=today - YEAR)
    done = rows.filter(Q(used_on__isnull=False) | Q(expires_at__date__lte=today))
    return [_rate(done.filter(how=how), words) for how, words in FeedbackInvitation.HOW.items()]


def _rate(rows: QuerySet[FeedbackInvitation], words: str) -> Share:
    used = rows.filter(used_on__isnull=False).count()
    return share(words, used, rows.count() - used)
