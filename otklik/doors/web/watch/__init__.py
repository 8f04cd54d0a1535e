"""The board of control, what goes wrong in threads, and what a person is told."""
