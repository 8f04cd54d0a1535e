"""When a message came as one growing number, whatever a table calls it."""

from datetime import date, datetime, timedelta

_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y/%m/%d")


def order_of(cell: str | date | timedelta) -> float | None:
    """Days since the year one for dates, the number itself for numbers, None where neither is told."""
    if isinstance(cell, date):
        return day_order(cell)
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    said = cell.strip()
    for form in _FORMS:
        try:
            return float(datetime.strptime(said[:10].strip(), form).toordinal())  # noqa: DTZ007  # a day alone
        except ValueError:
            continue
    try:
        return float(said.replace(" ", "").replace(",", "."))
    except ValueError:
        return None


def day_order(day: date) -> float:
    return float(day.toordinal())
