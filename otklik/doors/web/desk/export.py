"""The queue as a file: the same filters, row by row, without who wrote."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from otklik.doors.web.desk import signs, words
from otklik.doors.web.desk.rows import personal_of
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.kernel import personal
from otklik.register.cases import queue as asking
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked
from otklik.register.cases.rules import STATUS_TITLES, URGENCY_TITLES, Status
from otklik.register.catalog import selectors as catalog

if TYPE_CHECKING:
    from otklik.register.cases.selectors import Case

_AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cells = list[str]


class Echo:
    """A file that gives back what is written, so that the writer of CSV feeds a stream."""

    def write(self, line: str) -> str:
        return line


@staff(Action.EXPORT)
def export(request: HttpRequest, visit: Visit, form: str) -> HttpResponseBase:
    """`form` is csv or xlsx; the act is journalled with its filters before the first row leaves."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    asked = asking.read(request.GET.dict())
    filters = {name: value for name, value in asking.write(asked).items() if name != "text"}
    card.exported(
        form=form, query=urlencode(filters), municipality_id=visit.town.id, now=visit.now,
        actor_id=visit.user_id, ip=visit.ip,
    )  # fmt: skip
    name = f"otklik-{visit.today:%Y-%m-%d}.{form}"
    if form == "xlsx":
        return _xlsx(asked, visit, name)
    writer = csv.writer(Echo(), delimiter=";")
    lines = (str(writer.writerow(cells)) for cells in _table(asked, visit))
    response = StreamingHttpResponse(_with_mark(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    """The byte order mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    yield from lines


def _xlsx(asked: Asked, visit: Visit, name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Обращения"))
    sheet.freeze_panes(1, 0)
    for number, cells in enumerate(_table(asked, visit)):
        sheet.write_row(number, 0, cells)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


def _table(asked: Asked, visit: Visit) -> Iterator[Cells]:
    yield [
        _("Номер"), _("Вид"), _("Поток"), _("Канал"), _("Состояние"), _("Срочность"), _("Группа тем"),
        _("Тема"), _("Блок"), _("Получатель"), _("Район"), _("Адрес"), _("Поступило"), _("Срок"),
        _("Обещано"), _("Ответ дан"), _("Оценка"), _("Текст"),
    ]  # fmt: skip
    snapshot = catalog.snapshot(visit.town.id)
    districts = places.district_titles(visit.town.id)
    sees_personal = personal_of(visit, snapshot)
    for case in _cases(asked, visit):
        topic = snapshot.topics.get(case.topic_id or 0)
        block = snapshot.blocks.get(case.block_id or 0)
        recipient = snapshot.recipients.get(case.recipient_id or 0)
        cells = [
            case.number, words.KINDS.get(case.kind, case.kind), words.STREAMS.get(case.stream, case.stream),
            words.channel_word(case.channel), STATUS_TITLES[Status(case.status)],
            URGENCY_TITLES[case.urgency], topic.group_title if topic else "", topic.title if topic else "",
            block.title if block else "", recipient.title if recipient else "",
            districts.get(case.district_id or 0, ""), case.address, _local(case.received_at, visit),
            _local(case.due_at, visit), f"{case.promised_on:%d.%m.%Y}" if case.promised_on else "",
            _local(case.answered_at, visit), str(case.rating or ""),
            case.summary if sees_personal(case) else personal.mask(case.summary),
        ]  # fmt: skip
        yield [_harmless(cell) for cell in cells]


def _cases(asked: Asked, visit: Visit) -> Iterator["Case"]:
    """All of them, a thousand at a time, by places in the queue."""
    after = None
    within = signs.narrowed(cases.visible(visit.access, Action.EXPORT, visit.town.id), asked)
    while True:
        page = cases.queue(
            visit.access, asked, municipality_id=visit.town.id, now=visit.now, zone=visit.zone,
            after=after, size=_AT_ONCE, within=within,
        )  # fmt: skip
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def _local(moment: datetime | None, visit: Visit) -> str:
    return f"{moment.astimezone(visit.zone):%d.%m.%Y %H:%M}" if moment else ""


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula is shown as text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
