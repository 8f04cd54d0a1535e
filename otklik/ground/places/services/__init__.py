"""Changing municipalities and their registers of addresses."""

from otklik.ground.places.services.changes import BadPlace
from otklik.ground.places.services.importing import ImportSummary, import_csv
from otklik.ground.places.services.loading import Loaded, load_places
from otklik.ground.places.services.towns import save_district, save_municipality

__all__ = [
    "BadPlace",
    "ImportSummary",
    "Loaded",
    "import_csv",
    "load_places",
    "save_district",
    "save_municipality",
]
