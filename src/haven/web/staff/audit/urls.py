from django.urls import path

from haven.web.staff.audit import views

urlpatterns = [path("audit", views.audit, name="audit")]
