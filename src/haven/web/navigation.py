"""The menu of each role: (label, address, operation it needs, counter of what waits there)."""

from django.http import HttpRequest

from haven.accounts.actors import Actor
from haven.accounts.policy import ROLES_FOR
from haven.notices.queries_notices import count_waiting
from haven.web.counters import NOTHING, STATEMENTS, counts

# The count that stands beside an item: a name of `counters.STATEMENTS`, or "waiting" for what an inspector decides.
MENU: list[tuple[str, str, str | None, str | None]] = [
    ("Home", "/", None, None),
    ("Check", "/check", "check_at_door", None),
    ("Give a notice", "/notices/new", "propose_notice", None),
    ("Clock board", "/board", "see_board", "clocks"),
    ("Decide", "/decide", "decide_notice", "waiting"),
    ("Cases", "/cases", "see_case", None),
    ("Register", "/register", "search_register", None),
    ("Breaches", "/breaches", "see_breaches", "breaches"),
    ("Compliance", "/compliance", "see_compliance", None),
    ("Hearings", "/hearings", "see_hearings", None),
    ("Tasks", "/tasks", "do_task", "tasks"),
    ("News to tell", "/updates", "tell_protected", "updates"),
    ("Feedback", "/feedback", "handle_feedback_alert", "feedback"),
    ("Enter feedback", "/feedback/enter", "enter_feedback", None),
    ("Calls", "/line", "take_call", "callbacks"),
    ("Duty", "/duty", "hold_duty", "warnings"),
    ("Sittings", "/sittings", "keep_sittings", None),
    ("Figures", "/figures", "see_figures", None),
    ("Law", "/law", "see_law_data", None),
    ("Leaflets", "/leaflets", "publish_leaflet", None),
    ("Translations", "/translations", "approve_text", None),
    ("People", "/people", "see_people", "posts"),
    ("Practice cases", "/practice", "set_up", None),
    ("Audit", "/audit", "read_audit", None),
]

# What is counted with another: questions of the primary aggressor wait beside requests, and beside warnings once they are late.
BESIDE = (("waiting", "counter"), ("warnings", "counter_told"))


def menu_for(request: HttpRequest, who: Actor) -> list[tuple[str, str, int, bool, bool]]:
    """The items this role may open, each with its count, whether somebody must act, and whether it is current."""
    shown = [item for item in MENU if item[2] is None or who.roles & set(ROLES_FOR[item[2]])]
    at = request.now  # type: ignore[attr-defined]
    names = {item[3] for item in shown if item[3]}
    beside = {name for of, name in BESIDE if of in names}
    found = counts(who, at, names & set(STATEMENTS) | {"help"} | beside)
    request.help_waits = found["help"][0]  # type: ignore[attr-defined]
    if "waiting" in names:
        found["waiting"] = count_waiting(who, at)
    for of, name in BESIDE:
        if of in names:
            found[of] = (found[of][0] + found[name][0], found[of][1] or found[name][1])
    items = []
    for label, href, _operation, counter in shown:
        count, act = found[counter] if counter else NOTHING
        current = request.path == href if href in ("/", "/feedback") else request.path.startswith(href)
        items.append((label, href, count, act, current))
    return items
