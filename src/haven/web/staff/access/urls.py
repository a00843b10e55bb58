from django.urls import path

from haven.web.staff.access import lift_views, sealed_views, views

urlpatterns = [
    path("cases/<str:ref>/acts", views.acts, name="case_acts"),
    path("cases/<str:ref>/acts/<slug:act>", views.act, name="case_act"),
    path("cases/<str:ref>/restriction", lift_views.restriction, name="case_restriction"),
    path("cases/<str:ref>/conflicts/<int:pk>", lift_views.conflict, name="case_conflict"),
    path("cases/<str:ref>/sealed", sealed_views.sealed_list, name="case_sealed"),
    path("cases/<str:ref>/sealed/<slug:thing>", sealed_views.sealed_one, name="case_sealed_one"),
]
