"""The room of letters as Django sees it."""

from django.apps import AppConfig


class LettersRoom(AppConfig):
    name = "otklik.casework.letters"
    label = "letters"
