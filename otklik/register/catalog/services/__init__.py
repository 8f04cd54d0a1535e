"""Changing the catalog."""

from otklik.register.catalog.services.changes import BadCatalog
from otklik.register.catalog.services.installing import Installed, install_defaults

__all__ = ["BadCatalog", "Installed", "install_defaults"]
