"""What the cases tell."""
