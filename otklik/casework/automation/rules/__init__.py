"""What is right in automatic rules: their conditions, effects and sentences, and how they act."""
