"""What the page of an application shows, from its rows as at the instant of the request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from haven.courts.facts import hearing_clock, london_day
from haven.courts.models import Application, Hearing
from haven.courts.operations.send_application import to_be_shown
from haven.courts.operations.withdraw_application import pending_withdrawal
from haven.courts.requirements import from_row
from haven.courts.states import (
    APPLICATION,
    APPLICATION_MOVES,
    HEARING,
    OUTCOME_MARK,
    PREPARING,
    application_status,
    hearing_status,
    outcome_of,
)
from haven.courts.views import proposed_clauses
from haven.notices.notice_states import mark as notice_mark
from haven.orders.content import look_at, of_requirements
from haven.parties.queries import born_words, display_name
from haven.web.asking import StaffRequest
from haven.web.court.common import may_do, needs_at_court
from haven_law.findings import Finding
from haven_law.terms import VOCABULARY
from haven_law.wording import plain_wording


def application_context(request: StaffRequest, application: Application) -> dict[str, Any]:
    """Everything on the page but the form."""
    at, case, notice = request.now, application.case, application.after_notice
    code = application_status(application, at)
    moves = APPLICATION_MOVES[code]
    clock = hearing_clock(notice) if notice is not None else None
    return {
        "application": application,
        "case": case,
        "notice": notice,
        "notice_state": notice_mark(notice, at) if notice is not None else None,
        "name": display_name(case.subject),
        "born": born_words(case.subject),
        "code": code,
        "state": APPLICATION[code],
        "clock": clock,
        "clock_open": clock is not None and clock.closed_at is None,
        "late": clock is not None and clock.closed_at is None and at > clock.act_by,
        "requirements": requirements(application),
        "to_be_shown": to_be_shown(application, at) if code == PREPARING else (),
        "looks": looks(request, application) if code == PREPARING else (),
        "hearings": [hearing_row(h, at) for h in standing(application)],
        "needs": needs_at_court(case),
        "may_needs": may_do(request, "record_case_facts", case),
        "withdrawal": pending_withdrawal(application),
        "may_change": code == PREPARING and may_do(request, "prepare_application", case),
        "may_list": "list" in moves and may_do(request, "list_hearing", case) and not waiting(application, at),
        "may_withdraw": "withdraw" in moves and may_do(request, "withdraw_application", case),
        "may_give_requirements": "requirements_notice" in moves
        and application.requirements_notice_at is None
        and may_do(request, "send_application", case),
        "now": at,
    }


def requirements(application: Application) -> list[dict[str, Any]]:
    """The draft requirements, each with where it comes from and what it still lacks."""
    rows = {row.position: row for row in application.proposed.select_related("responsible")}
    found = []
    for clause in proposed_clauses(application):
        row = rows[clause.number]
        kind = VOCABULARY[row.term]
        found.append(
            {
                "number": clause.number,
                "label": kind.label,
                "text": plain_wording(row.term, row.params, you=True),
                "provision": clause.provision,
                "from_clause": row.from_notice_clause,
                "supervised_by": clause.supervised_by,
                "lacks_supervisor": "responsible_person" in kind.order_needs and row.responsible is None,
            }
        )
    return found


def looks(request: StaffRequest, application: Application) -> list[Finding]:
    """What the draft should be looked at for before it is sent: repeats, contradictions, clashes (s.35(1), s.36(1))."""
    rows = [from_row(row) for row in application.proposed.select_related("responsible")]
    clauses = of_requirements(rows, london_day(request.now))
    checks = look_at(clauses, application.case, by=request.user, at=request.now)
    return [check.finding for check in checks]


def standing(application: Application) -> list[Hearing]:
    rows = [h for h in application.hearings.all() if h.voided_at is None]
    return sorted(rows, key=lambda h: (h.listed_for, h.pk), reverse=True)


def waiting(application: Application, at: datetime) -> bool:
    """Whether a hearing is already listed or being heard."""
    return any(hearing_status(h, at) in ("listed", "begun") for h in standing(application))


def hearing_row(hearing: Hearing, at: datetime) -> dict[str, Any]:
    """One hearing as lists show it: its mark says what was decided, once it was."""
    code = hearing_status(hearing, at)
    outcome = outcome_of(hearing)
    mark = (
        OUTCOME_MARK.get(outcome.result, HEARING[code]) if outcome is not None and code == "decided" else HEARING[code]
    )
    if code == "listed" and hearing.listed_for <= at:
        mark = ("wait", _("To begin"))
    return {"hearing": hearing, "mark": mark, "code": code, "kind": hearing.get_hearing_kind_display()}
