"""What came in, kept once and raw."""
