"""What an act on an appeal is refused by."""


class BadAppeal(ValueError):
    """The act cannot be done; the message is Russian, says why and what to do."""
