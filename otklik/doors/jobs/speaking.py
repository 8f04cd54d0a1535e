"""How commands speak: words for a person, or one JSON object for a program."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView

F = TypeVar("F", bound=Callable[..., Any])

PARTLY = 3
"""Exit code of a command that did its work but left something out (rejected rows, a warning)."""


def with_json(command: F) -> F:
    """The option that every command has."""
    option = click.option(
        "--json", "as_json", is_flag=True, help="Итог одним объектом JSON на стандартный вывод."
    )
    return option(command)


def with_town(command: F) -> F:
    option = click.option(
        "--town", "town_code", default="", metavar="КОД", help="Код муниципалитета, если их несколько."
    )
    return option(command)


def say(line: str, *, as_json: bool) -> None:
    """A line for a person; with `--json` it goes to the error stream, the output stays one object."""
    click.echo(line, err=as_json)


def tell(result: Mapping[str, object], *, as_json: bool, line: str = "") -> None:
    """The outcome."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=str))
    elif line:
        click.echo(line)


def fail(message: str, *, as_json: bool = False, code: int = 1) -> NoReturn:
    """Say what went wrong and what to do, and end with the code."""
    if as_json:
        click.echo(json.dumps({"ok": False, "error": message}, ensure_ascii=False))
    click.echo(f"Не получилось. {message}", err=True)
    raise SystemExit(code)


class _Target(click.ParamType[Path, str]):
    """A file to be written: where it cannot be is said before the work begins, not after it."""

    name = "file"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.is_dir():
            self.fail(f"«{path}» — папка. Допишите имя файла, например {path / 'otklik.out'}", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"Папки «{path.parent}» нет. Создайте её или назовите другую.", param, ctx)
        if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            self.fail(f"Нет права писать в «{path}». Выберите другую папку.", param, ctx)
        return path


TARGET = _Target()
"""The type of every option that names a file to write."""


def town_of(code: str, *, as_json: bool = False) -> MunicipalityView:
    """The municipality of that code, or the only one there is."""
    if code:
        found = places.municipality_by_code(code)
        if found is None:
            fail(f"Нет муниципалитета с кодом «{code}». Список: otklik town", as_json=as_json)
        return found
    towns = places.municipalities()
    if not towns:
        fail("Муниципалитетов ещё нет. Создайте: otklik init --code … --title …", as_json=as_json)
    if len(towns) > 1:
        codes = ", ".join(town.code for town in towns)
        fail(f"Муниципалитетов несколько ({codes}). Укажите --town КОД.", as_json=as_json)
    return towns[0]
