"""The slots of a template and how they are filled; whose turn it is in a chain of approval."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile

_FILL = re.compile(r"\{(\w+)\}")


def fill(template: str, values: dict[str, str]) -> str:
    """Put known values into the slots of a template; unknown or empty ones stay to be filled by hand."""
    return _FILL.sub(lambda m: values.get(RUSSIAN.get(m.group(1).lower(), m.group(1))) or m.group(), template)


def keyed(asked: Mapping[str, str]) -> dict[str, str]:
    """What was told by the Russian names of slots, as `fill` wants it; the empty are left out."""
    return {RUSSIAN.get(name, name): value for name, value in asked.items() if value}


SLOTS: dict[str, str] = {
    "name": "имя и отчество заявителя",
    "number": "номер обращения",
    "received": "дата поступления",
    "address": "адрес из обращения",
    "topic": "тема",
    "organisation": "ответственный получатель",
    "due": "срок ответа",
    "executor": "исполнитель",
    "phone": "телефон исполнителя",
}

RUSSIAN: dict[str, str] = {
    "имя": "name",
    "номер": "number",
    "дата": "received",
    "адрес": "address",
    "тема": "topic",
    "получатель": "organisation",
    "срок": "due",
    "исполнитель": "executor",
    "телефон": "phone",
}
"""The slots as a person writes them: «{имя}», «{адрес}»."""


def left(chain: Sequence[int], approved: Collection[int]) -> tuple[int, ...]:
    """Who of the chain has not approved in this round, in order; a person named twice approves once."""
    return tuple(one for one in dict.fromkeys(chain) if one not in approved)


def whose_turn(chain: Sequence[int], approved: Collection[int]) -> int | None:
    """Who approves next; None when everybody has."""
    return next(iter(left(chain, approved)), None)


def covered(
    chain: Sequence[int], approved: Collection[int], *, standing_for: Collection[int]
) -> tuple[int, ...]:
    """For whom one yes counts: those next in turn for whom the person may speak; empty out of turn."""
    return tuple(takewhile(standing_for.__contains__, left(chain, approved)))
