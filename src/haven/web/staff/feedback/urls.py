from django.urls import path

from haven.web.staff.feedback import action_views, entry_views, invite_views, views

urlpatterns = [
    path("feedback", views.queue_page, name="feedback"),
    path("feedback/figures", views.figures, name="feedback_figures"),
    path("feedback/enter", entry_views.enter, name="feedback_enter"),
    path("feedback/actions", action_views.actions, name="feedback_actions"),
    path("feedback/actions/<uuid:ref>", action_views.action, name="feedback_action"),
    path("feedback/<uuid:ref>", views.response, name="feedback_response"),
    path("feedback/<uuid:ref>/<str:act>", views.act, name="feedback_act"),
    path("cases/<str:ref>/feedback", invite_views.invite, name="case_feedback"),
    path("cases/<str:ref>/feedback/paper", invite_views.paper, name="case_feedback_paper"),
]
