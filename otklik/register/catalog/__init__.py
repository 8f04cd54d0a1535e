"""Sector blocks, topics and recipients."""
