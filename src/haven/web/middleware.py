"""What every request passes through: input no page can use, no caching of case data, refusals as pages."""

from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from haven_law.findings import LawyerMustDecide, Refused

Handler = Callable[[HttpRequest], HttpResponse]


class RequestLine:
    """One log line a request: method, name of the route, status, milliseconds, who by number. No address, no query."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("haven.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.url_name not in ("healthz", "public_healthz"):
            took = round((perf_counter() - began) * 1000, 1)
            user = getattr(getattr(request, "user", None), "pk", None)
            self.log.info(
                "request", method=request.method, route=match.view_name, status=response.status_code, ms=took, user=user
            )
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        if not isinstance(problem, (Refused, Http404)):
            match = request.resolver_match
            self.log.error("fault", route=match.view_name if match else "", exc_info=problem)


class SafeInput:
    """A NUL or a broken byte in an address is answered with a sentence, before any page or table sees it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = request.path + "".join(key + value for key in request.GET for value in request.GET.getlist(key))
        if "\x00" in words or "\ufffd" in words:
            return HttpResponse(
                "This address holds characters that cannot be used.", status=400, content_type="text/plain"
            )
        return self.get_response(request)


class NoStore:
    """No page of a case stays in a browser or a proxy. One address serves whole pages and parts of them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["HX-Request"])
        return response


class Refusals:
    """An operation that refuses becomes a page that says why, with the provision, and keeps its status code."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refused):
            return None
        findings = problem.findings
        hidden = any(f.provision in ("Haven access rule 3",) for f in findings)
        status = 404 if hidden else 403 if any(f.provision.startswith("Haven access") for f in findings) else 409
        template = "errors/not_found.html.j2" if hidden else "errors/refused.html.j2"
        values = {"findings": findings, "lawyer": isinstance(problem, LawyerMustDecide), "status": status}
        return render(request, template, values, status=status)
