from django.urls import path

from haven.web.staff.cases import correct_views, list_views, names_views, views

urlpatterns = [
    path("cases", list_views.cases, name="cases"),
    path("cases/<str:ref>", views.summary, name="case"),
    path("cases/<str:ref>/people", views.people, name="case_people"),
    path("cases/<str:ref>/requirements", views.requirements, name="case_requirements"),
    path("cases/<str:ref>/deadlines", views.deadlines, name="case_deadlines"),
    path("cases/<str:ref>/documents", views.documents, name="case_documents"),
    path("cases/<str:ref>/breaches", views.breaches, name="case_breaches"),
    path("cases/<str:ref>/history", views.history, name="case_history"),
    path("cases/<str:ref>/names", names_views.names, name="case_names"),
    path("cases/<str:ref>/correct/<slug:whom>/<slug:what>", correct_views.correct, name="case_correct"),
    path("cases/<str:ref>/corrections/<int:pk>", correct_views.correction, name="case_correction"),
]
