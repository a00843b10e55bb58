from django.urls import path

from haven.web.staff.supporters import consent_views, worker_views

urlpatterns = [
    path("workers", worker_views.workers, name="workers"),
    path("workers/new", worker_views.new, name="worker_new"),
    path("workers/<int:pk>", worker_views.worker, name="worker"),
    path("cases/<str:ref>/helpers/worker", consent_views.consent, name="case_worker"),
]
