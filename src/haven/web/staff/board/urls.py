from django.urls import path

from haven.web.staff.board import views

urlpatterns = [
    path("board", views.board, name="board"),
    path("board/part", views.board_part, name="board_part"),
]
