"""The town's organisations and recipients from a plain list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.ground.people import selectors as people_read
from otklik.ground.people import services as people
from otklik.register.catalog import selectors as catalog_read
from otklik.register.catalog import services as catalog


class BadList(ValueError):
    """The list contradicts itself; the message is Russian and names the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """An organisation of the list; `parent` is the short title of another one, of the list or known before.

    `duties` are kinds of recipients (`roads_dept` …).
    """

    short_title: str
    title: str = ""
    kind: str = "institution"
    parent: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    duties: tuple[str, ...] = ()
    is_in_centre: bool = True
    page_url: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The rows an organisation became."""

    organisation_id: int
    recipient_id: int


@transaction.atomic
def enrol(
    municipality_id: int, rows: Sequence[OrganisationRow], *, now: datetime, actor_id: int | None = None
) -> dict[str, Enrolled]:
    """Each organisation and its recipient, by short title; those known before stay as they are."""
    ids = {one.short_title: one.id for one in people_read.organisations(municipality_id)}
    recipients = {
        one.organisation_id: one.id for one in catalog_read.snapshot(municipality_id).recipients.values()
    }
    enrolled = {}
    for row in _parents_first(rows, known=ids):
        if row.short_title not in ids:
            ids[row.short_title] = people.save_organisation(
                municipality_id=municipality_id,
                short_title=row.short_title,
                title=row.title,
                kind=row.kind,
                parent_id=ids[row.parent] if row.parent else None,
                phone=row.phone,
                email=row.email,
                address=row.address,
                now=now,
                actor_id=actor_id,
            ).id
        organisation_id = ids[row.short_title]
        if organisation_id not in recipients:
            recipients[organisation_id] = catalog.save_recipient(
                municipality_id=municipality_id,
                organisation_id=organisation_id,
                duties=row.duties,
                is_in_centre=row.is_in_centre,
                page_url=row.page_url,
                now=now,
                actor_id=actor_id,
            ).id
        enrolled[row.short_title] = Enrolled(organisation_id, recipients[organisation_id])
    return enrolled


def _parents_first(rows: Sequence[OrganisationRow], *, known: Mapping[str, int]) -> list[OrganisationRow]:
    """The rows so that a parent stands before its children."""
    ready = {"", *known}
    waiting, ordered = list(rows), []
    while waiting:
        now_ready = [row for row in waiting if row.parent in ready]
        if not now_ready:
            row = waiting[0]
            raise BadList(
                f"У организации «{row.short_title}» нет вышестоящей «{row.parent}»: исправьте список."
            )
        ordered += now_ready
        ready |= {row.short_title for row in now_ready}
        waiting = [row for row in waiting if row not in now_ready]
    return ordered
