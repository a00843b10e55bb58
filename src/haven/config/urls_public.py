"""Addresses of the public site: a process and a host of its own."""

from django.urls import include, path

urlpatterns = [path("", include("haven.web.public.urls"))]
handler400 = "haven.web.public.errors.bad_request"
handler404 = "haven.web.public.errors.not_found"
handler500 = "haven.web.public.errors.fault"
