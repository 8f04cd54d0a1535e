"""The room of intake as Django sees it."""

from django.apps import AppConfig


class IntakeRoom(AppConfig):
    name = "otklik.register.intake"
    label = "intake"
