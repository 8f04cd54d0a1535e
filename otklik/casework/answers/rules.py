"""The slots of a template and how they are filled."""

import re

_FILL = re.compile(r"\{(\w+)\}")


def fill(template: str, values: dict[str, str]) -> str:
    """Put known values into the slots of a template; unknown or empty ones stay to be filled by hand."""
    return _FILL.sub(lambda m: values.get(RUSSIAN.get(m.group(1).lower(), m.group(1))) or m.group(), template)


SLOTS: dict[str, str] = {
    "name": "имя и отчество заявителя",
    "number": "номер обращения",
    "received": "дата поступления",
    "address": "адрес из обращения",
    "topic": "тема",
    "organisation": "ответственный получатель",
    "due": "срок ответа",
}

RUSSIAN: dict[str, str] = {
    "имя": "name",
    "номер": "number",
    "дата": "received",
    "адрес": "address",
    "тема": "topic",
    "получатель": "organisation",
    "срок": "due",
}
"""The slots as a person writes them: «{имя}», «{адрес}»."""
