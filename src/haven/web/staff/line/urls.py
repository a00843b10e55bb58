from django.urls import path

from haven.web.staff.line import callback_views, help_views, views

urlpatterns = [
    path("line", views.line, name="line"),
    path("line/callbacks", callback_views.callbacks, name="line_callbacks"),
    path("line/callbacks/<uuid:public_id>", callback_views.callback, name="line_callback"),
    path("line/callbacks/<uuid:public_id>/went", callback_views.callback_went, name="line_callback_went"),
    path("line/help/<uuid:public_id>", help_views.act_on_help, name="line_help"),
    path("line/<uuid:public_id>", views.call, name="line_call"),
]
