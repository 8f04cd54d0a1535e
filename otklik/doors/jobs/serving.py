"""`otklik serve`: the site and the worker as one command."""

import errno
import os
import socket
import sys

import click
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from otklik.doors.jobs import supervisor
from otklik.doors.jobs.speaking import fail, say, tell, with_json
from otklik.ground.people import selectors as people


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="АДРЕС", help="Адрес, на котором открыть сайт."
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), metavar="ЧИСЛО", help="Порт."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 32), metavar="ЧИСЛО",
    help="Процессов сайта.",
)  # fmt: skip
@with_json
def serve(host: str, port: int, workers: int, as_json: bool) -> None:
    """Запустить сайт и обработчик очереди (одной командой, до Ctrl+C)."""
    refuse_unsafe(as_json=as_json)
    refuse_taken(host, port, as_json=as_json)
    site = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "otklik.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "otklik.doors.jobs.cli", "work"]
    say(f"Отклик открывается: http://{host}:{port}", as_json=as_json)
    if settings.DEMO and not as_json:
        _introduce()
    say("Остановить: Ctrl+C", as_json=as_json)
    tell({"ok": True, "url": f"http://{host}:{port}", "pid": os.getpid()}, as_json=as_json)
    sys.stdout.flush()
    told = supervisor.command([site, worker])
    os.execv(told[0], told)  # noqa: S606  # the same process goes on without Django's sixty megabytes


def refuse_unsafe(*, as_json: bool) -> None:
    """A real town may not be opened with passwords that everybody knows, nor on a base of another version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        fail(
            f"База не подготовлена или отстала от программы: не применено миграций — {len(waiting)}. "
            "Выполните: otklik init",
            as_json=as_json,
        )
    if not settings.DEMO and people.demo_users():
        fail(
            "В базе есть демонстрационные учётные записи с известным паролем. "
            "Для показа запустите с OTKLIK_DEMO=1, для работы — закройте их: otklik demo forget",
            as_json=as_json,
        )


def refuse_taken(host: str, port: int, *, as_json: bool) -> None:
    """A port that another program listens on is told of at once, not by a site that dies again and again."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        fail(f"Не понимаю адрес «{host}». Укажите IP этой машины или 127.0.0.1.", as_json=as_json)
    except PermissionError:
        fail(f"Порт {port} открывает только root. Возьмите порт от 1024: --port 8000", as_json=as_json)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(
                f"Порт {port} занят другой программой (может быть, Отклик уже запущен). "
                f"Остановите её или возьмите другой порт: --port {port + 1}",
                as_json=as_json,
            )
        fail(f"На {host}:{port} открыть сайт нельзя: у этой машины нет такого адреса.", as_json=as_json)


def _introduce() -> None:
    click.echo("\nУчётные записи для знакомства (пароль у всех один — otklik-demo):")
    for person in people.demo_users():
        click.echo(f"  {person.username:<12} {person.full_name}, {person.position}")
    click.echo("")


COMMANDS = {"serve": serve}
