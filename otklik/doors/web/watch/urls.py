"""Addresses of the board, of conflicts and of notices."""

from django.urls import path

from otklik.doors.web.watch import board, conflicts, notices

app_name = "watch"
urlpatterns = [
    path("", board.board, name="board"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<int:conflict_id>/<slug:verdict>/", conflicts.judge, name="judge"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:notice_id>/open/", notices.opened, name="open"),
]
