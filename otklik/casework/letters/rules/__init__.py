"""What letters there are, what stands in them, and what proves that one was sent."""
