from django.urls import path

from haven.web.staff.support import views

urlpatterns = [
    path("updates", views.updates, name="updates"),
    path("updates/<uuid:ref>", views.told, name="update"),
    path("updates/<uuid:ref>/attempt", views.attempt, name="update_attempt"),
    path("cases/<str:ref>/contact", views.contact, name="case_contact"),
    path("cases/<str:ref>/card", views.card, name="case_card"),
]
