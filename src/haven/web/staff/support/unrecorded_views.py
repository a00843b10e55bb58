"""What could not be recorded by itself, as it was typed, for the person whose task it is."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Unrecorded
from haven.cases.operations.hand_over import typed_lines
from haven.cases.permissions import may, visible_to
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, require
from haven.web.staff.cases.contact import contact_alert


@require_safe
def unrecorded(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    """Everything that was typed; the look is written down. What to do with it is the task's."""
    asking = require(request, "see_unrecorded")
    rows = Unrecorded.objects.filter(case__in=visible_to(asking, request.now))
    found = get_object_or_404(rows.select_related("case__subject", "case__protected", "task__done_by"), ref=ref)
    may(request.user, "see_unrecorded", found.case, request.now).require()
    record_reading(asking, "see_unrecorded", case_ref=found.case.ref)
    values = {
        "u": found,
        "lines": typed_lines(found),
        "subject": display_name(found.case.subject),
        "contact": contact_alert(found.case.protected, request.now),
    }
    return render(request, "staff/support/unrecorded.html.j2", values)
