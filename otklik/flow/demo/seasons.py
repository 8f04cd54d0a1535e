"""When people write: what is in season, what the day of the week and the hour do to each channel."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from random import Random

from otklik.flow.demo.chance import Urn
from otklik.flow.demo.hours import is_workday
from otklik.flow.demo.texts import Message

# How much of the flow a group makes, against the others.
GROUPS = {
    "ЖКХ": 21.0, "Дороги": 20.0, "Благоустройство": 18.0, "Мусор/Свалки/ТКО": 9.0,
    "Общественный транспорт": 7.0,
    "Безопасность": 4.0, "Образование": 4.5, "Здравоохранение/Медицина": 4.5, "Электроснабжение": 2.0,
    "Социальное обслуживание и защита": 3.0, "Газ и топливо": 1.5, "Экология": 1.2,
}  # fmt: skip
RARE_GROUP = 0.6
CHANNELS = {
    "pos": 1.5, "vk": 1.3, "ok": 0.9, "telegram": 0.7, "max": 0.6, "incident": 1.6, "phone": 1.1,
    "webform": 0.8,
    "email": 0.5, "paper": 0.5, "epgu": 0.6,
}  # fmt: skip
WEEKEND = {
    "pos": 0.6, "vk": 0.75, "ok": 0.8, "telegram": 0.8, "max": 0.7, "incident": 0.75, "phone": 0.25,
    "webform": 0.5, "email": 0.4, "paper": 0.0, "epgu": 0.35,
}  # fmt: skip
IN_SEASON = 2.6  # a seasonal matter is not only absent out of season, it floods in season
PEAKS = {"pothole": {4: 1.5, 3: 1.2}, "road_snow": {1: 1.4, 2: 1.2}, "yard_snow": {1: 1.4}, "heat": {10: 1.6},
         "hogweed": {7: 1.5}, "waste": {1: 1.3}, "stray_dog": {2: 1.2, 10: 1.2}}  # fmt: skip
RARE_VOICES = {"spam": 0.5, "foreign": 0.5, "thanks": 0.7}
_OFFICE = (0, 0, 0, 0, 0, 0, 0, 0, 3, 8, 10, 9, 7, 5, 8, 8, 7, 4, 1, 0, 0, 0, 0, 0)
_CALLS = (0, 0, 0, 0, 0, 0, 1, 4, 8, 10, 10, 8, 6, 6, 7, 7, 6, 6, 5, 3, 2, 1, 0, 0)
_PORTAL = (1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 8, 8, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 4, 2)
_EVENING = (2, 1, 0, 0, 0, 1, 3, 5, 5, 4, 4, 4, 5, 5, 4, 4, 5, 7, 9, 11, 12, 11, 8, 4)
HOURS = {
    name: Urn(range(24), weights)
    for name, weights in {
        "paper": _OFFICE, "phone": _CALLS, "pos": _PORTAL, "epgu": _PORTAL, "webform": _PORTAL,
        "email": _PORTAL,
        "vk": _EVENING, "ok": _EVENING, "telegram": _EVENING, "max": _EVENING, "incident": _EVENING,
    }.items()
}  # fmt: skip


class Season:
    """The messages that may come on a day of this month, each by each of its channels, with their weights."""

    def __init__(
        self, messages: Sequence[Message], *, month: int, workday: bool, boost: dict[str, float]
    ) -> None:
        sizes: dict[str, int] = {}
        for one in messages:
            sizes[one.group] = sizes.get(one.group, 0) + 1
        pairs: list[tuple[Message, str]] = []
        weights: list[float] = []
        for one in messages:
            if month not in one.months:
                continue
            weight = GROUPS.get(one.group, RARE_GROUP) / sizes[one.group] * _weight(one, month)
            weight *= boost.get(one.about, 1.0)
            for channel in one.channels:
                share = CHANNELS[channel] * (1.0 if workday else WEEKEND[channel])
                if share:
                    pairs.append((one, channel))
                    weights.append(weight * share / len(one.channels))
        self._urn = Urn(pairs, weights)
        self.weight = self._urn.weight

    def draw(self, rng: Random, count: int) -> list[tuple[Message, str]]:
        return [self._urn.draw(rng) for _ in range(count)]


def _weight(message: Message, month: int) -> float:
    weight = IN_SEASON if len(message.months) < 8 else 1.0
    weight *= PEAKS.get(message.about, {}).get(month, 1.0) * RARE_VOICES.get(message.voice, 1.0)
    return weight * (0.35 if message.urgency == "danger" else 1.0)


def second_of_day(rng: Random, channel: str) -> int:
    return HOURS[channel].draw(rng) * 3600 + int(rng.random() * 3600)


@lru_cache(maxsize=2048)
def day_weight(day: date) -> float:
    """The flow of a day against an even one: weekdays differ, a day after a holiday gathers."""
    if not is_workday(day):
        return 1.0
    return (1.25, 1.1, 1.0, 1.0, 0.9)[day.weekday()] if day.weekday() < 5 else 1.0
