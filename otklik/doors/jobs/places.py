"""`otklik addresses`: the town's register of addresses and landmarks."""

from pathlib import Path

import click

from otklik.border.ports.errors import Unreadable
from otklik.doors.jobs.speaking import PARTLY, fail, tell, town_of, with_json, with_town
from otklik.flow import addresses
from otklik.ground.places.listing import BadList
from otklik.ground.places.selectors import LoadingView
from otklik.kernel import clock, language


@click.command("addresses")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="ФАЙЛ")
@click.option("--oktmo", default="", metavar="КОД", help="ОКТМО муниципалитета: кого взять из ГАР региона.")
@click.option("--guid", default="", metavar="ID", help="Вместо ОКТМО: идентификатор муниципалитета в ГАР.")
@click.option("--region", default="", metavar="63", help="Код региона, если в архиве ГАР их несколько.")
@click.option("--landmarks", is_flag=True, help="В таблице ориентиры: школы, магазины, остановки.")
@click.option(
    "--whole/--part",
    "is_whole",
    default=None,
    help="Закрыть ли то, чего в файле нет. ГАР — полный, таблица — нет, если не сказать иначе.",
)
@click.option("--dry-run", is_flag=True, help="Только показать, что добавится, изменится и закроется.")
@with_town
@with_json
def addresses_(
    path: Path, oktmo: str, guid: str, region: str, landmarks: bool, is_whole: bool | None, dry_run: bool,
    town_code: str, as_json: bool,
) -> None:  # fmt: skip
    """Загрузить адреса: архив или папку ГАР (XML), таблицу CSV или XLSX; ориентиры — таблицей.

    Тот же файл второй раз ничего не изменит; прерванную загрузку можно просто повторить. Закрытые улицы
    и дома остаются в старых карточках. Код выхода 3: часть строк отклонена, они в отдельном файле.
    """
    town = town_of(town_code, as_json=as_json)
    is_gar = not landmarks and (path.is_dir() or path.suffix.lower() == ".zip")
    options: dict[str, object] = {"is_whole": is_gar if is_whole is None else is_whole}
    if is_gar:
        options |= {"oktmo": "" if guid else oktmo or town.oktmo, "guid": guid, "region": region}
    try:
        task = addresses.prepare(
            path, municipality_id=town.id, is_landmarks=landmarks, options=options, is_dry_run=dry_run,
            now=clock.now(),
        )  # fmt: skip
    except (Unreadable, BadList) as error:
        fail(str(error), as_json=as_json)
    task = addresses.run(task.id, now=clock.now(), progress=None if as_json else _progress)
    if task.state == "failed":
        fail(task.error, as_json=as_json)
    tell(_summary(task), as_json=as_json, line=f"\n{_words(task)}")
    raise SystemExit(0 if task.state == "done" and not task.rejected else PARTLY)


def _progress(task: LoadingView) -> None:
    share = f" {100 * task.done // task.total} %" if task.total else f" {language.number(task.done)}"
    click.echo(f"\r{task.stage}:{share:<12}", nl=False, err=True)


def _summary(task: LoadingView) -> dict[str, object]:
    return {
        "ok": task.state == "done",
        "loading": task.id,
        "kind": task.kind,
        "file": task.file_name,
        "is_dry_run": task.is_dry_run,
        "state": task.state,
        "counts": task.counts,
        "rejected": task.rejected,
        "rejects_file": task.rejects_path,
        "note": task.stage,
    }


def _words(task: LoadingView) -> str:
    if task.state == "stopped":
        return "Остановлено. Записанное сохранено; повторите команду — загрузка продолжится."
    line = f"{'Проба' if task.is_dry_run else 'Готово'}: {addresses.words(task)}."
    rejects = f" Отклонённые строки: {task.rejects_path}" if task.rejects_path else ""
    return " ".join(filter(None, [line, task.stage])) + rejects


COMMANDS = {"addresses": addresses_}
