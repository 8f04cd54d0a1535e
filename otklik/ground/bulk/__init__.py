"""Writing many rows at once."""
