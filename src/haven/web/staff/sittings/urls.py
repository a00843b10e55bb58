from django.urls import path

from haven.web.staff.sittings import views

urlpatterns = [
    path("sittings", views.sittings, name="sittings"),
    path("sittings/add", views.add, name="sitting_add"),
    path("sittings/<int:pk>/cancel", views.cancel, name="sitting_cancel"),
]
