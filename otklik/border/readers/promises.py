"""The day that an answer promises («не позднее 30 декабря»)."""

import re
from datetime import date, timedelta

_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_PROMISE = re.compile(
    r"(?:не позднее|в срок до|до конца дня|до|к)\s+(\d{1,2})(?:-го)?\s*"
    r"(?:[.](\d{1,2})(?:[.](\d{4}|\d\d))?|\s(янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]*(?:\s+(\d{4}))?)",
    re.IGNORECASE,
)


def promised_day(text: str, *, said_on: date) -> date | None:
    """The first promised day; without a year, the nearest one from the day it was said."""
    if not (found := _PROMISE.search(text)):
        return None
    month = int(found[2]) if found[2] else _MONTHS.index(found[4].lower()) + 1
    year = found[3] or found[5]
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, int(found[1]))
        day = date(said_on.year, month, int(found[1]))
        return day if day >= said_on - timedelta(days=31) else day.replace(year=day.year + 1)
    except ValueError:
        return None
