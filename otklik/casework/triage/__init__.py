"""What a message is about and who answers for it."""
