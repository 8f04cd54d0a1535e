"""What changes in the room of duplicates."""

from otklik.casework.duplicates.services.linking import judge, link, relink, set_manner
from otklik.casework.duplicates.services.printing import keep, renew

__all__ = ["judge", "keep", "link", "relink", "renew", "set_manner"]
