"""Addresses of the public site. No word in them says what it is about."""

from django.urls import path

from haven.web.public import line_phone, line_voice, pages, work
from haven.web.public.her import asks, door, tell, views

urlpatterns = [
    path("", pages.start, name="start"),
    path("u/before", pages.before, name="before"),
    path("u/what", pages.what, name="what"),
    path("u/danger", pages.danger, name="danger"),
    path("u/safety", pages.safety, name="safety"),
    path("u/rights", pages.rights, name="rights"),
    path("u/accessibility", pages.accessibility, name="public_accessibility"),
    path("u/leave", door.leave, name="leave"),
    path("u/in", door.door, name="her_door"),
    path("u/in/again", door.forgot, name="her_forgot"),
    path("u/in/practice", door.practise, name="her_practise"),
    path("u/you", views.home, name="her_home"),
    path("u/you/says", views.says, name="her_says"),
    path("u/you/news", views.news, name="her_news"),
    path("u/you/sent", views.sent_list, name="her_sent"),
    path("u/you/stay", views.stay, name="her_stay"),
    path("u/you/visit", views.set_visit, name="her_visit"),
    path("u/you/save", views.save, name="her_save"),
    path("u/you/print", views.summary, name="her_summary"),
    path("u/you/tell", tell.start, name="her_tell"),
    path("u/you/tell/check", tell.check, name="her_tell_check"),
    path("u/you/tell/<slug:step>", tell.step, name="her_tell_step"),
    path("u/you/forget", tell.forget, name="her_forget"),
    path("u/you/contact", asks.contact, name="her_contact"),
    path("u/you/needs", asks.needs, name="her_needs"),
    path("u/you/change", asks.change, name="her_change"),
    path("u/you/people", asks.people, name="her_people"),
    path("u/you/people/end", asks.end_consent, name="her_end_consent"),
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
