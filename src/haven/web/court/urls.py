"""Addresses of the court pages: applications, hearings, outcomes, orders."""

from django.urls import path

from haven.web.court import refs  # noqa: F401  its converters
from haven.web.court.applications import views as applications
from haven.web.court.corrections import views as corrections
from haven.web.court.hearings import views as hearings
from haven.web.court.orders import vary, vary_clause
from haven.web.court.orders import views as orders
from haven.web.court.outcome import views as outcome

A, H, D = "applications/<application:ref>", "hearings/<hearing:public_id>", "orders/<order:ref>"

urlpatterns = [
    path("notices/<notice:ref>/application", applications.prepare, name="prepare_application"),
    path(A, applications.show, name="application"),
    path(f"{A}/requirements/add", applications.add, name="application_add"),
    path(f"{A}/requirements/add/<slug:term>", applications.add_term, name="application_add_term"),
    path(f"{A}/requirements/<int:number>", applications.edit, name="application_edit"),
    path(f"{A}/requirements/<int:number>/remove", applications.remove, name="application_remove"),
    path(f"{A}/requirements-notice", applications.requirements_notice, name="requirements_notice"),
    path(f"{A}/list", applications.list_page, name="list_hearing"),
    path(f"{A}/withdraw", applications.withdraw, name="withdraw_application"),
    path("hearings", hearings.day_list, name="hearings"),
    path(H, hearings.show, name="hearing"),
    path(f"{H}/notice", hearings.notice, name="hearing_notice"),
    path(f"{H}/vacate", hearings.vacate, name="vacate_hearing"),
    path(f"{H}/begin", hearings.begin, name="begin_hearing"),
    path(f"{H}/outcome", outcome.outcome, name="outcome"),
    path(f"{H}/draft", outcome.draft, name="outcome_draft"),
    path(f"{H}/outcome/requirements/add", outcome.add, name="outcome_add"),
    path(f"{H}/outcome/requirements/add/<slug:term>", outcome.add_term, name="outcome_add_term"),
    path(f"{H}/outcome/requirements/<slug:key>", outcome.edit, name="outcome_edit"),
    path(f"{H}/outcome/preview", outcome.preview, name="outcome_preview"),
    path(f"{H}/outcome/draft.pdf", outcome.preview_paper, name="outcome_paper"),
    path(f"{H}/advice", outcome.advise, name="outcome_advice"),
    path(f"{H}/begun/correct", corrections.begun, name="correct_begun"),
    path(f"{H}/outcome/take-back", corrections.outcome, name="void_outcome"),
    path(D, orders.show, name="order"),
    path(f"{D}/serve", orders.serve, name="order_serve"),
    path(f"{D}/awareness", orders.awareness, name="order_awareness"),
    path(f"{D}/review", orders.review, name="order_review"),
    path(f"{D}/discharge", orders.discharge, name="order_discharge"),
    path(f"{D}/event", orders.event, name="order_event"),
    path(f"{D}/clauses/<int:clause>/correct", orders.correct, name="order_correct"),
    path(f"{D}/vary", vary.vary, name="order_vary"),
    path(f"{D}/vary/add", vary_clause.add, name="order_vary_add"),
    path(f"{D}/vary/<slug:change>/<int:number>", vary_clause.clause, name="order_vary_clause"),
    path(f"{D}/vary/<slug:change>/<int:number>/<slug:term>", vary_clause.clause_term, name="order_vary_term"),
    path(f"{D}/service/correct", corrections.service, name="correct_order_service"),
    path(f"{D}/awareness/correct", corrections.awareness, name="correct_awareness"),
    path("cases/<caseref:ref>/death/correct", corrections.death, name="correct_death"),
    path("cases/<caseref:ref>/subject-event", orders.subject_event, name="subject_event"),
]
