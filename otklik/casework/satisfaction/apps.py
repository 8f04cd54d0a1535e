"""The room of satisfaction as Django sees it."""

from django.apps import AppConfig


class SatisfactionRoom(AppConfig):
    name = "otklik.casework.satisfaction"
    label = "satisfaction"
