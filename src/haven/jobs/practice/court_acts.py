"""The acts of a planned case at court: applied, listed, heard, ordered, served, changed, ended."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from haven.courts.operations.hear import (
    AdjournHearing,
    BeginHearing,
    Decided,
    RefuseApplication,
    WithdrawnInCourt,
    adjourn_hearing,
    begin_hearing,
    refuse_application,
    withdrawn_in_court,
)
from haven.courts.operations.list_hearing import GiveHearingNotice, ListHearing, Slot, give_hearing_notice, list_hearing
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.courts.operations.send_application import (
    GiveRequirementsNotice,
    SendApplication,
    give_requirements_notice,
    send_application,
)
from haven.courts.operations.withdraw_application import (
    AskWithdrawal,
    WithdrawApplication,
    ask_withdrawal,
    withdraw_application,
)
from haven.courts.requirements import Lasts, RequirementFacts, ResponsibleFacts
from haven.jobs.practice import texts
from haven.jobs.practice.plan_values import HearingPlan, OrderPlan
from haven.orders.gates import CourtJudgement, MakeOrder
from haven.orders.operations.end_order import DischargeOrder, discharge_order
from haven.orders.operations.keep_watch import ReviewOrder, review_order
from haven.orders.operations.make_order import make_order
from haven.orders.operations.serve_order import ServeOrder, serve_order
from haven.orders.operations.vary_order import ClauseDecision, VaryOrder, vary_order
from haven_law.clock import to_london
from haven_law.order_life import ends_at, months_last_day

if TYPE_CHECKING:
    from haven.jobs.practice.acts import Act, Doing

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
REVIEWED_AFTER = timedelta(days=180)
SUPERVISORS = {
    "programme": (
        ResponsibleFacts("Dana Firth", "Larkspur Programmes"),
        "Report of the programme worker, read in court",
    ),
    "alcohol_or_drug_treatment": (ResponsibleFacts("Ona Leith", "Teasel Recovery Service"), "Letter of the clinic"),
    "station_sign_on": (
        ResponsibleFacts("The station officer", "Croydon police station"),
        "Officer's evidence in court",
    ),
    "electronic_monitoring": (ResponsibleFacts("Halyard Monitoring"), ""),
}


def steps(doing: "Doing") -> "list[tuple[datetime, Act]]":
    """What happened at court and because of it, each with its instant."""
    plan = doing.plan
    found: list[tuple[datetime, Act]] = []
    if plan.prepared_at is not None and plan.sent_at is not None:
        found += [(plan.prepared_at, _prepare(doing)), (plan.sent_at, _send(doing))]
    for n, hearing in enumerate(plan.hearings):
        found += _hearing_steps(doing, n, hearing)
    if plan.withdrawn_at is not None:
        found += [(plan.withdrawn_at - 20 * MINUTE, _ask_withdrawal(doing)), (plan.withdrawn_at, _withdraw(doing))]
    if plan.order is not None:
        found += _order_steps(doing, plan.order)
    return found


def _prepare(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.notice is not None
        doing.application = prepare_application(PrepareApplication(doing.notice.ref), by=doing.unit, at=at)

    return act


def _send(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.application is not None
        command = SendApplication(doing.application.ref, texts.APPLICATION)
        doing.application = send_application(command, by=doing.unit, at=at)

    return act


def _ask_withdrawal(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.application is not None
        command = AskWithdrawal(doing.application.ref, doing.plan.withdrawn_because, texts.WITHDRAWAL)
        ask_withdrawal(command, by=doing.unit, at=at)

    return act


def _withdraw(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.application is not None
        inspector = doing.world.inspector(doing.plan.inspector, at)
        withdraw_application(WithdrawApplication(doing.application.ref), by=inspector, at=at)

    return act


def _hearing_steps(doing: "Doing", n: int, hearing: HearingPlan) -> "list[tuple[datetime, Act]]":
    found: list[tuple[datetime, Act]] = []
    if n == 0:
        found.append((hearing.listed_at, _list(doing, hearing)))
    if hearing.notice_given_at is not None:
        found.append((hearing.notice_given_at, _give_notice(doing, n, hearing)))
        if hearing.begun_at is not None and doing.plan.text % 3 == 0:
            found.append((hearing.notice_given_at + MINUTE, _give_requirements(doing)))
    if hearing.begun_at is not None and hearing.decided_at is not None:
        found.append((hearing.begun_at, _begin(doing, n)))
        found.append((hearing.decided_at, _decide(doing, n, hearing)))
    return found


def _slot(doing: "Doing", hearing: HearingPlan) -> Slot:
    assert doing.application is not None
    return Slot(doing.world.sittings[(doing.application.court_id, hearing.room, hearing.sitting_starts_at)])


def _list(doing: "Doing", hearing: HearingPlan) -> "Act":
    def act(at: datetime) -> None:
        assert doing.application is not None
        command = ListHearing(doing.application.ref, _slot(doing, hearing), confirmed_late=hearing.late)
        doing.hearings.append(list_hearing(command, by=doing.unit, at=at))

    return act


def _give_notice(doing: "Doing", n: int, hearing: HearingPlan) -> "Act":
    def act(at: datetime) -> None:
        efforts = texts.EFFORTS if hearing.rule == "efforts_s29_6" else ""
        command = GiveHearingNotice(doing.hearings[n].public_id, hearing.rule, at, efforts)
        give_hearing_notice(command, by=doing.officer, at=at)

    return act


def _give_requirements(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.application is not None
        command = GiveRequirementsNotice(doing.application.ref, at)
        give_requirements_notice(command, by=doing.unit, at=at)

    return act


def _begin(doing: "Doing", n: int) -> "Act":
    def act(at: datetime) -> None:
        begin_hearing(BeginHearing(doing.hearings[n].public_id, at), by=doing.world.user("moss"), at=at)

    return act


def _decide(doing: "Doing", n: int, hearing: HearingPlan) -> "Act":
    def act(at: datetime) -> None:
        court = doing.world.user("moss")
        decided = Decided(doing.hearings[n].public_id, at, hearing.presence, texts.REASONS[hearing.result])
        if hearing.result == "adjourned":
            command = AdjournHearing(decided, hearing.adjourned_for, _slot(doing, doing.plan.hearings[n + 1]))
            outcome = adjourn_hearing(command, by=court, at=at)
            assert outcome.next_hearing is not None
            doing.hearings.append(outcome.next_hearing)
        elif hearing.result == "refused":
            refuse_application(RefuseApplication(decided), by=court, at=at)
        elif hearing.result == "withdrawn":
            withdrawn_in_court(WithdrawnInCourt(decided, doing.plan.withdrawn_because), by=court, at=at)
        else:
            assert doing.plan.order is not None
            doing.order = make_order(_order(doing.plan.order, decided, doing), by=court, at=at)

    return act


def _order(order: OrderPlan, decided: Decided, doing: "Doing") -> MakeOrder:
    judged = CourtJudgement(
        abusive=True,
        necessary=True,
        child_welfare=True if doing.plan.children else None,
        protected_opinion=True,
        occupant_opinion=None,
        conflicts_considered=True,
        subject_adult=True,
        protected_sixteen=True,
    )
    return MakeOrder(decided, tuple(requirement(*clause) for clause in order.clauses), _lasts(order), judged)


def _lasts(order: OrderPlan) -> Lasts:
    kind, months, event = order.lasts
    return Lasts(kind, months=months or None, event=event)


def requirement(term: str, blanks: dict[str, object], months: int) -> RequirementFacts:
    """One clause of a plan, with who supervises it where somebody must."""
    person, evidence = SUPERVISORS.get(term, (None, ""))
    tag = term == "electronic_monitoring"
    return RequirementFacts(
        term,
        blanks,
        responsible=person,
        suitability_evidence=evidence,
        lasts=Lasts("months", months=months) if months else Lasts(),
        occupier_consents=True if tag else None,
        provision_can_be_made=True if tag else None,
        monitor_fits=True if tag else None,
    )


def _order_steps(doing: "Doing", order: OrderPlan) -> "list[tuple[datetime, Act]]":
    found: list[tuple[datetime, Act]] = []
    made = doing.plan.hearings[-1].decided_at
    assert made is not None
    if order.served_at is not None:
        found.append((order.served_at, _serve(doing)))
    review = made + REVIEWED_AFTER
    if review < min(doing.world.now, _over(order, made) or doing.world.now):
        found.append((review, _review(doing)))
    if order.varied_at is not None:
        found += [(order.varied_at, _vary(doing)), (order.varied_at + 15 * MINUTE, _serve_in_court(doing))]
    if order.discharged_at is not None:
        found.append((order.discharged_at, _discharge(doing)))
    return found


def _over(order: OrderPlan, made: datetime) -> datetime | None:
    ends = [order.discharged_at] if order.discharged_at is not None else []
    if order.lasts[0] == "months":
        ends.append(ends_at(months_last_day(to_london(made).date(), order.lasts[1])))
    return min(ends, default=None)


def _serve(doing: "Doing") -> "Act":
    """In court where the subject was there; else by the officer."""
    if doing.plan.hearings[-1].presence == "person":
        return _serve_in_court(doing)

    def act(at: datetime) -> None:
        assert doing.order is not None
        held = doing.plan.held is not None and doing.plan.held[0] == "prison"
        command = ServeOrder(
            order_ref=doing.order.ref,
            served_at=at,
            result="handed",
            place_kind="prison" if held else "home",
            capacity="constable",
            identity=("name", "born"),
            read_out=True,
            understood="yes",
        )
        serve_order(command, by=doing.officer, at=at)

    return act


def _serve_in_court(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.order is not None
        command = ServeOrder(doing.order.ref, at, "handed", "court", "court", understood="yes")
        serve_order(command, by=doing.world.user("moss"), at=at)

    return act


def _review(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.order is not None
        review_order(ReviewOrder(doing.order.ref, still_needed=True), by=doing.unit, at=at)

    return act


def _vary(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.order is not None
        added = ClauseDecision("add", new=RequirementFacts("notify_relationship", {"within_days": 7}), necessary=True)
        command = VaryOrder(
            order_ref=doing.order.ref,
            decided_at=at,
            presence="person",
            notice_given=True,
            reasons=texts.VARIED,
            changes=(added,),
            conflicts_considered=True,
            considered={"child_welfare": True, "protected_opinion": True},
        )
        vary_order(command, by=doing.world.user("moss"), at=at)

    return act


def _discharge(doing: "Doing") -> "Act":
    def act(at: datetime) -> None:
        assert doing.order is not None
        command = DischargeOrder(
            order_ref=doing.order.ref,
            decided_at=at,
            reasons=texts.DISCHARGED,
            no_longer_necessary=True,
            asked_by_protected=True,
            protected_heard=True,
            police_heard_or_not_wished=True,
        )
        discharge_order(command, by=doing.world.user("moss"), at=at)

    return act
