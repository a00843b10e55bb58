"""Addresses of tags."""

from django.urls import path

from haven.web.staff.compliance import refs  # noqa: F401  its converter
from haven.web.staff.monitoring import views

urlpatterns = [path("orders/<orderref:ref>/clauses/<int:clause>/tag", views.tag, name="order_tag")]
