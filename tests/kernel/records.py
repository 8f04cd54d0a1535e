"""A record and its schema to try conditions on."""

from datetime import UTC, date, datetime, timedelta, timezone

from otklik.kernel import conditions
from otklik.kernel.conditions import Field

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=timezone(timedelta(hours=3)))
SCHEMA = conditions.schema_of(
    Field("topic", "Тема", "choice", {"roads": "Дороги", "water": "Вода", "snow": "Снег"}),
    Field("text", "Текст", "text"),
    Field("rating", "Оценка", "number"),
    Field("tags", "Метки", "many"),
    Field("repeat", "Повторное", "flag"),
    Field("due", "Срок", "day"),
    Field("received", "Поступило", "moment"),
)
RECORD: dict[str, object] = {
    "topic": "roads",
    "text": "Огромные ямы на дороге",
    "rating": 2,
    "tags": ("срочно", "дети"),
    "repeat": False,
    "due": date(2026, 3, 12),
    "received": datetime(2026, 3, 9, 23, 30, tzinfo=UTC),
}
