"""A small catalog for tests without rows."""

from dataclasses import replace
from datetime import date

from otklik.register.catalog.views import (
    BlockView,
    RecipientView,
    ResponsibilityView,
    Snapshot,
    TopicView,
    fold,
)

ROADS, HOUSING = 1, 2
GROUP, HOLES, LIGHT, HEAT = 10, 11, 12, 13
MAYOR, ROAD_SERVICE, NORTH_SERVICE, HEAT_PLANT = 21, 22, 23, 24
NORTH, SOUTH = 31, 32

_HOLES = TopicView(
    id=HOLES,
    code="holes",
    title="Ямы",
    group_title="Дороги",
    parent_id=GROUP,
    block_id=ROADS,
    is_significant=True,
    is_fast_track=True,
    fast_track_days=8,
    internal_days=3,
    urgency=0,
    evidence="photo",
    season="",
    keywords=("яма", "выбоина", "разбитый_дорога"),
    recipient_kind="roads_dept",
    recipient_id=None,
    merged_into_id=None,
    is_active=True,
)


def a_topic(**changes: object) -> TopicView:
    return replace(_HOLES, **changes)  # type: ignore[arg-type]


def a_row(
    recipient: int,
    *,
    topic: int | None = None,
    block: int | None = None,
    district: int | None = None,
    since: str = "",
    until: str = "",
) -> ResponsibilityView:
    dated = [date.fromisoformat(day) if day else None for day in (since, until)]
    return ResponsibilityView(topic, block, district, recipient, *dated)


def a_recipient(
    id: int, title: str, *duties: str, in_centre: bool = True, active: bool = True
) -> RecipientView:
    return RecipientView(id, title, id, duties, in_centre, "", active)


TOPICS = (
    a_topic(id=GROUP, code="roads", title="Дороги", group_title="", parent_id=None, keywords=()),
    a_topic(),
    a_topic(
        id=LIGHT,
        code="light",
        title="Освещение",
        keywords=("фонарь", "освещение", "темно"),
        is_fast_track=False,
        fast_track_days=None,
    ),
    a_topic(
        id=HEAT,
        code="heat",
        title="Нет отопления",
        group_title="ЖКХ",
        block_id=HOUSING,
        parent_id=14,
        urgency=2,
        keywords=("отопление", "батарея", "холодный_батарея"),
        recipient_kind="heat_utility",
    ),
    a_topic(id=14, code="zhkh", title="ЖКХ", group_title="", parent_id=None, block_id=HOUSING, keywords=()),
)

RECIPIENTS = (
    a_recipient(MAYOR, "Администрация"),
    a_recipient(ROAD_SERVICE, "Дорожная служба"),
    a_recipient(NORTH_SERVICE, "Северная служба"),
    a_recipient(HEAT_PLANT, "Теплосети", "heat_utility"),
)


def a_catalog(
    *rows: ResponsibilityView,
    topics: tuple[TopicView, ...] = TOPICS,
    recipients: tuple[RecipientView, ...] = RECIPIENTS,
) -> Snapshot:
    titles = {fold(t.title): t.id for t in topics if not t.is_group}
    titles |= {fold(t.full_title): t.id for t in topics if not t.is_group}
    return Snapshot(
        municipality_id=1,
        edition=1,
        blocks={
            ROADS: BlockView(ROADS, "roads", "Дороги", "Дороги", True),
            HOUSING: BlockView(HOUSING, "housing", "ЖКХ", "ЖКХ", True),
        },
        topics={t.id: t for t in topics},
        recipients={r.id: r for r in recipients},
        responsibilities=rows,
        topic_ids_by_title=titles,
        topic_ids_by_code={t.code: t.id for t in topics},
        recipient_ids_by_title={fold(r.title): r.id for r in recipients},
    )
