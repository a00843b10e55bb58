"""Addresses of the staff site, grouped by who works there."""

from django.urls import include, path

urlpatterns = [
    path("", include("haven.web.staff.urls")),
    path("", include("haven.web.police.urls")),
    path("", include("haven.web.court.urls")),
]
handler400 = "haven.web.errors.bad_request"
handler404 = "haven.web.errors.not_found"
handler500 = "haven.web.errors.fault"
