"""The stages of a message: moderation, coordination, execution, approval, as a municipality keeps them."""
