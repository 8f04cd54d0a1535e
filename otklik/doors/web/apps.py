"""The room of web as Django sees it."""

from django.apps import AppConfig


class WebRoom(AppConfig):
    name = "otklik.doors.web"
    label = "web"
