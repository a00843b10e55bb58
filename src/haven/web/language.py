"""English and Welsh on the public host. The language stands in the address (`/cy/…`), so nothing is kept of it: no
cookie, no session, and a page that is sent on or printed stays in its language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import LocalePrefixPattern, URLResolver, include
from django.utils import translation

from haven.languages.asking import ENGLISH, SITE, WELSH, shown, site_version

Handler = Callable[[HttpRequest], HttpResponse]
PREFIX = f"{WELSH}/"
# A Welsh address whose Welsh nobody has approved: the page is in English, its links stay with the Welsh addresses.
ENGLISH_FOR_WELSH = "en-cy"
# The pages of responsible persons show clauses, which are in English only; a line provider speaks to one address.
ENGLISH_ONLY = ("w", "line")


class PublicPrefix(LocalePrefixPattern):
    """Every page of the public host has an address in English and, with `cy/` before it, one in Welsh."""

    @property
    def language_prefix(self) -> str:
        return PREFIX if translation.get_language() in (WELSH, ENGLISH_FOR_WELSH) else ""


def in_both_languages(module: str) -> URLResolver:
    """The addresses of a module, in English and in Welsh."""
    table: Any = include(module)
    return URLResolver(PublicPrefix(), table[0], app_name=table[1], namespace=table[2])


class PublicLanguage:
    """The language of the address, for as long as the request lasts. Asks nobody what the browser is set to: what is on
    the screen is what was chosen here."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.ROOT_URLCONF != "haven.config.urls_public":
            return self.get_response(request)
        with translation.override(_language_of(request.path_info)):
            return self.get_response(request)


def _language_of(path: str) -> str:
    parts = path.lstrip("/").split("/", 2)
    if parts[0] != WELSH or (len(parts) > 1 and parts[1] in ENGLISH_ONLY):
        return settings.LANGUAGE_CODE
    return WELSH if shown(SITE, site_version()) else ENGLISH_FOR_WELSH


class PageLanguage:
    """What a page says of its language: `code` for the lang attribute; `draft`: Welsh that nobody approved; `absent`: it
    was asked for in Welsh and there is none; `other`: code and name of the other language;
    `href`: the same page in it, empty where there is none."""

    def __init__(self, request: HttpRequest | None) -> None:
        language = translation.get_language()
        welsh_address = language in (WELSH, ENGLISH_FOR_WELSH)
        self.code = WELSH if language == WELSH else ENGLISH
        self.draft = self.code == WELSH and bool(settings.PRACTICE)
        self.absent = language == ENGLISH_FOR_WELSH
        self.other = (ENGLISH, "English") if welsh_address else (WELSH, "Cymraeg")
        self.href = _same_page(request, welsh_address) if request is not None else ""


def _same_page(request: HttpRequest, welsh_address: bool) -> str:
    path = request.path_info.lstrip("/")
    if path.split("/", 1)[0] in ENGLISH_ONLY:
        return ""
    path = path.removeprefix(WELSH).lstrip("/") if welsh_address else PREFIX + path
    query = request.META.get("QUERY_STRING", "") if request.method in ("GET", "HEAD") else ""
    return f"/{path}?{query}" if query else f"/{path}"


@jinja2.pass_context
def page_language(context: jinja2.runtime.Context) -> PageLanguage:
    """The language of the page that is being drawn."""
    return PageLanguage(context.get("request"))
