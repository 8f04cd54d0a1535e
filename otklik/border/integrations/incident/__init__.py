"""The export of «Инцидент Менеджмент», the system of incidents found in social networks."""

from otklik.border.integrations.incident.columns import recognises
from otklik.border.integrations.incident.reading import NOT_UNDERSTOOD, READING_NOTE, SYSTEM, records

__all__ = ["NOT_UNDERSTOOD", "READING_NOTE", "SYSTEM", "recognises", "records"]
