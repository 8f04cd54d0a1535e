"""Signs of a message that a person should know of before deciding: each with its ground and its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """`kind` is of the table of kinds, `ground` is Russian, `fragment` is quoted from the text."""

    kind: str
    ground: str
    fragment: str
