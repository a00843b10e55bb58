"""What somebody has begun to write is kept at each press, closed, so that leaving in a hurry loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from haven.compliance.envelope import HER_BEGUN, close_up, open_up
from haven.web.public.her import doors, visit

# These belong to the press, not to what was written.
NOT_KEPT = ("csrfmiddlewaretoken", "command_id", "keep")


def keep(request: HttpRequest, kind: str) -> bool:
    """Keep what stands in the form, as it was typed. Also where the time of the visit is over."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    return doors.keep(visit.token_of(request), timezone.now(), kind, close_up(HER_BEGUN, json.dumps(typed)))


def begun(request: visit.HerRequest, kind: str) -> dict[str, QueryDict]:
    """What was begun of a kind, as if it had just been sent: by page. What does not open is as if it were not there."""
    found = {}
    for name, closed in doors.kept(request.token, request.now, kind).items():
        try:
            found[name] = _as_typed(json.loads(open_up(HER_BEGUN, closed)))
        except (InvalidTag, ValueError):
            continue
    return found


def _as_typed(values: dict[str, list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, listed in values.items():
        typed.setlist(name, listed)
    return typed


def keeps(kind: str | None = None) -> Callable[[visit.View], visit.View]:
    """A form that is sent when the visit is over is kept, and its sender goes to the door. `kind` None: from the address."""

    def decorate(view: visit.View) -> visit.View:
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            name = kind or f"tell_{kwargs.get('step', '')}"
            if request.POST.get("keep") == "1":
                # Sent by the page itself while it is left: there is nobody who would read an answer.
                keep(request, name)
                return HttpResponse(status=204)
            answer = view(request, *args, **kwargs)
            if not hasattr(request, "visit") and visit.token_of(request):
                return visit.gone(request, kept=keep(request, name))
            return answer

        return guarded

    return decorate
