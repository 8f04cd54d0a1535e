"""`otklik serve`, `work`, `poll`, `nightly`: the site and the worker."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from django.conf import settings
from django.db import connection

from otklik.doors.jobs.speaking import fail, say, tell, with_json
from otklik.flow import deliveries, nightly
from otklik.ground.people import selectors as people
from otklik.kernel import clock

PAUSE = 1.0
_GRACE = 20.0


class Children:
    """The site and the worker as child processes; one that dies is started again."""

    def __init__(self, commands: list[list[str]]) -> None:
        self._commands = commands
        self._running: list[subprocess.Popen[bytes]] = []
        self._deaths = 0
        self.is_stopping = False

    def start(self) -> None:
        self._running = [subprocess.Popen(command) for command in self._commands]

    def watch(self) -> int:
        """Stay until asked to stop; gives up after ten deaths in a row, each within a minute of the last."""
        since = time.monotonic()
        while not self.is_stopping:
            time.sleep(0.3)
            for place, child in enumerate(self._running):
                if child.poll() is None or self.is_stopping:
                    continue
                self._deaths = self._deaths + 1 if time.monotonic() - since < 60 else 1
                since = time.monotonic()
                if self._deaths > 10:
                    self.stop()
                    return 1
                time.sleep(min(0.5 * self._deaths, 5))
                self._running[place] = subprocess.Popen(self._commands[place])
        self.stop()
        return 0

    def stop(self) -> None:
        self.is_stopping = True
        for child in self._running:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _GRACE
        for child in self._running:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Адрес, на котором открыть сайт.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Порт.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Процессов сайта.")
def serve(host: str, port: int, workers: int) -> None:
    """Запустить сайт и обработчик очереди (одной командой, до Ctrl+C)."""
    refuse_unsafe()
    site = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "otklik.config.wsgi:application",
    ]  # fmt: skip
    children = Children([site, [sys.executable, "-m", "otklik.doors.jobs.cli", "work"]])

    def stop(_number: int, _frame: FrameType | None) -> None:
        children.is_stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children.start()
    click.echo(f"Отклик открыт: http://{host}:{port}")
    if settings.DEMO:
        _introduce()
    click.echo("Остановить: Ctrl+C")
    raise SystemExit(children.watch())


def refuse_unsafe() -> None:
    """A real town may not be opened with passwords that everybody knows."""
    tables = connection.introspection.table_names()
    if "people_user" not in tables:
        fail("База ещё не подготовлена. Выполните: otklik init")
    if not settings.DEMO and people.demo_users():
        fail(
            "В базе есть демонстрационные учётные записи с известным паролем. "
            "Для показа запустите с OTKLIK_DEMO=1, для работы — удалите их: otklik demo forget"
        )


def _introduce() -> None:
    click.echo("\nУчётные записи для знакомства (пароль у всех один — otklik-demo):")
    for person in people.demo_users():
        click.echo(f"  {person.username:<12} {person.full_name}, {person.position}")
    click.echo("")


@click.command("work")
@click.option("--once", is_flag=True, help="Сделать, что назрело, и закончить.")
@with_json
def work(once: bool, as_json: bool) -> None:
    """Обработчик очереди: отправка ответов, загрузки, обучение, обновление показателей."""
    worker = f"{os.uname().nodename[:20]}-{os.getpid()}"
    nightly.begin(now=clock.now())
    stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    done = 0
    while not stopped:
        taken = deliveries.turn(worker=worker, now=clock.now)
        done += taken
        if once:
            break
        if not taken:
            time.sleep(PAUSE)
    tell({"ok": True, "done": done}, as_json=as_json, line=f"Сделано работ: {done}")


@click.command("poll")
@with_json
def poll(as_json: bool) -> None:
    """Забрать новые сообщения из каналов, которые нужно опрашивать."""
    from otklik.flow import channels

    result = channels.poll_all(now=clock.now())
    for one in result:
        say(f"{one.title}: {one.taken} новых{', ошибка: ' + one.error if one.error else ''}", as_json=as_json)
    failed = sum(bool(one.error) for one in result)
    tell(
        {"ok": not failed, "accounts": len(result), "taken": sum(one.taken for one in result)},
        as_json=as_json,
        line=f"Опрошено каналов: {len(result)}",
    )
    raise SystemExit(1 if failed else 0)


@click.command("nightly")
@with_json
def night(as_json: bool) -> None:
    """Ночные работы: показатели, уплотнение, уборка."""
    nightly.run(now=clock.now())
    tell({"ok": True}, as_json=as_json, line="Ночные работы выполнены.")


COMMANDS = {"serve": serve, "work": work, "poll": poll, "nightly": night}
