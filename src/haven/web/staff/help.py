"""Pages about the service itself, open to all staff, and two open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/help.html.j2")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/accessibility.html.j2")


def healthz(request: HttpRequest) -> HttpResponse:
    """That this process answers. It says nothing else."""
    return HttpResponse("ok", content_type="text/plain")
