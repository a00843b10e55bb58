"""The doorstep check: ask, answer, one paper of the answer, and "this is not the person"."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.accounts.policy import ROLES_FOR
from haven.audit.models import DoorstepCheckRecord
from haven.audit.operations.record_check import choose_answer, not_this_person
from haven.audit.operations.record_reading import record_reading
from haven.register.doorstep import DoorItem, DoorPerson
from haven.register.operations.check_person import CheckPerson, DoorAnswer, check_person, read_answer
from haven.web.asking import StaffRequest, require, who
from haven.web.police.check import page
from haven.web.police.check.forms import CheckForm
from haven_law.findings import Refused

LAST_REASON = "check_reason"


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: StaffRequest) -> HttpResponse:
    """Three fields. The answer has an address of its own, so that going back asks nothing again."""
    require(request, "check_at_door")
    if request.method != "POST":
        form = CheckForm(initial={"reason": request.session.get(LAST_REASON, "")}, now=request.now)
        return render(request, "police/check/ask.html.j2", {"form": form})
    form = CheckForm(request.POST, now=request.now)
    if not form.is_valid():
        return render(request, "police/check/ask.html.j2", {"form": form}, status=422)
    command = CheckPerson(form.asked(), form.cleaned_data["reason"], form.cleaned_data["task"])
    try:
        record = check_person(command, by=request.user, at=request.now)
    except Refused as refused:
        form.refuse(refused.findings, "address" if command.asked.address else None)
        return render(request, "police/check/ask.html.j2", {"form": form}, status=422)
    request.session[LAST_REASON] = command.reason_code
    return HttpResponseRedirect(reverse("check_answer", args=[record.public_id]))


def _answer(request: StaffRequest, public_id: str) -> DoorAnswer | None:
    """The officer's own check, as it stands now. There is no other one."""
    require(request, "check_at_door")
    record = get_object_or_404(DoorstepCheckRecord, public_id=public_id, by_key=who(request).key)
    return read_answer(record, by=request.user, at=request.now)


@require_safe
def answer(request: StaffRequest, record: str) -> HttpResponse:
    found = _answer(request, record)
    if found is None:
        return render(request, "police/check/old.html.j2", status=410)
    one = page.only_one(found)
    if one is not None:
        _log(request, one[1])
    return render(request, "police/check/answer.html.j2", _values(request, found, one))


@require_safe
def chosen(request: StaffRequest, record: str, ref: str) -> HttpResponse:
    """One notice or order of the answer in full."""
    found = _answer(request, record)
    if found is None:
        return render(request, "police/check/old.html.j2", status=410)
    for person in found.people:
        for item in person.items:
            if item.ref == ref:
                choose_answer(found.record, ref, by=request.user)
                _log(request, item)
                return render(request, "police/check/paper.html.j2", _values(request, found, (person, item)))
    raise Http404


@require_POST
def not_them(request: StaffRequest, record: str) -> HttpResponse:
    """Said once, kept with the check."""
    found = _answer(request, record)
    if found is None:
        return render(request, "police/check/old.html.j2", status=410)
    not_this_person(found.record, str(request.POST.get("person", "")), by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("check_answer", args=[record]))


def _log(request: StaffRequest, item: DoorItem) -> None:
    record_reading(who(request), "see_doorstep_answer", case_ref=item.case_ref, person_ref=item.ref)


def _values(request: StaffRequest, found: DoorAnswer, one: tuple[DoorPerson, DoorItem] | None) -> dict[str, Any]:
    not_them = {str(row["person"]) for row in found.record.not_this_person}
    return {
        "answer": found,
        "record": found.record.public_id,
        "page_title": page.heading(found),
        "searched": page.searched_words(found),
        "unavailable": page.unavailable_words(found) if found.unavailable else "",
        "one": (one[0], page.shown(one[1])) if one else None,
        "people": [(p, [page.shown(i) for i in p.items], p.public_id in not_them) for p in found.people],
        "protected": [(p, [(n, b, page.shown(i)) for n, b, i in p.items]) for p in found.protected],
        "not_them": not_them,
        "may_report": bool(who(request).roles & set(ROLES_FOR["report_breach"])),
    }
