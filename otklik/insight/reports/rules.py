"""Plan values of the seven targets, and when a deviation must be explained."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otklik.insight.analytics.indicators import DECREE


@dataclass(frozen=True, slots=True)
class Plan:
    """What the decree planned for a target in a year, in percent."""

    number: int
    year: int
    value: Decimal
    norm: str


PLAN_NORM = f"Постановление о создании МЦУР ({DECREE}), приложение № 3"

_YEARS = (2020, 2021, 2022, 2023, 2024)
_PERCENTS = {
    1: (20, 50, 70, 80, 90),
    2: (5, 20, 30, 40, 50),
    3: (5, 20, 30, 40, 60),
    4: (10, 40, 60, 80, 100),
    5: (5, 30, 50, 60, 70),
    6: (10, 30, 60, 70, 80),
    7: (0, 10, 20, 40, 50),
}

PLANS: tuple[Plan, ...] = tuple(
    Plan(number, year, Decimal(percent), f"{PLAN_NORM}, строка {number}")
    for number, percents in _PERCENTS.items()
    for year, percent in zip(_YEARS, percents, strict=True)
)
"""After 2024 the decree plans nothing: a town sets its own values."""

MONTHLY_DAY = 2
MONTHLY_NORM = f"{DECREE}, п. 4 постановления: до 2 числа месяца, следующего за отчётным"
YEARLY_NORM = f"{DECREE}, п. 4 постановления: не позднее 31 декабря отчётного года"


RECIPIENTS_ROW = 10
"""The row of the monthly form that the register of recipients tells."""


def decreed(year: int) -> dict[int, Decimal]:
    """The decree's plan of the year by target; empty for a year it says nothing of."""
    return {plan.number: plan.value for plan in PLANS if plan.year == year}


def monthly_due(month: date) -> date:
    """The day by which the report of the month is due."""
    after = month.year * 12 + month.month
    return date(after // 12, after % 12 + 1, MONTHLY_DAY)


def yearly_due(year: int) -> date:
    return date(year, 12, 31)


def needs_reason(planned: Decimal | None, reached: Decimal | None) -> bool:
    """A target below its plan, or unknown against one, asks for the reason of deviation."""
    return planned is not None and planned > 0 and (reached is None or reached < planned)
