"""The room of people as Django sees it."""

from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "otklik.ground.people"
    label = "people"
