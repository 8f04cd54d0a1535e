"""The yearly report of 7 targets: appendix 2 to the regulation of the Чердаклы centre."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from otklik.insight.analytics.counts import Reached
from otklik.insight.analytics.indicators import DECREE, TARGETS
from otklik.insight.analytics.values import Period
from otklik.insight.reports.form import Centre, Column, Figure, Filled, Form, Row, cell, spoken_date

FORM = Form(
    code="yearly",
    title="Отчёт о достигнутых значениях целевых показателей",
    columns=(
        Column("№ п.п.", Figure.TEXT, 7),
        Column("Целевые показатели", Figure.TEXT, 39),
        Column("Единица измерения", Figure.TEXT, 11),
        Column("Плановое значение", Figure.PERCENT, 11),
        Column("Достигнутое значение", Figure.PERCENT, 12),
        Column("Причина отклонения", Figure.TEXT, 20),
    ),
    norm=f"{DECREE}, п. 2.2 и приложение № 2",
)


def fill(
    reached: Sequence[Reached],
    *,
    year: int,
    as_of: date,
    municipality: str,
    centre: Centre,
    plan: Mapping[int, Decimal],
    deviations: Mapping[int, str],
) -> Filled:
    """The form as of the day or the end of the year, whichever is earlier; no plan shows as «—»."""
    as_of = min(Period.year(year).last, as_of)
    return Filled(
        form=FORM,
        municipality=municipality,
        period=str(year),
        as_of=as_of,
        annex=("Приложение № 2", "к Положению", f"о {centre.full_prepositional}", centre.town_genitive),
        heading=(
            "ОТЧЕТ",
            f"о достигнутых значениях целевых показателей функционирования {centre.title}",
            centre.town_genitive,
            f"в {year} году",
            f"по состоянию на {spoken_date(as_of)}",
            "Периодичность: ежегодная",
        ),
        rows=tuple(_row(one, plan.get(one.number), deviations.get(one.number, "")) for one in reached),
        signature=(f"Руководитель {centre.title}", centre.town_genitive),
        head_name=centre.head_name,
    )


def _row(reached: Reached, planned: Decimal | None, deviation: str) -> Row:
    told = (
        f"{reached.number}.",
        TARGETS[reached.number].title,
        "Процент",
        planned,
        reached.value,
        deviation,
    )
    return Row(
        reached.number,
        tuple(cell(column.figure, one) for column, one in zip(FORM.columns, told, strict=True)),
    )
