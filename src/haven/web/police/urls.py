"""Addresses of the police pages, each part by its own table."""

from django.urls import include, path

urlpatterns = [
    path("", include("haven.web.police.check.urls")),
    # Before the pages of a breach, whose acts are named in the same place of an address.
    path("", include("haven.web.police.evidence.urls")),
    path("", include("haven.web.police.breaches.urls")),
    path("", include("haven.web.police.propose.urls")),
    path("", include("haven.web.police.decide.urls")),
    path("", include("haven.web.police.serve.urls")),
    path("", include("haven.web.police.notice.urls")),
    path("", include("haven.web.police.facts.urls")),
]
