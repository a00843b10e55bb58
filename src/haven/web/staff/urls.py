"""Staff pages that several roles share."""

from django.urls import include, path

from haven.web.staff import help as help_pages
from haven.web.staff import home, sign_in
from haven.web.staff.session import views as session_state

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="account_login"),
    path("session", session_state.session, name="session"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("practice/as", sign_in.practise_as, name="practise_as"),
    path("help", help_pages.help_page, name="help"),
    path("accessibility", help_pages.accessibility, name="accessibility"),
    path("healthz", help_pages.healthz, name="healthz"),
    path("", include("haven.web.staff.board.urls")),
    path("", include("haven.web.staff.deadlines.urls")),
    path("", include("haven.web.staff.duty.urls")),
    path("", include("haven.web.staff.tasks.urls")),
    path("", include("haven.web.staff.sittings.urls")),
    path("", include("haven.web.staff.figures.urls")),
    path("", include("haven.web.staff.practice.urls")),
    path("", include("haven.web.staff.access.urls")),
    path("", include("haven.web.staff.cases.urls")),
    path("", include("haven.web.staff.register.urls")),
    path("", include("haven.web.staff.support.urls")),
    path("", include("haven.web.staff.feedback.urls")),
    path("", include("haven.web.staff.line.urls")),
    path("", include("haven.web.staff.supporters.urls")),
    path("", include("haven.web.staff.audit.urls")),
    path("", include("haven.web.staff.compliance.urls")),
    path("", include("haven.web.staff.monitoring.urls")),
    path("", include("haven.web.staff.law.urls")),
    path("", include("haven.web.staff.languages.urls")),
    path("", include("haven.web.staff.leaflets.urls")),
    path("", include("haven.web.staff.people.urls")),
]
