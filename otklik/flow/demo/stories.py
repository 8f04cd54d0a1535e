"""The planted stories: what the analytics of the demonstration must be able to find."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from otklik.flow.demo import seasons
from otklik.flow.demo.chance import below, pick
from otklik.flow.demo.events import CHRONIC_DUMP, DOG_PACK, HEAT_FAILURE, Event, Geography
from otklik.flow.demo.hours import DAY, Window
from otklik.flow.demo.texts import Message
from otklik.flow.demo.town import Town

POTHOLE_MONTH = 4
POTHOLE_DISTRICTS = ("north", "zavodskoy")
POTHOLE_GROWTH = 4
HEAT_DISTRICT = "north"
HEAT_STREETS = 8
HEAT_MESSAGES = 120
HEAT_STARTS = 18 * 3600 + 40 * 60
HEAT_LASTS = 6 * 3600
HEAT_SOLVED = 24 * 3600 + 7 * 3600 + 40 * 60
DOG_DISTRICT = "zavodskoy"
DOG_DAYS = 42
DOG_ENDED_DAYS_AGO = 7
DOG_MESSAGES = 70
DUMP_SPOT = "за гаражами на Складском проезде"
DUMP_EACH_MONTH = 3
DUMP_ROAD_MAP = "Ликвидация свалки за гаражами на Складском проезде"
DUMP_MONTHS_QUIET = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a story is told with; `scale` shrinks it for plans smaller than the usual five thousand cases."""

    rng: Random
    window: Window
    town: Town
    geography: Geography
    messages: tuple[Message, ...]
    scale: float

    def told_of(self, story: str) -> list[Message]:
        return [one for one in self.messages if one.story == story]


def pothole_boost(town: Town, window: Window, day: date) -> float:
    """A pothole spring: in one April the two districts write of potholes four times as often."""
    if day.month != POTHOLE_MONTH or day.year != pothole_year(window):
        return 1.0
    return 1 + (POTHOLE_GROWTH - 1) * _pothole_share(town)


def pothole_district(rng: Random, town: Town, message: Message, *, boost: float) -> str:
    """Sends the added messages of the pothole spring to its districts; empty where the usual draw holds."""
    if boost == 1.0 or message.about != "pothole" or message.where == "village":
        return ""
    if rng.random() > (boost - 1) / boost:
        return ""
    people = {one.code: one.population for one in town.districts}
    return rng.choices(POTHOLE_DISTRICTS, weights=[people[code] for code in POTHOLE_DISTRICTS])[0]


def heat_failure(scene: Scene) -> Iterator[Event]:
    """A heating failure: one January evening eight streets freeze, 120 messages in six hours."""
    day = scene.window.day_of(_last(scene.window, month=1, day=21))
    streets = [one for one in scene.town.streets if one.district == HEAT_DISTRICT and one.built == "flats"][
        :HEAT_STREETS
    ]
    messages = scene.told_of(HEAT_FAILURE)
    for index in range(round(HEAT_MESSAGES * scene.scale)):
        message = pick(scene.rng, messages)
        street = streets[index % len(streets)]
        yield Event(
            second=day * DAY + HEAT_STARTS + int(HEAT_LASTS * scene.rng.betavariate(1.3, 2.6)),
            message=message,
            channel=pick(scene.rng, message.channels),
            street=street,
            house=pick(scene.rng, street.houses),
            story=HEAT_FAILURE,
            solved=day * DAY + HEAT_SOLVED,
        )


def dog_pack(scene: Scene) -> Iterator[Event]:
    """A stray-dog cluster: one district, six weeks, until a week ago."""
    last = scene.window.days - 1 - DOG_ENDED_DAYS_AGO
    messages = [one for one in scene.told_of(DOG_PACK) if one.where != "village"]
    for _ in range(round(DOG_MESSAGES * scene.scale)):
        day = last - int(DOG_DAYS * scene.rng.betavariate(1.6, 1.2))
        message = pick(scene.rng, messages)
        channel = pick(scene.rng, message.channels)
        if not scene.window.is_workday(day) and channel in ("paper", "phone"):
            day = last - 3 if scene.window.is_workday(last - 3) else last - 5
        second = day * DAY + seasons.second_of_day(scene.rng, channel)
        event = scene.geography.draw(
            scene.rng, message, second=second, channel=channel, district=DOG_DISTRICT
        )
        event.story = DOG_PACK
        yield event


def chronic_dump(scene: Scene) -> Iterator[Event]:
    """A chronic dump: monthly at one place until a road map removed it, then nothing."""
    spot = next(one for one in scene.town.spots if one.phrase == DUMP_SPOT)
    street = next(one for one in scene.town.streets if one.code == spot.street)
    messages = [one for one in scene.told_of(CHRONIC_DUMP) if one.slots & {"place", "Place"}]
    end = scene.window.days - DUMP_MONTHS_QUIET * 30
    for start in range(5, end - 10, 30):
        for _ in range(max(1, round(DUMP_EACH_MONTH * scene.scale))):
            message = pick(scene.rng, messages)
            channel = pick(scene.rng, message.channels)
            day = start + below(scene.rng, 20)
            while not scene.window.is_workday(day):
                day += 1
            yield Event(
                second=day * DAY + seasons.second_of_day(scene.rng, channel),
                message=message,
                channel=channel,
                street=street,
                house=street.houses[0],
                spot=spot,
                story=CHRONIC_DUMP,
            )


def all_events(scene: Scene) -> list[Event]:
    """The events of every story that has its own; the overloaded and the formal recipient are in `paces`."""
    told = [*heat_failure(scene), *dog_pack(scene), *chronic_dump(scene)]
    return [one for one in told if 0 <= one.second <= scene.window.until]


def pothole_year(window: Window) -> int:
    """The year of the last April that has wholly passed."""
    last = window.date_of(window.until)
    return last.year if last.month > POTHOLE_MONTH else last.year - 1


def _pothole_share(town: Town) -> float:
    people = {one.code: one.population for one in town.districts}
    return sum(people[code] for code in POTHOLE_DISTRICTS) / town.municipality.population


def _last(window: Window, *, month: int, day: int) -> date:
    last = window.date_of(window.until)
    found = date(last.year, month, day)
    return found if (last - found).days > 2 else date(last.year - 1, month, day)
