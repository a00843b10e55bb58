"""What each page of a fact asks, and the operation that records it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from haven.cases.models import Case
from haven.cases.operations.add_child import ChildFacts, add_child
from haven.cases.operations.add_connection import add_connection
from haven.cases.operations.add_occupant import OccupantFacts, add_occupant
from haven.cases.operations.flags import end_flag, raise_flag
from haven.cases.operations.open_case import ConnectionFacts
from haven.cases.operations.record_bail import BailFacts, record_bail
from haven.cases.operations.record_detention import (
    DetentionFacts,
    record_detention,
    record_expected_release,
    record_release,
)
from haven.cases.operations.record_firearms import FirearmsFacts, record_firearms
from haven.cases.operations.record_incident_ref import IncidentFacts, record_incident_ref
from haven.cases.operations.record_risk import RiskFacts, record_risk
from haven.web.asking import StaffRequest
from haven.web.police.facts import forms

Carry = Callable[[StaffRequest, Case, Any], object]


@dataclass(frozen=True)
class Fact:
    """`note` says before the press what follows."""

    form: type[forms.FactForm]
    carry_out: Carry
    note: Any = ""


def _held(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    typed = form.cleaned_data
    facts = DetentionFacts(typed["kind"], typed["place"], typed["since"], typed["release"])
    return record_detention(case, facts, by=request.user, at=request.now)


def _expected(request: StaffRequest, case: Case, form: forms.ExpectedForm) -> object:
    expected = form.cleaned_data["release"]
    return record_expected_release(form.chosen(), expected=expected, by=request.user, at=request.now)


def _released(request: StaffRequest, case: Case, form: forms.ReleasedForm) -> object:
    released_at = form.cleaned_data["released"]
    return record_release(form.chosen(), released_at=released_at, by=request.user, at=request.now)


def _bail(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    typed = form.cleaned_data
    facts = BailFacts(typed["words"], tuple(typed["covers"]), typed["ends"], typed["begins"], typed["power"])
    return record_bail(case, facts, by=request.user, at=request.now)


def _risk(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    typed = form.cleaned_data
    facts = RiskFacts(
        tool=typed["tool_name"] if typed["tool"] == "other" else typed["tool"],
        grade=typed["grade"],
        judgement=typed["judgement"],
        force_record_no=typed["number"],
        assessed_at=typed["assessed"],
    )
    return record_risk(case, facts, by=request.user, at=request.now)


def _firearms(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    facts = FirearmsFacts(form.cleaned_data["answer"], form.cleaned_data.get("detail") or "")
    return record_firearms(case, facts, by=request.user, at=request.now)


def _number(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    facts = IncidentFacts(form.cleaned_data["kind"], form.cleaned_data["number"])
    return record_incident_ref(case, facts, by=request.user, at=request.now)


def _child(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    typed = form.cleaned_data
    saw = {"yes": True, "no": False}.get(typed["saw_it"])
    facts = ChildFacts(typed["initials"], typed["year"], typed["related"], typed["lives_with"], saw, typed["school"])
    return add_child(case, facts, by=request.user, at=request.now)


def _occupant(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    typed = form.cleaned_data
    facts = OccupantFacts(typed["name"], typed["connected"], typed["adult"])
    return add_occupant(case, facts, by=request.user, at=request.now)


def _connection(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    typed = form.cleaned_data
    facts = ConnectionFacts(typed["code"], typed["since"], typed["until"], typed["basis"])
    return add_connection(case, facts, by=request.user, at=request.now)


def _flag(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    return raise_flag(case, form.cleaned_data["flag"], by=request.user, at=request.now)


def _flag_end(request: StaffRequest, case: Case, form: forms.FactForm) -> object:
    flag = case.flags.get(pk=int(form.cleaned_data["flag"]))
    return end_flag(flag, by=request.user, at=request.now)


ACTS: dict[str, Fact] = {
    "held": Fact(forms.HeldNowForm, _held, _("A request that waits for an inspector is sorted by the release.")),
    "release-expected": Fact(forms.ExpectedForm, _expected, _("The date before stays in the history.")),
    "release": Fact(
        forms.ReleasedForm,
        _released,
        _("Whoever has the case is asked at once to tell the protected person, in the way that was agreed."),
    ),
    "bail": Fact(forms.BailFactForm, _bail),
    "risk": Fact(forms.RiskFactForm, _risk, _("High risk brings the referrals to MARAC and to an IDVA as tasks.")),
    "firearms": Fact(
        forms.FirearmsFactForm, _firearms, _("Unless the answer is no, firearms licensing is told by a task.")
    ),
    "number": Fact(forms.NumberForm, _number),
    "child": Fact(forms.ChildFactForm, _child, _("The school is told by a task.")),
    "occupant": Fact(forms.OccupantFactForm, _occupant),
    "connection": Fact(forms.ConnectionFactForm, _connection),
    "flag": Fact(forms.FlagForm, _flag),
    "flag-end": Fact(forms.FlagEndForm, _flag_end),
}
