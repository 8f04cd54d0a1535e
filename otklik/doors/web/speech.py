"""How the screens say instants, terms and shares in words."""

from datetime import date, datetime, timedelta

from otklik.kernel import language

NOTHING = "—"
_NEAR = {-1: "вчера", 0: "сегодня", 1: "завтра"}


def when(moment: datetime | date, *, now: datetime) -> str:
    """«сегодня в 10:15», «вчера в 18:40», farther «3 декабря, чт»; both instants in the zone of the town."""
    on = moment.date() if isinstance(moment, datetime) else moment
    near = _NEAR.get((on - now.date()).days)
    if near is None:
        return language.day(on, this_year=now.year)
    return f"{near} в {moment:%H:%M}" if isinstance(moment, datetime) else near


def moment_words(moment: datetime, *, now: datetime) -> str:
    """As `when`, with the time always: «3 декабря, чт, 10:15»."""
    words = when(moment, now=now)
    return words if " в " in words else f"{words}, {moment:%H:%M}"


def left(due: datetime, *, now: datetime) -> str:
    """The time to a term in words: «2 дня», «6 ч», «просрочено на 4 ч»."""
    return f"просрочено на {_span(now - due)}" if due < now else _span(due - now)


def percent(share: float | None, *, digits: int = 0) -> str:
    """A share of one as per cent: 0.873 is «87 %»; unknown is «—», never 0."""
    return NOTHING if share is None else f"{language.number(share * 100, digits=digits)}{language.NO_BREAK}%"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes >= 24 * 60:
        return language.counted(minutes // (24 * 60), "день", "дня", "дней")
    if minutes >= 60:
        return f"{minutes // 60}{language.NO_BREAK}ч"
    return f"{minutes}{language.NO_BREAK}мин" if minutes else "меньше минуты"
