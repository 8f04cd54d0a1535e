"""Months and years in addresses and in words."""

from datetime import date

from django.http import Http404

from otklik.insight.analytics.values import Period

NAMES = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
FIRST_YEAR, LAST_YEAR = 2015, 2035


def month_of(code: str) -> Period:
    """The month of an address (`2026-10`); 404 for what is none."""
    try:
        first = date.fromisoformat(f"{code}-01")
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise Http404
    return Period.month_of(first)


def year_of(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def spoken(period: Period) -> str:
    """«октябрь 2026»."""
    return f"{NAMES[period.first.month - 1]} {period.first.year}"


def next_month(period: Period) -> Period:
    after = period.first.year * 12 + period.first.month
    return Period.month(after // 12, after % 12 + 1)
