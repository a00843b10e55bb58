from django.urls import path

from haven.web.police.notice import refs as refs  # the converter "dn"
from haven.web.police.serve import views

urlpatterns = [path("notices/<dn:ref>/serve", views.serve, name="notice_serve")]
