from django.urls import path

from haven.web.staff.register import people_views, views

urlpatterns = [
    path("register", views.register, name="register"),
    path("register.csv", views.register_csv, name="register_csv"),
    path("register/same-person", people_views.same_person, name="same_person"),
    path("register/address-checks", people_views.address_checks, name="address_checks"),
]
