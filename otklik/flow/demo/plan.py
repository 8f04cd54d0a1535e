"""The plan of the demonstration: fifteen months of records, in order, the same for the same seed."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from random import Random

from otklik.border.ports.messages import Record
from otklik.flow.demo import seasons, stories
from otklik.flow.demo.chance import pick
from otklik.flow.demo.events import HEAT_FAILURE, Event, Geography, Recipients
from otklik.flow.demo.hours import DAY, Window
from otklik.flow.demo.records import NO_RECIPIENT, Composer
from otklik.flow.demo.seasons import Season
from otklik.flow.demo.texts import Answers, Message, load_answers, load_messages
from otklik.flow.demo.town import load_town

USUAL_CASES = 5_000
REPEATS = 0.035  # the same author about the same matter, days later
NEAR_DUPLICATES = 0.03  # another author about the same event, hours later
REMEMBERED, REMEMBERED_DAYS = 300, 30
GROWTH = 0.15  # of the daily flow over the window


def plan(*, seed: int, cases: int, until: datetime) -> Iterator[Record]:
    """Yields exactly `cases` records in order of `received_at`; memory does not grow with their number."""
    window = Window(until)
    planner = _Planner(seed=seed, cases=cases, window=window)
    composer = Composer(
        seed=seed, window=window, answers=Answers(load_answers()), recipients=Recipients(load_town())
    )
    number = 0
    for day, count in enumerate(planner.counts()):
        rng = Random(f"{seed}:{day}")
        for event in planner.day(rng, day, count):
            number += 1
            yield composer.compose(rng, event, number=number)
            planner.remember(rng, event)


class _Planner:
    """Spreads the cases over the days and draws the events of a day."""

    def __init__(self, *, seed: int, cases: int, window: Window) -> None:
        self._window = window
        self._town = load_town()
        messages = load_messages()
        self._messages = tuple(one for one in messages if one.story != HEAT_FAILURE)
        self._geography = Geography(self._town, closed_spots=frozenset({stories.DUMP_SPOT}))
        self._seasons: dict[tuple[int, bool, float], Season] = {}
        self._alike: dict[str, list[Message]] = defaultdict(list)
        for one in self._messages:
            if one.voice not in ("thanks", *NO_RECIPIENT):
                self._alike[one.about].append(one)
        scene = stories.Scene(
            rng=Random(f"{seed}:stories"),
            window=window,
            town=self._town,
            geography=self._geography,
            messages=messages,
            scale=min(1.0, cases / USUAL_CASES),
        )
        self._told: dict[int, list[Event]] = defaultdict(list)
        told = sorted(stories.all_events(scene), key=lambda one: one.second)[:cases]
        for event in told:
            self._told[event.second // DAY].append(event)
        self._background = cases - len(told)
        self._remembers = min(1.0, REMEMBERED / REMEMBERED_DAYS * window.days / max(cases, 1))
        self._recent: deque[Event] = deque(maxlen=REMEMBERED)

    def counts(self) -> list[int]:
        """How many background cases each day has; they add up exactly."""
        weights = [self._weight(day) for day in range(self._window.days)]
        total, upto, given, counts = sum(weights), 0.0, 0, []
        for weight in weights:
            upto += weight
            count = round(self._background * upto / total) - given
            counts.append(count)
            given += count
        return counts

    def day(self, rng: Random, day: int, count: int) -> list[Event]:
        """The events of one day in order of time."""
        season, boost = self._season(day)
        events: list[Event] = []
        for message, channel in season.draw(rng, count) if count else ():
            events.append(self._event(rng, day, message, channel, boost=boost, today=events))
        events += self._told.get(day, [])
        events.sort(key=lambda one: one.second)
        return events

    def remember(self, rng: Random, event: Event) -> None:
        if (
            not event.story
            and not event.is_repeat
            and event.message.voice not in ("thanks", *NO_RECIPIENT)
            and event.writer
            and event.writer.author.name
            and rng.random() < self._remembers
        ):
            self._recent.append(event)

    def _event(
        self, rng: Random, day: int, message: Message, channel: str, *, boost: float, today: list[Event]
    ) -> Event:
        chance = rng.random()
        second = self._second(rng, day, channel)
        if chance < REPEATS and self._recent:
            old = pick(rng, self._recent)
            if self._may_repeat(old, day):
                second = self._second(rng, day, old.channel)
                return replace(old, second=second, is_repeat=True, story="", solved=0)
        elif chance < REPEATS + NEAR_DUPLICATES and today:
            copied = self._near_duplicate(rng, day, pick(rng, today))
            if copied:
                return copied
        district = stories.pothole_district(rng, self._town, message, boost=boost)
        return self._geography.draw(rng, message, second=second, channel=channel, district=district)

    def _near_duplicate(self, rng: Random, day: int, first: Event) -> Event | None:
        """Another voice about what has just been told, at the same place and within hours."""
        alike = [
            one
            for one in self._alike.get(first.message.about, ())
            if self._window.date_of(first.second).month in one.months
            and one.where in ("any", first.message.where)
            and bool(one.slots & {"place", "Place"}) == bool(first.spot)
            and one.needs_flats <= first.message.needs_flats
        ]
        if not alike:
            return None
        message = pick(rng, alike)
        channel = pick(rng, message.channels)
        second = first.second + int(4 * 3600 * rng.random()) + 120
        if second > self._window.until or second // DAY != day or not self._may_come(channel, day):
            return None
        return replace(first, second=second, message=message, channel=channel, writer=None, thread=0)

    def _may_repeat(self, old: Event, day: int) -> bool:
        month = self._window.date_of(day * DAY).month
        passed = day - old.second // DAY
        return 3 < passed < 60 and month in old.message.months and self._may_come(old.channel, day)

    def _may_come(self, channel: str, day: int) -> bool:
        return channel not in ("paper", "phone") or self._window.is_workday(day)

    def _second(self, rng: Random, day: int, channel: str) -> int:
        second = day * DAY + seasons.second_of_day(rng, channel)
        if second <= self._window.until:
            return second
        return day * DAY + int((self._window.until - day * DAY) * rng.random())

    def _season(self, day: int) -> tuple[Season, float]:
        date = self._window.date_of(day * DAY)
        boost = stories.pothole_boost(self._town, self._window, date)
        key = (date.month, self._window.is_workday(day), boost)
        if key not in self._seasons:
            self._seasons[key] = Season(
                self._messages, month=date.month, workday=key[1], boost={"pothole": boost}
            )
        return self._seasons[key], boost

    def _weight(self, day: int) -> float:
        season, _ = self._season(day)
        whole = min(1.0, (self._window.until - day * DAY) / DAY)
        trend = 1 + GROWTH * day / self._window.days
        return season.weight * seasons.day_weight(self._window.date_of(day * DAY)) * whole * trend
