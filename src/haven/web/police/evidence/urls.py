from django.urls import path

from haven.web.police.evidence import exhibit_views, pack_views, upload_views, views

urlpatterns = [
    path("breaches/<str:ref>/evidence", views.evidence, name="evidence"),
    path("breaches/<str:ref>/evidence/add", upload_views.add, name="evidence_add"),
    path("breaches/<str:ref>/pack", pack_views.new, name="pack_new"),
    path("evidence/incoming/<str:public_id>", upload_views.file, name="evidence_file"),
    path("evidence/incoming/<str:public_id>/announce", upload_views.announce, name="evidence_announce"),
    path("evidence/incoming/<str:public_id>/part", upload_views.part, name="evidence_part"),
    path("evidence/packs/<str:public_id>", pack_views.pack, name="pack"),
    path("evidence/packs/<str:public_id>/file", pack_views.file, name="pack_file"),
    path("evidence/packs/<str:public_id>/sent", pack_views.sent, name="pack_sent"),
    path("evidence/<str:public_id>", exhibit_views.exhibit, name="exhibit"),
    path("evidence/<str:public_id>/preview", exhibit_views.preview, name="exhibit_preview"),
    path("evidence/<str:public_id>/copy", exhibit_views.copy, name="exhibit_copy"),
    path("evidence/<str:public_id>/original", exhibit_views.original, name="exhibit_original"),
    path("evidence/<str:public_id>/hand", exhibit_views.hand, name="exhibit_hand"),
    path("evidence/<str:public_id>/withdraw", exhibit_views.withdraw, name="exhibit_withdraw"),
]
