"""`otklik report`, `lake`: the official forms, and the facts they are filled from."""

from datetime import date
from pathlib import Path

import click

from otklik.doors.jobs.speaking import TARGET, fail, tell, town_of, with_json, with_town
from otklik.flow import publish
from otklik.insight.analytics.values import Period
from otklik.insight.reports import selectors as reports
from otklik.insight.reports.form import Filled
from otklik.insight.reports.render import RENDERERS
from otklik.kernel import clock


@click.group("report")
def report() -> None:
    """Отчёты по формам постановления."""


@report.command("monthly")
@click.option("--month", required=True, metavar="ГГГГ-ММ", help="Отчётный месяц.")
@click.option(
    "--format", "kind", type=click.Choice(list(RENDERERS)), default="xlsx", show_default=True, help="Вид."
)
@click.option("--out", required=True, type=TARGET, metavar="ФАЙЛ", help="Куда записать.")
@with_town
@with_json
def monthly(month: str, kind: str, out: Path, town_code: str, as_json: bool) -> None:
    """Ежемесячный отчёт: 28 индикаторов (приложение № 1 к Положению о МЦУР)."""
    town = town_of(town_code, as_json=as_json)
    now = clock.now()
    publish.sync_lake(now=now)
    filled = reports.monthly(town.id, month=_month(month, as_json=as_json), as_of=now.date())
    _write(filled, kind, out, as_json=as_json)


@report.command("yearly")
@click.option("--year", required=True, type=click.IntRange(2000, 2100), metavar="ГГГГ", help="Отчётный год.")
@click.option(
    "--format", "kind", type=click.Choice(list(RENDERERS)), default="xlsx", show_default=True, help="Вид."
)
@click.option("--out", required=True, type=TARGET, metavar="ФАЙЛ", help="Куда записать.")
@with_town
@with_json
def yearly(year: int, kind: str, out: Path, town_code: str, as_json: bool) -> None:
    """Ежегодный отчёт: 7 целевых показателей (приложение № 2 к Положению о МЦУР)."""
    town = town_of(town_code, as_json=as_json)
    now = clock.now()
    publish.sync_lake(now=now)
    _write(reports.yearly(town.id, year=year, as_of=now.date()), kind, out, as_json=as_json)


@click.group("lake")
def lake() -> None:
    """Показатели: факты для отчётов."""


@lake.command("sync")
@with_json
def sync(as_json: bool) -> None:
    """Дописать изменившиеся карточки."""
    done = publish.sync_lake(now=clock.now())
    tell({"ok": True, "rows": done.rows}, as_json=as_json, line=f"Обновлено фактов: {done.rows}")


@lake.command("rebuild")
@with_json
def rebuild(as_json: bool) -> None:
    """Собрать все факты заново; прежние видны, пока новые не готовы."""
    done = publish.rebuild_lake(now=clock.now())
    tell({"ok": True, "rows": done.rows}, as_json=as_json, line=f"Собрано фактов: {done.rows}")


def _month(told: str, *, as_json: bool) -> Period:
    try:
        first = date.fromisoformat(f"{told}-01")
    except ValueError:
        fail(f"Не понимаю месяц «{told}». Напишите как 2026-10.", as_json=as_json)
    return Period.month_of(first)


def _write(filled: Filled, kind: str, out: Path, *, as_json: bool) -> None:
    part = out.with_name(out.name + ".part")
    content = RENDERERS[kind](filled)
    try:
        part.write_bytes(content)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    tell(
        {"ok": True, "file": str(out), "form": filled.form.code, "period": filled.period},
        as_json=as_json,
        line=f"Готово: {out}",
    )


COMMANDS = {"report": report, "lake": lake}
