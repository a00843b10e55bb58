"""Figures: the page, the same as a file, and the lists behind the totals."""

from django.urls import path

from haven.web.staff.figures import pages

urlpatterns = [
    path("figures", pages.figures_page, name="figures"),
    path("figures.csv", pages.figures_csv, name="figures_csv"),
    path("figures/<slug:figure_id>", pages.figure_list, name="figure_list"),
]
