"""The export of «Инцидент Менеджмент»: one row is one incident found in a social network."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import (
    Author,
    CaseKind,
    Inbound,
    Outcome,
    Place,
    Record,
    Rejected,
    Step,
    StepKind,
    Stream,
)
from otklik.border.ports.tables import Cell, Table, TableRow
from otklik.border.readers.cells import as_text
from otklik.border.readers.headings import normal
from otklik.border.readers.identity import stable_id
from otklik.border.readers.links import first_link, name_of, network_of
from otklik.border.readers.moments import parse_moment
from otklik.border.readers.promises import promised_day
from otklik.border.readers.wordings import is_yes, outcome_of, rating_of

SYSTEM = "incident"
NOT_UNDERSTOOD = "не разобрано"
READING_NOTE = "Замечания при чтении"

_COLUMNS = {
    "id": ("id", "ид", "id инцидента"),
    "number": ("номер инцидента",),
    "department": ("отдел",),
    "executor": ("исполнитель",),
    "first_at": ("общее время первого ответа",),
    "first_text": ("общий текст первого ответа",),
    "assigned_at": ("время назначения последнего исполнителя",),
    "answer_at": ("время 1го ответа пи", "время 1 го ответа пи", "время первого ответа пи"),
    "submitted_at": ("время отправки первого ответа пи на согласование",),
    "stage": ("текущий шаг инцидента", "текущий шаг"),
    "created_at": ("дата создания", "дата создания инцидента"),
    "closed_at": ("дата окончания", "дата закрытия"),
    "group": ("группа тем",),
    "topic": ("тема",),
    "region": ("регион",),
    "municipality": ("муниципалитет",),
    "settlement": ("населенный пункт",),
    "street": ("улица",),
    "house": ("дом",),
    "object": ("объект",),
    "old_object": ("объект старый",),
    "outcome": ("итог",),
    "url": ("урл поста", "url поста", "ссылка на пост"),
    "text": ("текст инцидента",),
    "answer_1": ("1ый ответ пи", "1 ый ответ пи", "первый ответ пи"),
    "answer_2": ("2ой ответ пи", "2 ой ответ пи", "второй ответ пи"),
    "answer_3": ("3ий ответ пи", "3 ий ответ пи", "третий ответ пи"),
    "closing_reason": ("причина закрытия",),
    "author_url": ("url автора", "урл автора"),
    "note": ("примечание",),
    "surveyed_at": ("время попадания на шаг оценка удовлетворенности",),
    "survey_sent": ("опрос отправлен",),
}
_KEYS = (
    "group",
    "topic",
    "stage",
    "outcome",
    "url",
    "closing_reason",
    "executor",
    "department",
    "author_url",
)
_IN_FACTS_TOO = frozenset(
    (
        "number",
        "department",
        "stage",
        "region",
        "municipality",
        "outcome",
        "note",
        "survey_sent",
        "old_object",
    )
)
_ANSWERS = ("answer_1", "answer_2", "answer_3")
_FINISHED = "готово"

_MARK = re.compile(r"\[(?:(?:club|id|public|event|https?://)[^\]|\s]*)\|([^\]]*)\]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def recognises(header: Sequence[str]) -> bool:
    """Whether the headings are those of the export, in any order and with any others among them."""
    found = _positions(header)
    has_name = "id" in found or "number" in found
    return has_name and {"text", "created_at"} <= found.keys() and sum(key in found for key in _KEYS) >= 3


def records(table: Table, *, zone: ZoneInfo) -> Iterator[Record | Rejected]:
    """The incidents of the export; its times are local in `zone`."""
    positions = _positions(table.header)
    used = {position for name, position in positions.items() if name not in _IN_FACTS_TOO}
    told = tuple((place, name) for place, name in enumerate(table.header) if place not in used)
    layout = _Layout(table.header, positions, told)
    for row in table.rows:
        yield _Reading(row, layout, zone).record()


def clean_text(text: str) -> str:
    """The words alone: no leading apostrophe, `<br>` or network marks; of `[id1|Имя]` the name stays."""
    text = text.removeprefix("'")
    if "<" in text:
        text = _BREAK.sub("\n", text)
    if "[" in text:
        text = _MARK.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    return text.strip()


def _positions(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, heading in enumerate(header):
        places.setdefault(normal(heading), place)
    found = {}
    for name, headings in _COLUMNS.items():
        if place_found := [places[heading] for heading in headings if heading in places]:
            found[name] = place_found[0]
    return found


@dataclass(frozen=True, slots=True)
class _Layout:
    header: tuple[str, ...]
    positions: dict[str, int]
    told: tuple[tuple[int, str], ...]
    """Columns that go to the facts, with their headings."""


class _Reading:
    """One row being read; what cannot be understood goes to the facts with a remark."""

    __slots__ = ("_cells", "_facts", "_layout", "_row", "_zone")

    def __init__(self, row: TableRow, layout: _Layout, zone: ZoneInfo):
        self._row, self._cells, self._layout, self._zone = row, row.cells, layout, zone
        self._facts: dict[str, str] = {}

    def record(self) -> Record | Rejected:
        text = clean_text(self._text("text"))
        if not text:
            return self._rejected("нет текста: ячейка «Текст инцидента» пуста")
        created = self._cell("created_at")
        if not created or isinstance(created, timedelta):
            return self._rejected("нет даты: ячейка «Дата создания» пуста")
        try:
            received_at = parse_moment(created, self._zone)
        except ValueError as error:
            return self._rejected(f"не разобрана «Дата создания»: {error}")
        self._tell()
        reason, rating = self._text("closing_reason"), rating_of(self._text("closing_reason"))
        steps = self._steps(received_at, rating)
        return Record(
            row=self._row.number,
            inbound=self._inbound(text, received_at),
            steps=steps,
            outcome=self._outcome(steps),
            closing_reason=reason,
            rating=rating,
            system=SYSTEM,
            facts=self._facts,
        )

    def _rejected(self, reason: str) -> Rejected:
        return Rejected(row=self._row.number, reason=reason, cells=tuple(map(as_text, self._cells)))

    def _cell(self, name: str) -> Cell:
        place = self._layout.positions.get(name, -1)
        return self._cells[place] if place >= 0 else ""

    def _text(self, name: str) -> str:
        cell = self._cell(name)
        return cell if isinstance(cell, str) else as_text(cell)

    def _moment(self, name: str) -> datetime | None:
        cell = self._cell(name)
        if cell in ("", "-"):
            return None
        try:
            if isinstance(cell, timedelta):
                raise ValueError(cell)
            return parse_moment(cell, self._zone)
        except ValueError:
            self._not_understood(name)
            return None

    def _not_understood(self, name: str) -> None:
        self._facts[self._layout.header[self._layout.positions[name]]] = (
            f"{self._text(name)} ({NOT_UNDERSTOOD})"
        )

    def _tell(self) -> None:
        for place, heading in self._layout.told:
            if cell := self._cells[place]:
                self._facts[heading] = cell if isinstance(cell, str) else as_text(cell)
        for place in range(len(self._layout.header), len(self._cells)):
            if cell := self._cells[place]:
                self._facts[f"Столбец {place + 1}"] = as_text(cell)
        if self._row.note:
            self._facts[READING_NOTE] = self._row.note

    def _recipient(self) -> str:
        return self._text("executor") or self._text("department")

    def _inbound(self, text: str, received_at: datetime) -> Inbound:
        url, number = self._text("url"), self._text("number")
        name = self._text("id") or (number and f"n{number}") or stable_id(text, received_at.isoformat(), url)
        return Inbound(
            channel=network_of(url) or SYSTEM,
            external_id=name,
            text=text,
            received_at=received_at,
            kind=CaseKind.MESSAGE,
            stream=Stream.DIGITAL,
            thread_id=name_of(url) or f"{SYSTEM}:{name}",
            author=self._author(),
            place=self._place(),
            topic=" / ".join(
                filter(None, (_unstarred(self._text("group")), _unstarred(self._text("topic"))))
            ),
            recipient=self._recipient(),
            url=url,
        )

    def _author(self) -> Author:
        url = self._text("author_url")
        is_organisation = "/club" in url or "/group/" in url or "/public" in url
        return Author(external_id=name_of(url), profile_url=url, is_organisation=is_organisation)

    def _place(self) -> Place:
        settlement, street, house = self._text("settlement"), self._text("street"), self._text("house")
        landmark = self._text("object") or self._text("old_object")
        told = (self._text("municipality"), settlement, street, house, landmark)
        return Place(
            text=", ".join(filter(None, told)),
            settlement=settlement,
            street=street,
            house=house,
            landmark=landmark,
        )

    def _outcome(self, steps: Sequence[Step]) -> Outcome | None:
        """A finished incident without «Итог» is told by whether the author was answered."""
        told = self._text("outcome")
        outcome = outcome_of(told) if told else None
        if outcome is None and told and not self._is_postponed():
            self._not_understood("outcome")
        if not told and normal(self._text("stage")) == _FINISHED:
            answered = any(step.kind is StepKind.ANSWERED for step in steps)
            return Outcome.ANSWERED if answered else Outcome.LEFT_UNANSWERED
        return outcome

    def _is_postponed(self) -> bool:
        return normal(self._text("outcome")) == "отложено"

    def _steps(self, received_at: datetime, rating: int | None) -> tuple[Step, ...]:
        recipient = self._recipient()
        surveyed_at, closed_at = self._moment("surveyed_at"), self._moment("closed_at")
        steps = self._spoken(surveyed_at or closed_at or received_at)
        if assigned_at := self._moment("assigned_at"):
            after_all = bool(steps) and assigned_at > steps[-1].at
            kind, text = (
                (StepKind.NOTE, "Назначен последний исполнитель") if after_all else (StepKind.ROUTED, "")
            )
            steps.append(Step(kind=kind, at=assigned_at, by=recipient, text=text))
        if submitted_at := self._moment("submitted_at"):
            steps.append(Step(kind=StepKind.SUBMITTED, at=submitted_at, by=recipient))
        if surveyed_at:
            sent = is_yes(self._text("survey_sent"))
            kind, text = (
                (StepKind.SURVEYED, "") if sent else (StepKind.NOTE, "Шаг «Оценка удовлетворенности»")
            )
            steps.append(Step(kind=kind, at=surveyed_at, text=text))
        if rating and (rated_at := closed_at or surveyed_at):
            steps.append(Step(kind=StepKind.RATED, at=rated_at, rating=rating))
        if closed_at:
            steps.append(Step(kind=StepKind.CLOSED, at=closed_at, text=self._text("closing_reason")))
        steps.sort(key=_at)
        return tuple(steps)

    def _spoken(self, latest: datetime) -> list[Step]:
        """The answers in order; the last is the answer itself, those before it are interim.

        The export tells no times of the second and third answers: they are taken as said at the end.
        """
        recipient, department = self._recipient(), self._text("department")
        first_at, answer_at = self._moment("first_at"), self._moment("answer_at")
        first = clean_text(self._text("first_text"))
        own = [text for name in _ANSWERS if (text := clean_text(self._text(name)))]
        said: list[tuple[datetime, str, str]] = []
        if first_at and first_at != answer_at and first not in own:
            said.append((first_at, department or recipient, first))
        if own or answer_at:
            at = answer_at or first_at or latest
            said.append((at, recipient, own[0] if own else first))
            said += [(max(at, latest), recipient, text) for text in own[1:]]
        final = StepKind.INTERIM if self._is_postponed() else StepKind.ANSWERED
        said.sort(key=_first)
        return [
            Step(
                kind=final if number == len(said) else StepKind.INTERIM,
                at=at,
                by=by,
                text=text,
                url=first_link(self._text("note")) if number == len(said) else "",
                promised_on=promised_day(text, said_on=at.astimezone(self._zone).date()),
            )
            for number, (at, by, text) in enumerate(said, start=1)
        ]


def _at(step: Step) -> datetime:
    return step.at


def _first(said: tuple[datetime, str, str]) -> datetime:
    return said[0]


def _unstarred(topic: str) -> str:
    return topic.strip(" ★☆*")
