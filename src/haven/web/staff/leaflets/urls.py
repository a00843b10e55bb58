from django.urls import path

from haven.web.staff.leaflets import views

urlpatterns = [
    path("leaflets", views.leaflets, name="leaflets"),
    path("leaflets/print/<str:language>/<str:fmt>", views.print_today, name="leaflet_print"),
    path("leaflets/<int:pk>", views.kept, name="leaflet_kept"),
    path("cases/<str:ref>/leaflet", views.give, name="case_leaflet"),
]
