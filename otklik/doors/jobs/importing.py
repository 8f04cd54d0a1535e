"""`otklik import`, `imports`: taking foreign registers in."""

import json
from datetime import datetime
from pathlib import Path

import click

from otklik.border.ports.errors import Unreadable
from otklik.doors.jobs.speaking import PARTLY, fail, say, tell, town_of, with_json, with_town
from otklik.flow import exchange, layouts, running
from otklik.kernel import clock, language
from otklik.register.intake import selectors as intake
from otklik.register.intake.selectors import RunView


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="ФАЙЛ")
@click.option(
    "--map", "plan_name", default="", metavar="КАРТА", help="Имя сохранённой карты столбцов или файл JSON."
)
@click.option("--dry-run", is_flag=True, help="Только показать, что было бы загружено.")
@with_town
@with_json
def import_(file: Path, plan_name: str, dry_run: bool, town_code: str, as_json: bool) -> None:
    """Загрузить выгрузку «Инцидент Менеджмент» или любой реестр (XLSX, XLS, ODS, CSV).

    Тот же файл второй раз ничего не добавит; прерванную загрузку можно просто повторить. Строки, которые
    нельзя принять, попадут в отдельный файл с причиной. Код выхода 3: часть строк отклонена.
    """
    town = town_of(town_code, as_json=as_json)
    try:
        plan = _plan(plan_name, town.id)
        if dry_run:
            _show(exchange.preview(file, town=town, plan=plan), as_json=as_json)
            return
        task = exchange.prepare(file, town=town, plan=plan, now=clock.now())
        task = running.run(task.id, now=clock.now(), progress=None if as_json else _progress)
    except (Unreadable, ValueError, running.TakenOver) as error:
        fail(str(error), as_json=as_json)
    line = _words(task)
    if task.state != "done":
        line += " Принятое сохранено; повторите команду — загрузка продолжится с этого места."
    tell(_summary(task), as_json=as_json, line=f"\n{line}")
    raise SystemExit(0 if task.state == "done" and not task.rejected else PARTLY)


@click.command("imports")
@with_town
@with_json
def imports(town_code: str, as_json: bool) -> None:
    """Последние загрузки и чем они кончились."""
    town = town_of(town_code, as_json=as_json)
    found = intake.runs(town.id)
    for one in found:
        say(f"{one.id:>5}  {one.created_at:%d.%m.%Y %H:%M}  {one.file_name}: {_words(one)}", as_json=as_json)
    tell({"ok": True, "runs": [_summary(one) for one in found]}, as_json=as_json)


def _plan(name: str, municipality_id: int) -> exchange.Plan | None:
    if not name:
        return None
    if Path(name).is_file():
        return exchange.saved_plan(json.loads(Path(name).read_text()))
    kept = intake.plan(municipality_id, name)
    if kept is None:
        names = ", ".join(f"«{one.title}»" for one in intake.plans(municipality_id)) or "сохранённых нет"
        raise ValueError(f"Нет карты столбцов «{name}» ({names}).")
    return exchange.saved_plan(kept.body)


def _progress(task: RunView) -> None:
    total = f" из {language.number(task.rows_total)}" if task.rows_total else ""
    click.echo(f"\rПрочитано строк: {language.number(task.rows_read)}{total}", nl=False, err=True)


def _show(seen: exchange.Preview, *, as_json: bool) -> None:
    layout = "«Инцидент Менеджмент»" if seen.layout == layouts.INCIDENT else "реестр по карте столбцов"
    say(f"Вид файла: {layout}; строк: около {seen.expected_rows}", as_json=as_json)
    for problem in seen.problems:
        say(f"Не хватает: {problem}", as_json=as_json)
    for one in seen.samples:
        told = (
            f"ОТКЛОНЕНА: {one.reason}" if one.reason else f"{_day(one.received_at)} {one.topic or 'без темы'}"
        )
        say(f"  строка {one.row}: {told} — {one.text[:90]}", as_json=as_json)
    tell(
        {
            "ok": not seen.problems,
            "layout": seen.layout,
            "columns": list(seen.header),
            "expected_rows": seen.expected_rows,
            "problems": list(seen.problems),
            "rejected_in_sample": sum(bool(one.reason) for one in seen.samples),
        },
        as_json=as_json,
    )
    raise SystemExit(1 if seen.problems else 0)


def _day(at: datetime | None) -> str:
    return f"{at:%d.%m.%Y}" if at else "без даты"


def _summary(task: RunView) -> dict[str, object]:
    return {
        "ok": task.state == "done",
        "run": task.id,
        "file": task.file_name,
        "layout": task.layout,
        "state": task.state,
        "rows": task.rows_read,
        "added": task.added,
        "updated": task.updated,
        "unchanged": task.unchanged,
        "rejected": task.rejected,
        "rejects_file": task.rejects_path,
        "error": task.error,
    }


def _words(task: RunView) -> str:
    line = (
        f"{task.state_title.capitalize()}: добавлено {task.added}, обновлено {task.updated}, "
        f"без изменений {task.unchanged}, отклонено {task.rejected}"
    )
    return f"{line}. Отклонённые строки: {task.rejects_path}" if task.rejects_path else f"{line}."


COMMANDS = {"import": import_, "imports": imports}
