"""The start page: what each role does first, and what waits for this person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haven.accounts.actors import actor
from haven.web.navigation import menu_for


def home(request: HttpRequest) -> HttpResponse:
    who = actor(request.user, request.now)  # type: ignore[arg-type, attr-defined]
    first = [item for item in menu_for(request, who) if item[1] != "/"]
    return render(request, "staff/home.html.j2", {"first": first})
