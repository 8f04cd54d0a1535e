"""`otklik doctor`, `journal`: is everything in order, and has nobody touched the journal."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from otklik.doors.jobs.speaking import PARTLY, say, tell, with_json
from otklik.ground.outbox import selectors as outbox
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.ground.printing import pdf
from otklik.ground.worktime import official
from otklik.kernel import clock, language

GOOD, WARN, BAD = "ok", "warn", "bad"
_MARKS = {GOOD: "✓", WARN: "!", BAD: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do when it is not well."""

    what: str
    state: str
    told: str


def _settings() -> Iterator[Finding]:
    key = Path(settings.DATA) / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Finding("ключ", WARN, f"Файл ключа читают посторонние: chmod 600 {key}")
    else:
        yield Finding("ключ", GOOD, "свой секретный ключ")
    if settings.DEMO:
        yield Finding("режим", WARN, "включён показ (OTKLIK_DEMO): для работы с людьми выключите")
    elif settings.DEBUG:
        yield Finding("режим", BAD, "включена отладка (OTKLIK_DEBUG): выключите")
    else:
        yield Finding("режим", GOOD, "рабочий")


def _database() -> Iterator[Finding]:
    try:
        waiting = MigrationExecutor(connection).migration_plan(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        )
    except DatabaseError as error:
        yield Finding("база", BAD, f"не открывается ({type(error).__name__}): проверьте OTKLIK_DATABASE")
        return
    yield Finding("база", GOOD, connection.vendor)
    if waiting:
        yield Finding("миграции", BAD, f"не применены: {len(waiting)}. Выполните: otklik init")
        return
    yield Finding("миграции", GOOD, "применены все")
    towns = places.municipalities()
    told = ", ".join(town.title for town in towns) or "нет ни одного: otklik init --code … --title …"
    yield Finding("муниципалитеты", GOOD if towns else WARN, told)
    if not settings.DEMO and people.demo_users():
        yield Finding("учётные записи", BAD, "есть демонстрационные: otklik demo forget")


def _queue() -> Iterator[Finding]:
    now, queue = clock.now(), outbox.queue()
    late = queue.oldest_waiting_at is not None and queue.oldest_waiting_at < now - timedelta(minutes=10)
    told = f"ждут {queue.waiting}, выполняются {queue.running}, не удались {queue.failed}"
    if late:
        yield Finding("очередь", BAD, f"{told}; обработчик не работает: запустите otklik serve или work")
    else:
        yield Finding("очередь", WARN if queue.failed else GOOD, told)


def _disk() -> Iterator[Finding]:
    data = Path(settings.DATA)
    free = shutil.disk_usage(data).free
    gib = f"{free / 2**30:.1f}".replace(".", ",")
    state = BAD if free < 2**29 else WARN if free < 2 * 2**30 else GOOD
    yield Finding("диск", state, f"свободно {gib} ГБ в {data}")
    if not os.access(data, os.W_OK):
        yield Finding("папка данных", BAD, f"нет права записи в {data}")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if now < built - timedelta(days=1):
        yield Finding("часы", BAD, f"отстают: на них {now:%d.%m.%Y}. Включите синхронизацию времени")
        return
    sync = _synchronised()
    told = f"{now:%d.%m.%Y %H:%M} UTC" + ("" if sync else "; синхронизация не подтверждена")
    yield Finding("часы", GOOD if sync is not False else WARN, told)
    if now.date() > official.KNOWN_UNTIL:
        yield Finding(
            "календарь",
            WARN,
            f"переносы выходных известны до {official.KNOWN_UNTIL:%d.%m.%Y}: внесите новые в настройках",
        )
    else:
        yield Finding(
            "календарь", GOOD, f"производственный календарь известен до {official.KNOWN_UNTIL:%d.%m.%Y}"
        )


def _synchronised() -> bool | None:
    """Whether the system says that its clock is synchronised; None where it does not tell."""
    tool = shutil.which("timedatectl")
    if tool is None:
        return None
    try:
        done = subprocess.run(
            [tool, "show", "-p", "NTPSynchronized", "--value"], capture_output=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.decode().strip())


def _fonts() -> Iterator[Finding]:
    if pdf.can_set_cyrillic():
        yield Finding("шрифты", GOOD, "кириллица в PDF есть")
    else:
        yield Finding("шрифты", BAD, "PDF не собирается: переустановите зависимости (make setup)")
    if "яма" in language.forms("ямы"):
        yield Finding("словарь", GOOD, "русский словарь загружен")
    else:
        yield Finding("словарь", BAD, "русский словарь не загружен: переустановите зависимости")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _settings, _database, _queue, _disk, _clock, _fonts,
)  # fmt: skip


@click.command("doctor")
@with_json
def doctor(as_json: bool) -> None:
    """Проверить настройки, базу, очередь, диск, часы, шрифты. Код 1 — есть беда, 3 — есть замечания."""
    found = [one for check in CHECKS for one in _safely(check)]
    for one in found:
        say(f"{_MARKS[one.state]} {one.what}: {one.told}", as_json=as_json)
    states = {one.state for one in found}
    checks = [{"what": one.what, "state": one.state, "told": one.told} for one in found]
    tell({"ok": BAD not in states, "checks": checks}, as_json=as_json)
    sys.exit(1 if BAD in states else PARTLY if WARN in states else 0)


def _safely(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """A check that fails is itself a finding; the others still run."""
    try:
        return list(check())
    except (DatabaseError, OSError) as error:
        return [Finding(check.__name__.strip("_"), BAD, f"проверка не удалась: {type(error).__name__}")]


COMMANDS = {"doctor": doctor}
