from django.urls import path

from haven.web.staff.support import needs_views, views

urlpatterns = [
    path("updates", views.updates, name="updates"),
    path("updates/<uuid:ref>", views.told, name="update"),
    path("updates/<uuid:ref>/attempt", views.attempt, name="update_attempt"),
    path("cases/<str:ref>/contact", views.contact, name="case_contact"),
    path("cases/<str:ref>/needs", needs_views.needs, name="case_needs"),
    path("cases/<str:ref>/card", views.card, name="case_card"),
]
