"""Cases, their questions, posts and moves."""
