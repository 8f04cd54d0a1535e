"""Who answers for a message: what the source says, the table of responsibility, the topic's own recipient."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from otklik.register.catalog.views import RecipientView, ResponsibilityView, Snapshot, TopicView


class RouteBy:
    SOURCE, TABLE, TOPIC, DUTY, MODEL = "source", "table", "topic", "duty", "model"


class Addressed(Protocol):
    """What of a message the route depends on."""

    @property
    def recipient_hint(self) -> str: ...
    @property
    def district_id(self) -> int | None: ...
    @property
    def system(self) -> str: ...
    @property
    def on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Routed:
    """`ground` is Russian and names the row that decided; no recipient has a ground too."""

    recipient_id: int | None
    by: str
    ground: str


Key = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Routes:
    """The table of responsibility by (topic, block, district), and active recipients by kind of duty."""

    rows: Mapping[Key, tuple[ResponsibilityView, ...]]
    by_duty: Mapping[str, tuple[RecipientView, ...]]
    duty_titles: Mapping[str, str]


def routes_of(catalog: Snapshot, duty_titles: Mapping[str, str]) -> Routes:
    """A row that names both a topic and a block is a row of the topic."""
    rows: dict[Key, tuple[ResponsibilityView, ...]] = {}
    for row in catalog.responsibilities:
        recipient = catalog.recipients.get(row.recipient_id)
        if recipient is not None and recipient.is_active:
            block_id = None if row.topic_id else row.block_id
            key = (row.topic_id, block_id, row.district_id)
            rows[key] = (*rows.get(key, ()), row)
    by_duty: dict[str, tuple[RecipientView, ...]] = {}
    for recipient in catalog.active_recipients():
        for duty in recipient.duties:
            by_duty[duty] = (*by_duty.get(duty, ()), recipient)
    return Routes(rows, by_duty, duty_titles)


def route(asked: Addressed, topic: TopicView | None, *, catalog: Snapshot, routes: Routes) -> Routed:
    """The recipient its source names, if it is ours; else that of the topic."""
    if asked.recipient_hint:
        named = catalog.recipient_by_title(asked.recipient_hint)
        if named is not None and named.is_active:
            where = f"в выгрузке «{asked.system}»" if asked.system else "в самом сообщении"
            return Routed(named.id, RouteBy.SOURCE, f"получатель указан {where}")
    if topic is None:
        return Routed(None, "", "тематика не определена")
    return of_topic(topic, district_id=asked.district_id, on=asked.on, catalog=catalog, routes=routes)


def of_topic(
    topic: TopicView, *, district_id: int | None, on: date | None, catalog: Snapshot, routes: Routes
) -> Routed:
    """Who answers on a day (None: by rows without an end): the most exact row, the topic's own, by duty."""
    found = _by_table(topic, district_id, on=on, catalog=catalog, routes=routes)
    if found is not None:
        return found
    own = catalog.recipients.get(topic.recipient_id) if topic.recipient_id else None
    if own is not None and own.is_active:
        return Routed(own.id, RouteBy.TOPIC, f"получатель тематики «{topic.title}» по справочнику")
    return _by_duty(topic, routes)


def _by_table(
    topic: TopicView, district_id: int | None, *, on: date | None, catalog: Snapshot, routes: Routes
) -> Routed | None:
    subjects: list[tuple[int | None, int | None, str]] = [(topic.id, None, f"тематика «{topic.title}»")]
    if topic.parent_id is not None:
        subjects.append((topic.parent_id, None, f"группа «{topic.group_title}»"))
    if topic.block_id is not None:
        block = catalog.blocks.get(topic.block_id)
        subjects.append((None, topic.block_id, f"блок «{block.title if block else topic.block_id}»"))
    for topic_id, block_id, subject in subjects:
        for district in dict.fromkeys((district_id, None)):
            for row in routes.rows.get((topic_id, block_id, district), ()):
                if _is_in_force(row, on):
                    place = "" if district is None else " в этом районе"
                    ground = f"по таблице ответственности: {subject}{place}"
                    return Routed(row.recipient_id, RouteBy.TABLE, ground)
    return None


def _is_in_force(row: ResponsibilityView, on: date | None) -> bool:
    if on is None:
        return row.until is None
    return (row.since is None or row.since <= on) and (row.until is None or on <= row.until)


def _by_duty(topic: TopicView, routes: Routes) -> Routed:
    """The only recipient of the topic's kind, or the only one of them in the centre."""
    if not topic.recipient_kind:
        return Routed(None, "", "для тематики не указан получатель")
    title = routes.duty_titles.get(topic.recipient_kind, topic.recipient_kind)
    fitting = routes.by_duty.get(topic.recipient_kind, ())
    if len(fitting) > 1:
        fitting = tuple(one for one in fitting if one.is_in_centre)
    if len(fitting) == 1:
        return Routed(fitting[0].id, RouteBy.DUTY, f"получатель по роду: «{title}»")
    if fitting:
        return Routed(None, "", f"получателей рода «{title}» несколько: выберите")
    return Routed(None, "", f"в справочнике нет получателя рода «{title}»")
