"""How the other side fails, in our words."""


class BorderError(Exception):
    """Something at the border went wrong; the message is Russian and may be shown to the operator."""


class Unreachable(BorderError):
    """The other side did not answer or answered 5xx: try again later."""


class Refused(BorderError):
    """The other side said no (4xx): trying again will not help."""


class Unreadable(BorderError):
    """What came cannot be read: a wrong type of file, a broken archive, a password."""
