"""Organisations, users, roles and memberships."""
