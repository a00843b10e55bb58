"""People who sign in, teams, forces and courts, for the administrator; and everybody's own password."""

from django.urls import path

from haven.web.staff.people import list_views, password_views, person_views, place_views, post_views

urlpatterns = [
    path("people", list_views.people, name="people"),
    path("people/new", person_views.new, name="person_new"),
    path("people/asked", list_views.asked, name="people_asked"),
    path("people/asked/<str:public_id>", post_views.act, name="people_act"),
    path("people/teams", place_views.teams, name="teams"),
    path("people/teams/new", place_views.new_team, name="team_new"),
    path("people/forces/new", place_views.new_force, name="force_new"),
    path("people/forces/<int:pk>", place_views.force, name="force"),
    path("people/courts", place_views.courts, name="courts"),
    path("people/courts/new", place_views.new_court, name="court_new"),
    path("people/courts/<int:pk>", place_views.court, name="court"),
    path("people/<int:pk>", person_views.person, name="person"),
    path("people/<int:pk>/change", person_views.change, name="person_change"),
    path("people/<int:pk>/close", person_views.close, name="person_close"),
    path("people/<int:pk>/open", person_views.reopen, name="person_open"),
    path("people/<int:pk>/code", person_views.code, name="person_code"),
    path("people/<int:pk>/role", post_views.role, name="person_role"),
    path("people/<int:pk>/rank", post_views.rank, name="person_rank"),
    path("people/<int:pk>/roles/<int:row>", post_views.role_end, name="person_role_end"),
    path("people/<int:pk>/ranks/<int:row>", post_views.rank_end, name="person_rank_end"),
    path("password", password_views.change, name="password"),
    path("first-password", password_views.first, name="first_password"),
]
