"""The acts that can follow a report: words, the move each makes, who may, its form, and how it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from haven.accounts.policy import ROLES_FOR
from haven.breaches.models import Breach
from haven.breaches.operations.assign_breach import AssignBreach, assign_breach
from haven.breaches.operations.correct_breach import AskCorrection, ask_correction
from haven.breaches.operations.decide_breach import DecideNotToPursue, PursueBreach, decide_not_to_pursue, pursue_breach
from haven.breaches.operations.identify_breach import IdentifyBreach, identify_breach
from haven.breaches.operations.reach_milestone import ReachMilestone, reach_milestone
from haven.breaches.operations.record_arrest import RecordArrest, RecordCustodyEnd, record_arrest, record_custody_end
from haven.breaches.operations.record_breach_outcome import RecordBreachOutcome, record_breach_outcome
from haven.breaches.operations.record_charge import QUESTION, RecordCharge, may_be_charged, record_charge
from haven.breaches.operations.record_retraction import RecordRetraction, record_retraction
from haven.breaches.operations.record_warrant import RecordWarrant, record_warrant, warrant_possible
from haven.breaches.states import CLOSED, may_move, state
from haven.cases.advice import legal_view, question_of
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.permissions import may
from haven.web.asking import StaffRequest
from haven.web.police.breaches import forms
from haven.web.police.breaches.report.forms import ClausesForm

CarryOut = Callable[[StaffRequest, Breach, Any], object]


@dataclass(frozen=True)
class Act:
    """`move` of states.MOVES, where it makes one; `main`: offered first, as a button; the rest are links."""

    words: str
    operation: str
    form: type[Any]
    carry_out: CarryOut
    move: str = ""
    main: bool = True


def _decide(request: StaffRequest, breach: Breach, form: forms.DecideForm) -> object:
    decision = form.cleaned_data["decision"]
    if decision == "none":
        command = DecideNotToPursue(breach.ref, form.cleaned_data["reasons"])
        return decide_not_to_pursue(command, by=request.user, at=request.now)
    return pursue_breach(PursueBreach(breach.ref, decision), by=request.user, at=request.now)


def _arrest(request: StaffRequest, breach: Breach, form: forms.ArrestForm) -> object:
    typed = form.cleaned_data
    command = RecordArrest(breach.ref, power=typed.get("power") or "", station=typed["station"])
    return record_arrest(command, by=request.user, at=typed["at"])


def _custody(request: StaffRequest, breach: Breach, form: forms.CustodyForm) -> object:
    typed = form.cleaned_data
    return record_custody_end(
        RecordCustodyEnd(breach.ref, typed["how"], typed["remand"]), by=request.user, at=typed["at"]
    )


def _charge(request: StaffRequest, breach: Breach, form: forms.ChargeForm) -> object:
    typed = form.cleaned_data
    if typed["charged"]:
        command = RecordCharge(breach.ref, True, counts=tuple(typed["counts"]))
    else:
        command = RecordCharge(breach.ref, False, typed["reason"], no_charge_code=typed["code"])
    return record_charge(command, by=request.user, at=typed["at"])


def _outcome(request: StaffRequest, breach: Breach, form: forms.OutcomeForm) -> object:
    typed = form.cleaned_data
    command = RecordBreachOutcome(
        breach.ref,
        typed["result"],
        typed["court"],
        form.given(),
        count=typed.get("count") or "",
        offence=typed.get("offence") or "",
        tried=typed.get("tried") or "",
    )
    return record_breach_outcome(command, by=request.user, at=form.moment())


def _identify(request: StaffRequest, breach: Breach, form: ClausesForm) -> object:
    typed = form.cleaned_data
    command = IdentifyBreach(breach.ref, form.chosen, typed.get("other_offence") or "")
    return identify_breach(command, by=request.user, at=request.now)


def _assign(request: StaffRequest, breach: Breach, form: forms.AssignForm) -> object:
    command = AssignBreach(breach.ref, form.people[form.cleaned_data["to"]])
    return assign_breach(command, by=request.user, at=request.now)


def _milestone(request: StaffRequest, breach: Breach, form: forms.MilestoneForm) -> object:
    typed = form.cleaned_data
    command = ReachMilestone(breach.ref, typed["kind"], typed["known"], typed["words"])
    return reach_milestone(command, by=request.user, at=request.now, reached_at=form.reached())


def _warrant(request: StaffRequest, breach: Breach, form: forms.WarrantForm) -> object:
    typed = form.cleaned_data
    command = RecordWarrant(breach.ref, typed["step"], typed.get("asker") or "", typed.get("leave") is True)
    return record_warrant(command, by=request.user, at=typed["at"])


def _retraction(request: StaffRequest, breach: Breach, form: forms.RetractionForm) -> object:
    typed = form.cleaned_data
    command = RecordRetraction(breach.ref, typed["said_by"], typed["alone"], typed["words"])
    return record_retraction(command, by=request.user, at=request.now)


def _advise(request: StaffRequest, breach: Breach, form: forms.AdviceForm) -> object:
    """Advice on the question that the charge asks, as it stands now."""
    typed, decision = form.cleaned_data, may_be_charged(breach)
    command = RecordAdvice(
        case=breach.case,
        about=("breach", breach.ref),
        question=question_of(QUESTION, decision),
        reading=typed["reading"],
        reasons=typed["reasons"],
        permits=typed["permits"] == "yes",
    )
    return record_advice(command, by=request.user, at=request.now)


def _correct(request: StaffRequest, breach: Breach, form: forms.CorrectForm) -> object:
    typed = form.cleaned_data
    command = AskCorrection(breach.ref, typed["what"], typed["reasons"], new_at=typed["at"])
    return ask_correction(command, by=request.user, at=request.now)


ACTS: dict[str, Act] = {
    "decide": Act("Decide whether to pursue it", "decide_breach", forms.DecideForm, _decide, "pursue"),
    "arrest": Act("Record an arrest", "record_arrest", forms.ArrestForm, _arrest, "arrest"),
    "custody": Act("Record how custody ended", "record_arrest", forms.CustodyForm, _custody, "bring"),
    "charge": Act("Record the decision on charge", "record_breach_result", forms.ChargeForm, _charge, "charge"),
    "outcome": Act("Record how it ended", "record_breach_result", forms.OutcomeForm, _outcome, "outcome"),
    "identify": Act("Choose the clauses", "correct_breach", ClausesForm, _identify, main=False),
    "milestone": Act("Record a date", "reach_milestone", forms.MilestoneForm, _milestone, main=False),
    "warrant": Act("Record a judge’s warrant", "reach_milestone", forms.WarrantForm, _warrant, main=False),
    "assign": Act("Give it to somebody", "assign_breach", forms.AssignForm, _assign, main=False),
    "retraction": Act(
        "Record that it was taken back", "record_case_facts", forms.RetractionForm, _retraction, main=False
    ),
    "advice": Act("Record your advice", "record_legal_advice", forms.AdviceForm, _advise),
    "correct": Act("Ask for a correction", "correct_breach", forms.CorrectForm, _correct, main=False),
}


def possible(request: StaffRequest, breach: Breach) -> list[tuple[str, Act]]:
    """The acts that this person may do with this breach now."""
    return [
        (code, act)
        for code, act in ACTS.items()
        if _open(breach, code, act, request) and _allowed(request, breach, act)
    ]


def _allowed(request: StaffRequest, breach: Breach, act: Act) -> bool:
    return may(request.user, act.operation, breach.case, request.now).lawful is True


def _open(breach: Breach, code: str, act: Act, request: StaffRequest) -> bool:
    """Where the breach stands."""
    at = request.now
    if act.move:
        if code == "outcome" and state(breach, at) == "decided":
            return breach.charged is True and may_move(breach, "outcome", at).lawful is True
        return may_move(breach, act.move, at).lawful is True
    if code == "identify":
        return breach.of != "notification" and breach.charge_decided_at is None and state(breach, at) not in CLOSED
    if code == "advice":
        return breach.of == "order" and may_be_charged(breach).lawful is None and not _advised(breach)
    if code == "warrant":
        return state(breach, at) not in ("not_pursued", "decided") and warrant_is_a_road(breach)
    return True


def _advised(breach: Breach) -> bool:
    return legal_view(breach.case, breach.ref, QUESTION, may_be_charged(breach)) is not None


def warrant_is_a_road(breach: Breach) -> bool:
    """Whether the order is of a court whose judges give warrants, and it is not issued or refused yet."""
    done = {m.kind for m in breach.milestones.all() if m.voided_at is None}
    if breach.of != "order" or done & {"warrant_issued", "warrant_refused"}:
        return False
    return warrant_possible(breach, "protected_person").lawful is True


def may_own(roles: frozenset[str]) -> bool:
    return bool(roles & set(ROLES_FOR["own_breach"]))
