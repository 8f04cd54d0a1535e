"""`otklik channel`: the ways in, and their tokens for programs."""

import click

from otklik.doors.jobs.speaking import fail, say, tell, town_of, with_json, with_town
from otklik.flow import channels
from otklik.kernel import clock
from otklik.register.intake import selectors, services


@click.group("channel")
def channel() -> None:
    """Каналы: показать, выдать ключ для программ."""


@channel.command("list")
@with_town
@with_json
def list_(town_code: str, as_json: bool) -> None:
    """Каналы муниципалитета: код, вид, название, открыт ли, выдан ли ключ."""
    town = town_of(town_code, as_json=as_json)
    rows = selectors.accounts(town.id)
    for row in rows:
        state = "открыт" if row.is_active else "закрыт"
        key = ", ключ выдан" if selectors.has_token(row) else ""
        say(f"{row.code:<24} {row.kind:<10} {row.title} ({state}{key})", as_json=as_json)
    told = [
        {
            "code": row.code,
            "kind": row.kind,
            "title": row.title,
            "stream": row.stream,
            "is_active": row.is_active,
            "has_token": selectors.has_token(row),
        }
        for row in rows
    ]
    tell({"ok": True, "channels": told}, as_json=as_json)


@channel.command("token")
@click.argument("code", metavar="КОД")
@with_town
@with_json
def token(code: str, town_code: str, as_json: bool) -> None:
    """Выдать каналу новый ключ для программ; прежний перестаёт работать.

    Ключ показывается один раз: в базе остаётся только его отпечаток. Коды каналов: otklik channel list
    """
    town = town_of(town_code, as_json=as_json)
    row = selectors.account(town.id, code)
    if row is None:
        fail(f"Нет канала с кодом «{code}». Список: otklik channel list", as_json=as_json)
    if not channels.takes(row.kind):
        fail(f"Канал «{row.title}» не принимает сообщения от программ: ключ не нужен.", as_json=as_json)
    told = services.issue_token(row.id, now=clock.now())
    say(f"Ключ канала «{row.title}». Скопируйте сейчас, больше его не покажут.", as_json=True)
    tell({"ok": True, "channel": row.code, "token": told}, as_json=as_json, line=told)


COMMANDS = {"channel": channel}
