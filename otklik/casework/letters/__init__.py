"""Letters on the municipality's letterhead, their outgoing numbers, and the proof that they were sent."""
