from django.urls import path

from haven.web.police.decide import views
from haven.web.police.notice import refs as refs  # the converter "dn"

urlpatterns = [
    path("decide", views.queue, name="decide_queue"),
    path("decide/<dn:ref>", views.decide, name="decide"),
    path("decide/<dn:ref>/advice", views.advise, name="advise_request"),
]
