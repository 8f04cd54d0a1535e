"""`otklik deadlines`: the whole ladder of terms for any kind, stream and dates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import click

from otklik.border.ports.messages import CaseKind, Stream
from otklik.casework.deadlines import rules, selectors, speech
from otklik.casework.deadlines.applying import OWN_KINDS, regime_of
from otklik.casework.deadlines.norms import MESSAGES, ON_DEMAND, PROMISE, PROMISED_WORK, REQUEST
from otklik.casework.deadlines.rules import Rung
from otklik.casework.deadlines.times import CaseTimes, Opening, Paused
from otklik.doors.jobs.speaking import fail, say, tell, town_of, with_json, with_town
from otklik.kernel import clock

_KINDS = [*(one.value for one in CaseKind), *sorted(one.value for one in OWN_KINDS)]
_STREAMS: dict[str, Stream] = {CaseKind.MESSAGE: Stream.DIGITAL}
_NAMED = frozenset({REQUEST, PROMISE, PROMISED_WORK, "notice_extension"})
_DUE = sorted(set(ON_DEMAND) - _NAMED)
_DAY = "ГГГГ-ММ-ДД"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The options as they were typed."""

    kind: str
    stream: str | None
    channel: str
    received: str
    registered: str | None
    routed: str | None
    reopened: str | None
    interim: str | None
    promised: str | None
    requests: Sequence[str] = ()
    notices: Sequence[str] = ()
    paused: Sequence[str] = ()
    extended: int = 0
    urgency: int = 0
    fast_days: int | None = None
    internal_days: int | None = None
    now: str | None = field(default=None)


@click.command("deadlines")
@click.option(
    "--kind", type=click.Choice(_KINDS), default="appeal", show_default=True,
    help="Вид: обращение (59-ФЗ), сообщение, запрос информации (8-ФЗ), жалоба на услугу (210-ФЗ), "
    "запрос депутата, миграция.",
)  # fmt: skip
@click.option(
    "--stream", type=click.Choice([one.value for one in Stream]), default=None, help="Поток поступления."
)
@click.option("--channel", default="", metavar="КАНАЛ", help="Канал: «vk», «webform», «email», «phone».")
@click.option("--received", required=True, metavar=_DAY, help="День поступления.")
@click.option("--registered", metavar=_DAY, help="День регистрации; без него тот же, что поступления.")
@click.option("--routed", metavar=_DAY, help="Когда направлено исполнителю.")
@click.option("--reopened", metavar=_DAY, help="Когда возобновлено.")
@click.option("--interim", metavar=_DAY, help="Когда дан промежуточный ответ.")
@click.option("--promised", metavar=_DAY, help="Какой день обещан жителю; с --interim.")
@click.option(
    "--request", "requests", multiple=True, metavar=_DAY, help="Запрос в другой орган; можно не раз."
)
@click.option(
    "--notice", "notices", multiple=True, type=click.Choice(_DUE), help="Что нужно сообщить или вернуть."
)
@click.option("--paused", multiple=True, metavar="С..ПО", help="Приостановка: 2026-12-01..2026-12-10.")
@click.option("--extended", type=click.IntRange(0, 30), default=0, metavar="ДНЕЙ", help="Продлено на дней.")
@click.option(
    "--urgency", type=click.IntRange(0, 2), default=0, metavar="ЧИСЛО", help="0 обычное, 1 срочное, 2 угроза."
)
@click.option("--fast-days", type=click.IntRange(1, 30), metavar="ДНЕЙ", help="Срок фаст-трека, раб. дней.")
@click.option("--internal-days", type=click.IntRange(1, 60), metavar="ДНЕЙ", help="Срок темы, раб. дней.")
@click.option("--now", metavar=_DAY, help="На какой момент считать остаток; без него сейчас.")
@with_town
@with_json
def deadlines(town_code: str, as_json: bool, **typed: object) -> None:
    """Все сроки с нормами, расчётом и остатком для указанных дат."""
    town = town_of(town_code, as_json=as_json)
    zone = ZoneInfo(town.timezone)
    told = _Told(**typed)  # type: ignore[arg-type]  # click has parsed each by its option
    try:
        times = _times(told, town_id=town.id, zone=zone)
        now = _moment(told.now, zone) or clock.now()
    except ValueError as error:
        fail(str(error), as_json=as_json)
    found = selectors.ladders([times])[0]
    if found is None:
        fail("Эти даты лежат вне производственного календаря (2010–2035 годы).", as_json=as_json)
    if not as_json:
        _table(found, now=now, zone=zone)
    ladder = [
        {**row, "left": speech.left(rung.due_at, now=now, tz=zone), "is_overdue": now > rung.due_at}
        for row, rung in zip(rules.as_json(found), found, strict=True)
    ]
    due = rules.due_of(found)
    main = {"due_at": due.due_at.isoformat() if due.due_at else None, "norm": due.norm}
    regime = regime_of(kind=times.kind, stream=times.stream, channel=times.channel)
    tell(
        {"ok": True, "kind": told.kind, "regime": regime.value, "main": main, "ladder": ladder},
        as_json=as_json,
    )


def _table(found: Sequence[Rung], *, now: datetime, zone: ZoneInfo) -> None:
    widths = [max(len(one) for one in column) for column in zip(*_lines(found, now, zone), strict=True)]
    for line in _lines(found, now, zone):
        say(
            "  ".join(f"{word:<{width}}" for word, width in zip(line, widths, strict=True)).rstrip(),
            as_json=False,
        )
    say("▸ главный срок: его показывает карточка.", as_json=False)


def _lines(found: Sequence[Rung], now: datetime, zone: ZoneInfo) -> list[tuple[str, ...]]:
    rows = [
        (
            "▸" if rung.is_main else " ",
            rung.title,
            f"{rung.due_at.astimezone(zone):%d.%m.%Y %H:%M}",
            speech.left(rung.due_at, now=now, tz=zone),
            rung.arithmetic,
            f"{rung.norm} [{rung.confidence}]",
        )
        for rung in found
    ]
    return [(" ", "Срок", "Исполнить до", "Осталось", "Как посчитано", "Норма"), *rows]


def _times(told: _Told, *, town_id: int, zone: ZoneInfo) -> CaseTimes:
    """What the options tell; raises `ValueError` with Russian words."""
    received = _moment(told.received, zone)
    registered = _moment(told.registered, zone) or received
    if received is None or registered is None:
        raise ValueError("Укажите день поступления: --received 2026-12-01.")
    if registered < received:
        raise ValueError("Регистрация раньше поступления. Проверьте --received и --registered.")
    later = {"--routed": told.routed, "--interim": told.interim, "--reopened": told.reopened}
    at = {name: _moment(one, zone) for name, one in later.items()}
    for name, moment in at.items():
        if moment and moment < registered:
            raise ValueError(f"{name} раньше регистрации. Проверьте даты.")
    if told.extended and told.kind == CaseKind.MESSAGE:
        raise ValueError("Сообщение не продлевают: продление есть у обращения и запроса информации.")
    return CaseTimes(
        municipality_id=town_id,
        kind=told.kind,
        stream=told.stream or _STREAMS.get(told.kind, Stream.APPEALS),
        channel=told.channel,
        received_at=received,
        registered_at=registered,
        routed_at=at["--routed"],
        reopened_at=at["--reopened"],
        interim_sent_at=at["--interim"],
        is_fast_track=told.fast_days is not None,
        fast_track_days=told.fast_days,
        internal_days=told.internal_days,
        urgency=told.urgency,
        extended_days=told.extended,
        opened=tuple(_opened(told, at["--interim"], registered, zone)),
        pauses=tuple(_pause(one, zone) for one in told.paused),
    )


def _opened(told: _Told, interim: datetime | None, registered: datetime, zone: ZoneInfo) -> list[Opening]:
    found = [
        Opening(kind=REQUEST, key=str(number), at=_moment(one, zone))
        for number, one in enumerate(told.requests, 1)
    ]
    found += [Opening(kind=one) for one in told.notices]
    regime = regime_of(kind=told.kind, stream=told.stream or "", channel=told.channel)
    for one in found:
        if regime not in ON_DEMAND[one.kind].regimes:
            raise ValueError(f"Срока «{ON_DEMAND[one.kind].title}» у такой карточки не бывает.")
    if told.promised:
        until = _moment(told.promised, zone)
        at = interim or registered
        if until is None or until.date() < at.astimezone(zone).date():
            raise ValueError("Обещанный день раньше ответа, который его назвал. Проверьте --promised.")
        kind = PROMISE if regime in MESSAGES else PROMISED_WORK
        found.append(Opening(kind=kind, key="1", at=at, until=until.date()))
    return found


def _pause(told: str, zone: ZoneInfo) -> Paused:
    begins, _dots, ends = told.partition("..")
    start, end = (_moment(one, zone) if one else None for one in (begins, ends))
    if start is None or end is None or end <= start:
        raise ValueError(f"Не понимаю приостановку «{told}». Напишите как 2026-12-01..2026-12-10.")
    return Paused(start, end)


def _moment(told: str | None, zone: ZoneInfo) -> datetime | None:
    """A day is its noon, so that no zone moves it."""
    if told is None:
        return None
    text = told.strip().replace("T", " ")
    try:
        if " " in text:
            return datetime.fromisoformat(text).replace(tzinfo=zone)
        return datetime.combine(date.fromisoformat(text), time(12), zone)
    except ValueError:
        raise ValueError(
            f"Не понимаю дату «{told}». Напишите как 2026-12-01 или «2026-12-01 15:30»."
        ) from None


COMMANDS = {"deadlines": deadlines}
