"""The room of cases as Django sees it."""

from django.apps import AppConfig


class CasesRoom(AppConfig):
    name = "otklik.register.cases"
    label = "cases"
