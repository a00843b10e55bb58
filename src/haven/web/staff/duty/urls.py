from django.urls import path

from haven.web.staff.duty import views

urlpatterns = [
    path("duty", views.duty, name="duty"),
    path("duty/<int:pk>", views.team_page, name="duty_team"),
    path("duty/<int:pk>/<slug:role>/take", views.take, name="duty_take"),
    path("duty/<int:pk>/<slug:role>/hand-over", views.hand_over, name="duty_hand_over"),
]
