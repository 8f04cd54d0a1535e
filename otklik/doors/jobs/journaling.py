"""`otklik journal`: proving that nobody has touched the journal of actions, and taking it out."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import click

from otklik.doors.jobs.speaking import say, tell, town_of, with_json
from otklik.flow import journal as journals
from otklik.flow.journal import Row
from otklik.ground.audit import selectors as audit
from otklik.ground.audit.selectors import Sought
from otklik.kernel import clock, language

_HASH = 64


@click.group("journal", invoke_without_command=True)
@with_json
@click.pass_context
def journal(context: click.Context, as_json: bool) -> None:
    """Журнал действий: проверить цепочку (verify), выгрузить (export). Без слова — проверить."""
    if context.invoked_subcommand is None:
        context.invoke(verify, as_json=as_json, head="")


@journal.command("verify")
@click.option(
    "--head", default="", metavar="ХЕШ", help="Хеш конца журнала, записанный раньше: не отрезан ли конец."
)
@with_json
def verify(head: str, as_json: bool) -> None:
    """Проверить, не изменена ли хоть одна запись. Код 0 — цел, 1 — изменён."""
    if head and len(head) != _HASH:
        raise click.BadParameter("хеш — 64 знака, его печатает прошлая проверка.", param_hint="--head")

    def progress(checked: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\rпроверено {language.number(checked)}", err=True, nl=False)

    verdict = audit.verify(head=head.lower(), on=progress)
    is_whole = verdict.broken_at is None and verdict.is_head_met
    if verdict.broken_at is not None:
        line = f"Журнал изменён: цепочка рвётся на записи {verdict.broken_at} (цело {verdict.checked})."
    elif not verdict.is_head_met:
        line = f"Журнал обрезан или заменён: записи с таким хешем нет (проверено {verdict.checked})."
    else:
        line = f"Журнал цел: проверено записей — {verdict.checked}. Конец: {verdict.head}"
    say(line, as_json=as_json)
    told = {"ok": is_whole, "checked": verdict.checked, "broken_at": verdict.broken_at}
    tell(
        {**told, "head": verdict.head if is_whole else None, "is_head_met": verdict.is_head_met},
        as_json=as_json,
    )
    sys.exit(0 if is_whole else 1)


@journal.command("export")
@click.argument("target", metavar="ФАЙЛ", type=click.Path(dir_okay=False, writable=True, allow_dash=True))
@click.option("--town", "code", default="", metavar="КОД", help="Один муниципалитет; без него — весь журнал.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="ГГГГ-ММ-ДД", help="С этого дня.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="ГГГГ-ММ-ДД", help="По этот день включительно."
)
@click.option(
    "--action", default="", metavar="КОД", help="Одно действие, например «move» или «see_personal»."
)
@click.option("--form", type=click.Choice(["jsonl", "csv"]), default="jsonl", help="Вид файла.")
@with_json
def export(
    target: str,
    code: str,
    since: datetime | None,
    until: datetime | None,
    action: str,
    form: str,
    as_json: bool,
) -> None:
    """Выгрузить журнал в файл («-» — на вывод): строка на запись, с хешами для проверки.

    Сама выгрузка записывается в журнал до первой строки.
    """
    town = town_of(code, as_json=as_json) if code else None
    zone = ZoneInfo(town.timezone if town else "UTC")
    rows = journals.export(
        municipality_id=town.id if town else None,
        sought=Sought(
            action=action,
            since=_midnight(since.date(), zone) if since else None,
            until=_midnight(until.date() + timedelta(days=1), zone) if until else None,
        ),
        form=form,
        now=clock.now(),
    )
    count = _write_out(target, rows, form=form)
    tell(
        {"ok": True, "entries": count, "file": target},
        as_json=as_json and target != "-",
        line="" if target == "-" else f"Выгружено записей: {language.number(count)}, файл {target}",
    )


def _write_out(target: str, rows: Iterator[Row], *, form: str) -> int:
    """A file appears whole or not at all."""
    if target == "-":
        return _write(sys.stdout, rows, form=form)
    path = Path(target)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            count = _write(file, rows, form=form)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(file: IO[str], rows: Iterator[Row], *, form: str) -> int:
    count = 0
    table = csv.writer(file, delimiter=";")
    if form == "csv":
        file.write("\ufeff")
        table.writerow(journals.COLUMNS)
    for row in rows:
        count += 1
        if form == "csv":
            table.writerow(journals.cells(row))
        else:
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    return count


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


COMMANDS = {"journal": journal}
