"""A form of feedback runs its operation once; what is refused is said on the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from haven.accounts.once import run_once
from haven.web.asking import StaffRequest
from haven.web.parts.forms import HavenForm
from haven_law.findings import Refused


def done(request: StaffRequest, form: HavenForm, what: str, act: Callable[[], object]) -> bool:
    """Whether it was done, now or when it was sent before."""

    def action() -> dict[str, Any]:
        act()
        return {}

    try:
        run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True
