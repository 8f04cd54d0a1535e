"""Reading what is alike."""

from otklik.casework.duplicates.selectors.looking import Alike, Told, alike
from otklik.casework.duplicates.selectors.settings import Manner, manner

__all__ = ["Alike", "Manner", "Told", "alike", "manner"]
