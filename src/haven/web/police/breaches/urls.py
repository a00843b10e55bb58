from django.urls import path

from haven.web.police.breaches import act_views, report_views, views

urlpatterns = [
    path("breaches", views.breaches, name="breaches"),
    path("breaches/new", report_views.which, name="breach_new"),
    path("breaches/new/<str:about>", report_views.report, name="breach_report"),
    path("breaches/<str:ref>", views.breach, name="breach"),
    path("breaches/<str:ref>/<slug:act>", act_views.act, name="breach_act"),
]
