"""The monthly report of 28 indicators: appendix 1 to the regulation of the Чердаклы centre."""

from collections.abc import Sequence
from datetime import date

from otklik.insight.analytics.counts import Value
from otklik.insight.analytics.indicators import DECREE, INDICATORS
from otklik.insight.analytics.values import Period
from otklik.insight.reports.form import Centre, Column, Figure, Filled, Form, Row, cell, spoken_date

_GROWTH = "Прирост по сравнению с предыдущим периодом"

FORM = Form(
    code="monthly",
    title="Отчёт о достигнутых значениях индикаторов результативности",
    columns=(
        Column("№ п/п", Figure.TEXT, 7),
        Column("Наименование", Figure.TEXT, 44),
        Column("Достигнутое значение индикатора по состоянию на отчетную дату, единиц", Figure.COUNT, 15),
        Column("единиц", Figure.GROWTH, 10, _GROWTH),
        Column("%", Figure.GROWTH_PERCENT, 10, _GROWTH),
        Column("Нарастающим итогом с начала года, единиц", Figure.COUNT, 14),
    ),
    norm=f"{DECREE}, п. 2.7 и приложение № 1",
)


def fill(values: Sequence[Value], *, month: Period, as_of: date, municipality: str, centre: Centre) -> Filled:
    """The form with the values of the month, as of the day or the end of the month, whichever is earlier."""
    as_of = min(month.last, as_of)
    return Filled(
        form=FORM,
        municipality=municipality,
        period=month.code,
        as_of=as_of,
        annex=("Приложение № 1", "к Положению", f"о {centre.full_prepositional}", centre.town_genitive),
        heading=(
            "ОТЧЕТ",
            f"о достигнутых значениях индикаторов результативности работы {centre.title}",
            centre.town_genitive,
            f"на {spoken_date(as_of)}",
            "Периодичность: ежемесячная",
        ),
        rows=tuple(_row(value) for value in values),
        signature=(f"Руководитель {centre.title}", centre.town_genitive),
        head_name=centre.head_name,
    )


def _row(value: Value) -> Row:
    told = (
        f"{value.number}.",
        INDICATORS[value.number].title,
        value.value,
        value.growth,
        value.growth_percent,
        value.total,
    )
    return Row(
        value.number, tuple(cell(column.figure, one) for column, one in zip(FORM.columns, told, strict=True))
    )
