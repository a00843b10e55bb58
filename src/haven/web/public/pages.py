"""The public site: what a notice and an order are, what to do in danger, rights, and a way out. Nothing from cases,
no user, no session, no cookie of its own."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

ICON = Path(__file__).resolve().parent.parent / "parts" / "static" / "haven" / "img" / "plain.svg"
FOOT = [
    (_("If you are in danger"), reverse_lazy("danger")),
    (_("Staying safe online"), reverse_lazy("safety")),
    (_("Your rights"), reverse_lazy("rights")),
    (_("You said, we did"), reverse_lazy("did")),
    (_("Accessibility"), reverse_lazy("public_accessibility")),
]


def page(request: HttpRequest, name: str, **values: object) -> HttpResponse:
    return render(request, f"public/{name}.html.j2", {"foot": FOOT, "practice": settings.PRACTICE, **values})


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    return page(request, "start")


@require_GET
def before(request: HttpRequest) -> HttpResponse:
    return page(request, "before", to_door=request.GET.get("to") == "in")


@require_GET
def what(request: HttpRequest) -> HttpResponse:
    return page(request, "what")


@require_GET
def danger(request: HttpRequest) -> HttpResponse:
    return page(request, "danger")


@require_GET
def safety(request: HttpRequest) -> HttpResponse:
    return page(request, "safety")


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    return page(request, "rights")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "accessibility")


def leave(request: HttpRequest) -> HttpResponse:
    """Sends the browser to a page that could be anybody's. 303, so that Back does not post again; the browser is asked to
    forget this site."""
    answer = HttpResponseRedirect(settings.EXIT_URL, status=303)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ICON.read_bytes(), content_type="image/svg+xml")


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")
