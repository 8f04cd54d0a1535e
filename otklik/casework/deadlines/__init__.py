"""The clocks of the law."""
