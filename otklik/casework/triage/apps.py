"""The room of triage as Django sees it."""

from django.apps import AppConfig


class TriageRoom(AppConfig):
    name = "otklik.casework.triage"
    label = "triage"
