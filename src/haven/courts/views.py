"""The frozen views of the papers of an application: what is not a field of theirs cannot be printed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings

from haven.accounts.actors import words, words_at
from haven.accounts.models import User
from haven.courts.facts import hearing_clock
from haven.courts.models import Application, Hearing
from haven.courts.requirements import RequirementFacts, from_row
from haven.documents.papers import (
    ApplicationPaper,
    HearingNoticePaper,
    PaperError,
    ProposedClause,
    RenderedPaper,
    RequirementsNoticePaper,
)
from haven.notices.models import Notice
from haven.notices.views import born_on_paper, name_known_to_subject, text_of
from haven.parties.queries import display_name
from haven_law.clock import to_london
from haven_law.findings import refuse
from haven_law.wording import legal_wording, plain_wording

__all__ = ["application_paper", "hearing_notice_paper", "made", "proposed_clauses", "requirements_paper", "text_of"]

DURATION_ASKED = "For as long as the court thinks necessary."


def proposed_clauses(application: Application) -> tuple[ProposedClause, ...]:
    """The draft requirements in words, numbered as they will be asked for."""
    protected = name_known_to_subject(application.case.protected)
    rows = application.proposed.select_related("responsible")
    return tuple(_clause(row.position, from_row(row), protected) for row in rows)


def _clause(number: int, asked: RequirementFacts, protected: str) -> ProposedClause:
    return ProposedClause(
        number=number,
        text_legal=legal_wording(asked.term, asked.params, protected=protected, you=True),
        text_plain=plain_wording(asked.term, asked.params, protected=protected, you=True),
        provision=asked.kind.order_provision,
        supervised_by=asked.responsible.words() if asked.responsible and not asked.is_tag else None,
    )


def application_paper(
    application: Application, *, grounds: str, duration_words: str, by: User, made_on: date
) -> ApplicationPaper:
    """The application by complaint after a notice (s.28(3); MCR 1981 r.17)."""
    notice = _notice(application)
    clock = hearing_clock(notice)
    hear_by = clock.act_by if clock is not None else notice.served_at
    assert notice.served_at is not None and hear_by is not None and notice.service is not None
    server = notice.service.attempt.by_user
    return ApplicationPaper(
        **_people(application),
        reference=application.ref,
        notice_reference=notice.ref,
        case_reference=application.case.ref,
        force_name=application.force.name,
        court_name=application.court.name,
        applicant_words=f"The chief officer of police, {application.force.name} (section 28(3))",
        protected_name_as_ordered=name_known_to_subject(application.case.protected),
        grounds=grounds,
        requirements=proposed_clauses(application),
        duration_words=duration_words,
        served_at=notice.served_at,
        served_by_words=words_at(server, notice.served_at) if server else "A constable",
        hear_by=hear_by,
        made_by_words=words(by),
        made_on=made_on,
        practice=settings.PRACTICE,
    )


def requirements_paper(
    application: Application, *, duration_words: str, hearing: Hearing | None, by: User, at: datetime
) -> RequirementsNoticePaper:
    """The notice of proposed requirements (MCR 1981 r.18)."""
    return RequirementsNoticePaper(
        **_people(application),
        reference=application.ref,
        notice_reference=_notice(application).ref,
        force_name=application.force.name,
        court_name=application.court.name,
        protected_name_as_ordered=name_known_to_subject(application.case.protected),
        requirements=proposed_clauses(application),
        duration_words=duration_words,
        issued_on=to_london(at).date(),
        issued_by_words=words(by),
        hearing_at=hearing.listed_for if hearing else None,
        practice=settings.PRACTICE,
    )


def hearing_notice_paper(hearing: Hearing, *, left: bool, by: User, at: datetime) -> HearingNoticePaper:
    """The notice of a hearing (s.29(4)), handed over or left at the address given (s.29(5))."""
    application = hearing.application
    return HearingNoticePaper(
        **_people(application),
        reference=application.ref,
        notice_reference=_notice(application).ref,
        force_name=application.force.name,
        court_name=hearing.court.name,
        court_address=hearing.court.address or hearing.court.name,
        hearing_at=hearing.listed_for,
        issued_on=to_london(at).date(),
        issued_by_words=words(by),
        delivery="left_at_address" if left else "handed_over",
        court_room=hearing.room or None,
        adjourned=hearing.hearing_kind == "adjourned",
        practice=settings.PRACTICE,
    )


def made(render: Any, view: Any) -> RenderedPaper:
    """The paper, rendered. Refused in words when it cannot be made, for example for a character without a shape."""
    try:
        rendered: RenderedPaper = render(view)
        return rendered
    except PaperError as problem:
        refuse("Haven papers", str(problem)).require()
        raise


def _people(application: Application) -> dict[str, Any]:
    subject = application.case.subject
    return {"subject_name": display_name(subject), "subject_born": born_on_paper(subject)}


def _notice(application: Application) -> Notice:
    if application.after_notice is None:
        refuse("Haven papers", "This paper is for an application after a notice").require()
    assert application.after_notice is not None
    return application.after_notice
