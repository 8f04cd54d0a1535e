"""What a citizen sees."""
