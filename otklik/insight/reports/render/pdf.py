"""A filled form as PDF/A, set by Typst from the bundled template and its own fonts."""

import json
from datetime import UTC, datetime, time
from importlib.resources import as_file, files

import typst

from otklik.insight.reports.form import Figure, Filled


def render(filled: Filled) -> bytes:
    with as_file(files("otklik.insight.reports.render").joinpath("form.typ")) as template:
        # The date of the document is the day of the report, so that the same form gives the same bytes.
        pdf = typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(_told(filled), ensure_ascii=False)},
            pdf_standards=["a-2b"],
            timestamp=int(datetime.combine(filled.as_of, time(12), UTC).timestamp()),
        )
    return bytes(pdf)


def _told(filled: Filled) -> dict[str, object]:
    """What the template asks for; neighbouring columns of one group are told as one heading over them."""
    columns = filled.form.columns
    groups: list[dict[str, object]] = []
    for column in columns:
        if column.group and groups and groups[-1]["group"] == column.group:
            groups[-1]["titles"] = [*_titles(groups[-1]), column.title]
        else:
            groups.append({"group": column.group, "titles": [column.title]})
    return {
        "title": filled.form.title,
        "annex": filled.annex,
        "heading": filled.heading,
        "widths": [column.width for column in columns],
        "aligns": ["left" if column.figure is Figure.TEXT else "right" for column in columns],
        "groups": groups,
        "rows": [[cell.text for cell in row.cells] for row in filled.rows],
        "signature": filled.signature,
        "head": filled.head_name,
    }


def _titles(group: dict[str, object]) -> list[object]:
    titles = group["titles"]
    assert isinstance(titles, list)  # noqa: S101  # made three lines above
    return titles


def can_set_cyrillic() -> bool:
    """Whether Typst sets a Russian word with its own fonts (the self-test of the installation)."""
    try:
        return bytes(typst.compile("Отклик".encode(), format="pdf", ignore_system_fonts=True))[:4] == b"%PDF"
    except RuntimeError:
        return False
