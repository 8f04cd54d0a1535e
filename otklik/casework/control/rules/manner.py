"""How a town watches the cases of a stream, and when it leaves its people in peace."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time

from otklik.border.ports.messages import Stream
from otklik.ground.worktime.rules import Calendar

LADDER_NORM = "Регламент центра: внутренние напоминания за 10, 5, 3 и 1 день (настройка)"
ESCALATION_NORM = "Положение о МЦУР (Чердаклы), п. 3.3, 4.4; сроки эскалации — регламент центра (настройка)"
FORWARDING_NORM = "59-ФЗ, ст. 8, ч. 3, 4; тревога на пятый день — регламент центра (настройка)"
RETURN_NORM = "Регламент центра: возврат непринятого координатору (настройка)"
MOST_DAYS, MOST_HOURS = 60, 80


class BadManner(ValueError):
    """The watch cannot be set so; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Of one stream. `days` and `hours` before the end of a term it is reminded of ([M], R1.13, a setting).

    A reminder reaches the head of the recipient from `head_days` before the end, the centre from
    `centre_days`. Overdue by `block_over` days reaches the head of the block, by `lead_over` the head of the
    centre, by `town_over` the head of town. `return_hours` are working hours; None switches a thing off.
    """

    days: tuple[int, ...] = (10, 5, 3, 1)
    hours: tuple[int, ...] = (4, 1)
    head_days: int = 3
    centre_days: int = 1
    block_over: int | None = 1
    lead_over: int | None = 3
    town_over: int | None = 10
    alarm_days: int | None = 5
    return_hours: int | None = 16
    risk_days: int = 3
    hops: int = 3


DEFAULTS: Mapping[Stream, Manner] = {
    Stream.APPEALS: Manner(hours=(), return_hours=24),
    Stream.POS: Manner(days=(5, 3, 1), hours=(4, 1)),
    Stream.DIGITAL: Manner(days=(3, 1), hours=(4, 1), return_hours=8, risk_days=2),
    Stream.HOTLINE: Manner(days=(5, 3, 1), hours=(4, 1)),
}
"""By the stream of a case; the internal ladder of appeals is practice (R1.13, [M])."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peace:
    """Hours of the town's clock when only danger may disturb, and whether letters are sent at all."""

    quiet_from: time = time(20)
    quiet_to: time = time(8)
    works_on_days_off: bool = False
    is_mail_on: bool = False

    def is_quiet(self, now: datetime, calendar: Calendar) -> bool:
        """Whether only danger is told of at this moment."""
        local = now.astimezone(calendar.tz)
        if not self.works_on_days_off and calendar.covers(local.date()) and not _works(local, calendar):
            return True
        begins, ends, at = self.quiet_from, self.quiet_to, local.time()
        return begins <= at < ends if begins <= ends else at >= begins or at < ends


def check(manner: Manner) -> None:
    """Raises `BadManner` for a watch that could never work."""
    if any(not 0 <= one <= MOST_DAYS for one in manner.days):
        raise BadManner(f"Напоминать можно не раньше чем за {MOST_DAYS} дней.")
    if any(not 1 <= one <= MOST_HOURS for one in manner.hours):
        raise BadManner(f"Напоминать можно за 1–{MOST_HOURS} рабочих часов.")
    steps = [one for one in (manner.block_over, manner.lead_over, manner.town_over) if one is not None]
    if steps != sorted(steps):
        raise BadManner(
            "Эскалация идёт вверх: руководитель блока раньше руководителя центра, тот раньше главы."
        )


def numbers(told: str) -> tuple[int, ...]:
    """«10, 5, 3 и 1» as numbers, the greatest first; raises `BadManner`."""
    parts = told.replace("и", " ").replace(",", " ").replace(";", " ").replace("/", " ").split()
    if not all(part.isdecimal() and len(part) < 4 for part in parts):
        raise BadManner("Перечислите числа через запятую: 10, 5, 3, 1.")
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def stored(manner: Manner) -> dict[str, object]:
    """As JSON holds it."""
    told = {one.name: getattr(manner, one.name) for one in fields(Manner)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def restored(values: Mapping[str, object], stream: Stream) -> Manner:
    """From JSON; what a later version added has its default."""
    known = {one.name for one in fields(Manner)}
    told = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name in known
    }
    return Manner(**{**_usual(stream), **told})  # type: ignore[arg-type]  # written by `stored`


def _usual(stream: Stream) -> dict[str, object]:
    return {one.name: getattr(DEFAULTS[stream], one.name) for one in fields(Manner)}


def _works(local: datetime, calendar: Calendar) -> bool:
    return calendar.is_working(local.date())
