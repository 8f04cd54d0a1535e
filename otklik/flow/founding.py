"""A municipality begins: roles, catalog, ways in and templates of answers, all at once."""

import csv
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import Unpack

from django.db import transaction

from otklik.border.ports.messages import Stream
from otklik.casework.answers import selectors as answers_read
from otklik.casework.answers import services as answers
from otklik.ground.people import services as people
from otklik.ground.places import selectors as places_read
from otklik.ground.places import services as places
from otklik.ground.places.services.towns import Particulars
from otklik.register.cases.rules import check_template
from otklik.register.catalog import selectors as catalog_read
from otklik.register.catalog import services as catalog
from otklik.register.intake import services as intake

ACCOUNTS: tuple[tuple[str, str, Stream], ...] = (
    ("webform", "Форма на сайте", Stream.DIGITAL),
    ("phone", "Горячая линия", Stream.HOTLINE),
    ("paper", "Письма и личный приём", Stream.APPEALS),
    ("epgu", "Обращения через Госуслуги", Stream.APPEALS),
    ("pos", "Платформа обратной связи", Stream.POS),
    ("vk", "ВКонтакте", Stream.DIGITAL),
    ("ok", "Одноклассники", Stream.DIGITAL),
    ("telegram", "Телеграм", Stream.DIGITAL),
    ("max", "MAX", Stream.DIGITAL),
    ("email", "Электронная почта", Stream.DIGITAL),
    ("incident", "Инцидент Менеджмент", Stream.DIGITAL),
)


@transaction.atomic
def found(
    *,
    code: str,
    title: str,
    title_genitive: str,
    now: datetime,
    actor_id: int | None = None,
    **particulars: Unpack[Particulars],
) -> int:
    """The municipality of that code, made ready to work; its id. Raises `BadPlace` and `BadTemplate`.

    Again for the same code it adds what is missing and changes nothing that is there.
    """
    if template := particulars.get("number_template"):
        check_template(template)
    known = places_read.municipality_by_code(code.strip())
    municipality_id = (
        known.id
        if known
        else places.save_municipality(
            code=code,
            title=title,
            title_genitive=title_genitive,
            now=now,
            actor_id=actor_id,
            **particulars,
        )
    )
    people.install_roles(now=now)
    catalog.install_defaults(municipality_id, now=now, actor_id=actor_id)
    for kind, account_title, stream in ACCOUNTS:
        intake.open_account(
            municipality_id=municipality_id,
            kind=kind,
            code=kind,
            title=account_title,
            stream=stream,
            now=now,
            actor_id=actor_id,
        )
    _write_templates(municipality_id, now=now, actor_id=actor_id)
    return municipality_id


def _write_templates(municipality_id: int, *, now: datetime, actor_id: int | None) -> None:
    """Only where there is none: a town that has renamed a template does not get it twice."""
    if answers_read.templates(municipality_id):
        return
    topics = catalog_read.snapshot(municipality_id).topic_ids_by_code
    for row in _templates():
        answers.save_template(
            municipality_id=municipality_id,
            title=row["title"],
            text=row["text"].replace("\\n", "\n"),
            topic_id=topics[row["topic"]] if row["topic"] else None,
            is_interim=row["is_interim"] == "1",
            now=now,
            actor_id=actor_id,
        )


def _templates() -> Iterator[dict[str, str]]:
    text = files("otklik.flow").joinpath("templates.tsv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
