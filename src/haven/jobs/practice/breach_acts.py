"""The acts of a planned breach: reported, decided, arrested, before the court, charged, ended."""

from datetime import datetime
from typing import TYPE_CHECKING

from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import DecideNotToPursue, PursueBreach, decide_not_to_pursue, pursue_breach
from haven.breaches.operations.record_arrest import RecordArrest, RecordCustodyEnd, record_arrest, record_custody_end
from haven.breaches.operations.record_breach_outcome import (
    NOTHING,
    RecordBreachOutcome,
    Sentence,
    record_breach_outcome,
)
from haven.breaches.operations.record_charge import RecordCharge, record_charge
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.jobs.practice import texts
from haven.jobs.practice.plan_values import BreachPlan

if TYPE_CHECKING:
    from haven.jobs.practice.acts import Act, Doing


def steps(doing: "Doing") -> "list[tuple[datetime, Act]]":
    """The acts of every breach of the case."""
    return [step for plan in doing.plan.breaches for step in _BreachDoing(doing, plan).steps()]


class _BreachDoing:
    def __init__(self, doing: "Doing", plan: BreachPlan) -> None:
        self.doing, self.plan = doing, plan
        self.breach: Breach | None = None

    @property
    def ref(self) -> str:
        assert self.breach is not None
        return self.breach.ref

    def steps(self) -> "list[tuple[datetime, Act]]":
        plan = self.plan
        decide = {"pursue": self.pursue, "not": self.leave, "none": None}[plan.decision]
        moments = (
            (plan.reported_at, self.report),
            (plan.decided_at, decide),
            (plan.arrested_at, self.arrest),
            (plan.ended_custody_at, self.end_custody),
            (plan.charged_at, self.charge),
            (plan.outcome_at, self.end),
        )
        return [(at, act) for at, act in moments if at is not None and act is not None]

    def report(self, at: datetime) -> None:
        doing, plan = self.doing, self.plan
        thing = doing.notice if plan.of == "notice" else doing.order
        assert thing is not None
        words, clauses = texts.BREACHES[plan.text]
        command = ReportBreach(
            about_ref=thing.ref,
            happened_from=plan.happened_at,
            account=words,
            clauses=clauses,
            excuse=texts.EXCUSE if plan.text == 2 else "",
            in_danger="no",
        )
        self.breach = report_breach(command, by=doing.officer, at=at)

    def pursue(self, at: datetime) -> None:
        pursue_breach(PursueBreach(self.ref, self.plan.how), by=self.doing.world.user("adeyemi"), at=at)

    def leave(self, at: datetime) -> None:
        command = DecideNotToPursue(self.ref, texts.NOT_PURSUED)
        decide_not_to_pursue(command, by=self.doing.world.user("adeyemi"), at=at)

    def arrest(self, at: datetime) -> None:
        record_arrest(RecordArrest(self.ref), by=self.doing.officer, at=at)

    def end_custody(self, at: datetime) -> None:
        record_custody_end(RecordCustodyEnd(self.ref, "court"), by=self.doing.officer, at=at)

    def charge(self, at: datetime) -> None:
        record_charge(RecordCharge(self.ref, charged=True), by=self.doing.unit, at=at)

    def end(self, at: datetime) -> None:
        plan = self.plan
        sentence = NOTHING
        if plan.result == "convicted":
            sentence = Sentence(
                custody_months=plan.months,
                custody_days=plan.days,
                suspended=plan.suspended,
                community=plan.community,
                fine_pounds=plan.fine,
                tagged=plan.tagged,
            )
        command = RecordBreachOutcome(self.ref, plan.result, texts.COURT, sentence)
        record_breach_outcome(command, by=self.doing.unit, at=at)
