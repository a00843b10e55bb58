"""The menu of each role: (label, address, operation it needs, counter of what waits there)."""

from collections.abc import Callable

from django.http import HttpRequest

from haven.accounts.actors import Actor
from haven.accounts.policy import ROLES_FOR
from haven.notices.queries_notices import count_waiting
from haven.web.counters import breaches_to_decide, my_tasks, running_clocks, unanswered_warnings

Counter = Callable[[Actor, HttpRequest], tuple[int, bool]]


def _none(who: Actor, request: HttpRequest) -> tuple[int, bool]:
    return 0, False


def _waiting(who: Actor, request: HttpRequest) -> tuple[int, bool]:
    return count_waiting(who, request.now)  # type: ignore[attr-defined]


MENU: list[tuple[str, str, str | None, Counter]] = [
    ("Home", "/", None, _none),
    ("Check", "/check", "check_at_door", _none),
    ("Give a notice", "/notices/new", "propose_notice", _none),
    ("Clock board", "/board", "see_board", running_clocks),
    ("Decide", "/decide", "decide_notice", _waiting),
    ("Cases", "/cases", "see_case", _none),
    ("Register", "/register", "search_register", _none),
    ("Breaches", "/breaches", "see_breaches", breaches_to_decide),
    ("Hearings", "/hearings", "see_hearings", _none),
    ("Tasks", "/tasks", "do_task", my_tasks),
    ("Duty", "/duty", "hold_duty", unanswered_warnings),
    ("Sittings", "/sittings", "keep_sittings", _none),
    ("Figures", "/figures", "see_figures", _none),
    ("Practice cases", "/practice", "set_up", _none),
    ("Audit", "/audit", "read_audit", _none),
]


def menu_for(request: HttpRequest, who: Actor) -> list[tuple[str, str, int, bool, bool]]:
    """The items this role may open, each with its count, whether somebody must act, and whether it is current."""
    items = []
    for label, href, operation, counter in MENU:
        if operation is None or who.roles & set(ROLES_FOR[operation]):
            count, act = counter(who, request)
            current = request.path == href if href == "/" else request.path.startswith(href)
            items.append((label, href, count, act, current))
    return items
