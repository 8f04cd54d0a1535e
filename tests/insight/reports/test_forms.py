"""The official forms: the wording of the annexes, the figures as they are shown, the golden files."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from otklik.insight.reports.form import Centre, Figure, Filled, cell, freeze, shown, spoken_date, thaw
from otklik.insight.reports.rules import PLANS, decreed, monthly_due, needs_reason
from tests.insight.reports.filled_by_hand import filled_monthly, filled_yearly

GOLDEN = Path(__file__).parent / "golden"


def as_text(filled: Filled) -> str:
    lines = [*filled.annex, "", *filled.heading, ""]
    lines.append(
        " | ".join(f"{one.group}: {one.title}" if one.group else one.title for one in filled.form.columns)
    )
    lines += [" | ".join(one.text for one in row.cells) for row in filled.rows]
    return "\n".join([*lines, "", *filled.signature, filled.head_name]) + "\n"


@pytest.mark.parametrize("filled", [filled_monthly(), filled_yearly()], ids=lambda one: one.form.code)
def test_форма_как_в_образце(filled: Filled) -> None:
    assert as_text(filled) == (GOLDEN / f"{filled.form.code}.txt").read_text("utf-8")


@pytest.mark.parametrize("filled", [filled_monthly(), filled_yearly()], ids=lambda one: one.form.code)
def test_замороженная_форма_оттаивает_той_же(filled: Filled) -> None:
    assert thaw(freeze(filled)) == filled


@pytest.mark.parametrize(
    ("figure", "number", "text"),
    [
        (Figure.COUNT, "0", "0"),
        (Figure.COUNT, "1204", "1\u2009204"),
        (Figure.COUNT, "1000000", "1\u2009000\u2009000"),
        (Figure.GROWTH, "12", "+12"),
        (Figure.GROWTH, "-3", "−3"),
        (Figure.GROWTH, "0", "0"),
        (Figure.GROWTH_PERCENT, "12.5", "+12,5"),
        (Figure.GROWTH_PERCENT, "-33.3", "−33,3"),
        (Figure.GROWTH_PERCENT, "0.0", "0,0"),
        (Figure.GROWTH_PERCENT, "1200", "+1\u2009200,0"),
        (Figure.PERCENT, "90", "90,0"),
    ],
)
def test_как_показано_число(figure: Figure, number: str, text: str) -> None:
    assert shown(figure, Decimal(number)) == text


def test_неизвестное_прочерк_а_пустая_причина_пуста() -> None:
    assert cell(Figure.COUNT, None).text == "—"
    assert cell(Figure.TEXT, None).text == ""
    assert cell(Figure.COUNT, 0).text == "0"


def test_дата_и_название_центра() -> None:
    assert spoken_date(date(2026, 2, 1)) == "«01» февраля 2026 г."
    centre = Centre(title="МЦУ", town_genitive="города Заречья")
    heading = filled_monthly(centre)
    assert "о Муниципальном центре управления" in heading.annex
    assert "о достигнутых значениях индикаторов результативности работы МЦУ" in heading.heading
    assert heading.signature == ("Руководитель МЦУ", "города Заречья")


def test_слова_формы_из_приложений(shared_dir: Path) -> None:
    decree = next((shared_dir / "seeds").glob("004_*.txt")).read_text("utf-8")
    text = re.sub(r"\s+", " ", decree)
    for filled in (filled_monthly(), filled_yearly()):
        title, about, town, *_, periodicity = filled.heading
        assert f"{title} {about} {town}" in text
        assert periodicity in text
        for line in filled.annex:
            assert line in text
        for column in filled.form.columns:
            assert column.title in text
            assert column.group in text
        signature = " ".join(filled.signature)
        assert signature in text


def test_план_постановления(shared_dir: Path) -> None:
    decree = next((shared_dir / "seeds").glob("004_*.txt")).read_text("utf-8")
    annex = decree[decree.rindex("Плановые значения целевых показателей") :]
    rows = re.findall(r"Процент\n((?:\t\d+\n){5})", annex)
    assert len(rows) == 7
    for number, row in enumerate(rows, start=1):
        assert [decreed(year)[number] for year in range(2020, 2025)] == [Decimal(one) for one in row.split()]


def test_план_есть_только_на_пять_лет_и_с_нормой() -> None:
    assert decreed(2025) == {}
    assert all("приложение № 3" in plan.norm for plan in PLANS)


def test_когда_нужна_причина_отклонения() -> None:
    assert needs_reason(Decimal(50), Decimal("49.9"))
    assert not needs_reason(Decimal(50), Decimal(50))
    assert needs_reason(Decimal(50), None)
    assert not needs_reason(Decimal(0), None)
    assert not needs_reason(None, Decimal(3))


@pytest.mark.parametrize(
    ("month", "due"), [(date(2026, 10, 1), date(2026, 11, 2)), (date(2026, 12, 5), date(2027, 1, 2))]
)
def test_срок_ежемесячного_отчёта(month: date, due: date) -> None:
    assert monthly_due(month) == due
