"""Addresses of what 59-ФЗ lets be done with an appeal."""

from django.urls import path

from otklik.doors.web.appeals import acts, panel, receptions

app_name = "appeals"
urlpatterns = [
    path("find/codes/", panel.codes, name="find_codes"),
    path("receptions/", receptions.day, name="receptions"),
    path("receptions/book/", receptions.book, name="book"),
    path("receptions/<int:reception_id>/", receptions.card, name="reception"),
    path("receptions/<int:reception_id>/cancel/", receptions.cancel, name="cancel"),
    path("<path:number>/panel/", panel.panel, name="panel"),
    path("<path:number>/do/<slug:code>/", acts.act, name="act"),
    path("<path:number>/", panel.road, name="road"),
]
