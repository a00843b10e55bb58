"""What happened when, ready for a statement: the lines of the case that a prosecutor may have, in their order."""

from __future__ import annotations

from haven.breaches.models import Breach
from haven.cases.models import CaseEvent
from haven.cases.queries import events_of, line_of
from haven.documents.papers import StatementLine
from haven.documents.papers.words import day_words, instant_words, london_day

# What is not named here stays in the case: safe contact, risk, flags, clocks, tasks, advice, who was asked what.
OF_THE_PAPERS = (
    "notice.authorised",
    "notice.authorised_by_telephone",
    "notice.signed",
    "notice.service_attempted",
    "notice.served",
    "notice.ended",
    "application.made",
    "hearing.begun",
    "hearing.adjourned",
    "order.made",
    "order.took_effect",
    "order.service_attempted",
    "order.served",
    "order.awareness",
    "order.varied",
    "order.corrected",
    "order.ended",
    "order.goes_on",
)
OF_THE_BREACH = (
    "breach.reported",
    "breach.arrested",
    "custody.ended",
    "breach.warrant",
    "breach.charged",
    "breach.no_charge",
    "breach.outcome",
    "evidence.added",
    "evidence.withdrawn",
    "evidence.handed",
)


def chronology_of(breach: Breach) -> tuple[StatementLine, ...]:
    """The lines of the papers of the case and of this breach. Of other breaches nothing is said."""
    rows = events_of(breach.case).filter(kind__in=(*OF_THE_PAPERS, *OF_THE_BREACH)).order_by("at", "seq")
    return tuple(_line(event) for event in rows if _belongs(event, breach) and not event.corrected_by.all())


def _belongs(event: CaseEvent, breach: Breach) -> bool:
    return event.kind in OF_THE_PAPERS or event.about_ref == breach.ref


def _line(event: CaseEvent) -> StatementLine:
    line = line_of(event, instant_words)
    when = day_words(london_day(line.at)) if line.precision == "day" else instant_words(line.at)
    return StatementLine(when=when, words=line.title, by=line.by)
