"""What the outcome page shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haven.cases.models import Case
from haven.courts.facts import london_day
from haven.courts.operations.keep_draft import StaleDraft
from haven.courts.requirements import Period, period
from haven.documents.papers import OrderPaper
from haven.notices.views import name_known_to_subject
from haven.orders.content import look_at, of_requirements
from haven.orders.gates import clause_period
from haven.orders.views import ROUTE_WORDS, ClauseWords, PaperFacts, duration_on_paper, paper_of
from haven.parties.queries import current_plan, display_name
from haven.web.asking import StaffRequest
from haven.web.court import terms
from haven.web.court.outcome import forms
from haven.web.court.outcome.desk import Desk, about_premises, command_of
from haven.web.court.outcome.rail import State
from haven_law.clock import notification_deadline
from haven_law.findings import Finding, Refused
from haven_law.order_life import duration_words
from haven_law.terms import VOCABULARY
from haven_law.wording import legal_wording, plain_wording


def context(
    desk: Desk,
    form: forms.OutcomeForm,
    state: State,
    request: StaffRequest,
    *,
    stale: StaleDraft | None = None,
    tried: bool = False,
) -> dict[str, Any]:
    """Everything on the page and on the rail."""
    return small(desk) | {
        "outcome_form": form,
        "page_has_error": tried or stale is not None,
        "state": state,
        "rows": rows(desk, form, state),
        "premises": about_premises(desk),
        "stale": stale,
        "tried": tried,
        "problems": [str(e) for e in form.non_field_errors()],
        "kept": desk.kept,
        "own": desk.kept.saved_by_id == request.user.pk,
        "result": form.cleaned_data.get("result"),
        "version": form.cleaned_data.get("version") if stale else desk.kept.version,
        "asked_notice": form.cleaned_data.get("presence") == "absent",
        "sends": sends(desk),
        "looks": looks(desk, form, request) if form.cleaned_data.get("result") == forms.MADE else (),
        "now": request.now,
    }


def small(desk: Desk) -> dict[str, Any]:
    """What the small pages of the desk share."""
    hearing = desk.hearing
    return {
        "hearing": hearing,
        "application": hearing.application,
        "case": hearing.application.case,
        "name": display_name(hearing.application.case.subject),
        "back": reverse("outcome", args=[hearing.public_id]),
        "caption": hearing.application.ref,
    }


def rows(desk: Desk, form: forms.OutcomeForm, state: State) -> list[dict[str, Any]]:
    """The requirements as the page lists them."""
    found = []
    for number, row in enumerate(desk.requirements, start=1):
        kind = VOCABULARY[row["term"]]
        key = row["key"]
        supervised = f"s_{key}" in form.fields
        found.append(
            {
                "key": key,
                "number": number,
                "label": kind.label,
                "text": lower(plain_wording(row["term"], row.get("params") or {})),
                "sealed": row["term"] == "distance_from_home"
                or (row.get("params") or {}).get("place_mode") == "sealed",
                "lasts": lasts(row),
                "from_clause": row.get("from_notice_clause"),
                "supervisor": form[f"s_{key}"] if supervised else None,
                "organisation": form[f"o_{key}"] if supervised else None,
                "evidence": form[f"e_{key}"] if supervised else None,
                "gates": [(f.met, f.because, f.provision) for f in state.gates(number)],
                "to_fix": any(f.met is False for f in state.gates(number)),
            }
        )
    return found


def looks(desk: Desk, form: forms.OutcomeForm, request: StaffRequest) -> list[tuple[Finding, str]]:
    """What to look at before the order is issued, each with the place of its first clause on the page."""
    made_on = london_day(command_of(desk, form).decided.decided_at)
    clauses = of_requirements(desk.facts, made_on, order_period(desk, form))
    case = desk.hearing.application.case
    checks = look_at(clauses, case, by=request.user, at=request.now)
    return [(check.finding, f"req-{desk.requirements[check.clauses[0] - 1]['key']}") for check in checks]


def lower(text: str) -> str:
    """As in "must not contact …": without the subject at the start."""
    for start in ("The subject ", "the subject "):
        text = text.removeprefix(start)
    return text


def lasts(row: dict[str, Any]) -> str:
    """How long a requirement lasts, where it differs from the order."""
    starts = [_("from %(day)s") % {"day": _day(row["starts"])}] if row.get("starts") else []
    return ", ".join([*starts, *filter(None, [terms.lasts_words(row)])])


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def sends(desk: Desk) -> list[tuple[str, str]]:
    """What follows from issuing: each is a person's task with a receipt. Nothing goes out by itself."""
    tag = any(row["term"] == "electronic_monitoring" for row in desk.requirements)
    supervised = any("responsible_person" in VOCABULARY[row["term"]].order_needs for row in desk.requirements)
    case: Case = desk.hearing.application.case
    plan = current_plan(case.protected)
    told = _("told by a person, as their safe contact plan says") if plan else _("told by a person, face to face")
    found = [
        (display_name(case.subject), _("handed up, you record it")),
        (_("Police"), _("see the order at once")),
    ]
    if tag:
        found.append((_("Who does the monitoring"), _("told by the orders unit, with a receipt")))
    if supervised:
        found.append((_("Who supervises"), _("told by the orders unit, with a receipt")))
    return [*found, (_("Protected person"), told)]


def mark(form: forms.OutcomeForm, state: State) -> None:
    """Put each thing to fix beside its field, once somebody tried to issue."""
    for fix in state.fixes:
        name = fix.anchor.removeprefix("id_")
        if fix.anchor.startswith("id_") and name in form.fields and name not in form.errors:
            form.add_error(name, f"{fix.words} ({fix.source})" if fix.source else fix.words)


def clauses(desk: Desk) -> list[ClauseWords]:
    """The clauses in the words of the paper."""
    protected = name_known_to_subject(desk.hearing.application.case.protected)
    found = []
    for number, facts in enumerate(desk.facts, start=1):
        named = facts.responsible.words() if facts.responsible else ""
        found.append(
            ClauseWords(
                number=number,
                term=facts.term,
                legal=legal_wording(facts.term, facts.params, protected=protected, you=True),
                plain=plain_wording(facts.term, facts.params, protected=protected, you=True),
                provision=facts.kind.order_provision,
                starts_on=facts.starts_on,
                supervised_by="" if facts.is_tag else named,
                monitored_by=named if facts.is_tag else "",
                **_until(desk, number),
            )
        )
    return found


def _until(desk: Desk, number: int) -> dict[str, Any]:
    facts = desk.facts[number - 1]
    try:
        found, _fits = clause_period(facts, london_day(desk.now), None)
    except Refused:
        return {}
    return {"last_day": found.last_day, "until_event": found.event}


def order_period(desk: Desk, form: forms.OutcomeForm) -> Period | None:
    """How long the order would last, or None while that cannot be said."""
    command = command_of(desk, form)
    try:
        return period(command.lasts, london_day(command.decided.decided_at))
    except Refused:
        return None


def duration(desk: Desk, form: forms.OutcomeForm) -> str:
    found = order_period(desk, form)
    return duration_words(found.kind, found.last_day, found.event) if found is not None else ""


def draft_paper(desk: Desk, form: forms.OutcomeForm) -> OrderPaper:
    """The paper as it would be, marked as a draft in its reference, its check code and its version."""
    command = command_of(desk, form)
    found = order_period(desk, form)
    notice = desk.hearing.application.after_notice
    facts = PaperFacts(
        version=1,
        cause="Draft for the court. It has not been issued and binds nobody.",
        made_at=command.decided.decided_at,
        made_by_words=command.bench.strip() or f"{desk.hearing.court.name}, {desk.hearing.room}",
        subject_present=command.decided.presence != "absent",
        notify_by=notification_deadline(london_day(command.decided.decided_at)).last_day,
    )
    return paper_of(
        reference="DRAFT",
        verify_code="none, this is a draft",
        court_name=desk.hearing.court.name,
        case=desk.hearing.application.case,
        route_words=ROUTE_WORDS.format(notice=notice.ref) if notice else "",
        duration=duration_on_paper(found.kind, found.last_day, found.event)
        if found
        else "How long is not decided yet.",
        clauses=tuple(clauses(desk)),
        facts=facts,
    )
