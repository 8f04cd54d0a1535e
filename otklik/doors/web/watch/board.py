"""The board of control: what hurts, by recipient or by block, each number with its cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.casework.control import selectors as control
from otklik.doors.web.desk import filters
from otklik.doors.web.visit import Visit, staff
from otklik.doors.web.watch.found import Shown, shown
from otklik.doors.web.watch.measures import Measure, measures
from otklik.ground.people.roles import Action
from otklik.ground.worktime import selectors as worktime
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked
from otklik.register.cases.selectors import Group
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

FIRST = 25
NEWEST = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of its cases; empty where the number is nought."""

    count: int
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A recipient or a block with all of its numbers."""

    title: str
    total: Cell
    cells: list[Cell]
    weight: tuple[int, ...]


@staff(Action.SEE_CASES)
def board(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """One pass over the open cases, then the newest findings of threads."""
    columns = measures(control.manners(visit.town.id), worktime.calendar_for(visit.town.id), now=visit.now)
    snapshot = catalog.snapshot(visit.town.id)
    groups = cases.grouped(visit.town.id, [one.asked for one in columns], now=visit.now, zone=visit.zone)
    seen = [one for one in groups if sees(visit, snapshot, one)]
    is_by_block = request.GET.get("by") == "block"
    lines = _lines(seen, columns, snapshot, is_by_block=is_by_block)
    found, waiting = _conflicts(visit, snapshot)
    return render(
        request,
        "watch/board.html",
        {
            "columns": columns,
            "figures": [_figure(one, number, seen) for number, one in enumerate(columns)],
            "first": lines[:FIRST],
            "rest": lines[FIRST:],
            "total": sum(one.total for one in seen),
            "is_by_block": is_by_block,
            "found": found,
            "waiting": waiting,
            "hidden": max(waiting - len(found), 0),
            "may_set": visit.can(Action.EDIT_SETTINGS),
        },
    )


def sees(visit: Visit, snapshot: Snapshot, group: Group) -> bool:
    """Whether the person may see the cases of the group: a block or an organisation narrows a role."""
    block = snapshot.blocks.get(group.block_id or 0)
    recipient = snapshot.recipients.get(group.recipient_id or 0)
    return visit.access.can_on(
        Action.SEE_CASES,
        municipality_id=visit.town.id,
        block_code=block.code if block else "",
        organisation_id=recipient.organisation_id if recipient else None,
    )


def _figure(measure: Measure, number: int, groups: Sequence[Group]) -> dict[str, object]:
    count = sum(one.counts[number] for one in groups)
    return {
        "title": measure.title,
        "value": filters.spaced(count),
        "tone": measure.tone if count else "none",
        "norm": measure.why,
        "url": filters.address(measure.asked),
    }


def _lines(
    groups: Sequence[Group], columns: Sequence[Measure], snapshot: Snapshot, *, is_by_block: bool
) -> list[Line]:
    """What hurts most comes first."""
    together: dict[int | None, list[Group]] = {}
    for one in groups:
        together.setdefault(one.block_id if is_by_block else one.recipient_id, []).append(one)
    title, narrow = (_blocks if is_by_block else _recipients)(snapshot)
    lines = [_line(key, of, columns, title, narrow) for key, of in together.items()]
    return sorted(lines, key=lambda line: (line.weight, line.total.count), reverse=True)


Title = Callable[[int | None], str]
Narrow = Callable[[Asked, int | None], Asked | None]


def _recipients(snapshot: Snapshot) -> tuple[Title, Narrow]:
    def title(key: int | None) -> str:
        row = snapshot.recipients.get(key or 0)
        return row.title if row else _("Получатель не выбран")

    return title, lambda asked, key: replace(asked, recipient_id=key) if key else None


def _blocks(snapshot: Snapshot) -> tuple[Title, Narrow]:
    def title(key: int | None) -> str:
        row = snapshot.blocks.get(key or 0)
        return row.title if row else _("Без блока")

    return title, lambda asked, key: replace(asked, block_id=key) if key else None


def _line(
    key: int | None, groups: Sequence[Group], columns: Sequence[Measure], title: Title, narrow: Narrow
) -> Line:
    sums = [sum(one.counts[number] for one in groups) for number in range(len(columns))]

    def cell(count: int, asked: Asked, tone: str) -> Cell:
        narrowed = narrow(asked, key)
        return Cell(count, filters.address(narrowed) if count and narrowed else "", tone if count else "none")

    cells = [cell(count, one.asked, one.tone) for count, one in zip(sums, columns, strict=True)]
    total = cell(sum(one.total for one in groups), Asked(), "none")
    weight = tuple(
        sum(count for count, one in zip(sums, columns, strict=True) if one.tone == tone)
        for tone in ("danger", "warn")
    )
    return Line(title(key), total, cells, weight)


def _conflicts(visit: Visit, snapshot: Snapshot) -> tuple[list[Shown], int]:
    waiting = control.conflicts(visit.town.id, most=100)
    return shown(waiting, visit, snapshot, most=NEWEST)
