"""The room as a Django app."""

from django.apps import AppConfig


class Automation(AppConfig):
    name = "otklik.casework.automation"
    label = "automation"
