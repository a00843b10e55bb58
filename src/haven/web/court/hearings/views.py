"""The list of the day, a hearing, its notice, its beginning, and that it is vacated."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.cases.permissions import may, visible_to
from haven.courts.facts import address_given, hearing_clock
from haven.courts.models import Hearing
from haven.courts.operations.hear import BeginHearing, begin_hearing
from haven.courts.operations.list_hearing import (
    GiveHearingNotice,
    VacateHearing,
    give_hearing_notice,
    vacate_hearing,
)
from haven.courts.queries import hearings_on, next_listed_after, not_listed, undecided_before
from haven.courts.states import APPLICATION, MADE, hearing_status, outcome_of
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, require, who
from haven.web.court.applications.page import hearing_row
from haven.web.court.common import ActPage, act_page, log, may_do, needs_at_court, the_hearing
from haven.web.court.hearings import forms
from haven_law.clock import end_of, start_of, to_london

DAY = timedelta(days=1)


@require_safe
def day_list(request: StaffRequest) -> HttpResponse:
    """The hearings of one day, for the court and for who applies. Without hearings it says when the next one is."""
    require(request, "see_hearings")
    today = to_london(request.now).date()
    chosen, wrong = _day(request.GET.get("day", ""), today)
    cases = visible_to(request.user, request.now)
    rows = [_list_row(h, request) for h in hearings_on(cases, start_of(chosen), end_of(chosen))]
    police = who(request).police
    context = {
        "chosen": chosen,
        "today": today,
        "wrong_day": wrong,
        "rows": rows,
        "before": chosen - DAY if chosen > date(1901, 1, 1) else None,
        "after": chosen + DAY if chosen < date(2099, 12, 31) else None,
        "next": next_listed_after(cases, max(end_of(chosen), request.now)) if not rows else None,
        "overdue": [_list_row(h, request) for h in undecided_before(cases, start_of(today))[:50]],
        "unlisted": [(a, display_name(a.case.subject), _unlisted(a)) for a in not_listed(cases, request.now)[:50]],
        "police": police,
    }
    return render(request, "court/day_list.html.j2", context, status=400 if wrong else 200)


def _unlisted(application: Any) -> str:
    """Why an application has no hearing; `status` is the column that `not_listed` adds."""
    if application.status == MADE:
        return APPLICATION[MADE][1]
    return _("%(status)s, and its hearing was vacated") % {"status": APPLICATION[application.status][1]}


def _day(typed: str, today: date) -> tuple[date, bool]:
    if not typed:
        return today, False
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return today, True
    return (found, False) if 1900 < found.year < 2100 else (today, True)


def _list_row(hearing: Hearing, request: StaffRequest) -> dict[str, Any]:
    return hearing_row(hearing, request.now) | {
        "name": display_name(hearing.application.case.subject),
        "ref": hearing.application.ref,
        "noticed": bool(hearing.notice_rule),
    }


@require_safe
def show(request: StaffRequest, public_id: str) -> HttpResponse:
    """A hearing: where, when, whether the subject has notice, what was decided, what may be done."""
    hearing = the_hearing(request, public_id)
    application, case = hearing.application, hearing.application.case
    may(request.user, "see_case", case, request.now).require()
    log(request, case, "see_hearing")
    notice = application.after_notice
    outcome = outcome_of(hearing)
    clock = hearing_clock(notice) if notice is not None else None
    code = hearing_status(hearing, request.now)
    context = hearing_row(hearing, request.now) | {
        "application": application,
        "case": case,
        "name": display_name(case.subject),
        "notice": notice,
        "clock": clock,
        "clock_open": clock is not None and clock.closed_at is None,
        "address_given": address_given(notice) if notice is not None else None,
        "outcome": outcome,
        "reasons": decipher(case.ref, outcome.reasons_enc) if outcome is not None else "",
        "order": outcome.orders.first() if outcome is not None else None,
        "needs": needs_at_court(case),
        "may_needs": may_do(request, "record_case_facts", case),
        "may_notice": code == "listed" and may_do(request, "give_hearing_notice", case),
        "may_vacate": code == "listed" and may_do(request, "list_hearing", case),
        "may_begin": code == "listed" and may_do(request, "record_outcome", case),
        "may_decide": code == "begun" and may_do(request, "record_outcome", case),
        "may_decide_late": code == "closed"
        and application.withdrawn_second_id is not None
        and may_do(request, "record_outcome", case),
        "may_correct_begun": hearing.begun_at is not None and may_do(request, "correct_begun", case),
        "may_void": outcome is not None and may_do(request, "void_outcome", case),
        "taken_back": [o for o in hearing.outcomes.all() if o.voided_at is not None],
        "now": request.now,
    }
    return render(request, "court/hearing.html.j2", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: StaffRequest, public_id: str) -> HttpResponse:
    """How the subject was given notice of the hearing. The paper to hand over is made when it is recorded."""
    hearing = the_hearing(request, public_id)
    after = hearing.application.after_notice
    given = address_given(after) if after is not None else None

    def action(data: dict[str, Any]) -> str:
        command = GiveHearingNotice(public_id, data["rule"], data["given_at"], data["efforts"])
        give_hearing_notice(command, by=request.user, at=request.now)
        return reverse("hearing", args=[public_id])

    page = ActPage(
        "court/hearing_notice.html.j2",
        forms.NoticeForm,
        "give_hearing_notice",
        hearing.application.case,
        f"hearing notice {public_id}",
        action,
        initial={"given_at": request.now},
        more={"hearing": hearing, "address_given": given},
        form_options={"address_given": given},
        fields_of={"DAA 2021 s.29(4)": "rule", "DAA 2021 s.29(5)": "rule", "DAA 2021 s.29(6)": "efforts"},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def vacate(request: StaffRequest, public_id: str) -> HttpResponse:
    hearing = the_hearing(request, public_id)

    def action(data: dict[str, Any]) -> str:
        vacate_hearing(VacateHearing(public_id, data["why"]), by=request.user, at=request.now)
        return reverse("application", args=[hearing.application.ref])

    page = ActPage(
        "court/vacate.html.j2",
        forms.VacateForm,
        "list_hearing",
        hearing.application.case,
        f"vacate {public_id}",
        action,
        more={"hearing": hearing},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, public_id: str) -> HttpResponse:
    hearing = the_hearing(request, public_id)

    def action(data: dict[str, Any]) -> str:
        begin_hearing(BeginHearing(public_id, data["begun_at"]), by=request.user, at=request.now)
        return reverse("outcome", args=[public_id])

    page = ActPage(
        "court/begin.html.j2",
        forms.BeginForm,
        "record_outcome",
        hearing.application.case,
        f"begin {public_id}",
        action,
        initial={"begun_at": request.now},
        more={"hearing": hearing},
    )
    return act_page(request, page)
