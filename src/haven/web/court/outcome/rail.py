"""What is still to fix before the outcome can be issued: each with the place on the page where it is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from haven.courts.operations.hear import LEAST_REASONS
from haven.orders.gates import Report
from haven.web.court.outcome import forms
from haven.web.court.outcome.desk import Desk, advised, report_of
from haven.web.parts.rendering import first_id
from haven.web.parts.words import cite_short
from haven_law.findings import Finding
from haven_law.terms import VOCABULARY

ANCHORS = {
    "DAA 2021 s.32(2)": "id_judged",
    "DAA 2021 s.32(3)": "id_judged",
    "DAA 2021 s.36(1)": "id_judged",
    "DAA 2021 s.32(5)": "id_judged",
    "DAA 2021 s.27(1)": "id_judged",
    "DAA 2021 s.33(1)(a)": "id_child_welfare",
    "DAA 2021 s.33(1)(b)": "id_protected_opinion",
    "DAA 2021 s.33(1)(c)": "id_occupant_opinion",
    "DAA 2021 s.35(1)": "requirements",
}


SUPERVISION = ("DAA 2021 s.36(2)", "DAA 2021 s.36(3)")
# What the rail says in a few words; the whole sentence stands beside the field.
BRIEF = {
    "DAA 2021 s.32(2)": "The court's finding of abuse",
    "DAA 2021 s.32(3)": "Necessary and proportionate",
    "DAA 2021 s.36(1)": "Clashes with work, belief and other orders",
    "DAA 2021 s.33(1)(a)": "The welfare of children",
    "DAA 2021 s.33(1)(b)": "The protected person's opinion",
    "DAA 2021 s.33(1)(c)": "The opinion of others who live there",
    "DAA 2021 s.36(2)": "has no supervisor",
    "DAA 2021 s.36(3)": "was not heard to be suitable",
    "DAA 2021 s.37(2)": "needs the subject here",
    "DAA 2021 s.37(3)": "lacks a consent",
    "DAA 2021 s.37(4)(a)": "is not available in the area",
    "DAA 2021 s.37(4)(b)": "is not shown to be possible",
    "DAA 2021 s.37(6)": "names nobody to monitor it",
    "DAA 2021 s.37(7)": "names somebody not shown to be allowed",
    "DAA 2021 s.35(6)": "checks no other requirement",
    "DAA 2021 s.38(5)": "lasts too long, or has no end",
}


@dataclass(frozen=True)
class Fix:
    """One thing to fix. `anchor` is the id of the place; `provision` its source."""

    anchor: str
    words: str
    provision: str = ""
    brief: str = ""

    @property
    def source(self) -> str:
        return cite_short(self.provision) if self.provision and not self.provision.startswith("Haven") else ""


@dataclass(frozen=True)
class State:
    """The desk judged: what is to fix, the findings, and the open points of law."""

    fixes: tuple[Fix, ...]
    report: Report | None
    open_points: tuple[Finding, ...] = ()
    advised: bool = False

    @property
    def ready(self) -> bool:
        return not self.fixes

    def gates(self, number: int) -> list[Finding]:
        """The gates of one requirement that a person wants to see ticked: not the blanks, not the list of what an order
        may contain."""
        if self.report is None or number > len(self.report.clauses):
            return []
        return [f for f in self.report.clauses[number - 1].findings if _shown(f)]


def _shown(finding: Finding) -> bool:
    if finding.because.endswith(": complete.") or finding.provision in SUPERVISION and finding.met is not True:
        return False  # who supervises is asked right under it
    told = ("DAA 2021 s.36", "DAA 2021 s.37", "DAA 2021 s.38(5)", "DAA 2021 s.35(5)", "DAA 2021 s.35(6)")
    if finding.met is not True:
        return True
    return finding.provision.startswith(told) and "may contain" not in finding.because


def judge(desk: Desk, form: forms.OutcomeForm) -> State:
    """Everything that is still to fix for what the court did."""
    result = form.cleaned_data.get("result")
    if not result:
        return State((Fix("id_result", "Say what the court did"),), None)
    fixes = [*_typed_wrongly(form, result), *_common(form)]
    if result == forms.MADE:
        return _order(desk, form, fixes)
    if result == forms.ADJOURNED:
        if not form.cleaned_data.get("adjourned_for"):
            fixes.append(Fix("id_adjourned_for", "Say what it was adjourned for"))
        if form.slot() is None:
            fixes.append(Fix("id_sitting", "Choose the next hearing"))
    if result == forms.WITHDRAWN and not form.cleaned_data.get("because"):
        fixes.append(Fix("id_because", "Say why it was withdrawn"))
    return State(tuple(fixes), None)


def _common(form: forms.OutcomeForm) -> list[Fix]:
    fixes = []
    if not form.cleaned_data.get("presence"):
        fixes.append(Fix("id_presence", "Say whether the subject was here"))
    if len(form.cleaned_data.get("reasons") or "") < LEAST_REASONS and "reasons" not in form.errors:
        fixes.append(Fix("id_reasons", "Enter the reasons given in court"))
    return fixes


ONLY = {
    "last_day": (forms.MADE, "lasts", "date"),
    "months": (forms.MADE, "lasts", "months"),
    "event": (forms.MADE, "lasts", "event"),
    "listed_for": (forms.ADJOURNED, "sitting", "other"),
    "room": (forms.ADJOURNED, "sitting", "other"),
}


def _typed_wrongly(form: forms.OutcomeForm, result: str) -> list[Fix]:
    """Fields that say something that cannot be read, where they count."""
    fixes = []
    for name in list(form.errors):
        rule = ONLY.get(name)
        counts = rule is None or (result == rule[0] and form.cleaned_data.get(rule[1]) == rule[2])
        if not counts:
            del form.errors[name]
            continue
        bound: Any = form[name] if name in form.fields else None
        for words in form.errors[name]:
            fixes.append(Fix(first_id(bound) if bound is not None else "id_result", str(words)))
    return fixes


def _order(desk: Desk, form: forms.OutcomeForm, fixes: list[Fix]) -> State:
    report = report_of(desk, form)
    fixes += _of_order(form, report)
    for number, decision in enumerate(report.clauses, start=1):
        row = desk.requirements[number - 1]
        label = VOCABULARY[row["term"]].label
        for finding in (*decision.unmet, *decision.for_you):
            said = finding.because.removeprefix(f"{label}: ")
            brief = BRIEF.get(finding.provision)
            words = f"Requirement {number}, {label.lower()}: {said}"
            short = f"Requirement {number} {brief}" if brief else ""
            fixes.append(Fix(_place(row, finding), words, finding.provision, short))
    undecided = report.all.undecided
    settled = bool(undecided) and advised(desk, report.all)
    if undecided and not settled:
        fixes.append(Fix("h-lawyer", "The law is unsettled on a point. A lawyer must decide it first"))
    return State(tuple(fixes), report, undecided, settled)


def _place(row: dict[str, Any], finding: Finding) -> str:
    if finding.provision == "DAA 2021 s.36(2)":
        return f"id_s_{row['key']}"
    if finding.provision == "DAA 2021 s.36(3)":
        return f"id_e_{row['key']}"
    return f"req-{row['key']}"


def _of_order(form: forms.OutcomeForm, report: Report) -> list[Fix]:
    found = []
    for finding in (*report.order.unmet, *report.order.for_you):
        anchor = ANCHORS.get(finding.provision, "id_result")
        found.append(Fix(anchor, finding.because, finding.provision, BRIEF.get(finding.provision, "")))
    if form.cleaned_data.get("presence") == "absent":
        found += [Fix("id_notice_rule", f.because, f.provision) for f in report.notice.unmet]
    if not {"last_day", "months", "event"} & set(form.errors):
        found += [Fix("id_lasts", f.because, f.provision) for f in report.duration.unmet]
    found += [Fix("id_after_order", f.because, f.provision) for f in report.effect.unmet]
    return found
