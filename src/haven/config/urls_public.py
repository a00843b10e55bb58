"""Addresses of the public site: a process and a host of its own, each page in English and in Welsh."""

from haven.web.language import in_both_languages

urlpatterns = [in_both_languages("haven.web.public.urls")]
handler400 = "haven.web.public.errors.bad_request"
handler404 = "haven.web.public.errors.not_found"
handler500 = "haven.web.public.errors.fault"
