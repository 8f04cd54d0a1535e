"""`otklik user`: people who sign in."""

import sys

import click
from django.core.exceptions import ValidationError
from django.db import transaction

from otklik.doors.jobs.speaking import fail, say, tell, town_of, with_json, with_town
from otklik.ground.people import selectors, services
from otklik.kernel import clock


@click.group("user")
def user() -> None:
    """Учётные записи: добавить, дать роль, сменить пароль, показать."""


@user.command("add")
@click.argument("username", metavar="ИМЯ")
@click.option("--name", "full_name", required=True, metavar="ФИО", help="Фамилия, имя, отчество.")
@click.option("--position", default="", metavar="ДОЛЖНОСТЬ", help="Должность.")
@click.option("--role", "roles", multiple=True, metavar="КОД", help="Роль (можно несколько раз).")
@click.option("--password", default="", metavar="ПАРОЛЬ", help="Пароль (спросим, если не указан).")
@with_town
@with_json
def add(
    username: str,
    full_name: str,
    position: str,
    roles: tuple[str, ...],
    password: str,
    town_code: str,
    as_json: bool,
) -> None:
    """Добавить человека и дать ему роли (коды ролей: otklik user roles)."""
    now = clock.now()
    town_id = town_of(town_code, as_json=as_json).id if roles else 0
    password = password or _ask("Пароль")
    try:
        with transaction.atomic():
            row = services.save_user(
                username=username, full_name=full_name, position=position, password=password, now=now
            )
            for role in roles:
                services.give_role(user_id=row.id, role_code=role, municipality_id=town_id, now=now)
    except services.BadPerson as error:
        fail(str(error), as_json=as_json)
    except ValidationError as error:
        fail(" ".join(error.messages), as_json=as_json)
    tell(
        {"ok": True, "id": row.id}, as_json=as_json, line=f"Готово: {row.full_name} входит как {row.username}"
    )


@user.command("password")
@click.argument("username", metavar="ИМЯ")
@click.option("--password", default="", metavar="ПАРОЛЬ", help="Новый пароль (спросим, если не указан).")
@with_json
def password(username: str, password: str, as_json: bool) -> None:
    """Сменить пароль."""
    row = selectors.user_by_name(username)
    if row is None:
        fail(f"Нет человека с именем для входа «{username}». Список: otklik user list", as_json=as_json)
    try:
        services.set_password(row.id, password or _ask("Новый пароль"), now=clock.now())
    except ValidationError as error:
        fail(" ".join(error.messages), as_json=as_json)
    tell({"ok": True, "id": row.id}, as_json=as_json, line="Пароль сменён.")


@user.command("list")
@with_town
@with_json
def list_(town_code: str, as_json: bool) -> None:
    """Состав центра: кто с какой ролью."""
    town = town_of(town_code, as_json=as_json)
    rows = selectors.composition(town.id, today=clock.now().date())
    for row in rows:
        say(f"{row.role}: {row.person}" + (f", {row.position}" if row.position else ""), as_json=as_json)
    people = [{"role": r.role, "person": r.person, "position": r.position} for r in rows]
    tell({"ok": True, "people": people}, as_json=as_json)


@user.command("roles")
@with_town
@with_json
def roles(town_code: str, as_json: bool) -> None:
    """Роли и их коды."""
    town = town_of(town_code, as_json=as_json)
    found = selectors.roles(town.id)
    for role in found:
        say(f"{role.code:<18} {role.title}", as_json=as_json)
    tell({"ok": True, "roles": {role.code: role.title for role in found}}, as_json=as_json)


def _ask(prompt: str) -> str:
    """Typed twice unseen at a terminal; a program hands it over as a line on the standard input."""
    if sys.stdin.isatty():
        typed: str = click.prompt(prompt, hide_input=True, confirmation_prompt="Ещё раз")
        return typed
    return sys.stdin.readline().rstrip("\r\n")


COMMANDS = {"user": user}
