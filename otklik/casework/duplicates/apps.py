"""The room of duplicates as Django sees it."""

from django.apps import AppConfig


class DuplicatesRoom(AppConfig):
    name = "otklik.casework.duplicates"
    label = "duplicates"
