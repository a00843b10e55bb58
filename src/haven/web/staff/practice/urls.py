"""The practice cases, for administrators of a practice installation."""

from django.urls import path

from haven.web.staff.practice import pages

urlpatterns = [path("practice", pages.practice, name="practice")]
