from django.urls import path

from haven.web.police.facts import views

urlpatterns = [path("cases/<str:ref>/acts/record/<slug:code>", views.fact, name="case_fact")]
