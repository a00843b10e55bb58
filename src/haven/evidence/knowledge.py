"""Proof that the subject knew of what they are said to have broken. It is read from the record of service, of hearings
and of awareness, so that nobody has to attach it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haven.breaches.models import Breach
from haven.documents.models import Document
from haven.notices.models import Notice
from haven.orders.facts import versions_of
from haven.orders.models import Order, OrderVersion
from haven.service.models import ServiceAttempt

# The conduct is at the start of the time that was given: what was known later does not count (s.39(2)).


@dataclass(frozen=True)
class Known:
    """One thing that shows it: when, in words, and by whom it was done."""

    at: datetime
    words: str
    by: str


@dataclass(frozen=True)
class Knowledge:
    """Everything that shows it before the conduct began, the papers that were served, and what is missing."""

    before: tuple[Known, ...]
    later: tuple[Known, ...]
    papers: tuple[Document, ...]
    missing: str


def knowledge_of(breach: Breach) -> Knowledge:
    """What is recorded of the subject's knowledge, before the conduct and after it."""
    thing: Notice | Order | None = breach.notice or breach.order
    if isinstance(thing, Notice):
        found, papers = _of_notice(thing), [thing.document] if thing.served_at else []
    elif thing is not None:
        found, papers = _of_order(thing, breach.happened.upper), _papers(thing, breach.happened.upper)
    else:
        found, papers = [], []
    start = breach.happened.lower
    found.sort(key=lambda known: known.at)
    before = tuple(known for known in found if known.at <= start)
    later = tuple(known for known in found if known.at > start)
    return Knowledge(before, later, tuple(p for p in papers if p is not None), _missing(breach, before, papers))


def _missing(breach: Breach, before: tuple[Known, ...], papers: list[Document | None]) -> str:
    if not before:
        what = "notice was served" if breach.of == "notice" else "subject knew of the order"
        return (
            f"Nothing recorded shows that the {what} before the conduct. Find out, and record it, before it is charged"
        )
    if not any(papers):
        return "The paper that was served is not here. Ask for a certified copy (s.39(8))"
    return ""


def _of_notice(notice: Notice) -> list[Known]:
    rows = ServiceAttempt.objects.filter(about_ref=notice.ref, voided_at__isnull=True)
    return [_attempt(a, f"Notice {notice.ref}") for a in rows.select_related("by_user") if _succeeded(a)]


def _of_order(order: Order, until: datetime) -> list[Known]:
    found = []
    for version in _versions(order, until):
        what = f"Order {order.ref}" if version.seq == 1 else f"Version {version.seq} of order {order.ref}"
        found += _of_hearing(version, what)
        ref = f"{order.ref}/{version.seq}"
        rows = ServiceAttempt.objects.filter(about_ref=ref, voided_at__isnull=True).select_related("by_user")
        found += [_attempt(a, what) for a in rows if _succeeded(a)]
        for aware in version.awareness.filter(voided_at__isnull=True).exclude(how__in=("served", "in_court")):
            by = aware.recorded_by.name if aware.recorded_by else ""
            found.append(Known(aware.at, f"{what}: {aware.get_how_display().lower()}", by))
    return found


def _versions(order: Order, until: datetime) -> list[OrderVersion]:
    return [v for v in versions_of(order) if v.effective_at is not None and v.effective_at <= until]


def _of_hearing(version: OrderVersion, what: str) -> list[Known]:
    outcome = version.outcome or (version.order.outcome if version.seq == 1 else None)
    if outcome is None:
        return []
    court = version.order.made_by.name
    if outcome.subject_presence != "absent":
        how = outcome.get_subject_presence_display().lower()
        return [Known(outcome.decided_at, f"{what}: the subject was at the hearing, {how}", court)]
    if version.notice_given_to_subject:
        words = f"{what}: the subject was not at the hearing, and had been given notice of it"
        return [Known(outcome.decided_at, words, court)]
    return []


def _succeeded(attempt: ServiceAttempt) -> bool:
    return attempt.result in ServiceAttempt.SUCCEEDED


def _attempt(attempt: ServiceAttempt, what: str) -> Known:
    words = f"{what}: {attempt.get_result_display().lower()}, {attempt.get_place_kind_display().lower()}"
    if attempt.identity_facts:
        words += f". Known by {attempt.identity_facts} facts of identity"
    if attempt.read_out:
        words += ". Read out"
    if attempt.understood:
        words += f". Understood: {attempt.get_understood_display().lower()}"
    if attempt.interpreter:
        words += ". An interpreter was there"
    by = attempt.by_user.name if attempt.by_user else attempt.get_by_capacity_display()
    return Known(attempt.at, words, by)


def _papers(order: Order, until: datetime) -> list[Document | None]:
    return [version.document for version in _versions(order, until)]
