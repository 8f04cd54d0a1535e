"""Reading one row of the export: one incident found in a social network."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.border.integrations.incident.columns import COLUMNS, Layout, layout_of
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
from otklik.border.ports.tables import Table, TableRow
from otklik.border.readers.cells import as_text
from otklik.border.readers.headings import normal
from otklik.border.readers.identity import stable_id
from otklik.border.readers.links import first_link, name_of, network_of
from otklik.border.readers.moments import parse_moment
from otklik.border.readers.posts import clean_post
from otklik.border.readers.promises import promised_day
from otklik.border.readers.wordings import is_yes, outcome_of, rating_of

SYSTEM = "incident"
NOT_UNDERSTOOD = "не разобрано"
READING_NOTE = "Замечания при чтении"

_ANSWERS = ("answer_1", "answer_2", "answer_3")
_FINISHED = "готово"


def records(table: Table, *, zone: ZoneInfo) -> Iterator[Record | Rejected]:
    """The incidents of the export; its times are local in `zone`."""
    layout = layout_of(table.header)
    for row in table.rows:
        yield _Reading(row, layout, zone).record()


class _Reading:
    """One row being read; what cannot be understood goes to the facts with a remark."""

    __slots__ = ("_facts", "_layout", "_raw", "_row", "_told", "_zone")

    def __init__(self, row: TableRow, layout: Layout, zone: ZoneInfo):
        self._row, self._layout, self._zone = row, layout, zone
        self._raw = dict(zip(COLUMNS, layout.pick((*row.cells, ""))))
        self._told = {name: cell if type(cell) is str else as_text(cell) for name, cell in self._raw.items()}
        self._facts: dict[str, str] = {}

    def record(self) -> Record | Rejected:
        text = clean_post(self._told["text"])
        if not text:
            return self._rejected("нет текста: ячейка «Текст инцидента» пуста")
        created = self._raw["created_at"]
        if not created or isinstance(created, timedelta):
            return self._rejected("нет даты: ячейка «Дата создания» пуста")
        try:
            received_at = parse_moment(created, self._zone)
        except ValueError as error:
            return self._rejected(f"не разобрана «Дата создания»: {error}")
        self._tell()
        reason = self._told["closing_reason"]
        rating = rating_of(reason)
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
        return Rejected(row=self._row.number, reason=reason, cells=tuple(map(as_text, self._row.cells)))

    def _moment(self, name: str) -> datetime | None:
        cell = self._raw[name]
        if not cell or cell == "-":
            return None
        try:
            if not isinstance(cell, timedelta):
                return parse_moment(cell, self._zone)
        except ValueError:
            pass  # told below, as a duration is
        self._not_understood(name)
        return None

    def _not_understood(self, name: str) -> None:
        self._facts[self._layout.headings[name]] = f"{self._told[name]} ({NOT_UNDERSTOOD})"

    def _tell(self) -> None:
        cells, width = self._row.cells, self._layout.width
        for place, heading in self._layout.told:
            if cell := cells[place]:
                self._facts[heading] = cell if isinstance(cell, str) else as_text(cell)
        for place, cell in enumerate(cells[width:], start=width + 1):
            if cell:
                self._facts[f"Столбец {place}"] = as_text(cell)
        if self._row.note:
            self._facts[READING_NOTE] = self._row.note

    def _recipient(self) -> str:
        return self._told["executor"] or self._told["department"]

    def _inbound(self, text: str, received_at: datetime) -> Inbound:
        url, number = self._told["url"], self._told["number"]
        name = self._told["id"] or (number and f"n{number}") or stable_id(text, received_at.isoformat(), url)
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
                filter(None, (_unstarred(self._told["group"]), _unstarred(self._told["topic"])))
            ),
            recipient=self._recipient(),
            url=url,
        )

    def _author(self) -> Author:
        url = self._told["author_url"]
        is_organisation = "/club" in url or "/group/" in url or "/public" in url
        return Author(external_id=name_of(url), profile_url=url, is_organisation=is_organisation)

    def _place(self) -> Place:
        settlement, street, house = self._told["settlement"], self._told["street"], self._told["house"]
        landmark = self._told["object"] or self._told["old_object"]
        told = (self._told["municipality"], settlement, street, house, landmark)
        return Place(
            text=", ".join(filter(None, told)),
            settlement=settlement,
            street=street,
            house=house,
            landmark=landmark,
        )

    def _outcome(self, steps: Sequence[Step]) -> Outcome | None:
        """A finished incident without «Итог» is told by whether the author was answered."""
        told = self._told["outcome"]
        outcome = outcome_of(told) if told else None
        if outcome is None and told and not self._is_postponed():
            self._not_understood("outcome")
        if not told and normal(self._told["stage"]) == _FINISHED:
            answered = any(step.kind is StepKind.ANSWERED for step in steps)
            return Outcome.ANSWERED if answered else Outcome.LEFT_UNANSWERED
        return outcome

    def _is_postponed(self) -> bool:
        return normal(self._told["outcome"]) == "отложено"

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
            sent = is_yes(self._told["survey_sent"])
            kind, text = (
                (StepKind.SURVEYED, "") if sent else (StepKind.NOTE, "Шаг «Оценка удовлетворенности»")
            )
            steps.append(Step(kind=kind, at=surveyed_at, text=text))
        if rating and (rated_at := closed_at or surveyed_at):
            steps.append(Step(kind=StepKind.RATED, at=rated_at, rating=rating))
        if closed_at:
            steps.append(Step(kind=StepKind.CLOSED, at=closed_at, text=self._told["closing_reason"]))
        steps.sort(key=_at)
        return tuple(steps)

    def _spoken(self, latest: datetime) -> list[Step]:
        """The answers in order; the last is the answer itself, those before it are interim.

        The export tells no times of the second and third answers: they are taken as said at the end.
        """
        recipient, department = self._recipient(), self._told["department"]
        first_at, answer_at = self._moment("first_at"), self._moment("answer_at")
        first = clean_post(self._told["first_text"])
        own = [text for name in _ANSWERS if (text := clean_post(self._told[name]))]
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
                url=first_link(self._told["note"]) if number == len(said) else "",
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
