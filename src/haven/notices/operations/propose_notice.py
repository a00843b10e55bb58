"""An officer asks for a notice. Everything that is known goes in one command; nothing is half sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.deadlines import NewDeadline
from haven.cases.deadlines import start as start_clock
from haven.cases.models import Case
from haven.cases.operations.add_child import ChildFacts, write_child
from haven.cases.operations.add_connection import add_connection
from haven.cases.operations.add_occupant import OccupantFacts, write_occupant
from haven.cases.operations.agree_safe_contact import PlanFacts, write_plan
from haven.cases.operations.flags import write_flag
from haven.cases.operations.open_case import ConnectionFacts, OpenCase, open_case
from haven.cases.operations.record_bail import BailFacts, write_bail
from haven.cases.operations.record_detention import DetentionFacts, write_detention
from haven.cases.operations.record_firearms import FirearmsFacts, write_firearms
from haven.cases.operations.record_incident_ref import IncidentFacts, write_incident_ref
from haven.cases.operations.record_risk import RiskFacts, write_risk
from haven.cases.permissions import may
from haven.cases.teams import team_for
from haven.lawdata.queries import area_offered, policy
from haven.notices.facts import connections_of, facts_of
from haven.notices.gates import another_area
from haven.notices.models import NoticeProposal
from haven.notices.operations.proposal_rows import (
    ConsiderationFacts,
    TermFacts,
    check_texts,
    earlier_version,
    stored_terms,
    write_considerations,
    write_proposal,
)
from haven.parties.operations.record_person import PersonFacts
from haven_law.clock import to_london
from haven_law.findings import Decision, Finding
from haven_law.notices import PREMISES_TERMS, Consideration, considerations, may_give_notice, notice_terms

__all__ = [
    "BailFacts",
    "ChildFacts",
    "ConnectionFacts",
    "ConsiderationFacts",
    "DetentionFacts",
    "FirearmsFacts",
    "IncidentFacts",
    "OccupantFacts",
    "PersonFacts",
    "PlanFacts",
    "ProposeNotice",
    "RiskFacts",
    "TermFacts",
    "propose_notice",
]


@dataclass(frozen=True)
class ProposeNotice:
    """A request for a notice as plain values.

    For a new case give `subject`, `protected`, `connections` and `area` (the borough where the subject lives). For a
    request in a case that exists (sent back, or a later one) give `case`; the people and the area are then not read, and
    connections that are not recorded yet are added.

    `grounds` are written for the subject: they are printed on the notice and must not say who told or where anybody
    lives. `account` and `necessity` are for the inspector and are never printed. `terms` always hold "not_abuse",
    given or not. The four `considerations` are those of s.24(1). `release_at` None: the earliest expected release of
    the detentions. `plan` None: nobody may make contact until one is agreed.
    """

    behaviours: tuple[str, ...]
    account: str
    necessity: str
    grounds: str
    considerations: dict[str, ConsiderationFacts]
    terms: tuple[TermFacts, ...] = ()
    subject: PersonFacts | None = None
    protected: PersonFacts | None = None
    connections: tuple[ConnectionFacts, ...] = ()
    area: str = ""
    lives_in: str = ""
    area_reason: str = ""
    case: Case | None = None
    shared_home: bool = False
    abuse_when_protected_aged: int | None = None
    children: tuple[ChildFacts, ...] = ()
    occupants: tuple[OccupantFacts, ...] = ()
    risks: tuple[RiskFacts, ...] = ()
    incidents: tuple[IncidentFacts, ...] = ()
    firearms: FirearmsFacts | None = None
    detentions: tuple[DetentionFacts, ...] = ()
    bail: tuple[BailFacts, ...] = ()
    plan: PlanFacts | None = None
    flags: tuple[str, ...] = ()
    release_at: datetime | None = None


@dataclass
class _Asked:
    """What was found on the way: the findings go into the event."""

    findings: list[Finding] = field(default_factory=list)

    def require(self, decision: Decision, *, lawyer_later: bool = False) -> None:
        """Let a lawful decision through. With `lawyer_later` a point that only a lawyer can decide goes to the inspector
        with the request, and stands in the way there."""
        if not (lawyer_later and decision.lawful is None):
            decision.require()
        self.findings += decision.findings


@transaction.atomic
def propose_notice(command: ProposeNotice, *, by: User, at: datetime) -> NoticeProposal:
    """Ask for a notice: the case and its people as needed, the request, its clock, and one event "notice.proposed".

    Refused, with the provision: to a role that may not (access table); in an area where the Act is not in force (s.90;
    LawyerMustDecide where that is uncertain), or where the force is known not to be live (A22); for a subject under 18
    (s.22(6)) or a protected person under 16 (s.22(2)); for people not personally connected (s.2); for a term that s.23
    does not list, or one about a home that they do not share; when something of s.24 was not considered; when a request
    or a notice of the same two people is running; when the grounds hold a sealed place. PrimaryAggressorFirst as for `open_case`.
    """
    asked = _Asked()
    may(by, "propose_notice", command.case, at).require()
    check_texts(command.account, command.necessity, command.grounds)
    terms = stored_terms(command.terms)
    _ask_area(command, at, asked)
    asked.require(notice_terms(tuple(str(t["term"]) for t in terms), command.shared_home))
    case = _case_for(command, by, at)
    earlier = earlier_version(case, at)
    asked.require(another_area(case), lawyer_later=True)
    _ask_law(command, case, at, asked)
    _record_facts(command, case, by, at)
    _ask_considerations(command, case, terms, asked)
    proposal = write_proposal(command, case, terms, earlier, by=by, at=at)
    write_considerations(proposal, command.considerations, by=by)
    _start_clock(proposal, by, at)
    said = {
        "terms": [str(t["term"]) for t in terms],
        "again": earlier is not None,
        "lawyer": _for_lawyer(asked.findings),
    }
    record(case, "notice.proposed", by=by, at=at, about=("notice", proposal.ref), facts=said, findings=asked.findings)
    return proposal


def _case_for(command: ProposeNotice, by: User, at: datetime) -> Case:
    if command.case is not None:
        case = lock_case(command.case.pk)
        _add_connections(command, case, by, at)
        return case
    if command.subject is None or command.protected is None:
        raise ValueError("A request without a case needs a subject and a protected person.")
    opened = OpenCase(
        command.subject,
        command.protected,
        command.connections,
        command.area,
        lives_in=command.lives_in,
        area_reason=command.area_reason,
    )
    return open_case(opened, by=by, at=at)


def _add_connections(command: ProposeNotice, case: Case, by: User, at: datetime) -> None:
    held = set(case.connections.filter(voided_at__isnull=True).values_list("code", flat=True))
    for code, connection in {c.code: c for c in command.connections}.items():
        if code not in held:
            add_connection(case, connection, by=by, at=at)


def _ask_area(command: ProposeNotice, at: datetime, asked: _Asked) -> None:
    """The connecting factor is where the subject resides (A11)."""
    on = to_london(at).date()
    area = command.case.area if command.case is not None else command.area
    asked.require(area_offered(area, on))


def _ask_law(command: ProposeNotice, case: Case, at: datetime, asked: _Asked) -> None:
    facts = facts_of(
        case.subject,
        case.protected,
        connections_of(case),
        on=to_london(at).date(),
        behaviours=command.behaviours,
        abuse_when_protected_aged=command.abuse_when_protected_aged,
    )
    asked.require(may_give_notice(facts), lawyer_later=True)


def _ask_considerations(command: ProposeNotice, case: Case, terms: Iterable[dict[str, object]], asked: _Asked) -> None:
    topics = {topic: Consideration(c.answer, c.steps) for topic, c in command.considerations.items()}
    decision = considerations(
        topics,
        premises_terms=any(term["term"] in PREMISES_TERMS for term in terms),
        others_live_there=case.occupants.filter(voided_at__isnull=True, is_adult=True).exists(),
        children=case.children.filter(voided_at__isnull=True).exists(),
    )
    asked.require(decision)


def _record_facts(command: ProposeNotice, case: Case, by: User, at: datetime) -> None:
    for child in command.children:
        write_child(case, child, by=by, at=at)
    for occupant in command.occupants:
        write_occupant(case, occupant, by=by)
    for number in command.incidents:
        write_incident_ref(case, number, by=by)
    for risk in command.risks:
        write_risk(case, risk, by=by, at=at)
    if command.firearms is not None:
        write_firearms(case, command.firearms, by=by, at=at)
    for detention in command.detentions:
        write_detention(case, detention, by=by, at=at)
    for condition in command.bail:
        write_bail(case, condition, by=by, at=at)
    for code in command.flags:
        write_flag(case, code, by=by, at=at)
    if command.plan is not None:
        write_plan(case, command.plan, by=by, at=at)
    elif not case.protected.contact_plans.filter(superseded_at__isnull=True, voided_at__isnull=True).exists():
        write_flag(case, "no_contact_plan", by=by, at=at)


def _start_clock(proposal: NoticeProposal, by: User, at: datetime) -> None:
    """Our rule, not the Act's: an inspector decides within so many minutes."""
    key = "decide_notice_minutes"
    due = at + timedelta(minutes=policy(key, to_london(at).date()))
    start_clock(
        proposal.case,
        NewDeadline(
            kind="decide_notice",
            about=("notice", proposal.ref),
            starts_at=at,
            act_by=due,
            outer_limit=due,
            owner_role="duty_inspector",
            owner_team=team_for(by, "inspectors"),
            policy_key=key,
            nature="policy",
            ladder="C",
        ),
    )


def _for_lawyer(findings: Iterable[Finding]) -> bool:
    return any(finding.met is None and not finding.for_you for finding in findings)
