"""A filled form as PDF/A, set by Typst from the bundled template and its own fonts."""

from otklik.ground.printing.pdf import typeset
from otklik.insight.reports.form import Figure, Filled


def render(filled: Filled) -> bytes:
    return typeset("otklik.insight.reports.render", "form.typ", _told(filled), day=filled.as_of)


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
