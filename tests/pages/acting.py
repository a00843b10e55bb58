"""A person at a page: signed in, at an instant, filling in forms."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from haven.accounts.models import User
from haven_law.clock import to_london

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user, backend=BACKEND)
    return client


def moment(name: str, at: datetime, **changes: str) -> dict[str, str]:
    """The boxes of a day and time field."""
    local = to_london(at)
    boxes = {
        f"{name}-day": str(local.day),
        f"{name}-month": str(local.month),
        f"{name}-year": str(local.year),
        f"{name}-time": f"{local:%H:%M}",
    }
    return boxes | {f"{name}-{part}": value for part, value in changes.items()}


def command() -> dict[str, str]:
    return {"command_id": str(uuid4())}


def text(answer: HttpResponse) -> str:
    """The page as words: tags out, spaces made one."""
    import html
    import re

    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
