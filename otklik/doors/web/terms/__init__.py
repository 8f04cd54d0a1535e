"""Decisions about the terms of a case."""
