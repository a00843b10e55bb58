"""Sign in by password, or in practice mode through a door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, credentials: dict[str, str] | None = None, *args: object, **kwargs: object) -> HttpResponse:
    """Too many wrong passwords: the same words for an address that exists and one that does not."""
    return render(request, "staff/locked_out.html.j2", status=429)
