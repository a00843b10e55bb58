"""The public host in a test: its addresses, without what only the staff site passes requests through."""

from __future__ import annotations

import re
from copy import deepcopy
from html.parser import HTMLParser

STAFF_ONLY = {
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "haven.web.staff.session.middleware.SignedInStaff",
    "haven.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
}


def only_public(settings) -> None:
    """What a request passes through on the public host."""
    settings.ROOT_URLCONF = "haven.config.urls_public"
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["context_processors"] = []
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in STAFF_ONLY]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "title")
        self.found += [v for k, v in attrs if k in ("aria-label", "alt") and v]

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "title")

    def handle_data(self, data):
        if data.strip() and not self.hidden:
            self.found.append(re.sub(r"\s+", " ", data.strip()))


def words_of(html: str) -> list[str]:
    """Each piece of text that a page shows or reads out."""
    reader = _Words()
    reader.feed(html)
    return reader.found
