"""Notification under ss.41-42: recorded on a phone at a station, with its paper; changes; other duties to notify."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.cases.papers import paper_bytes
from haven.cases.permissions import may, visible_to
from haven.compliance.facts import as_duty, open_duties, same_people
from haven.compliance.models import ExemptingDuty, Notification
from haven.compliance.operations.acknowledge import home_of, make_acknowledgement, names_of
from haven.compliance.operations.enter_exempting_duty import (
    EnterExemptingDuty,
    end_exempting_duty,
    enter_exempting_duty,
)
from haven.compliance.operations.record_change import LearnChange, record_change
from haven.compliance.operations.record_notification import record_notification
from haven.compliance.queries import duty_row
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, who
from haven.web.staff.compliance import forms
from haven.web.staff.compliance.common import ActPage, act_page, the_order, the_order_at_a_station

BESIDE = {
    "Haven notification time": "given_at",
    "DAA 2021 s.42(1)(a)": "station",
    "DAA 2021 s.42(2)": "in_area",
    "DAA 2021 s.42(1)(b)": "taken_as",
    "DAA 2021 s.42(1)(b)(i)": "taken_as",
    "DAA 2021 s.41(3)(a)": "names",
    "DAA 2021 s.41(3)(b)": "home",
}


def _back(ref: str) -> str:
    return reverse("order_compliance", args=[ref])


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: StaffRequest, ref: str) -> HttpResponse:
    """The subject is at the station: what they tell, and what was due."""
    order, own = the_order_at_a_station(request, ref)

    def action(data: dict[str, Any]) -> str:
        form = forms.NotificationForm(request.POST, now=request.now)
        form.is_valid()
        row = record_notification(form.command(ref), by=request.user, at=request.now)
        return reverse("notification_given", args=[row.public_id])

    seen = set(
        visible_to(request.user, request.now)
        .filter(subject__in=same_people(order.subject))
        .values_list("pk", flat=True)
    )
    owed = open_duties(same_people(order.subject), request.now)
    due = [row for row in owed if row.case_id in seen or row.order_id == order.pk]
    constable = who(request).constable
    page = ActPage(
        "staff/compliance/notification.html.j2",
        forms.NotificationForm,
        "record_notification",
        order.case,
        f"notification {ref}",
        action,
        initial={
            "given_at": request.now,
            "taken_as": "police_officer" if constable else "authorised",
            "changed": "no",
            "fingerprints": "not_asked",
            "photograph": "not_asked",
        },
        more={
            "order": order,
            "own": own,
            "due": [(duty_row(row, request.now), as_duty(row).due.information) for row in due],
            "field": True,
        },
        fields_of=BESIDE,
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def given(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """A notification as it was recorded; a press makes the acknowledgement where there is none yet."""
    row, own = _notification(request, public_id)
    if request.method == "POST":
        make_acknowledgement(row, by=request.user, at=request.now)
        return HttpResponseRedirect(reverse("notification_given", args=[public_id]))
    met = list(row.satisfies.select_related("order", "met_by").order_by("due_by"))
    visible = set(
        visible_to(request.user, request.now).filter(pk__in={d.case_id for d in met}).values_list("pk", flat=True)
    )
    context = {
        "row": row,
        "own": own,
        "name": display_name(row.case.subject),
        "names": names_of(row),
        "home": home_of(row).split("\n") if row.home_enc else [],
        "met": [duty_row(duty, request.now) for duty in met if duty.case_id in visible or not own],
        "order": met[0].order if met else None,
        "taken_by": row.taken_by,
    }
    return render(request, "staff/compliance/given.html.j2", context)


def paper(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """The acknowledgement as it was made. Neither its address nor its file name says whose it is."""
    row, _own = _notification(request, public_id)
    if row.acknowledgement is None:
        raise Http404
    answer = HttpResponse(paper_bytes(row.acknowledgement), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="paper.pdf"'
    return answer


def _notification(request: StaffRequest, public_id: uuid.UUID) -> tuple[Notification, bool]:
    """For whom the case exists, and for who took it at a station of another force."""
    rows = Notification.objects.filter(voided_at__isnull=True)
    related = ("case__subject", "taken_by__force", "acknowledgement", "person")
    row = get_object_or_404(rows.select_related(*related).prefetch_related("case__subject__names"), public_id=public_id)
    own = visible_to(request.user, request.now).filter(pk=row.case_id).exists()
    if not own and row.taken_by_id != request.user.pk:
        raise Http404
    may(request.user, "record_notification", row.case, request.now).require()
    return row, own


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, ref: str) -> HttpResponse:
    """We learn that the subject uses a new name, or changed or lost their home."""
    order = the_order(request, ref)

    def action(data: dict[str, Any]) -> str:
        learned = LearnChange(data["event"], data["on_day"], data["learned_how"])
        record_change(ref, learned, by=request.user, at=request.now)
        return _back(ref)

    page = ActPage(
        "staff/compliance/change.html.j2",
        forms.ChangeForm,
        "record_notification",
        order.case,
        f"change {ref}",
        action,
        more={"order": order},
        fields_of={"Haven notification day": "on_day", "DAA 2021 s.41": "learned_how"},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def exempt(request: StaffRequest, ref: str) -> HttpResponse:
    """The subject notifies under another Act."""
    order = the_order(request, ref)

    def action(data: dict[str, Any]) -> str:
        command = EnterExemptingDuty(ref, data["regime"], data["from_day"], data["source"], data["last_day"])
        enter_exempting_duty(command, by=request.user, at=request.now)
        return _back(ref)

    page = ActPage(
        "staff/compliance/exemption.html.j2",
        forms.ExemptionForm,
        "record_notification",
        order.case,
        f"exemption {ref}",
        action,
        more={"order": order},
        fields_of={"Haven notification day": "last_day", "DAA 2021 s.41(8)": "source"},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def exemption_end(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    order = the_order(request, ref)
    rows = ExemptingDuty.objects.filter(person_id__in=same_people(order.subject), voided_at__isnull=True)
    duty = get_object_or_404(rows, pk=pk)

    def action(data: dict[str, Any]) -> str:
        end_exempting_duty(ref, pk, data["last_day"], by=request.user, at=request.now)
        return _back(ref)

    page = ActPage(
        "staff/compliance/exemption_end.html.j2",
        forms.ExemptionEndForm,
        "record_notification",
        order.case,
        f"exemption end {ref} {pk}",
        action,
        more={"order": order, "duty": duty},
        fields_of={"Haven notification day": "last_day"},
    )
    return act_page(request, page)
