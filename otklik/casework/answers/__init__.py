"""Drafts, approvals and templates."""
