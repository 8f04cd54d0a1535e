"""The day that an answer promises («не позднее 30 декабря»)."""

import re
from datetime import date, timedelta

_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DAY = re.compile(
    r"(?<![\d.,:/])(\d\d?)(?:-го)?(?:\.(\d\d)(?:\.(\d{4}|\d\d))?(?!\d)"
    r"|\s+(янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]*(?:\s+(\d{4}))?)"
)
_LEADS = (" до ", " к ", " позднее ", "До ", "К ", "дня ")
_LEAD = re.compile(r"(?:^|\s)(?:до|к|не позднее|до конца дня)\s+$", re.IGNORECASE)


def promised_day(text: str, *, said_on: date) -> date | None:
    """The first promised day; without a year, the nearest one from the day it was said."""
    if not any(lead in text for lead in _LEADS):  # most answers promise nothing, and this is quick
        return None
    for found in _DAY.finditer(text):
        if _LEAD.search(text, max(0, found.start() - 20), found.start()):
            return _day(found, said_on)
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
