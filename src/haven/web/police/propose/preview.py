"""How the notice will read, and how the conditions of bail stand beside it."""

from __future__ import annotations

from typing import Any

from haven.notices.bail import BailLine, compare_bail
from haven.notices.terms import ChosenTerm, Worded, in_order, worded
from haven.web.police.propose.flow import Flow
from haven.web.police.propose.steps import StepForm


def chosen_terms(form: StepForm) -> tuple[ChosenTerm, ...]:
    """The terms that are chosen, also while something else on the page is wrong. A distance that is missing is left out,
    so that no wording is shown that nobody chose."""
    data: dict[str, Any] = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    if form.is_bound:
        form.is_valid()
        data = form.cleaned_data
    terms = []
    for code in data.get("terms") or []:
        metres = data.get("metres") if code == "distance_from_home" else None
        if code == "distance_from_home" and metres is None:
            continue
        exception = (data.get("exception") or "") if code == "no_contact" else ""
        terms.append(ChosenTerm(code, metres, exception))
    return in_order(terms)


def clauses_of(form: StepForm) -> list[dict[str, Any]]:
    return [_clause(clause) for clause in worded(chosen_terms(form))]


def _clause(clause: Worded) -> dict[str, Any]:
    return {"number": clause.number, "text": clause.legal, "provision": clause.provision}


def bail_lines(flow: Flow, form: StepForm) -> list[BailLine]:
    data = [item.cleaned_data for item in flow.items("bail")]
    conditions = [(d["words"], tuple(d["covers"]), d.get("ends")) for d in data]
    return compare_bail((term.term for term in chosen_terms(form)), conditions, flow.now)
