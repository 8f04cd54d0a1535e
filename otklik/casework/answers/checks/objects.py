"""Whether an answer is about the same school, entrance or route as the message, by its kind and number."""

import re

from otklik.casework.answers.checks.text import Remark, Text

_KINDS: tuple[tuple[str, str], ...] = (
    ("школа", r"школ\w*|лице\w*|гимнази\w*|соши?"),
    ("детский сад", r"(?:детск\w+\s+)?сад\w*|детсад\w*|доу"),
    ("поликлиника", r"поликлиник\w*|больниц\w*"),
    ("подъезд", r"подъезд\w*"),
    ("маршрут", r"маршрут\w*|автобус\w*|маршрутк\w*|троллейбус\w*"),
    ("котельная", r"котельн\w*"),
    ("контейнерная площадка", r"площадк\w*"),
)
_BEFORE = r"\b(?P<before>\d{{1,4}})(?:-?(?:я|й|ая|ой|го|му|м|е|ю|ей))?\s+(?:{kind})\b"
_AFTER = r"\b(?:{kind})\s*(?:№\s*|номер\s+)?(?P<after>\d{{1,4}})(?!\d|[.]\d|\s*(?:дн|час|мин|руб|чел|метр))"
_NUMBERED = tuple(
    (title, re.compile(f"{_AFTER.format(kind=kind)}|{_BEFORE.format(kind=kind)}", re.IGNORECASE))
    for title, kind in _KINDS
)


def other_object(text: Text) -> list[Remark]:
    """The message names a numbered thing, and the answer another one of the same kind and never this one."""
    found = []
    for title, pattern in _NUMBERED:
        asked = {_number(m) for one in text.questions for m in pattern.finditer(one)}
        told = list(pattern.finditer(text.body))
        if not asked or not told or asked & {_number(m) for m in told}:
            continue
        first = told[0]
        reason = (
            f"В сообщении {title} № {', '.join(sorted(asked))}, а в ответе «{first.group().strip()}»: "
            "проверьте, о том ли это ответ."
        )
        found.append(Remark("object", reason, first.start(), first.end()))
    return found


def _number(found: re.Match[str]) -> str:
    return found.group("after") or found.group("before")
