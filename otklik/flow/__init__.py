"""What happens next: the only place where neighbouring rooms meet."""
