"""What changes in the room of satisfaction."""

from otklik.casework.satisfaction.services.asking import called, invite, reminded, sent
from otklik.casework.satisfaction.services.questionnaire import BadSheet, Question, save_items, take_sheet
from otklik.casework.satisfaction.services.rating import Kept, Told, dispute, keep, keep_told, rule
from otklik.casework.satisfaction.services.setting import BadManner, forget_manner, set_manner

__all__ = [
    "BadManner",
    "BadSheet",
    "Kept",
    "Question",
    "Told",
    "called",
    "dispute",
    "forget_manner",
    "invite",
    "keep",
    "keep_told",
    "reminded",
    "rule",
    "save_items",
    "sent",
    "set_manner",
    "take_sheet",
]
