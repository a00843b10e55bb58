"""The frozen view of the order that is handed to the subject. What is not a field of it cannot be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from haven.courts.requirements import MUST_DO
from haven.documents.papers import OrderClause, OrderPaper
from haven.notices.views import born_on_paper, name_known_to_subject
from haven.orders.models import Order
from haven.parties.queries import display_name
from haven_law.order_life import duration_words

ROUTE_WORDS = "The chief officer of police, after notice {notice}"


@dataclass(frozen=True)
class ClauseWords:
    """One clause as rows and papers say it."""

    number: int
    term: str
    legal: str
    plain: str
    provision: str
    starts_on: date | None = None
    last_day: date | None = None
    until_event: str = ""
    supervised_by: str = ""
    monitored_by: str = ""

    def on_paper(self) -> OrderClause:
        until = f"until this event: {self.until_event.rstrip('.')}" if self.until_event else None
        return OrderClause(
            number=self.number,
            text_legal=self.legal,
            text_plain=self.plain,
            provision=self.provision,
            starts=self.starts_on,
            ends=self.last_day,
            until_words=until,
            supervised_by=self.supervised_by or None,
            monitored_by=self.monitored_by or None,
        )


@dataclass(frozen=True)
class PaperFacts:
    """What the paper says besides the clauses. `notify_by` None: another order already carries the duty (s.41(8))."""

    version: int
    cause: str
    made_at: datetime
    made_by_words: str
    subject_present: bool
    notify_by: date | None


def order_paper(order: Order, clauses: tuple[ClauseWords, ...], facts: PaperFacts, *, court_name: str) -> OrderPaper:
    """The order's paper. The place where the protected person lives has no field here."""
    notice = order.outcome.hearing.application.after_notice
    return paper_of(
        reference=order.ref,
        verify_code=order.verify_code,
        court_name=court_name,
        case=order.case,
        route_words=ROUTE_WORDS.format(notice=notice.ref) if notice else order.get_route_display(),
        duration=duration_on_paper(order.ends_kind, order.last_day, order.ends_event),
        clauses=clauses,
        facts=facts,
    )


def paper_of(
    *,
    reference: str,
    verify_code: str,
    court_name: str,
    case: object,
    route_words: str,
    duration: str,
    clauses: tuple[ClauseWords, ...],
    facts: PaperFacts,
) -> OrderPaper:
    """The same from values, for a draft that is not an order yet."""
    subject, protected = case.subject, case.protected  # type: ignore[attr-defined]
    return OrderPaper(
        reference=reference,
        verify_code=verify_code,
        court_name=court_name,
        case_reference=case.ref,  # type: ignore[attr-defined]
        subject_name=display_name(subject),
        subject_born=born_on_paper(subject),
        protected_name_as_ordered=name_known_to_subject(protected),
        made_at=facts.made_at,
        made_by_words=facts.made_by_words,
        cause=facts.cause,
        route_words=route_words,
        prohibitions=tuple(c.on_paper() for c in clauses if c.term not in MUST_DO),
        duties=tuple(c.on_paper() for c in clauses if c.term in MUST_DO),
        duration_words=duration,
        notify_by=facts.notify_by,
        version=facts.version,
        subject_present=facts.subject_present,
        practice=settings.PRACTICE,
    )


def duration_on_paper(kind: str, last_day: date | None, event: str) -> str:
    """This order lasts until further order."""
    words = duration_words(kind, last_day, event)
    return f"This order lasts {words}." + (" The court can end it or change it." if kind == "further_order" else "")
