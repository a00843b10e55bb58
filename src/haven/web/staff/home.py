"""The start page: what each role does first, what waits for this person, and what they began and have not sent."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from haven.accounts.policy import ROLES_FOR
from haven.cases.models import Task
from haven.cases.permissions import visible_to
from haven.web import asking

MOST_TASKS = 5


@dataclass(frozen=True)
class First:
    """Something a role does: the words, the name of its page, the operation it needs, what it is for."""

    label: str
    page: str
    operation: str
    why: str


# In the order of a day. A role sees those that its operations allow.
FIRSTS = (
    First(
        "Check a person",
        "check",
        "check_at_door",
        "Is a notice or order in force, what does it forbid, what may you do",
    ),
    First("Ask for a notice", "propose_new", "propose_notice", "One question at a time, saved as you go"),
    First("Report a breach", "breach_new", "report_breach", "What was broken, when, and what was done"),
    First("Decide requests", "decide_queue", "decide_notice", "What waits for an inspector, most pressing first"),
    First("Clock board", "board", "see_board", "Every notice given and not yet decided, least time first"),
    First("Hearings", "hearings", "see_hearings", "Today's list, and what the court decided"),
    First("Cases", "cases", "see_case", "Open a case"),
    First("Register", "register", "search_register", "Find a notice or an order by name, reference or postcode"),
    First("Tasks", "tasks", "do_task", "What waits for you and your team"),
    First("Take a call", "line", "take_call", "Somebody rings the updates line"),
    First("Ring back", "line_callbacks", "take_call", "Calls that were promised, in the hours that are safe"),
    First("Duty", "duty", "hold_duty", "Who holds which duty now; hand over"),
    First("Figures", "figures", "see_figures", "Counts of records as at any moment"),
    First("Who looked at what", "audit", "read_audit", "Cases opened and checks at doors, by whom, when and why"),
    First("People", "people", "see_people", "Who signs in, with which role and rank; teams and courts"),
    First("Practice cases", "practice", "set_up", "Place the invented cases anew around today"),
)


def home(request: HttpRequest) -> HttpResponse:
    who = asking.who(request)
    firsts = [(f, _address(f.page)) for f in FIRSTS if who.roles & set(ROLES_FOR[f.operation])]
    values: dict[str, Any] = {"firsts": [(f, href) for f, href in firsts if href], "tasks": [], "now": request.now}  # type: ignore[attr-defined]
    if who.roles & set(ROLES_FOR["do_task"]):
        values["tasks"] = list(_tasks(request))
    return render(request, "staff/home.html.j2", values)


def _address(page: str) -> str | None:
    try:
        return reverse(page)
    except NoReverseMatch:
        return None


def _tasks(request: HttpRequest) -> list[Task]:
    """The next tasks of this person and their team, in cases that exist for them."""
    user, now = request.user, request.now  # type: ignore[attr-defined]
    mine = Task.objects.filter(done_at__isnull=True, case__in=visible_to(user, now))  # type: ignore[arg-type]
    mine = mine.filter(for_user=user) | mine.filter(for_user__isnull=True, for_team=user.team_id)  # type: ignore[misc, union-attr]
    return list(mine.select_related("case").order_by("due_at", "made_at")[:MOST_TASKS])
