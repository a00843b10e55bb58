from django.urls import path

from haven.web.staff.deadlines import views

urlpatterns = [
    path("deadlines/<int:pk>", views.deadline, name="deadline"),
    path("warnings/<int:pk>/have", views.acknowledge, name="acknowledge_warning"),
]
