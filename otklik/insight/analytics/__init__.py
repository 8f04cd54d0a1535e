"""Facts, the lake and the questions asked of it."""
