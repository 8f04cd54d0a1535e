"""The journal of actions."""
