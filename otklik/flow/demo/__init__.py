"""The demonstration town: invented places, people, messages and stories, the same for the same seed."""
