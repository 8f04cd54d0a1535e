"""One file a foreign system."""
