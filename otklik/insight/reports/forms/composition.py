"""The composition of the centre: the annex of a decree that names who is what in it."""

from collections.abc import Sequence
from datetime import date

from otklik.insight.reports.form import Cell, Centre, Column, Figure, Filled, Form, Row

FORM = Form(
    code="composition",
    title="Состав центра",
    columns=(
        Column("№ п/п", Figure.TEXT, 7),
        Column("Роль в центре", Figure.TEXT, 27),
        Column("Фамилия, имя, отчество", Figure.TEXT, 24),
        Column("Должность", Figure.TEXT, 26),
        Column("Основание", Figure.TEXT, 16),
    ),
    norm="Постановление о создании центра, приложение «Состав»",
)


def fill(
    posts: Sequence[tuple[str, str, str, str]], *, today: date, municipality: str, centre: Centre
) -> Filled:
    """A row for each post: role, person, position, act, in the given order."""
    return Filled(
        form=FORM,
        municipality=municipality,
        period=today.isoformat(),
        as_of=today,
        annex=(
            "Приложение",
            "к постановлению администрации",
            centre.town_genitive,
            "от ____________ № ______",
        ),
        heading=("СОСТАВ", _of(centre), centre.town_genitive, ""),
        rows=tuple(
            Row(number, (Cell(f"{number}."), *(Cell(text) for text in post)))
            for number, post in enumerate(posts, start=1)
        ),
        signature=(f"Руководитель {centre.title}", centre.town_genitive),
        head_name=centre.head_name,
    )


def _of(centre: Centre) -> str:
    """«Муниципального центра управления» of a centre that is called by its letters, else as it is called."""
    names = {
        "МЦУ": "Муниципального центра управления",
        "МЦУР": "Муниципального центра управления региона",
    }
    return names.get(centre.title, centre.title)
