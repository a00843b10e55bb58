from django.urls import path

from haven.web.staff.tasks import read_views, views

urlpatterns = [
    path("tasks", views.tasks, name="tasks"),
    path("tasks/<uuid:public_id>", views.task, name="task"),
    path("tasks/<uuid:public_id>/open-again", views.reopen, name="task_reopen"),
    path("tasks/<uuid:public_id>/read", read_views.read, name="task_read"),
]
