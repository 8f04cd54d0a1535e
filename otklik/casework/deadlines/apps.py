"""The room of deadlines as Django sees it."""

from django.apps import AppConfig


class DeadlinesRoom(AppConfig):
    name = "otklik.casework.deadlines"
    label = "deadlines"
