"""The room of official forms, for Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "otklik.insight.reports"
    label = "reports"
    verbose_name = "Отчёты"
