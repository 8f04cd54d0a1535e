"""The centre's desk: the queue, the card, the hotline."""
