"""What crosses the border, and what stands behind it."""
