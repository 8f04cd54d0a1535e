"""The room of places as Django sees it."""

from django.apps import AppConfig


class PlacesRoom(AppConfig):
    name = "otklik.ground.places"
    label = "places"
