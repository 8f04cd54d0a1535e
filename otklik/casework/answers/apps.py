"""The room of answers as Django sees it."""

from django.apps import AppConfig


class AnswersRoom(AppConfig):
    name = "otklik.casework.answers"
    label = "answers"
