"""The stages of a message on the screen: moderation, where a message stands, all in one step."""
