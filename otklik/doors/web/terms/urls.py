"""Addresses of decisions about the terms of a case."""

from django.urls import path

from otklik.doors.web.terms import deciding

app_name = "terms"
urlpatterns = [
    path("<path:number>/terms/extend/", deciding.extend, name="extend"),
    path("<path:number>/terms/pause/", deciding.pause, name="pause"),
    path("<path:number>/terms/resume/", deciding.resume, name="resume"),
    path("<path:number>/terms/<int:decision_id>/notice/", deciding.notice, name="notice"),
    path("<path:number>/terms/<int:decision_id>/revoke/", deciding.revoke, name="revoke"),
    path("<path:number>/terms/", deciding.decisions, name="decisions"),
]
