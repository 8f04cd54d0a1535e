"""What a topic's evidence and season may be."""

import re
from datetime import date

EVIDENCE: dict[str, str] = {
    "none": "не требуется",
    "photo": "фотография",
    "photo_or_track": "фотография или трек ГЛОНАСС",
}
_SEASON = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
_LEAP_YEAR = 2024


def season_problem(season: str) -> str:
    """Why `MM-DD..MM-DD` cannot be a season, in Russian; "" where it can. A season may pass New Year."""
    if not season.strip():
        return ""
    found = _SEASON.fullmatch(season.strip())
    if found is None:
        return "Сезон пишут так: 11-01..03-31 (месяц-день начала и конца)."
    try:
        date(_LEAP_YEAR, int(found[1]), int(found[2]))
        date(_LEAP_YEAR, int(found[3]), int(found[4]))
    except ValueError:
        return "В сезоне нет такого дня: проверьте месяц и число."
    return ""
