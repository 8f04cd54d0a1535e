"""Changing municipalities and their registers of addresses."""

from otklik.ground.places.services.changes import BadPlace
from otklik.ground.places.services.closing import set_street
from otklik.ground.places.services.importing import Asking, ImportSummary, import_csv, import_streets
from otklik.ground.places.services.landmarks import import_landmarks, load_landmarks, save_landmark
from otklik.ground.places.services.loading import Loaded, load_places
from otklik.ground.places.services.runs import ask_to_stop, begin_loading, note_loading
from otklik.ground.places.services.towns import save_district, save_municipality

__all__ = [
    "Asking",
    "BadPlace",
    "ImportSummary",
    "Loaded",
    "ask_to_stop",
    "begin_loading",
    "import_csv",
    "import_landmarks",
    "import_streets",
    "load_landmarks",
    "load_places",
    "note_loading",
    "save_district",
    "save_landmark",
    "save_municipality",
    "set_street",
]
