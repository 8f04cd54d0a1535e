"""The two forms filled with figures of every kind: unknown, zero, growth, fall, thousands."""

from datetime import date

from otklik.insight.analytics.counts import Reached, Value, share
from otklik.insight.analytics.values import Period
from otklik.insight.reports.form import Centre, Filled
from otklik.insight.reports.forms import monthly, yearly
from otklik.insight.reports.rules import decreed

CENTRE = Centre(
    title="МЦУР",
    town_genitive="муниципального образования «Чердаклинский район» Ульяновской области",
    head_name="И. П. Иванов",
)
PAIRS = ((None, None), (0, None), (0, 0), (5, 0), (12, 16), (1204, 1070), (0, 3))


def filled_monthly(centre: Centre = CENTRE) -> Filled:
    values = []
    for number in range(1, 29):
        value, before = PAIRS[number % len(PAIRS)]
        growth = None if value is None or before is None else value - before
        total = None if value is None else value + 3000
        values.append(Value(number, value, before, growth, share(growth, before), total))
    return monthly.fill(
        values, month=Period.month(2026, 10), as_of=date(2026, 11, 2), municipality="town", centre=centre
    )


def filled_yearly() -> Filled:
    reached = [
        Reached(number, None, 0, None) if number == 4 else Reached(number, number, 24, share(number, 24))
        for number in range(1, 8)
    ]
    return yearly.fill(
        reached,
        year=2024,
        as_of=date(2026, 11, 2),
        municipality="town",
        centre=CENTRE,
        plan=decreed(2024),
        deviations={1: "Регламент фаст-трека утверждён 15.09.2024."},
    )
