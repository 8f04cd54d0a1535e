"""Official forms, filled and rendered."""
