"""A press that has one effect, however often it is sent; what is refused stands on the form."""

from collections.abc import Callable
from typing import Any

from haven.accounts.once import run_once
from haven.web.asking import StaffRequest
from haven.web.parts.forms import HavenForm
from haven_law.findings import Refused


def once(request: StaffRequest, form: HavenForm, what: str, act: Callable[[], object]) -> bool:
    """Whether it is done, now or when it was sent before. False: the form says why not."""

    def unanswered() -> None:
        act()

    return once_to(request, form, what, unanswered) is not None


def once_to(request: StaffRequest, form: HavenForm, what: str, act: Callable[[], str | None]) -> str | None:
    """The same, with what `act` answered the first time, such as where to go next. None when it was refused."""

    def action() -> dict[str, Any]:
        return {"next": act() or ""}

    try:
        done = run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return None
    return str(done.get("next", ""))
