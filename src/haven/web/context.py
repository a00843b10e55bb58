"""What every page is given: who is signed in, the menu for their role, alarms. Public pages get almost nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from haven.accounts.policy import ROLES_FOR
from haven.web import asking, session
from haven.web.alarms import watch_alarms
from haven.web.navigation import menu_for

FOOT = [
    ("Help", "/help"),
    ("Accessibility", "/accessibility"),
    ("Who can see what you do here", "/help#recorded"),
]


def common(request: HttpRequest) -> dict[str, Any]:
    """Names for every template. On the public site there is no user at all."""
    user = getattr(request, "user", None)
    base: dict[str, Any] = {"practice": settings.PRACTICE, "foot": FOOT}
    if user is None or not user.is_authenticated:
        return base
    at = request.now  # type: ignore[attr-defined]
    who = asking.who(request)
    return base | {
        "who": who.words,
        "foot": [FOOT[0], ("The law in Haven", "/law"), *FOOT[1:], ("Your password", "/password")],
        "who_id": who.user_id,
        "org": ", ".join(part for part in (user.force.name, user.team.name if user.team else "") if part),
        "roles": who.roles,
        "may_do": lambda operation: bool(who.roles & set(ROLES_FOR[operation])),
        "nav": menu_for(request, who),
        "watch_alarm": watch_alarms(who, at, request.help_waits),  # type: ignore[attr-defined]
        "sign_out_url": "/sign-out",
        "session_left": None if (end := session.ends_at(request)) is None else int((end - at).total_seconds()),
        "warn_before": int(session.WARN_BEFORE.total_seconds()),
    }
