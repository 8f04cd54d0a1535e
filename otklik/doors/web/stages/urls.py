"""Addresses of the stages of messages."""

from django.urls import path

from otklik.doors.web.stages import moderation, standing, whole

app_name = "stages"
urlpatterns = [
    path("", moderation.moderation, name="moderation"),
    path("<path:number>/accept/", moderation.accept, name="accept"),
    path("<path:number>/refuse/", moderation.refuse, name="refuse"),
    path("<path:number>/whole/", whole.whole, name="whole"),
    path("<path:number>/", standing.standing, name="standing"),
]
