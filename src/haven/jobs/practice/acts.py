"""Carries out one planned case with the operations themselves, each at its own instant, in the order of time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from haven.accounts.actors import rank_on
from haven.accounts.models import User
from haven.accounts.signing import Signature
from haven.cases.models import Case
from haven.cases.operations.name_on_restriction import NameOnRestriction, name_on_restriction
from haven.cases.operations.open_case import PrimaryAggressorFirst
from haven.cases.operations.primary_aggressor import ask_primary_aggressor
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.courts.models import Application, Hearing, Sitting
from haven.jobs.practice import breach_acts, compliance_acts, court_acts, texts
from haven.jobs.practice.commands import proposal_of
from haven.jobs.practice.house import House
from haven.jobs.practice.plan_values import CasePlan, ServePlan
from haven.notices.gates import Judgement
from haven.notices.models import Notice, NoticeProposal
from haven.notices.operations.ask_question import AskQuestion, ask_question
from haven.notices.operations.authorise_notice import AuthoriseNotice, authorise_notice
from haven.notices.operations.propose_notice import propose_notice
from haven.notices.operations.serve_notice import ServeNotice, serve_notice
from haven.orders.models import Order
from haven.parties.models import Person
from haven.service.operations.record_hearing_address import AddressAnswer
from haven_law.definitions import is_inspector_or_above

MINUTE = timedelta(minutes=1)
JUDGED = Judgement(grounds_believed=True, necessary=True, subject_adult=True, protected_sixteen=True)
Act = Callable[[datetime], object]


@dataclass
class World:
    """Whom and what the acts need: the house, its sittings by court and time, and the people known so far by key."""

    house: House
    now: datetime
    sittings: Mapping[tuple[int, str, datetime], Sitting]
    people: dict[str, Person] = field(default_factory=dict)

    def user(self, code: str) -> User:
        return self.house.users[code]

    def inspector(self, code: str, at: datetime) -> User:
        """Who decides: the inspector of the plan, or another one where that one is not there or acts no longer."""
        planned = self.house.users.get(code)
        rank = rank_on(planned, at) if planned is not None else None
        return planned if planned is not None and rank and is_inspector_or_above(rank) else self.user("halloran")


@dataclass
class Doing:
    """One case while it is carried out: what has been made of it so far."""

    world: World
    plan: CasePlan
    proposal: NoticeProposal | None = None
    notice: Notice | None = None
    application: Application | None = None
    hearings: list[Hearing] = field(default_factory=list)
    order: Order | None = None

    @property
    def case(self) -> Case:
        assert self.proposal is not None
        return self.proposal.case

    @property
    def unit(self) -> User:
        """Who of the civil orders unit holds it; a restricted case only its named person."""
        restricted = self.plan.restricted_at is not None
        return self.world.user("nair" if restricted or len(self.plan.subject.family) % 2 else "okoro")

    @property
    def officer(self) -> User:
        return self.world.user(self.plan.officer)

    def run(self) -> None:
        """Every act in the order of its instant."""
        for at, act in sorted(self.steps(), key=lambda step: step[0]):
            act(at)

    def steps(self) -> list[tuple[datetime, Act]]:
        plan = self.plan
        steps: list[tuple[datetime, Act]] = [(plan.proposed_at, self.propose)]
        if plan.question:
            steps.append((plan.proposed_at + 9 * MINUTE, self.ask))
        if plan.restricted_at is not None:
            steps.append((plan.restricted_at, self.restrict))
        if plan.authorised_at is not None:
            steps.append((plan.authorised_at, self.authorise))
        if plan.attempt_failed_at is not None:
            steps.append((plan.attempt_failed_at, self.attempt))
        if plan.served is not None:
            if plan.served.failed_at is not None:
                steps.append((plan.served.failed_at, self.attempt))
            steps.append((plan.served.at, self.serve))
        if plan.counter_at is not None:
            steps.append((plan.counter_at, self.counter))
        return [*steps, *court_acts.steps(self), *compliance_acts.steps(self), *breach_acts.steps(self)]

    def propose(self, at: datetime) -> None:
        command = proposal_of(self.plan, self.world.people)
        self.proposal = propose_notice(command, by=self.officer, at=at)
        self.world.people[self.plan.subject.key] = self.proposal.case.subject
        self.world.people[self.plan.protected.key] = self.proposal.case.protected

    def ask(self, at: datetime) -> None:
        assert self.proposal is not None
        ask_question(
            AskQuestion(self.proposal.ref, texts.QUESTION), by=self.world.inspector(self.plan.inspector, at), at=at
        )

    def restrict(self, at: datetime) -> None:
        """From then on the case exists for those who work on it and for nobody else."""
        standards = self.world.user("shah")
        restrict_case(RestrictCase(self.case.ref, texts.RESTRICTED, texts.DESK), by=standards, at=at)
        for code in (self.plan.officer, self.plan.inspector, "nair", "moss"):
            name_on_restriction(NameOnRestriction(self.case.ref, self.world.user(code).pk), by=standards, at=at)

    def authorise(self, at: datetime) -> None:
        assert self.proposal is not None
        inspector = self.world.inspector(self.plan.inspector, at)
        command = AuthoriseNotice(
            proposal_ref=self.proposal.ref,
            reasons=texts.DECISION,
            judgement=JUDGED,
            read_and_of_rank=True,
            signature=None if self.plan.telephoned else Signature(inspector.pk, at),
            told_by_telephone_at=at if self.plan.telephoned else None,
        )
        self.notice = authorise_notice(command, by=inspector, at=at)

    def attempt(self, at: datetime) -> None:
        assert self.notice is not None
        command = ServeNotice(notice_ref=self.notice.ref, result="not_found", happened_at=at, place_kind="home")
        serve_notice(command, by=self.officer, at=at)

    def serve(self, at: datetime) -> None:
        assert self.notice is not None and self.plan.served is not None
        command = service_of(self.notice.ref, self.plan, self.plan.served)
        self.notice = serve_notice(command, by=self.officer, at=at).notice

    def counter(self, at: datetime) -> None:
        """The same two people the other way round: it stops, and waits for another inspector."""
        swapped = proposal_of(self.plan, self.world.people, swapped=True)
        officer = self.world.user("penrose" if self.plan.officer != "penrose" else "wren")
        try:
            propose_notice(swapped, by=officer, at=at)
        except PrimaryAggressorFirst as stopped:
            ask_primary_aggressor(stopped, draft=None, account=texts.COUNTER, by=officer, at=at)


def service_of(notice_ref: str, plan: CasePlan, served: ServePlan) -> ServeNotice:
    """How the notice was served, as the constable recorded it in the same minute."""
    answer, lines, postcode, why_not = served.address
    return ServeNotice(
        notice_ref=notice_ref,
        result=served.result,
        happened_at=served.at,
        place_kind=served.place_kind,
        identity=("name", "born", "document"),
        read_out=True,
        understood=served.understood,
        interpreter=served.interpreter,
        address=AddressAnswer(answer, lines, postcode, why_not),
        no_fixed_abode=plan.subject.no_fixed_abode,
        shared_home_now=plan.shared_home or None,
    )
