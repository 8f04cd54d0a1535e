"""The room of outbox as Django sees it."""

from django.apps import AppConfig


class OutboxRoom(AppConfig):
    name = "otklik.ground.outbox"
    label = "outbox"
