"""Where the outside world meets ours: no rows, no Django."""
