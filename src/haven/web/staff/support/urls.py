from django.urls import path

from haven.web.staff.support import asked_views, helper_views, needs_views, unrecorded_views, views

urlpatterns = [
    path("updates", views.updates, name="updates"),
    path("updates/<uuid:ref>", views.told, name="update"),
    path("updates/<uuid:ref>/attempt", views.attempt, name="update_attempt"),
    path("cases/<str:ref>/contact", views.contact, name="case_contact"),
    path("cases/<str:ref>/needs", needs_views.needs, name="case_needs"),
    path("unrecorded/<uuid:ref>", unrecorded_views.unrecorded, name="unrecorded"),
    path("asked", asked_views.asked_list, name="asked_list"),
    path("asked/<uuid:ref>", asked_views.asked, name="asked"),
    path("asked/<uuid:ref>/alone", asked_views.alone, name="asked_alone"),
    path("cases/<str:ref>/helpers", helper_views.helpers, name="case_helpers"),
    path("cases/<str:ref>/helpers/<int:pk>/end", helper_views.end, name="case_helper_end"),
    path("cases/<str:ref>/card", views.card, name="case_card"),
]
