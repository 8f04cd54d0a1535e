"""The table of satisfaction as a file."""

import csv
import io
from collections.abc import Sequence
from urllib.parse import urlencode

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction.rules import shares
from otklik.casework.satisfaction.selectors import figures
from otklik.casework.satisfaction.selectors.figures import Cut
from otklik.doors.web.verdict.laying import CUTS, Drawn, asked_of, drawn, lines, wanted
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card
from otklik.ground.people.roles import Action


@staff(Action.EXPORT)
def export(request: HttpRequest, visit: Visit, form: str) -> HttpResponseBase:
    """The table as a file; the act is journalled before it leaves."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    asked = asked_of(request, visit)
    found = figures.tallies(wanted(visit, asked, Action.EXPORT), asked.cut)
    few = ratings.manner(visit.town.id).few_below
    card.exported(
        form=form, query=urlencode({"ratings": "1", **asked.query}), municipality_id=visit.town.id,
        now=visit.now, actor_id=visit.user_id, ip=visit.ip,
    )  # fmt: skip
    told = [
        *lines(visit, found, asked, few),
        drawn(_("Всего"), shares.whole(found.values()), asked, few, {}),
    ]
    name = f"ocenki-{asked.cut}-{visit.today:%Y-%m-%d}.{form}"
    table: list[Sequence[object]] = [_heads(asked.cut), *(_cells(one) for one in told)]
    body, kind = _xlsx(table) if form == "xlsx" else _csv(table)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _heads(cut: Cut) -> list[str]:
    return [
        _(CUTS[cut][1]), _("Приглашено"), _("Ответили, %"), _("Оценок"), _("Средняя"), _("от"), _("до"),
        _("Довольны, %"), _("от, %"), _("до, %"), _("Замечание"),
    ]  # fmt: skip


def _cells(one: Drawn) -> list[str | float | int]:
    line = one.line
    few = _("мало оценок") if line.satisfied.is_few else ""
    return [
        one.title, one.tally.invited, _percent(line.response.value), one.tally.rated,
        _round(line.mean.value), _round(line.mean.low), _round(line.mean.high),
        _percent(line.satisfied.value), _percent(line.satisfied.low), _percent(line.satisfied.high), few,
    ]  # fmt: skip


def _percent(share: float | None) -> float | str:
    return "" if share is None else round(share * 100, 1)


def _round(value: float | None) -> float | str:
    return "" if value is None else round(value, 2)


def _csv(table: Sequence[Sequence[object]]) -> tuple[bytes, str]:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    for row in table:
        writer.writerow([str(one).replace(".", ",") if isinstance(one, float) else one for one in row])
    return ("\ufeff" + file.getvalue()).encode(), "text/csv; charset=utf-8"


def _xlsx(table: Sequence[Sequence[object]]) -> tuple[bytes, str]:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Оценки"))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 48)
    bold = book.add_format({"bold": True, "text_wrap": True})
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row, bold if number == 0 else None)
    book.close()
    return file.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
