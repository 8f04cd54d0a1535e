"""The command `otklik`: everything that a technician does."""

import gettext
import os
import sys
from pathlib import Path

import click

_LOCALE = Path(__file__).parent / "locale"
_ROOMS = {
    "init": "founding",
    "town": "founding",
    "user": "people",
    "serve": "serving",
    "work": "serving",
    "poll": "serving",
    "nightly": "serving",
    "import": "importing",
    "imports": "importing",
    "train": "learning",
    "classify": "learning",
    "report": "reporting",
    "lake": "reporting",
    "deadlines": "counting",
    "demo": "demonstration",
    "doctor": "doctor",
    "journal": "doctor",
}


class Otklik(click.Group):
    """Commands are read when they are called, so that help and errors come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        room = _ROOMS.get(cmd_name)
        if room is None:
            return None
        _prepare()
        module = __import__(f"otklik.doors.jobs.{room}", fromlist=["COMMANDS"])
        found: click.Command = module.COMMANDS[cmd_name]
        return found


@click.group(cls=Otklik, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="otklik", message="Отклик %(version)s")
def otklik() -> None:
    """Отклик — рабочая система муниципального центра управления.

    Все данные лежат в одной папке: OTKLIK_DATA (по умолчанию ./var). База — SQLite в этой папке или
    PostgreSQL, если задан OTKLIK_DATABASE=postgresql://…
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
    os.environ.setdefault("LANGUAGE", "ru")
    gettext.bindtextdomain("messages", str(_LOCALE))
    try:
        otklik.main(prog_name="otklik", standalone_mode=True)
    except RuntimeError as error:
        if type(error).__name__ != "BadEnvironment":
            raise
        click.echo(f"Ошибка настройки. {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
