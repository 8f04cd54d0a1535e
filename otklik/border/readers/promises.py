"""The day that an answer promises («не позднее 30 декабря»)."""

import re
from datetime import date, timedelta

_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DAY = re.compile(
    r"(?<![\d.,:/])(\d\d?)(?:-го)?(?:\.(\d\d)(?:\.(\d{4}|\d\d))?(?!\d)"
    r"|\s+(янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]*(?:\s+(\d{4}))?)"
)
_LEADS = ("позднее ", " до ", "До ", " к ", "К ", " дня ")


def promised_day(text: str, *, said_on: date) -> date | None:
    """A promised day; without a year, the nearest one from the day it was said."""
    for lead in _LEADS:
        start = text.find(lead)
        while start >= 0:
            if found := _DAY.match(text, start + len(lead)):
                return _day(found, said_on)
            start = text.find(lead, start + 1)
    return None


def _day(found: re.Match[str], said_on: date) -> date | None:
    month = int(found[2]) if found[2] else _MONTHS.index(found[4]) + 1
    year = found[3] or found[5]
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, int(found[1]))
        day = date(said_on.year, month, int(found[1]))
        return day if day >= said_on - timedelta(days=31) else day.replace(year=day.year + 1)
    except ValueError:
        return None
