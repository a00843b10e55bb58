"""Addresses of a request for a notice."""

from django.urls import path

from haven.web.police.propose import case_views, counter_views, request_views, send_views, views

urlpatterns = [
    path("notices/new", views.new, name="propose_new"),
    path("notices/drafts", views.drafts, name="propose_drafts"),
    path("notices/new/<uuid:public_id>", views.resume, name="propose_resume"),
    path("notices/new/<uuid:public_id>/discard", views.discard, name="propose_discard"),
    path("notices/new/<uuid:public_id>/preview", views.preview, name="propose_preview"),
    path("notices/new/<uuid:public_id>/check", send_views.check, name="propose_check"),
    path("notices/new/<uuid:public_id>/stop/<slug:code>", views.stop, name="propose_stop"),
    path("notices/new/<uuid:public_id>/q/<slug:code>", views.question, name="propose_question"),
    path("cases/<str:ref>/notice", case_views.in_case, name="propose_in_case"),
    path("notices/<str:ref>/sent", request_views.sent, name="propose_sent"),
    path("notices/<str:ref>/again", case_views.again, name="propose_again"),
    path("notices/<str:ref>/take-back", request_views.withdraw, name="propose_withdraw"),
    path("counter-allegations", counter_views.counter_allegations, name="counter_allegations"),
    path("counter-allegations/<int:pk>", counter_views.counter_allegation, name="counter_allegation"),
]
