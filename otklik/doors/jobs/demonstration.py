"""`otklik demo`: the demonstration town."""

import click
from django.conf import settings

from otklik.doors.jobs.speaking import fail, tell, with_json
from otklik.flow import publish
from otklik.flow.demo import load as town
from otklik.flow.demo.plan import USUAL_CASES
from otklik.ground.people import services as people
from otklik.ground.places import selectors as places
from otklik.kernel import clock, language


@click.group("demo")
def demo() -> None:
    """Показательный город: загрузить, убрать учётные записи."""


@demo.command("load")
@click.option(
    "--cases",
    default=USUAL_CASES,
    show_default=True,
    type=click.IntRange(1, 5_000_000),
    metavar="ЧИСЛО",
    help="Карточек.",
)
@click.option(
    "--seed", default=town.SEED, show_default=True, metavar="ЧИСЛО", help="Зерно: то же зерно — тот же город."
)
@click.option("--if-empty", is_flag=True, help="Ничего не делать, если муниципалитет уже есть.")
@with_json
def load(cases: int, seed: int, if_empty: bool, as_json: bool) -> None:
    """Загрузить выдуманный город с людьми, улицами и обращениями за 15 месяцев."""
    if not settings.DEMO:
        fail("Показ загружается только с OTKLIK_DEMO=1: в нём известные всем пароли.", as_json=as_json)
    if if_empty and places.municipalities():
        tell({"ok": True, "added": 0}, as_json=as_json, line="Показательный город уже загружен.")
        return
    now = clock.now()
    added = town.load(cases=cases, seed=seed, now=now, progress=None if as_json else _progress)
    publish.sync_lake(now=clock.now())
    tell(
        {"ok": True, "added": added},
        as_json=as_json,
        line=f"\nГотово: {language.counted(added, 'карточка', 'карточки', 'карточек')}.",
    )


@demo.command("forget")
@with_json
def forget(as_json: bool) -> None:
    """Закрыть показательные учётные записи (карточки остаются)."""
    closed = people.close_demo_users(now=clock.now())
    tell({"ok": True, "closed": closed}, as_json=as_json, line=f"Закрыто учётных записей: {closed}")


def _progress(done: int, total: int) -> None:
    click.echo(
        f"\rЗагружаем показательный город: {language.number(done)} из {language.number(total)}", nl=False
    )


COMMANDS = {"demo": demo}
