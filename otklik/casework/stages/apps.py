"""The room of stages as Django sees it."""

from django.apps import AppConfig


class StagesRoom(AppConfig):
    name = "otklik.casework.stages"
    label = "stages"
