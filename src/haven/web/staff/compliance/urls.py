"""Addresses of what is owed besides the tag: lists, the page of an order, what is recorded."""

from django.urls import path

from haven.web.staff.compliance import (
    check_views,
    list_views,
    notification_views,
    order_views,
    refs,  # noqa: F401  its converter
    suitability_views,
    supervision_views,
    supervisor_views,
)

D, S = "orders/<orderref:ref>", "supervised/<uuid:public_id>"

urlpatterns = [
    path("compliance", list_views.lists, name="compliance"),
    path(f"{D}/compliance", order_views.show, name="order_compliance"),
    path(f"{D}/notification", notification_views.record, name="order_notification"),
    path(f"{D}/notification/change", notification_views.change, name="order_change"),
    path(f"{D}/notification/other-duty", notification_views.exempt, name="order_exemption"),
    path(f"{D}/notification/other-duty/<int:pk>", notification_views.exemption_end, name="order_exemption_end"),
    path("notifications/<uuid:public_id>", notification_views.given, name="notification_given"),
    path("notifications/<uuid:public_id>/paper", notification_views.paper, name="notification_paper"),
    path(f"{D}/clauses/<int:clause>/sign-on", check_views.sign_on, name="order_sign_on"),
    path(f"{D}/checks/plan", check_views.plan, name="order_check_plan"),
    path(f"{D}/checks/<int:pk>", check_views.check, name="order_check"),
    path(f"{D}/checks/<int:pk>/stop", check_views.stop, name="order_check_stop"),
    path(f"{D}/marker", check_views.marker, name="order_marker"),
    path(S, supervision_views.show, name="supervision"),
    path(f"{S}/report", supervision_views.report, name="supervision_report"),
    path(f"{S}/asked", supervision_views.asked, name="supervision_asked"),
    path(f"{S}/access", supervision_views.access, name="supervision_access"),
    path(f"{S}/access/end", supervision_views.access_end, name="supervision_access_end"),
    path("applications/<applicationref:ref>/responsible", suitability_views.evidence, name="application_responsible"),
    path("supervisors", supervisor_views.supervisors, name="supervisors"),
    path("supervisors/new", supervisor_views.new, name="supervisor_new"),
    path("supervisors/<int:pk>", supervisor_views.supervisor, name="supervisor"),
]
