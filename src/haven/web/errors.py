"""Pages for what went wrong: not found, stale form, refused, a fault of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/not_found.html.j2", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/stale_form.html.j2", status=403)


def fault(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/fault.html.j2", status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/bad_request.html.j2", status=400)
