"""The tag of one clause: where it stands, what was told of it, and a form for what is told now."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.breaches.models import Candidate
from haven.monitoring.models import EquipmentEvent
from haven.monitoring.operations.record_tag import RecordTag, record_tag
from haven.monitoring.queries import Tag, tags_of
from haven.orders.models import Order
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest
from haven.web.staff.compliance.common import ActPage, act_page, may_do, the_order
from haven.web.staff.monitoring.forms import TagForm
from haven_law.wording import plain_wording


@require_http_methods(["GET", "HEAD", "POST"])
def tag(request: StaffRequest, ref: str, clause: int) -> HttpResponse:
    """A clause that asks for no tag has no such page. A look at what was told is written down."""
    order = the_order(request, ref, "see_compliance")
    found = next((t for t in tags_of(order, request.now) if t.row.clause == clause), None)
    if found is None:
        raise Http404

    def action(data: dict[str, Any]) -> str:
        command = RecordTag(
            ref, clause, data["what"], data["happened_at"], data["told_at"], data["told_by"], data["told_name"],
            data["why"] or "", data["words"],
        )  # fmt: skip
        record_tag(command, by=request.user, at=request.now)
        return reverse("order_tag", args=[ref, clause])

    page = ActPage(
        "staff/monitoring/tag.html.j2",
        TagForm,
        "record_tag",
        order.case,
        f"tag {ref} {clause}",
        action,
        initial={"happened_at": request.now, "told_at": request.now},
        more={
            "order": order,
            "tag": found,
            "asks": plain_wording(found.row.term, found.row.params),
            "told": _told(request, order, found),
            "field": True,
        },
        fields_of={
            "Haven tag what": "what",
            "Haven tag why": "why",
            "Haven tag teller": "told_by",
            "Haven tag time": "happened_at",
            "Haven tag told": "told_at",
        },
    )
    return act_page(request, page)


def _told(request: StaffRequest, order: Order, found: Tag) -> list[tuple[EquipmentEvent, str, str]]:
    """Each with its words and the report of a breach that it offers, filled in from it."""
    reporting = may_do(request, "report_breach", order.case)
    refs = [str(event.public_id) for event in found.told]
    rows = Candidate.objects.filter(source="alert", source_ref__in=refs, voided_at__isnull=True, breach__isnull=True)
    signs = {row.source_ref: row.public_id for row in rows.filter(dismissed_at__isnull=True)} if reporting else {}
    start = reverse("breach_report", args=[order.ref])
    listed = []
    for event in found.told:
        words = decipher(order.case.ref, bytes(event.words_enc)) if event.words_enc else ""
        sign = signs.get(str(event.public_id))
        listed.append((event, words, f"{start}?sign={sign}" if sign else ""))
    return listed
