"""Reading the rows of a register by the map of its columns."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.border.integrations.registry.mapping import ColumnMap, problems
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Author, Inbound, Outcome, Place, Record, Rejected, Step, StepKind
from otklik.border.ports.tables import Cell, Table, TableRow
from otklik.border.readers.cells import as_text
from otklik.border.readers.headings import normal
from otklik.border.readers.identity import stable_id
from otklik.border.readers.links import name_of, network_of
from otklik.border.readers.moments import parse_moment
from otklik.border.readers.posts import clean_post
from otklik.border.readers.wordings import kind_of_case, outcome_of, rating_of, stream_of

_NOT_UNDERSTOOD = "не разобрано"
_READING_NOTE = "Замечания при чтении"
_JOINTS = {"text": "\n\n", "answer": "\n\n", "received_at": " "}
_ALSO_FACTS = frozenset(("channel", "kind", "outcome"))
_STEPS = (
    ("routed_at", StepKind.ROUTED),
    ("taken_at", StepKind.TAKEN),
    ("forwarded_at", StepKind.FORWARDED),
    ("closed_at", StepKind.CLOSED),
)


def records(table: Table, column_map: ColumnMap, *, zone: ZoneInfo) -> Iterator[Record | Rejected]:
    """The messages of the register; times are local in `zone`. Raises `Unreadable` if the map is wrong."""
    if found := problems(column_map, table.header):
        raise Unreadable(" ".join(found))
    layout = _Layout(table, column_map, zone)
    return (_Reading(row, layout).record() for row in table.rows)


class _Layout:
    """Where the fields stand in this file."""

    __slots__ = ("header", "map", "places", "told", "zone")

    def __init__(self, table: Table, column_map: ColumnMap, zone: ZoneInfo):
        by_heading: dict[str, int] = {}
        for place, heading in enumerate(table.header):
            by_heading.setdefault(normal(heading), place)
        self.header, self.map, self.zone = table.header, column_map, zone
        self.places = {
            name: tuple(by_heading[normal(heading)] for heading in headings if normal(heading) in by_heading)
            for name, headings in column_map.columns.items()
        }
        used = {place for name, places in self.places.items() if name not in _ALSO_FACTS for place in places}
        self.told = tuple((place, heading) for place, heading in enumerate(table.header) if place not in used)


class _Reading:
    """One row being read; what cannot be understood goes to the facts with a remark."""

    __slots__ = ("_cells", "_facts", "_layout", "_row", "_told")

    def __init__(self, row: TableRow, layout: _Layout):
        self._row, self._cells, self._layout = row, row.cells, layout
        self._facts: dict[str, str] = {}
        told = dict(layout.map.defaults)
        for name, places in layout.places.items():
            if text := self._joined(name, places):
                told[name] = text
        self._told = told

    def _joined(self, name: str, places: tuple[int, ...]) -> str:
        if len(places) == 1:
            cell = self._cells[places[0]]
            return cell if isinstance(cell, str) else as_text(cell)
        return _JOINTS.get(name, ", ").join(
            as_text(self._cells[place]) for place in places if self._cells[place]
        )

    def record(self) -> Record | Rejected:
        text = clean_post(self._told.get("text", ""))
        if not text:
            return self._rejected("нет текста сообщения")
        if not self._told.get("received_at"):
            return self._rejected("нет даты поступления")
        try:
            received_at = self._received_at()
        except ValueError as error:
            return self._rejected(f"не разобрана дата поступления: {error}")
        self._tell()
        rating = rating_of(self._told.get("rating", ""))
        if rating is None:
            self._not_understood("rating")
        return Record(
            row=self._row.number,
            inbound=self._inbound(text, received_at),
            steps=self._steps(received_at, rating),
            outcome=self._outcome(),
            closing_reason=self._told.get("closing_reason", ""),
            rating=rating,
            system=self._layout.map.system,
            facts=self._facts,
        )

    def _rejected(self, reason: str) -> Rejected:
        return Rejected(row=self._row.number, reason=reason, cells=tuple(map(as_text, self._cells)))

    def _received_at(self) -> datetime:
        """The date and, where it stands apart, the time of day."""
        places = self._layout.places.get("received_at", ())
        cell: Cell = self._cells[places[0]] if len(places) == 1 else ""
        time = self._told.get("received_time", "")
        if not time and isinstance(cell, datetime):
            return self._parsed(cell)
        day = self._told["received_at"]
        if time and isinstance(cell, datetime):
            day = cell.date().isoformat()
        return self._parsed(f"{day} {time}" if time else day)

    def _parsed(self, value: str | datetime) -> datetime:
        return parse_moment(value, self._layout.zone, order=self._layout.map.day_order)

    def _moment(self, name: str) -> datetime | None:
        told = self._told.get(name, "")
        if told in ("", "-", "—"):
            return None
        try:
            return self._parsed(told)
        except ValueError:
            self._not_understood(name)
            return None

    def _not_understood(self, name: str) -> None:
        for place in self._layout.places.get(name, ()):
            if cell := self._cells[place]:
                self._facts[self._layout.header[place]] = f"{as_text(cell)} ({_NOT_UNDERSTOOD})"

    def _tell(self) -> None:
        width = len(self._layout.header)
        for place, heading in self._layout.told:
            if cell := self._cells[place]:
                self._facts[heading] = cell if isinstance(cell, str) else as_text(cell)
        for place, cell in enumerate(self._cells[width:], start=width + 1):
            if cell:
                self._facts[f"Столбец {place}"] = as_text(cell)
        if self._row.note:
            self._facts[_READING_NOTE] = self._row.note

    def _inbound(self, text: str, received_at: datetime) -> Inbound:
        told, column_map = self._told.get, self._layout.map
        author, place, url = self._author(), self._place(), told("url", "")
        came_by = told("channel", "")
        name = told("external_id", "") or stable_id(
            text, received_at.isoformat(), author.name or author.external_id
        )
        return Inbound(
            channel=network_of(url) or network_of(came_by) or column_map.system or "registry",
            external_id=name,
            text=text,
            received_at=received_at,
            kind=(kind_of_case(told("kind", "")) or column_map.kind) if told("kind") else column_map.kind,
            stream=(stream_of(came_by) or column_map.stream) if came_by else column_map.stream,
            thread_id=name_of(url) if url else "",
            author=author,
            place=place,
            topic=" / ".join(
                part.strip(" ★☆*") for part in (told("topic_group", ""), told("topic", "")) if part
            ),
            recipient=told("recipient", ""),
            url=url,
        )

    def _author(self) -> Author:
        told = self._told.get
        url = told("author_url", "")
        return Author(
            name=told("author_name", ""),
            phone=told("author_phone", ""),
            email=told("author_email", ""),
            address=told("author_address", ""),
            external_id=name_of(url) if url else "",
            profile_url=url,
        )

    def _place(self) -> Place:
        told = self._told.get
        settlement, street, house = told("settlement", ""), told("street", ""), told("house", "")
        landmark = told("landmark", "")
        return Place(
            text=told("address", "") or ", ".join(filter(None, (settlement, street, house, landmark))),
            settlement=settlement,
            street=street,
            house=house,
            landmark=landmark,
            lat=self._degrees("lat", 90),
            lon=self._degrees("lon", 180),
        )

    def _degrees(self, name: str, limit: int) -> float | None:
        if not (text := self._told.get(name, "")):
            return None
        try:
            degrees = float(text.replace(",", "."))
        except ValueError:
            degrees = float("nan")
        if -limit <= degrees <= limit:
            return degrees
        self._not_understood(name)
        return None

    def _outcome(self) -> Outcome | None:
        told = self._told.get("outcome", "")
        return outcome_of(told) if told else None

    def _steps(self, received_at: datetime, rating: int | None) -> tuple[Step, ...]:
        recipient = self._told.get("recipient", "")
        steps = [
            Step(kind=kind, at=at, by=recipient)
            for name, kind in _STEPS
            if name in self._told and (at := self._moment(name))
        ]
        answer, answered_at = clean_post(self._told.get("answer", "")), self._moment("answered_at")
        latest = steps[-1].at if steps and steps[-1].kind is StepKind.CLOSED else None
        if answer or answered_at:
            promised = self._moment("promised_on")
            steps.append(
                Step(
                    kind=StepKind.INTERIM if promised else StepKind.ANSWERED,
                    at=answered_at or latest or received_at,
                    by=recipient,
                    text=answer,
                    promised_on=promised.astimezone(self._layout.zone).date() if promised else None,
                )
            )
        if rating:
            steps.append(Step(kind=StepKind.RATED, at=latest or answered_at or received_at, rating=rating))
        return tuple(sorted(steps, key=_when))


def _when(step: Step) -> tuple[datetime, bool]:
    return step.at, step.kind is StepKind.CLOSED
