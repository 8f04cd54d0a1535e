"""What a rating is, what follows from it, and what may be said of many."""
