"""The room of reports as Django sees it."""

from django.apps import AppConfig


class ReportsRoom(AppConfig):
    name = "otklik.insight.reports"
    label = "reports"
