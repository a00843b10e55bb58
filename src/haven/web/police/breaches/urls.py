from django.urls import path

from haven.web.police.breaches import act_views, more_views, views, which_views
from haven.web.police.breaches.report import views as report

urlpatterns = [
    path("breaches", views.breaches, name="breaches"),
    path("breaches/new", which_views.which, name="breach_new"),
    path("breaches/new/<str:about>", report.start, name="breach_report"),
    path("breaches/report/<uuid:public_id>", report.resume, name="breach_resume"),
    path("breaches/report/<uuid:public_id>/discard", report.discard, name="breach_discard"),
    path("breaches/report/<uuid:public_id>/check", report.check, name="breach_check"),
    path("breaches/report/<uuid:public_id>/q/<slug:code>", report.question, name="breach_question"),
    path("breaches/signs/<str:public_id>/dismiss", more_views.dismiss, name="breach_dismiss"),
    path("breaches/<str:ref>", views.breach, name="breach"),
    path("breaches/<str:ref>/take", more_views.take, name="breach_take"),
    path("breaches/<str:ref>/corrections/<int:pk>", more_views.correction, name="breach_correction"),
    path("breaches/<str:ref>/<slug:act>", act_views.act, name="breach_act"),
]
