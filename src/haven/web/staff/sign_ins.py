"""What the pages of both kinds of sign-in of the public host show: it is handed over once, renewed and ended by the unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haven.accounts.models import User
from haven.compliance.second_step import in_groups


@dataclass(frozen=True)
class HandedOver:
    """A sign-in as it was just made: shown in the answer to the press, and never again."""

    pk: int
    user: User
    organisation: str
    password: str
    key: str


def handed_over(request: HttpRequest, made: HandedOver, list_name: str, one_name: str) -> HttpResponse:
    """The page that shows it, once."""
    values: dict[str, Any] = {
        "made": HandedOver(made.pk, made.user, made.organisation, made.password, in_groups(made.key)),
        "list_name": list_name,
        "one_name": one_name,
        "public_url": settings.PUBLIC_URL,
    }
    return render(request, "staff/sign_ins/handed_over.html.j2", values)
