from django.urls import path

from haven.web.police.notice import refs as refs  # the converter "dn"
from haven.web.police.notice import views

urlpatterns = [
    path("notices/<dn:ref>", views.show, name="notice"),
    path("notices/<dn:ref>/sign", views.sign_page, name="notice_sign"),
    path("notices/<dn:ref>/withdraw", views.withdraw, name="notice_withdraw"),
    path("notices/<dn:ref>/correct", views.correct, name="notice_correct"),
    path("notices/<dn:ref>/wrong-person", views.wrong_person, name="notice_wrong_person"),
    path("notices/<dn:ref>/held-void", views.held_void, name="notice_held_void"),
    path("notices/<dn:ref>/commanding-officer", views.commanding_officer, name="notice_commanding_officer"),
    path("notices/<dn:ref>/advice", views.advise, name="notice_advice"),
    path("documents/<str:doc_id>.pdf", views.document, name="document"),
]
