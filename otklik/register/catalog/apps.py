"""The room of catalog as Django sees it."""

from django.apps import AppConfig


class CatalogRoom(AppConfig):
    name = "otklik.register.catalog"
    label = "catalog"
