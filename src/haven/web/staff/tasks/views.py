"""Tasks: mine, my team's, and those done; recorded as done with proof, and opened again after a slip."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from haven.accounts.actors import Actor
from haven.accounts.duty import holdings_at
from haven.accounts.models import DUTY_ROLES, User
from haven.accounts.once import run_once
from haven.cases.models import Task
from haven.cases.operations.reopen_task import can_reopen, reopen_task
from haven.cases.operations.tasks import do_task
from haven.cases.permissions import may, visible_to
from haven.leaflets.operations.give import TASK as LEAFLET
from haven.parties.queries import display_name
from haven.support.operations.read_for_task import KINDS as SEALED_KINDS
from haven.support.operations.read_for_task import OPERATION as READ_SEALED
from haven.support.operations.read_for_task import may_read
from haven.web.asking import require
from haven.web.parts.forms import HavenForm, TextField
from haven_law.findings import Decision, Refused

PAGE = 25
# Tasks without a time come after all that have one.
NO_TIME = datetime(9999, 1, 1, tzinfo=UTC)
MINE, TEAM, DONE = "mine", "team", "done"


class ProofForm(HavenForm):
    """How we know that it was done."""

    proof = TextField(
        label=gettext_lazy("How do you know that it was done?"),
        help_text=gettext_lazy("A receipt, a record number, or the name and role of who took it. No addresses."),
        called="how you know that it was done",
        max_length=300,
    )


@dataclass(frozen=True)
class Tab:
    """One of the lists, with the number of open tasks in it."""

    code: str
    words: str
    count: int | None


def tasks(request: HttpRequest) -> HttpResponse:
    """The list, the earliest due first, a page at a time."""
    asking, at = require(request, "do_task"), request.now  # type: ignore[attr-defined]
    shown = request.GET.get("show", MINE)
    shown = shown if shown in (TEAM, DONE) else MINE
    rows = _listed(asking, at, shown)
    page, older = _page(rows, request.GET.get("after", ""), newest_first=shown == DONE)
    values: dict[str, Any] = {
        "shown": shown,
        "tabs": _tabs(asking, at, shown),
        "tasks": [(task, display_name(task.case.subject), can_reopen(task, request.user, at).lawful) for task in page],  # type: ignore[arg-type]
        "older": f"/tasks?show={shown}&after={older}" if older else None,
        "newer": f"/tasks?show={shown}" if request.GET.get("after") else None,
        "now": at,
        "duty_words": DUTY_ROLES,
    }
    return render(request, "staff/tasks/tasks.html.j2", values)


def task(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One task, and the form that records it as done. A leaflet is recorded with its answer, on its own page."""
    asking, at = require(request, "do_task"), request.now  # type: ignore[attr-defined]
    found = get_object_or_404(visible_tasks(asking, at), public_id=public_id)
    if request.method == "POST" and found.kind == LEAFLET:
        return HttpResponseRedirect(reverse("case_leaflet", args=[found.case.ref]))
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, found, form):
        return HttpResponseRedirect(reverse("tasks"))
    values = {
        "task": found,
        "subject": display_name(found.case.subject),
        "form": form,
        "now": at,
        "command_id": request.POST.get("command_id") or uuid.uuid4(),
        "can_reopen": can_reopen(found, request.user, at).lawful,  # type: ignore[arg-type]
        "sealed": sealed_part(found, request.user, at),  # type: ignore[arg-type]
        "read_command": uuid.uuid4(),
        "duty_words": DUTY_ROLES,
    }
    return render(request, "staff/tasks/task.html.j2", values, status=422 if form.errors else 200)


def sealed_part(found: Task, user: User, at: datetime) -> Decision | None:
    """Whether this person can read what the task needs and is sealed, or why not; None where there is nothing to say."""
    if found.kind not in SEALED_KINDS or found.done_at is not None or not may(user, READ_SEALED, found.case, at).lawful:
        return None
    return may_read(found, user, at)


@require_POST
def reopen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It was not done after all."""
    asking, at = require(request, "do_task"), request.now  # type: ignore[attr-defined]
    found = get_object_or_404(visible_tasks(asking, at), public_id=public_id)
    reopen_task(found, by=request.user, at=at)  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("task", args=[found.public_id]))


def _done(request: HttpRequest, found: Task, form: ProofForm) -> bool:
    def act() -> dict[str, str]:
        do_task(found, proof=form.cleaned_data["proof"], by=request.user, at=request.now)  # type: ignore[arg-type, attr-defined]
        return {"task": str(found.public_id)}

    try:
        command = uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        command = uuid.uuid4()
    try:
        run_once(by=request.user, command_id=command, what=f"do task {found.public_id}", action=act)  # type: ignore[arg-type]
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True


def visible_tasks(asking: Actor, at: datetime) -> QuerySet[Task]:
    rows = Task.objects.filter(case__in=visible_to(asking, at)).select_related(
        "case__subject", "for_user", "for_team", "done_by"
    )
    return rows.prefetch_related("case__subject__names")


def mine(asking: Actor, at: datetime) -> QuerySet[Task]:
    """Open tasks given to this person, or to a duty that they hold now."""
    held = list(holdings_at(at).filter(user_id=asking.user_id).values_list("team_id", "duty_role"))
    duties = Q(pk__in=[])
    for team_id, role in held:
        duties |= Q(for_user__isnull=True, for_team_id=team_id, duty_role=role)
    return visible_tasks(asking, at).filter(Q(for_user_id=asking.user_id) | duties, done_at__isnull=True)


def _listed(asking: Actor, at: datetime, shown: str) -> QuerySet[Task]:
    if shown == MINE:
        return mine(asking, at)
    team = visible_tasks(asking, at).filter(for_team_id=asking.team_id)
    if shown == TEAM:
        return team.filter(done_at__isnull=True)
    return visible_tasks(asking, at).filter(
        Q(for_team_id=asking.team_id) | Q(done_by_id=asking.user_id) | Q(for_user_id=asking.user_id),
        done_at__isnull=False,
    )


def _page(rows: QuerySet[Task], after: str, *, newest_first: bool) -> tuple[list[Task], str]:
    """A page by key: open tasks by their time, done ones by when. The key of the next page, or nothing."""
    field = "done_at" if newest_first else "due_at"
    keyed = rows.annotate(key=Coalesce(field, Value(NO_TIME, output_field=DateTimeField())))
    start = _read_key(after)
    if start is not None:
        at, pk = start
        beyond = Q(key__lt=at) if newest_first else Q(key__gt=at)
        keyed = keyed.filter(beyond | Q(key=at, pk__gt=pk))
    found: list[Any] = list(keyed.order_by("-key" if newest_first else "key", "pk")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], f"{last.key.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{last.pk}"


def _read_key(after: str) -> tuple[datetime, int] | None:
    """A key that somebody changed is no key: the first page comes."""
    stamp, _sep, pk = after.partition("_")
    try:
        at = datetime.strptime(stamp, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    return (at, int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 18 else None


def _tabs(asking: Actor, at: datetime, shown: str) -> list[tuple[str, str, int | None, bool]]:
    team = _listed(asking, at, TEAM).count()
    found = (
        Tab(MINE, _("Mine"), mine(asking, at).count()),
        Tab(TEAM, _("My team's"), team),
        Tab(DONE, _("Done"), None),
    )
    return [(tab.words, f"/tasks?show={tab.code}", tab.count, tab.code == shown) for tab in found]
