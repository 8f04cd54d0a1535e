"""Changing the catalog."""

from otklik.register.catalog.services.blocks import save_block
from otklik.register.catalog.services.changes import BadCatalog
from otklik.register.catalog.services.classifier import apply
from otklik.register.catalog.services.installing import Installed, install_defaults
from otklik.register.catalog.services.meeting import meet_topics
from otklik.register.catalog.services.recipients import (
    Duty,
    remove_responsibility,
    save_recipient,
    set_responsibility,
)
from otklik.register.catalog.services.topics import TopicFields, merge_topic, save_topic

__all__ = [
    "BadCatalog",
    "Duty",
    "Installed",
    "TopicFields",
    "apply",
    "install_defaults",
    "meet_topics",
    "merge_topic",
    "remove_responsibility",
    "save_block",
    "save_recipient",
    "save_topic",
    "set_responsibility",
]
