"""The room of appeals as Django sees it."""

from django.apps import AppConfig


class AppealsRoom(AppConfig):
    name = "otklik.casework.appeals"
    label = "appeals"
