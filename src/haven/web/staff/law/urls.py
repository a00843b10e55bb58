from django.urls import path, re_path

from haven.web.staff.law import change_views, data_views, views

urlpatterns = [
    path("law", views.index, name="law"),
    path("law/questions", views.questions, name="law_questions"),
    path("law/beside", views.beside, name="law_beside"),
    path("law/our-rules", views.our_rules, name="law_rules"),
    path("law/bank-holidays", data_views.bank_holidays, name="law_bank_holidays"),
    path("law/areas", data_views.areas, name="law_areas"),
    path("law/values", data_views.dated, name="law_values"),
    path("law/runs-out", data_views.runs_out, name="law_runs_out"),
    path("law/runs-out/<int:pk>", data_views.answer_alarm, name="law_alarm"),
    path("law/changes", change_views.changes, name="law_changes"),
    path("law/changes/new/<str:kind>", change_views.new, name="law_change_new"),
    path("law/changes/<str:public_id>", change_views.change, name="law_change"),
    re_path(r"^law/(?P<key>\d{1,2}[A-Z]?|schedule-\d)$", views.section, name="law_section"),
]
