"""What went wrong, in words that say nothing about what this site is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/not_found.html.j2", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/not_found.html.j2", status=400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "public/stale_form.html.j2", status=403)


def fault(request: HttpRequest) -> HttpResponse:
    return render(request, "public/fault.html.j2", status=500)
