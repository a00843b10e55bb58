"""One hearing at the court's desk: its unfinished answers, the form made from them, what the law says of them, and the
command that issues them."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict

from haven.cases.advice import legal_view, question_of
from haven.courts.facts import courts_for, london_day, order_facts
from haven.courts.models import Hearing
from haven.courts.operations.hear import Decided
from haven.courts.operations.keep_draft import Kept, read_draft
from haven.courts.queries import sittings_between
from haven.courts.requirements import Lasts, RequirementFacts, from_row, without_clause
from haven.orders.gates import CourtJudgement, MakeOrder, Report, report
from haven.orders.operations.make_order import MAKE_ORDER
from haven.orders.queries import in_force_against
from haven.web.court import terms
from haven.web.court.outcome import forms
from haven_law.findings import Decision
from haven_law.notice_content import PREMISES_TERMS
from haven_law.terms import VOCABULARY

KIND = "outcome"
LOOK_AHEAD = timedelta(days=42)


@dataclass
class Desk:
    """What stands on the desk. `requirements` are stored ones, each with its key; their order gives the numbers."""

    hearing: Hearing
    now: datetime
    kept: Kept
    typed: dict[str, list[str]]
    requirements: list[dict[str, Any]] = field(default_factory=list)

    @property
    def facts(self) -> tuple[RequirementFacts, ...]:
        return tuple(terms.facts_of(row) for row in self.requirements)

    def answers(self) -> dict[str, Any]:
        """As the draft keeps them."""
        return {"typed": self.typed, "requirements": self.requirements}

    def number_of(self, key: str) -> int | None:
        return next((n for n, row in enumerate(self.requirements, start=1) if row["key"] == key), None)


def open_desk(hearing: Hearing, now: datetime) -> Desk:
    """The desk as it was left; at first with the requirements that the application asks for."""
    kept = read_draft(KIND, hearing.public_id, hearing.application.case)
    if kept.version:
        return Desk(hearing, now, kept, dict(kept.answers["typed"]), list(kept.answers["requirements"]))
    rows = hearing.application.proposed.select_related("responsible")
    asked = [terms.stored_of(from_row(row)) | {"key": _first_key(row.pk), "evidence": False} for row in rows]
    return Desk(hearing, now, kept, {}, asked)


def _first_key(pk: int) -> str:
    """The same at each reading, so that a page made before anything was kept still fits."""
    return hashlib.sha256(f"proposed {pk}".encode()).hexdigest()[:8]


def new_key() -> str:
    """A name for a requirement on the desk, which stays when its number changes."""
    return uuid.uuid4().hex[:8]


def form_of(desk: Desk, post: QueryDict | None = None) -> forms.OutcomeForm:
    """The form with what is typed: just now, or as it was kept."""
    data = post if post is not None else _as_post(desk)
    case = desk.hearing.application.case
    sittings = list(sittings_between(case.area, desk.now, desk.now + LOOK_AHEAD)[:60])
    return forms.OutcomeForm(
        data,
        requirements=desk.requirements,
        sittings=sittings,
        courts=courts_for(case),
        others=in_force_against(case.subject_id, desk.now),
        ages=unknown_ages(desk),
        now=desk.now,
    )


def unknown_ages(desk: Desk) -> list[str]:
    """The ages that the court must judge because no day of birth settles them (ss.27(1), 32(5))."""
    facts = order_facts(desk.hearing.application, london_day(desk.now))
    unknown = []
    if facts.subject_born is None and facts.subject_judged_adult is None:
        unknown.append(forms.ADULT)
    if facts.protected_born is None and facts.protected_judged_sixteen is None:
        unknown.append(forms.SIXTEEN)
    return unknown


def _as_post(desk: Desk) -> QueryDict:
    """What was kept, as the form reads it; at first who is to supervise, as the application says."""
    data = QueryDict(mutable=True)
    for name, values in desk.typed.items():
        data.setlist(name, values)
    if not desk.kept.version:
        for row in desk.requirements:
            data[f"s_{row['key']}"] = row.get("supervisor") or ""
            data[f"o_{row['key']}"] = row.get("organisation") or ""
    data["version"] = str(desk.kept.version)
    data["page"] = uuid.uuid4().hex
    data["command_id"] = str(uuid.uuid4())
    return data


def take_supervision(desk: Desk, form: forms.OutcomeForm) -> None:
    """Who supervises, and that the court heard them, are answered on the page itself."""
    for row in desk.requirements:
        if f"s_{row['key']}" in form.fields:
            row["supervisor"] = form.cleaned_data.get(f"s_{row['key']}") or ""
            row["organisation"] = form.cleaned_data.get(f"o_{row['key']}") or ""
            row["evidence"] = bool(form.cleaned_data.get(f"e_{row['key']}"))


def decided_of(desk: Desk, form: forms.OutcomeForm) -> Decided:
    """What every outcome says."""
    data = form.cleaned_data
    return Decided(
        hearing_id=desk.hearing.public_id,
        decided_at=data.get("decided_at") or desk.now,
        presence=data.get("presence") or "",
        reasons=data.get("reasons") or "",
        subject_notice=data.get("notice_rule") or "" if data.get("presence") == "absent" else "",
    )


def command_of(desk: Desk, form: forms.OutcomeForm) -> MakeOrder:
    """The order as the answers have it so far."""
    data = form.cleaned_data
    judged = set(data.get("judged") or [])
    ages = unknown_ages(desk)
    after = data.get("after_order") or ""
    return MakeOrder(
        decided=decided_of(desk, form),
        requirements=desk.facts,
        lasts=Lasts(data.get("lasts") or "", data.get("last_day"), data.get("months"), data.get("event") or ""),
        judged=CourtJudgement(
            abusive=True if forms.ABUSIVE in judged else None,
            necessary=True if forms.NECESSARY in judged else None,
            child_welfare=_considered(data.get("child_welfare")),
            protected_opinion=_considered(data.get("protected_opinion")),
            occupant_opinion=_considered(data.get("occupant_opinion")),
            conflicts_considered=True if forms.CONFLICTS in judged else None,
            subject_adult=(forms.ADULT in judged or None) if forms.ADULT in ages else None,
            protected_sixteen=(forms.SIXTEEN in judged or None) if forms.SIXTEEN in ages else None,
        ),
        bench=data.get("bench") or "",
        after_order="" if after in ("", "now") else after,
    )


def _considered(answer: str | None) -> bool | None:
    return {"yes": True, "na": None}.get(answer or "", False)


def report_of(desk: Desk, form: forms.OutcomeForm) -> Report:
    return report(command_of(desk, form), desk.hearing)


def about_premises(desk: Desk) -> bool:
    return any(row["term"] in PREMISES_TERMS for row in desk.requirements)


def advised(desk: Desk, decision: Decision) -> bool:
    """Whether a lawyer has decided the points that stand open."""
    application = desk.hearing.application
    return legal_view(application.case, application.ref, MAKE_ORDER, decision) is not None


def question(decision: Decision) -> str:
    return question_of(MAKE_ORDER, decision)


def remove_requirement(desk: Desk, key: str) -> None:
    """Take one away; the numbers after it, and those that a tag checks, close up."""
    number = desk.number_of(key)
    if number is None:
        return
    desk.requirements = [row for row in desk.requirements if row["key"] != key]
    for row in desk.requirements:
        row["params"] = without_clause(row.get("params") or {}, number)


def others_of(desk: Desk, key: str | None) -> dict[int, str]:
    """What a tag may check: the other requirements by their number."""
    return {
        n: VOCABULARY[row["term"]].label
        for n, row in enumerate(desk.requirements, start=1)
        if row["key"] != key and row["term"] != "electronic_monitoring"
    }
