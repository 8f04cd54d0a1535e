"""The room of worktime as Django sees it."""

from django.apps import AppConfig


class WorktimeRoom(AppConfig):
    name = "otklik.ground.worktime"
    label = "worktime"
