"""The command `otklik`: everything that a technician does."""

import gettext
import json
import os
import sys
from importlib import import_module, metadata
from pathlib import Path

import click

from otklik.doors.jobs import troubles

_LOCALE = Path(__file__).parent / "locale"
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("founding", "Подготовить папку данных, базу и справочники; можно повторять."),
    "town": ("founding", "Муниципалитеты этой установки."),
    "user": ("people", "Учётные записи: добавить, дать роль, сменить пароль, показать."),
    "channel": ("accounts", "Каналы: показать, выдать ключ для программ."),
    "serve": ("serving", "Запустить сайт и обработчик очереди, до Ctrl+C."),
    "work": ("working", "Обработчик очереди: ответы, загрузки, обучение, показатели."),
    "poll": ("working", "Забрать новые сообщения из каналов, которые нужно опрашивать."),
    "nightly": ("working", "Ночные работы: показатели, уплотнение, уборка."),
    "import": ("importing", "Загрузить «Инцидент Менеджмент» или любой реестр."),
    "imports": ("importing", "Последние загрузки и чем они кончились."),
    "addresses": ("places", "Загрузить адреса (ГАР или таблица) и ориентиры."),
    "train": ("learning", "Обучить распознавание тем на своём реестре или таблице."),
    "classify": ("learning", "Распознать темы в таблице."),
    "report": ("reporting", "Отчёты по формам постановления."),
    "lake": ("reporting", "Показатели: факты для отчётов."),
    "deadlines": ("counting", "Все сроки с нормами и расчётом для указанных дат."),
    "demo": ("demonstration", "Показательный город: загрузить, закрыть учётные записи."),
    "doctor": ("doctor", "Проверить настройки, базу, очередь, диск, часы, шрифты."),
    "journal": ("journaling", "Журнал действий: проверить цепочку, выгрузить."),
}
"""Each command with its file and the line that the list of commands shows."""


class Otklik(click.Group):
    """Commands are read when they are called, so that help and errors come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        _prepare()
        module = import_module(f"otklik.doors.jobs.{COMMANDS[cmd_name][0]}")
        found: click.Command = module.COMMANDS[cmd_name]
        return in_russian(found)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def in_russian(command: click.Command) -> click.Command:
    """The words of a usage line that click does not translate."""
    command.options_metavar = "[ПАРАМЕТРЫ]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "КОМАНДА [ПАРАМЕТРЫ]…"
        for one in command.commands.values():
            in_russian(one)
    return command


def _version() -> str:
    try:
        return metadata.version("otklik")
    except metadata.PackageNotFoundError:
        return "из исходного кода"


@click.group(cls=Otklik, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), message="Отклик %(version)s", help="Показать версию.")
def otklik() -> None:
    """Отклик — рабочая система муниципального центра управления.

    Все данные лежат в одной папке: OTKLIK_DATA (по умолчанию ./var). База — SQLite в этой папке или
    PostgreSQL, если задан OTKLIK_DATABASE=postgresql://…

    Код выхода: 0 — сделано, 1 — не получилось, 2 — неверный вызов, 3 — сделано не всё.
    """


def _prepare() -> None:
    """Django is set up once, before the first command that needs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def main() -> None:
    """Run the command line; a problem is told in Russian and ends with a code other than zero."""
    os.environ["LANGUAGE"] = "ru"
    gettext.bindtextdomain("messages", str(_LOCALE))
    in_russian(otklik)
    try:
        done = otklik.main(prog_name="otklik", standalone_mode=False)
    except click.Abort:
        _end(gettext.gettext("Aborted!"), code=1)
    except click.ClickException as error:
        error.show()
        _end(error.format_message(), code=error.exit_code, is_told=True)
    except Exception as error:
        told = troubles.told(error)
        if told is None:
            raise
        _end(told.words, code=told.code)
    sys.exit(done if isinstance(done, int) else 0)


def _end(words: str, *, code: int, is_told: bool = False) -> None:
    """The last words: for a person on the error stream, for a program one object on the output."""
    if "--json" in sys.argv:
        click.echo(json.dumps({"ok": False, "error": words}, ensure_ascii=False))
    if not is_told:
        click.echo(words, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
