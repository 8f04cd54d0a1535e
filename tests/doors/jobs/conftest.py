"""Commands are tried in installations of their own."""

from tests.installation import installation, prepared

__all__ = ["installation", "prepared"]
