from django.urls import path

from haven.web.staff.languages import views

urlpatterns = [
    path("translations", views.translations, name="translations"),
    path("translations/<int:pk>/withdraw", views.withdraw, name="translation_withdraw"),
]
