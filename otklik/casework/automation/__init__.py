"""Automatic rules: what the town has ordered to be done by itself, and who is chosen to do it."""
