"""`otklik train`, `classify`: the classifier of topics and recipients."""

import time
from pathlib import Path

import click

from otklik.border.ports.errors import Unreadable
from otklik.casework.triage import files
from otklik.casework.triage.evaluation import Stopped, TooLittle
from otklik.doors.jobs.speaking import PARTLY, TARGET, fail, say, tell, town_of, with_json, with_town
from otklik.flow import training
from otklik.kernel import clock

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KINDS = {files.TOPIC: "Темы", files.RECIPIENT: "Получатели"}
_METRICS = {
    "top_1": "верных с первого раза",
    "top_3": "верных среди трёх",
    "coverage_90": "покрытие при точности 90 %",
}


@click.command("train")
@click.option(
    "--csv", "table", type=_FILE, default=None, metavar="ФАЙЛ", help="Учить по таблице, не по реестру."
)
@click.option("--text", default="text", show_default=True, metavar="СТОЛБЕЦ", help="Столбец с текстом.")
@click.option("--topic", default="topic", show_default=True, metavar="СТОЛБЕЦ", help="Столбец с темой.")
@click.option(
    "--recipient", default="", metavar="СТОЛБЕЦ", help="Столбец с получателем: учить ещё и получателей."
)
@click.option(
    "--when", default="", metavar="СТОЛБЕЦ", help="Столбец с датой или номером по порядку: учесть время."
)
@click.option("--out", type=TARGET, default=None, metavar="ФАЙЛ", help="Куда записать модель.")
@click.option(
    "--kind",
    type=click.Choice(["topic", "recipient"]),
    default="topic",
    show_default=True,
    help="Чему учить.",
)
@with_town
@with_json
def train(
    table: Path | None,
    text: str,
    topic: str,
    recipient: str,
    when: str,
    out: Path | None,
    kind: str,
    town_code: str,
    as_json: bool,
) -> None:
    """Обучить распознавание тем на своём реестре (или на таблице). Худшая модель не включается."""
    started = time.monotonic()
    try:
        if table is not None:
            columns = files.Columns(text=text, topic=topic, recipient=recipient, when=when)
            result = _from_table(table, columns, out=out, as_json=as_json)
        else:
            result = _from_register(town_code, kind, as_json=as_json)
    except TooLittle:
        fail("Мало размеченных сообщений: нужно хотя бы по нескольку на тему.", as_json=as_json)
    except Stopped:
        fail("Обучение остановлено. Прежняя модель работает.", as_json=as_json)
    except (Unreadable, ValueError) as error:
        fail(str(error), as_json=as_json)
    result["seconds"] = round(time.monotonic() - started, 1)
    tell(result, as_json=as_json)
    raise SystemExit(0 if result["promoted"] else PARTLY)


def _from_register(town_code: str, kind: str, *, as_json: bool) -> dict[str, object]:
    town = town_of(town_code, as_json=as_json)
    done = training.train(town.id, kind=kind, now=clock.now())
    say(f"Сообщений: {done.samples}. {_words(done.metrics)}", as_json=as_json)
    say(
        "Модель включена." if done.is_active else "Модель не включена: в работе осталась прежняя.",
        as_json=as_json,
    )
    return {
        "ok": True,
        "samples": done.samples,
        "metrics": done.metrics,
        "was": done.was,
        "promoted": done.is_active,
    }


def _from_table(table: Path, columns: files.Columns, *, out: Path | None, as_json: bool) -> dict[str, object]:
    if out is None:
        raise ValueError("Укажите, куда записать модель: --out ФАЙЛ.")
    reports = files.train_csv(table, columns, out=out)
    result: dict[str, object] = {"ok": True, "promoted": True, "model": str(out)}
    for kind, report in reports.items():
        metrics = report.evaluation.figures() if report.evaluation else {}
        result[kind] = {"samples": report.samples, "labels": report.labels, "metrics": metrics}
        said = _words(metrics) or "проверить не на чем: сообщений мало"
        say(f"{_KINDS[kind]}: {report.labels} по {report.samples} сообщениям. {said}", as_json=as_json)
    say(f"Модель записана: {out}", as_json=as_json)
    return result


def _words(metrics: dict[str, float]) -> str:
    told = [f"{title}: {metrics[name]:.1%}" for name, title in _METRICS.items() if name in metrics]
    return "; ".join(told).replace(".", ",")


@click.command("classify")
@click.option("--csv", "table", type=_FILE, required=True, metavar="ФАЙЛ", help="Таблица с текстами.")
@click.option("--text", default="text", show_default=True, metavar="СТОЛБЕЦ", help="Столбец с текстом.")
@click.option(
    "--when", default="", metavar="СТОЛБЕЦ", help="Столбец с датой или номером, если по нему учили."
)
@click.option("--model", type=_FILE, required=True, metavar="ФАЙЛ", help="Модель от otklik train --out.")
@click.option("--out", type=TARGET, required=True, metavar="ФАЙЛ", help="Куда записать JSON-строки.")
@with_json
def classify(table: Path, text: str, when: str, model: Path, out: Path, as_json: bool) -> None:
    """Распознать темы и получателей в таблице: по строке JSON на текст, три лучших с основаниями."""
    try:
        count, empty = files.classify_csv(table, files.Columns(text=text, when=when), model=model, out=out)
    except (Unreadable, ValueError) as error:
        fail(str(error), as_json=as_json)
    line = f"Распознано строк: {count - empty}" + (f", без текста: {empty}" if empty else "")
    tell({"ok": True, "rows": count, "without_text": empty, "out": str(out)}, as_json=as_json, line=line)


COMMANDS = {"train": train, "classify": classify}
