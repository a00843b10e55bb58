"""Rows to the facts that the law takes: for the application, the hearing and the making of an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from haven.cases.models import Case, Deadline
from haven.courts.models import Application, Court
from haven.courts.requirements import RequirementFacts, Situation
from haven.lawdata.queries import monitoring_available
from haven.notices.facts import birth_for_law, connections_of
from haven.notices.models import Notice, NoticeProposal
from haven.service.models import HearingAddress
from haven_law.clock import HearingDeadline, to_london
from haven_law.definitions import PROTECTED_MINIMUM_AGE, SUBJECT_MINIMUM_AGE
from haven_law.orders import NOT_ASKED, Judged, OrderFacts
from haven_law.terms import VOCABULARY

AFTER_NOTICE = "s28_police_after_notice"


def order_facts(
    application: Application,
    on: date,
    *,
    abusive: Judged = NOT_ASKED,
    necessary: Judged = NOT_ASKED,
    considered: Mapping[str, bool | None] | None = None,
    premises_terms: bool = False,
    conflicts_considered: Judged = NOT_ASKED,
    subject_notice: str | None = None,
    subject_adult: bool | None = None,
    protected_sixteen: bool | None = None,
) -> OrderFacts:
    """The facts of s.32 to s.36(1) for the two people of an application. The ages that the court judged count only
    where no day of birth is known."""
    case, proposal = application.case, proposal_of(application)
    subject_born, subject_judged = birth_for_law(
        case.subject.born, case.subject.born_precision, on, SUBJECT_MINIMUM_AGE
    )
    protected_born, protected_judged = birth_for_law(
        case.protected.born, case.protected.born_precision, on, PROTECTED_MINIMUM_AGE
    )
    return OrderFacts(
        on=on,
        subject_born=subject_born,
        protected_born=protected_born,
        connections=connections_of(case),
        route=application.route,
        abuse_when_protected_aged=proposal.abuse_when_protected_aged if proposal else None,
        abusive=abusive,
        necessary_and_proportionate=necessary,
        considered=considered,
        premises_terms=premises_terms,
        conflicts_considered=conflicts_considered,
        subject_notice=subject_notice,
        subject_judged_adult=subject_judged if subject_judged is not None else subject_adult,
        protected_judged_sixteen=protected_judged if protected_judged is not None else protected_sixteen,
    )


def proposal_of(application: Application) -> NoticeProposal | None:
    """The request for the notice that the application follows."""
    return application.after_notice.proposal if application.after_notice is not None else None


def situation(
    application: Application, on: date, presence: str | None, requirements: Iterable[RequirementFacts]
) -> Situation:
    """What the gates of requirements turn on. Only presence in person is shown as presence (s.37(2)); None: not asked.
    Whether monitoring is notified is looked up where one of them is a tag."""
    proposal = proposal_of(application)
    return Situation(
        shared_home=proposal.shared_home if proposal else None,
        subject_present=None if presence is None else presence == "person",
        area_notified=tag_notified(application.case, on) if any(_is_tag(r) for r in requirements) else None,
    )


def _is_tag(requirement: RequirementFacts) -> bool:
    return requirement.term in VOCABULARY and requirement.is_tag


def tag_notified(case: Case, on: date) -> bool:
    """Has monitoring been notified for the local justice area where the subject lives (s.37(4)-(5))?"""
    courts = Court.objects.filter(kind="magistrates_court", areas__contains=[case.area])
    names = set(courts.values_list("local_justice_area", flat=True)) - {""}
    return monitoring_available(names, on)


def hearing_clock(notice: Notice) -> Deadline | None:
    """The clock that counts for the notice: not one that a correction or a new calendar replaced."""
    rows = Deadline.objects.filter(about_ref=notice.ref, kind="hearing", replaced_by=None, voided_at=None)
    return rows.order_by("pk").last()


def law_deadline(clock: Deadline) -> HearingDeadline:
    """The clock's row as the law reads it: it was reckoned with the calendar of its time."""
    return HearingDeadline(
        kind="hearing",
        given_at=clock.starts_at,
        act_by=clock.act_by,
        outer_limit=clock.outer_limit,
        steps_act_by=(),
        steps_outer=(),
        disregarded_days=(),
        ambiguity=clock.ambiguity or None,
        citations=(clock.provision,),
        calendar_version=clock.calendar_version,
    )


def address_given(notice: Notice) -> bool | None:
    """Did the subject give an address for the notice of hearing (s.25(4))? None when nothing is recorded."""
    row = HearingAddress.objects.filter(about_ref=notice.ref, voided_at__isnull=True).order_by("pk").last()
    return None if row is None else row.answer == "given"


def courts_for(case: Case) -> list[Court]:
    """The magistrates' courts that sit for the area where the subject lives; without one, all of them (s.28(6))."""
    rows = Court.objects.filter(kind="magistrates_court").order_by("name")
    near = rows.filter(Q(areas__contains=[case.area]))
    return list(near) or list(rows)


def london_day(at: datetime) -> date:
    return to_london(at).date()
