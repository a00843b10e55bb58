from django.urls import path

from haven.web.police.check import views

urlpatterns = [
    path("check", views.check, name="check"),
    path("check/<str:record>", views.answer, name="check_answer"),
    path("check/<str:record>/not", views.not_them, name="check_not"),
    path("check/<str:record>/<str:ref>", views.chosen, name="check_chosen"),
]
