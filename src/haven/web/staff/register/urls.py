from django.urls import path

from haven.web.staff.register import views

urlpatterns = [path("register", views.register, name="register")]
