"""A small town, its people and its cases, made through the real services for any test that asks."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import Author, CaseKind, Inbound, Place, Stream
from otklik.flow import channels, deliveries
from otklik.flow import duplicates as likeness
from otklik.flow.receive import take
from otklik.ground.outbox import services as outbox
from otklik.ground.people import selectors as people_read
from otklik.ground.people import services as people
from otklik.ground.people.models import Organisation, User
from otklik.ground.places import selectors as places_read
from otklik.ground.places import services as places
from otklik.ground.places.listing import ListedDistrict, ListedHouse, ListedSettlement, ListedStreet
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services as catalog_services
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  # 10:00 in Moscow, a Monday
PASSWORD = "otklik-demo"
BOUNDARY = {
    "type": "Polygon",
    "coordinates": [[[48.0, 54.0], [48.2, 54.0], [48.2, 54.2], [48.0, 54.2], [48.0, 54.0]]],
}
_serial = count(1)
_STREETS = (
    ("улица", "Садовая", ("1", "3", "14")),
    ("улица", "Речная", ("2", "14", "22")),
    ("проспект", "Мира", ("7", "40")),
)
_DISTRICTS = (("north", "Северный"), ("south", "Южный"))
_ACCOUNTS = (
    ("phone", "phone", "Горячая линия", Stream.HOTLINE),
    ("webform", "webform", "Форма на сайте", Stream.DIGITAL),
    ("demo", "demo", "Учебный канал", Stream.DIGITAL),
    ("paper", "paper", "Письма и личный приём", Stream.APPEALS),
    ("pos", "pos", "Платформа обратной связи", Stream.POS),
)


def a_town(code: str = "zarechye", *, title: str = "Город Заречье", now: datetime = NOW) -> MunicipalityView:
    """A town with two districts, three streets, the default catalog, roles and accounts of channels."""
    town_id = places.save_municipality(
        code=code, title=title, title_genitive=title.replace("Город", "города"), boundary=BOUNDARY,
        lat=54.1, lon=48.1, now=now,
    )  # fmt: skip
    places.load_places(
        municipality_id=town_id,
        districts=[ListedDistrict(code=code, title=name) for code, name in _DISTRICTS],
        settlements=[ListedSettlement(kind="город", title="Заречье", district="north", lat=54.1, lon=48.1)],
        streets=[
            ListedStreet(
                settlement=("город", "Заречье"), kind=kind, title=street, lat=54.1, lon=48.1,
                houses=[ListedHouse(number=one, district="north", lat=54.1, lon=48.1) for one in houses],
            )
            for kind, street, houses in _STREETS
        ],
        now=now,
    )  # fmt: skip
    people.install_roles(now=now)
    catalog_services.install_defaults(town_id, now=now)
    for kind, account, name, stream in _ACCOUNTS:
        intake.open_account(
            municipality_id=town_id, kind=kind, code=account, title=name, stream=stream, now=now
        )
    return places_read.municipality(town_id)


def an_organisation(
    town: MunicipalityView, title: str = "МКУ «Дороги»", *, now: datetime = NOW
) -> Organisation:
    return people.save_organisation(municipality_id=town.id, short_title=title, now=now)


def a_recipient(
    town: MunicipalityView,
    title: str = "МКУ «Дороги»",
    *,
    block: str = "",
    topic: str = "",
    now: datetime = NOW,
) -> int:
    """A recipient with an organisation of its own, answering for a block or a topic where one is named."""
    organisation = next(
        (one for one in people_read.organisations(town.id) if one.short_title == title), None
    ) or an_organisation(town, title, now=now)
    row = catalog_services.save_recipient(municipality_id=town.id, organisation_id=organisation.id, now=now)
    snapshot = catalog.snapshot(town.id)
    if block:
        found = snapshot.block_by_code(block)
        assert found is not None, block
        duty = catalog_services.Duty(recipient_id=row.id, block_id=found.id)
        catalog_services.set_responsibility(duty, municipality_id=town.id, now=now)
    if topic:
        duty = catalog_services.Duty(recipient_id=row.id, topic_id=topic_id(town, topic))
        catalog_services.set_responsibility(duty, municipality_id=town.id, now=now)
    return row.id


def a_person(
    roles: Sequence[str] = ("operator",),
    *,
    town: MunicipalityView,
    username: str = "",
    full_name: str = "Андреева Софья Павловна",
    block: str = "",
    organisation_id: int | None = None,
    is_demo: bool = True,
    now: datetime = NOW,
) -> User:
    """A person who holds the roles; the password of all is `PASSWORD`."""
    user = people.save_user(
        username=username or f"{roles[0] if roles else 'nobody'}-{town.code}",
        full_name=full_name,
        organisation_id=organisation_id,
        password=PASSWORD,
        is_demo=is_demo,
        now=now,
    )
    for role in roles:
        people.give_role(
            user_id=user.id, role_code=role, municipality_id=town.id, block_code=block,
            organisation_id=organisation_id, now=now,
        )  # fmt: skip
    return user


def a_case(
    text: str = "Яма во всю полосу на улице Садовой, 3",
    *,
    town: MunicipalityView,
    topic: str = "",
    recipient: str = "",
    received: str = "2026-03-02 10:00",
    channel: str = "demo",
    name: str = "Мартынова Ольга Петровна",
    phone: str = "",
    address: str = "",
    kind: str = "message",
    actor_id: int | None = None,
) -> Case:
    """A case that came through the whole road at that local time; `topic` and `recipient` are titles."""
    now = at(received, town)
    account = intake_read.account(town.id, channel)
    assert account is not None, channel
    inbound = Inbound(
        channel=channel,
        external_id=f"test-{next(_serial)}",
        text=text,
        received_at=now,
        kind=CaseKind(kind),
        stream=Stream(account.stream),
        author=Author(name=name, phone=phone),
        place=Place(text=address),
        topic=topic,
        recipient=recipient,
    )
    (taken,) = take([inbound], account_id=account.id, town=town, now=now, actor_id=actor_id)
    assert taken.case_id is not None
    compare(now)
    return cases.by_id(taken.case_id)


def compare(now: datetime) -> None:
    """What the worker does with new messages: they are compared with those before them."""
    while jobs := outbox.claim(worker="builders", now=now, most=50, kinds=[likeness.COMPARE]):
        for job in jobs:
            deliveries.KINDS[job.kind](job.payload, now)
            outbox.done(job, worker="builders", now=now)


def a_call(
    town: MunicipalityView, fields: Mapping[str, object], *, received: str = "2026-03-02 10:00"
) -> Case:
    """A case from a payload of the hotline."""
    body = json.dumps({"text": "Не горит фонарь", **fields}, ensure_ascii=False).encode()
    (taken,) = channels.push("phone", body, {}, municipality_id=town.id, now=at(received, town))
    assert taken.case_id is not None
    return cases.by_id(taken.case_id)


def at(local: str, town: MunicipalityView) -> datetime:
    """The instant of a local time of the town: «2026-03-02 10:00»."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(town.timezone)).astimezone(UTC)


def topic_id(town: MunicipalityView, title: str) -> int:
    found = catalog.snapshot(town.id).topic_by_title(title)
    assert found is not None, title
    return found.id
