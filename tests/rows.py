"""Rows for tests of finding and seeing: a case with a notice or an order as it would stand, written directly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from haven.accounts.references import new_reference
from haven.cases.chronology import record
from haven.cases.deadlines import meet, start
from haven.cases.models import Assignment, Case
from haven.courts.models import Application, Hearing, HearingOutcome
from haven.jobs.practice.house import House
from haven.notices.clocks import hearing_clock
from haven.notices.models import Authorisation, Notice, NoticeProposal, NoticeTerm
from haven.orders.models import Awareness, Order, OrderVersion, Requirement
from haven.parties.operations.add_person import NewPerson, add_address, add_person
from haven.sealed.ciphers import encipher, token
from haven.service.models import Service, ServiceAttempt
from haven_law.terms import legal_wording, plain_wording

HOUR = timedelta(hours=1)


@dataclass
class Who:
    given: str = "Jordan"
    family: str = "Ashdown"
    born: date | None = date(1988, 3, 27)
    postcode: str = ""


@transaction.atomic
def a_case(
    house: House, at: datetime, *, subject: Who | None = None, protected: Who | None = None, force: str = "practice"
) -> Case:
    """A case of the practice force, opened at `at` by PC Ali."""
    subject, protected = subject or Who(), protected or Who("Mina", "Verity", date(1990, 1, 4))
    people = []
    for who in (subject, protected):
        person = add_person(NewPerson(given=who.given, family=who.family, born=who.born), by=None)
        if who.postcode:
            add_address(person, kind="home", lines="4 Sorrel Way", postcode=who.postcode, by=None)
        people.append(person)
    case = Case.objects.create(
        ref=new_reference("DC"),
        subject=people[0],
        protected=people[1],
        lead_force=house.forces[force],
        area="Croydon",
        opened_at=at,
    )
    Assignment.objects.create(
        case=case, role="officer", user=house.ali, team=house.teams["Croydon Response"], from_at=at
    )
    record(case, "case.opened", by=house.ali, at=at, about=("case", case.ref))
    return case


NOTICE_TERMS = (("not_abuse", None), ("no_contact", None), ("distance_from_home", 100))


@transaction.atomic
def a_notice(house: House, case: Case, authorised: datetime, served: datetime | None = None) -> Notice:
    """A notice authorised by the inspector; with `served` handed over by PC Ali."""
    ref = new_reference("DN")
    proposal = NoticeProposal.objects.create(
        ref=ref,
        case=case,
        force=case.lead_force,
        proposed_by=house.ali,
        proposed_at=authorised - HOUR,
        behaviours=["violent_or_threatening"],
        account_enc=encipher(case.ref, "An account"),
        necessity_enc=encipher(case.ref, "Needed"),
        grounds_enc=encipher(case.ref, "Grounds"),
        shared_home=False,
    )
    authority = Authorisation.objects.create(
        proposal=proposal,
        decision="authorised",
        by=house.halloran,
        rank_at="inspector",
        at=authorised,
        reasons_enc=encipher(case.ref, "Reasons"),
        signed_at=authorised,
        signed_sha256="0" * 64,
    )
    notice = Notice.objects.create(
        ref=ref,
        case=case,
        force=case.lead_force,
        proposal=proposal,
        authorisation=authority,
        authorised_at=authorised,
        authorised_by=house.halloran,
    )
    for clause, (term, metres) in enumerate(NOTICE_TERMS, start=1):
        params = {"distance_m": metres} if metres else {}
        NoticeTerm.objects.create(
            notice=notice,
            clause=clause,
            term=term,
            distance_m=metres,
            wording_en=legal_wording(term, params),
            plain_en=plain_wording(term, params),
            provision="DAA 2021 s.23",
        )
    if served is not None:
        serve(house, notice, served)
    return notice


def serve(house: House, notice: Notice, at: datetime) -> None:
    attempt = ServiceAttempt.objects.create(
        case=notice.case,
        paper_kind="notice",
        about_ref=notice.ref,
        person=notice.case.subject,
        by_user=house.ali,
        by_capacity="constable",
        at=at,
        place_kind="home",
        result="handed",
        identity_facts=2,
    )
    notice.service = Service.objects.create(attempt=attempt, about_ref=notice.ref, mode_rule="DAA 2021 s.25(3)")
    notice.served_at = at
    notice.save()
    start(notice.case, hearing_clock(notice, at, None))


@dataclass
class Term:
    term: str
    params: dict = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    change: str = "made"
    clause: int | None = None


ORDER_TERMS = (Term("no_contact"), Term("distance_from_home", {"distance_m": 100}), Term("no_online_posting"))


@transaction.atomic
def a_hearing(
    house: House, case: Case, listed: datetime, *, after: Notice | None = None, begun: bool = False
) -> Hearing:
    court = house.courts["Croydon Magistrates' Court"]
    if begun and after is not None:
        meet(after.ref, "hearing", at=listed)
    application = Application.objects.create(
        ref=new_reference("DA"),
        case=case,
        force=case.lead_force,
        kind="order",
        route="s28_police_after_notice",
        applicant_kind="chief_officer",
        after_notice=after,
        court=court,
        prepared_at=listed - 3 * HOUR,
        made_at=listed - 2 * HOUR,
    )
    return Hearing.objects.create(
        public_id=token(),
        application=application,
        court=court,
        room="Court 1",
        listed_for=listed,
        listed_at=listed - HOUR,
        hearing_kind="first",
        notice_rule="given",
        begun_at=listed if begun else None,
    )


@transaction.atomic
def an_order(
    house: House,
    case: Case,
    made: datetime,
    *,
    terms: tuple[Term, ...] = ORDER_TERMS,
    last_day: date | None = None,
    ends_at: datetime | None = None,
    ended: datetime | None = None,
    served: datetime | None = None,
    given_notice: bool = True,
    without_notice: bool = False,
) -> Order:
    """An order made at `made`, until further order unless `last_day` and `ends_at` are given."""
    hearing = a_hearing(house, case, made, begun=True)
    outcome = HearingOutcome.objects.create(
        hearing=hearing,
        result="made",
        decided_at=made,
        subject_presence="absent",
        notice_given_to_subject=given_notice,
        reasons_enc=encipher(case.ref, "Reasons"),
    )
    order = Order.objects.create(
        ref=new_reference("DO"),
        verify_code=token()[:12],
        case=case,
        force=case.lead_force,
        subject=case.subject,
        route="s28_police_after_notice",
        made_by=hearing.court,
        made_at=made,
        outcome=outcome,
        effect_rule="on_making",
        effective_at=made,
        ends_kind="period" if last_day else "further_order",
        last_day=last_day,
        ends_at=ends_at,
        ended_at=ended,
        without_notice=without_notice,
    )
    a_version(order, made, terms, given_notice=given_notice, served=served, outcome=outcome)
    return order


def a_version(
    order: Order,
    at: datetime,
    terms: tuple[Term, ...],
    *,
    given_notice: bool = True,
    served: datetime | None = None,
    outcome=None,
) -> OrderVersion:
    last = order.versions.order_by("seq").last()
    if last is not None:
        last.superseded_at = at
        last.save()
    version = OrderVersion.objects.create(
        order=order,
        seq=last.seq + 1 if last else 1,
        cause="varied" if last else "made",
        outcome=outcome,
        effective_at=at,
        notice_given_to_subject=given_notice,
        served_at=served,
    )
    if served is not None:
        Awareness.objects.create(version=version, at=served, how="served")
    for number, term in enumerate(terms, start=1):
        Requirement.objects.create(
            version=version,
            clause=term.clause or number,
            term=term.term,
            params=term.params,
            legal_en=legal_wording(term.term, term.params),
            plain_en=plain_wording(term.term, term.params),
            starts_at=term.starts_at,
            ends_at=term.ends_at,
            place_mode="none",
            change=term.change,
            provision="DAA 2021 s.35",
        )
    return version
