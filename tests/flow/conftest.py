"""What several processes do at once is tried in installations of their own."""

from tests.installation import installation, prepared

__all__ = ["installation", "prepared"]
