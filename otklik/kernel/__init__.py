"""Pure knowledge that every room may use."""
