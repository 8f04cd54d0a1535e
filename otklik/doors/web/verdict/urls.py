"""Addresses of citizens' ratings."""

from django.urls import path

from otklik.doors.web.verdict import board, calls, files, given, rulings

app_name = "verdict"
urlpatterns = [
    path("", board.board, name="board"),
    path("cases/<slug:part>/", board.behind, name="behind"),
    path("file.<slug:form>", files.export, name="file"),
    path("centre/", board.centre, name="centre"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:invitation_id>/missed/", calls.missed, name="missed"),
    path("rulings/", rulings.rulings, name="rulings"),
    path("case/<path:number>/phone/", given.by_phone, name="phone"),
    path("case/<path:number>/<int:rating_id>/dispute/", rulings.dispute, name="dispute"),
    path("case/<path:number>/<int:rating_id>/rule/", rulings.rule, name="rule"),
    path("case/<path:number>/", given.given, name="given"),
]
