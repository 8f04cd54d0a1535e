"""Editing a town's catalog: what is saved, what is refused and why, and that caches see it."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from otklik.ground.audit import selectors as audit
from otklik.ground.people.models import Organisation
from otklik.ground.places.models import District, Municipality
from otklik.register.catalog import selectors, services
from otklik.register.catalog.defaults import CodeRow
from otklik.register.catalog.models import Recipient, SectorBlock, Topic
from otklik.register.catalog.services import BadCatalog, Duty, TopicFields

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOLES, MARKING = "0003.0009.0099.0742", "0003.0009.0099.0744"

pytestmark = pytest.mark.django_db


def a_town(code: str = "ozersk") -> int:
    return Municipality.objects.create(code=code, title=code, title_genitive=code, created_at=NOW).pk


def a_block(town: int, title: str = "Дороги", **more: object) -> SectorBlock:
    return services.save_block(municipality_id=town, title=title, now=NOW, **more)  # type: ignore[arg-type]


def a_topic(town: int, title: str = "Ямы", *, topic_id: int | None = None, **more: object) -> Topic:
    fields = TopicFields(title=title, **more)  # type: ignore[arg-type]
    return services.save_topic(fields, municipality_id=town, topic_id=topic_id, now=NOW)


def a_recipient(town: int, title: str = "Дорожная служба", **more: object) -> Recipient:
    owner, _ = Organisation.objects.get_or_create(municipality_id=town, short_title=title, title=title)
    return services.save_recipient(municipality_id=town, organisation_id=owner.pk, now=NOW, **more)  # type: ignore[arg-type]


def set_duty(town: int, *, responsibility_id: int | None = None, **more: object) -> int:
    duty = Duty(**more)  # type: ignore[arg-type]
    return services.set_responsibility(
        duty, municipality_id=town, responsibility_id=responsibility_id, now=NOW
    ).pk


def test_block_is_added_then_changed_and_keeps_its_code() -> None:
    town = a_town()
    block = a_block(town, code="roads")
    a_block(town, "Дороги и мосты", code="other", block_id=block.pk, is_active=False)
    view = selectors.snapshot(town).block_by_code("roads")
    assert view is not None
    assert (view.title, view.is_active) == ("Дороги и мосты", False)
    assert [line.action for line in audit.of_subject("block", block.pk)] == ["save_block", "save_block"]


@pytest.mark.parametrize(
    ("title", "code", "word"),
    [
        (" ", "", "Укажите"),
        ("дороги", "", "уже есть"),
        ("ЖКХ", "roads", "занят"),
        ("ЖКХ", "жкх", "латинскими"),
    ],
)
def test_bad_block_is_refused(title: str, code: str, word: str) -> None:
    town = a_town()
    a_block(town, code="roads")
    with pytest.raises(BadCatalog, match=word):
        a_block(town, title, code=code)


def test_every_change_gives_a_fresh_snapshot() -> None:
    town = a_town()
    first = selectors.snapshot(town)
    assert selectors.snapshot(town) is first
    group = a_topic(town, "Дороги")
    second = selectors.snapshot(town)
    assert set(second.topics) == {group.pk}
    with pytest.raises(RuntimeError), transaction.atomic():
        a_topic(town, "Призрак")
        assert len(selectors.snapshot(town).topics) == 2
        raise RuntimeError
    a_topic(town, "Ямы", parent_id=group.pk)
    assert {t.title for t in selectors.snapshot(town).topics.values()} == {"Дороги", "Ямы"}


def test_topic_is_saved_whole() -> None:
    town = a_town()
    services.install_defaults(town, now=NOW)
    group = a_topic(town, "Мосты")
    block, recipient = SectorBlock.objects.get(code="roads"), a_recipient(town)
    topic = a_topic(
        town,
        "Провалы  на мостах",
        code="bridges",
        parent_id=group.pk,
        block_id=block.pk,
        is_fast_track=True,
        fast_track_days=8,
        internal_days=5,
        evidence="photo",
        season="11-01..03-31",
        keywords=("Мост", "мост", " "),
        recipient_id=recipient.pk,
        codes=(CodeRow("otk", "3.9.99.742", False), CodeRow("otk", MARKING, True)),
    )
    view = selectors.snapshot(town).topics[topic.pk]
    assert view.full_title == "Мосты / Провалы на мостах"
    assert (view.fast_track_days, view.internal_days, view.keywords) == (8, 5, ("мост",))
    codes = {row.code: row.is_primary for row in selectors.codes_of(topic.pk)}
    assert codes == {HOLES: False, MARKING: True}
    (line,) = [one for one in selectors.topic_rows(town) if one.topic.id == topic.pk]
    assert (line.block_title, line.recipient_title) == (block.title, recipient.title)
    assert line.codes[0] == ("otk", MARKING, True)


def test_first_code_is_primary_where_none_is_marked() -> None:
    town = a_town()
    services.install_defaults(town, now=NOW)
    group = a_topic(town, "Мосты")
    pair = (CodeRow("otk", MARKING, False), CodeRow("otk", HOLES, False))
    topic = a_topic(town, parent_id=group.pk, codes=pair)
    assert [row.code for row in selectors.codes_of(topic.pk) if row.is_primary] == [MARKING]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"title": ""}, "Укажите название"),
        ({"title": "Снег"}, "уже есть"),
        ({"is_fast_track": True}, "укажите срок"),
        ({"internal_days": 0}, "от 1 до 365"),
        ({"internal_days": 366}, "от 1 до 365"),
        ({"evidence": "video"}, "подтверждение"),
        ({"season": "зима"}, "Сезон"),
        ({"season": "02-30..03-31"}, "нет такого дня"),
        ({"codes": (CodeRow("otk", "0003", True),)}, "раздел классификатора"),
        ({"codes": (CodeRow("otk", "ямы", True),)}, "не похож"),
        ({"codes": (CodeRow("otk", "0001.0001.0001.9999", True),)}, "нет в классификаторе"),
        ({"codes": (CodeRow("otk", HOLES, True), CodeRow("otk", MARKING, True))}, "один"),
        ({"block_id": 10**6}, "блока"),
        ({"recipient_id": 10**6}, "получателя"),
        ({"parent_id": 10**6}, "темы"),
    ],
)
def test_bad_topic_is_refused(fields: dict[str, object], word: str) -> None:
    town = a_town()
    services.install_defaults(town, now=NOW)
    group = a_topic(town, "Мосты")
    a_topic(town, "Снег", parent_id=group.pk)
    with pytest.raises(BadCatalog, match=word):
        a_topic(town, **{"title": "Ямы", "parent_id": group.pk, **fields})  # type: ignore[arg-type]


def test_another_towns_rows_cannot_be_named() -> None:
    town, other = a_town("one"), a_town("two")
    group = a_topic(town, "Мосты")
    foreign = {"block_id": a_block(other).pk, "parent_id": a_topic(other, "Чужая").pk}
    for name, value in foreign.items():
        with pytest.raises(BadCatalog):
            a_topic(town, **{"title": "Ямы", "parent_id": group.pk, name: value})  # type: ignore[arg-type]
    with pytest.raises(BadCatalog):
        a_topic(other, "Мосты", topic_id=group.pk)
    with pytest.raises(BadCatalog):
        a_block(town, block_id=foreign["block_id"])
    theirs = Organisation.objects.create(municipality_id=other, short_title="АТП", title="АТП")
    with pytest.raises(BadCatalog, match="организации"):
        services.save_recipient(municipality_id=town, organisation_id=theirs.pk, now=NOW)
    ours = a_recipient(town)
    district = District.objects.create(municipality_id=other, code="c", title="Центр")
    with pytest.raises(BadCatalog, match="района"):
        set_duty(town, recipient_id=ours.pk, topic_id=group.pk, district_id=district.pk)


def test_group_and_topic_do_not_change_places() -> None:
    town = a_town()
    group, other = a_topic(town, "Дороги"), a_topic(town, "Мосты")
    topic = a_topic(town, "Ямы", parent_id=group.pk)
    for fields in ({"title": "Дороги", "parent_id": other.pk, "topic_id": group.pk}, {"topic_id": topic.pk}):
        with pytest.raises(BadCatalog, match="не становится"):
            a_topic(town, **fields)  # type: ignore[arg-type]
    with pytest.raises(BadCatalog, match="выберите для новой темы группу"):
        a_topic(town, "Лужи", parent_id=topic.pk)
    with pytest.raises(BadCatalog, match="действующие темы"):
        a_topic(town, "Дороги", topic_id=group.pk, is_active=False)
    moved = a_topic(town, "Ямы", topic_id=topic.pk, parent_id=other.pk)
    assert selectors.snapshot(town).topics[moved.pk].group_title == "Мосты"


def test_merged_topic_leads_to_the_other_one_until_opened_again() -> None:
    town = a_town()
    group = a_topic(town, "Дороги")
    old, new = a_topic(town, "Ямы", parent_id=group.pk), a_topic(town, "Ремонт", parent_id=group.pk)
    services.merge_topic(old.pk, into_id=new.pk, municipality_id=town, now=NOW)
    found = selectors.snapshot(town).topic_by_title("Дороги / Ямы")
    assert found is not None
    assert found.id == new.pk
    with pytest.raises(BadCatalog, match="закрыта"):
        services.merge_topic(new.pk, into_id=old.pk, municipality_id=town, now=NOW)
    for pair in ((new.pk, new.pk), (group.pk, new.pk), (new.pk, group.pk)):
        with pytest.raises(BadCatalog):
            services.merge_topic(pair[0], into_id=pair[1], municipality_id=town, now=NOW)
    a_topic(town, "Ямы", topic_id=old.pk, parent_id=group.pk)
    found = selectors.snapshot(town).topic_by_title("Ямы")
    assert found is not None
    assert found.id == old.pk


def test_recipient_takes_the_organisations_name_and_its_duties() -> None:
    town = a_town()
    recipient = a_recipient(town, duties=("roads_dept", "roads_dept"), page_url="https://vk.com/roads")
    view = selectors.snapshot(town).recipient_by_title("дорожная служба")
    assert view is not None
    assert (view.id, view.duties, view.page_url) == (recipient.pk, ("roads_dept",), "https://vk.com/roads")
    with pytest.raises(BadCatalog, match="уже есть"):
        a_recipient(town)
    with pytest.raises(BadCatalog, match="род"):
        a_recipient(town, "АТП", duties=("wizard",))
    with pytest.raises(BadCatalog, match="https"):
        a_recipient(town, "АТП", page_url="javascript:alert(1)")


def test_responsibility_has_one_recipient_a_day() -> None:
    town = a_town()
    topic = a_topic(town, "Дороги")
    old, new = a_recipient(town), a_recipient(town, "АТП")
    row = set_duty(town, recipient_id=old.pk, topic_id=topic.pk)
    assert set_duty(town, recipient_id=old.pk, topic_id=topic.pk, until=date(2026, 3, 31)) == row
    with pytest.raises(BadCatalog, match="Дорожная служба"):
        set_duty(town, recipient_id=new.pk, topic_id=topic.pk, since=date(2026, 3, 31))
    second = set_duty(town, recipient_id=new.pk, topic_id=topic.pk, since=date(2026, 4, 1))
    centre = District.objects.create(municipality_id=town, code="c", title="Центр").pk
    set_duty(town, recipient_id=old.pk, topic_id=topic.pk, district_id=centre)
    lines = selectors.responsibility_rows(town)
    assert [(one.district_title, one.recipient_title) for one in lines] == [
        ("", "Дорожная служба"),
        ("", "АТП"),
        ("Центр", "Дорожная служба"),
    ]
    set_duty(town, responsibility_id=second, recipient_id=new.pk, topic_id=topic.pk, since=date(2026, 5, 1))
    services.remove_responsibility(row, municipality_id=town, now=NOW)
    assert {one.row.since for one in selectors.responsibility_rows(town)} == {date(2026, 5, 1), None}
    with pytest.raises(BadCatalog, match="уже нет"):
        services.remove_responsibility(row, municipality_id=town, now=NOW)


def test_responsibility_is_for_a_topic_or_a_block() -> None:
    town = a_town()
    topic, block, recipient = a_topic(town), a_block(town), a_recipient(town)
    for subject in ({}, {"topic_id": topic.pk, "block_id": block.pk}):
        with pytest.raises(BadCatalog, match="тему или блок"):
            set_duty(town, recipient_id=recipient.pk, **subject)
    with pytest.raises(BadCatalog, match="раньше"):
        set_duty(
            town,
            recipient_id=recipient.pk,
            block_id=block.pk,
            since=date(2026, 3, 2),
            until=date(2026, 3, 1),
        )
