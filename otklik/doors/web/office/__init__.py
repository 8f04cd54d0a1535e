"""The recipient's office."""
