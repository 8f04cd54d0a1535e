"""The room of audit as Django sees it."""

from django.apps import AppConfig


class AuditRoom(AppConfig):
    name = "otklik.ground.audit"
    label = "audit"
