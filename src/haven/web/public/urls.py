"""Addresses of the public site. No word in them says what it is about."""

from django.urls import path

from haven.web.public import line_phone, line_voice, pages, work

urlpatterns = [
    path("", pages.start, name="start"),
    path("u/before", pages.before, name="before"),
    path("u/what", pages.what, name="what"),
    path("u/danger", pages.danger, name="danger"),
    path("u/safety", pages.safety, name="safety"),
    path("u/rights", pages.rights, name="rights"),
    path("u/accessibility", pages.accessibility, name="public_accessibility"),
    path("u/leave", pages.leave, name="leave"),
    path("w/sign-in", work.sign_in, name="work_sign_in"),
    path("w/practice", work.practise, name="work_practise"),
    path("w/sign-out", work.sign_out, name="work_sign_out"),
    path("w/leave", work.leave, name="work_leave"),
    path("w", work.work, name="work"),
    path("w/<uuid:public_id>", work.clause, name="work_clause"),
    path("line/phone", line_phone.phone, name="line_phone"),
    path("line/call", line_voice.line, name="line_voice"),
    path("line/over", line_voice.over, name="line_over"),
    path("favicon.svg", pages.favicon, name="favicon"),
    path("robots.txt", pages.robots, name="robots"),
    path("healthz", pages.healthz, name="public_healthz"),
]
