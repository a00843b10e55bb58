"""The statement about a breach as a frozen view. What is not a field of it cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from haven.accounts.actors import words_at
from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.documents.papers import BreachStatementPaper, StatementClause, StatementExhibit, StatementLine
from haven.documents.papers.words import day_words, instant_words, london_day
from haven.evidence.chronology import chronology_of
from haven.evidence.knowledge import Known, knowledge_of
from haven.evidence.models import Evidence
from haven.notices.views import born_on_paper, name_known_to_subject
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher

OFFENCES = {
    "notice": "Section 26: the breach of a notice is no offence. Whoever is arrested for it is brought before the court",
    "order": "Section 39(1): failing, without reasonable excuse, to comply with a requirement of an order",
    "notification": "Section 43: failing, without reasonable excuse, to notify the police",
}


def statement_of(breach: Breach, exhibits: Sequence[Evidence], *, by: User, at: datetime) -> BreachStatementPaper:
    """Everything the statement says, read from the record."""
    case, known = breach.case, knowledge_of(breach)
    return BreachStatementPaper(
        reference=breach.ref,
        force_name=breach.force.name,
        maker_words=words_at(by, at),
        subject_name=display_name(case.subject),
        subject_born=born_on_paper(case.subject),
        protected_name_as_ordered=name_known_to_subject(case.protected),
        thing_words=_thing(breach),
        offence_words=OFFENCES[breach.of],
        clauses=tuple(StatementClause(number=c.clause, text=c.wording_copy) for c in breach.clauses.all()),
        other_offence=breach.other_offence or None,
        happened_words=happened_words(breach),
        account=decipher(case.ref, breach.account_enc),
        excuse=decipher(case.ref, breach.excuse_enc) if breach.excuse_enc else None,
        known=tuple(_line(k) for k in known.before),
        known_missing=known.missing or None,
        chronology=chronology_of(breach),
        exhibits=tuple(_exhibit(e) for e in exhibits),
        made_at=at,
        practice=settings.PRACTICE,
    )


def _thing(breach: Breach) -> str:
    if breach.notice is not None:
        return f"Notice {breach.notice.ref}, authorised on {instant_words(breach.notice.authorised_at)}"
    if breach.order is None:
        return breach.duty_ref
    made = f"made by {breach.order.made_by.name} on {day_words(london_day(breach.order.made_at))}"
    what = f"Order {breach.order.ref}, {made}"
    return f"The duty to notify under {what[:1].lower()}{what[1:]}" if breach.of == "notification" else what


def happened_words(breach: Breach) -> str:
    """A time, between two times, or a day: never a time that nobody gave."""
    start, end = breach.happened.lower, breach.happened.upper
    if breach.happened_precision == "day":
        return day_words(london_day(start))
    if breach.happened_precision == "between":
        return f"Between {instant_words(start)} and {instant_words(end)}"
    return instant_words(start)


def _line(known: Known) -> StatementLine:
    return StatementLine(when=instant_words(known.at), words=known.words, by=known.by)


def _exhibit(exhibit: Evidence) -> StatementExhibit:
    upload = exhibit.upload
    return StatementExhibit(
        number=exhibit.number,
        words=decipher(exhibit.breach.case.ref, upload.words_enc),
        kind=upload.get_kind_display(),
        taken=f"taken {instant_words(upload.captured_at)}",
        original_sha256=exhibit.sha256,
        copy_sha256=exhibit.copy_sha256 or None,
    )
