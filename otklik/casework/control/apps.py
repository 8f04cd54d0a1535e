"""The room of control as Django sees it."""

from django.apps import AppConfig


class ControlRoom(AppConfig):
    name = "otklik.casework.control"
    label = "control"
