"""`otklik deadlines`: the whole ladder of terms for any dates."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import click

from otklik.border.ports.messages import CaseKind, Stream
from otklik.casework.deadlines import rules, selectors
from otklik.casework.deadlines.times import CaseTimes
from otklik.doors.jobs.speaking import fail, say, tell, town_of, with_json, with_town

_KINDS = [*(one.value for one in CaseKind), "information_request"]
_STREAMS: dict[str, Stream] = {CaseKind.MESSAGE: Stream.DIGITAL}


@click.command("deadlines")
@click.option(
    "--kind", type=click.Choice(_KINDS), default="appeal", show_default=True,
    help="Вид: обращение (59-ФЗ), сообщение или запрос информации (8-ФЗ).",
)  # fmt: skip
@click.option(
    "--stream", type=click.Choice([one.value for one in Stream]), default=None, help="Поток поступления."
)
@click.option("--received", required=True, metavar="ГГГГ-ММ-ДД", help="День поступления.")
@click.option("--registered", default=None, metavar="ГГГГ-ММ-ДД", help="День регистрации.")
@click.option(
    "--urgency", type=click.IntRange(0, 2), default=0, metavar="ЧИСЛО", help="0 обычное, 1 срочное, 2 угроза."
)
@click.option(
    "--fast-days",
    type=click.IntRange(1, 30),
    default=None,
    metavar="ДНЕЙ",
    help="Срок фаст-трека, раб. дней.",
)
@with_town
@with_json
def deadlines(
    kind: str,
    stream: str | None,
    received: str,
    registered: str | None,
    urgency: int,
    fast_days: int | None,
    town_code: str,
    as_json: bool,
) -> None:
    """Все сроки с нормами и расчётом для указанных дат."""
    town = town_of(town_code, as_json=as_json)
    zone = ZoneInfo(town.timezone)
    times = CaseTimes(
        municipality_id=town.id,
        kind=kind,
        stream=stream or _STREAMS.get(kind, Stream.APPEALS),
        received_at=_moment(received, zone, as_json=as_json),
        registered_at=_moment(registered or received, zone, as_json=as_json),
        is_fast_track=fast_days is not None,
        fast_track_days=fast_days,
        urgency=urgency,
    )
    found = selectors.ladders([times])[0]
    if found is None:
        fail("Эти даты лежат вне производственного календаря.", as_json=as_json)
    for rung in found:
        mark = "▸" if rung.is_main else " "
        say(f"{mark} {rung.title}: {rung.arithmetic} — {rung.norm} [{rung.confidence}]", as_json=as_json)
    tell({"ok": True, "ladder": rules.as_json(found)}, as_json=as_json)


def _moment(told: str, zone: ZoneInfo, *, as_json: bool) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(told), time(12), zone)
    except ValueError:
        fail(f"Не понимаю дату «{told}». Напишите как 2026-12-01.", as_json=as_json)


COMMANDS = {"deadlines": deadlines}
