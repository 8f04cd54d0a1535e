"""`otklik init`, `town`: preparing the data folder and the municipalities."""

from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from otklik.doors.jobs.speaking import fail, say, tell, with_json
from otklik.flow import founding, starting
from otklik.ground.people import services as people
from otklik.ground.places import selectors as places
from otklik.ground.places.services import BadPlace
from otklik.kernel import clock


@click.command("init")
@click.option("--code", default="", metavar="КОД", help="Код муниципалитета латиницей, например uhta.")
@click.option("--title", default="", metavar="ИМЯ", help="Название: «МОГО „Ухта“».")
@click.option("--genitive", default="", metavar="ИМЯ", help="Название в родительном падеже: «МОГО „Ухта“».")
@click.option("--region", default="", metavar="ИМЯ", help="Субъект федерации: «Республика Коми».")
@click.option(
    "--centre", default="МЦУ", show_default=True, metavar="ИМЯ", help="Как называется центр: МЦУ или МЦУР."
)
@click.option("--timezone", default="Europe/Moscow", show_default=True, metavar="ПОЯС", help="Часовой пояс.")
@with_json
def init(
    code: str, title: str, genitive: str, region: str, centre: str, timezone: str, as_json: bool
) -> None:
    """Подготовить папку данных, базу и справочники; можно повторять.

    С --code и --title создаёт муниципалитет с темами, блоками, ролями, каналами и шаблонами.
    """
    for folder in (settings.DATA, settings.FILES, settings.LAKE, settings.MODELS):
        Path(folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    now = clock.now()
    people.install_roles(now=now)
    if bool(code) != bool(title):
        fail("Для муниципалитета нужны и --code, и --title.", as_json=as_json)
    if code:
        try:
            founding.found(
                code=code,
                title=title,
                title_genitive=genitive or title,
                region=region,
                centre_title=centre,
                timezone=timezone,
                now=now,
            )
        except (BadPlace, ValueError) as error:
            fail(str(error), as_json=as_json)
    starting.prepare()
    towns = [town.code for town in places.municipalities()]
    tell(
        {"ok": True, "data": str(settings.DATA), "towns": towns},
        as_json=as_json,
        line=f"Папка данных готова: {settings.DATA}"
        + ("" if towns else "\nТеперь создайте муниципалитет: otklik init --code … --title …"),
    )


@click.command("town")
@with_json
def town(as_json: bool) -> None:
    """Муниципалитеты этой установки."""
    found = places.municipalities()
    for one in found:
        say(f"{one.code:<20} {one.title} ({one.centre_title})", as_json=as_json)
    tell({"ok": True, "towns": {one.code: one.title for one in found}}, as_json=as_json)


COMMANDS = {"init": init, "town": town}
