"""An event told as a row of a foreign register: the message, its way and the cells besides."""

from collections.abc import Callable
from random import Random

from otklik.border.ports.messages import Author, CaseKind, Inbound, Place, Record, Stream
from otklik.flow.demo import voices, ways
from otklik.flow.demo.events import CHRONIC_DUMP, Event, Recipients
from otklik.flow.demo.hours import Window
from otklik.flow.demo.stories import DUMP_ROAD_MAP
from otklik.flow.demo.texts import Answers
from otklik.flow.demo.town import Organisation
from otklik.flow.demo.ways import Walk, Way

STREAMS = {"paper": Stream.APPEALS, "epgu": Stream.APPEALS, "pos": Stream.POS, "phone": Stream.HOTLINE}
SYSTEMS = {
    "paper": "СЭД", "epgu": "ПОС", "pos": "ПОС", "vk": "Инцидент Менеджмент", "ok": "Инцидент Менеджмент",
    "telegram": "Инцидент Менеджмент", "incident": "Инцидент Менеджмент",
}  # fmt: skip
IMPORTANCE = {"urgent": "повышенная", "danger": "угроза жизни или здоровью"}
TRACKED = frozenset({"road_snow", "yard_snow", "waste", "road_sweep", "snow_heap", "park_snow", "bins"})
SEEN = frozenset(
    {"pothole", "yard_pit", "bad_repair", "hatch", "dump", "playground", "marking", "road_sign", "sidewalk",
     "lamp", "graffiti", "icicle", "cleaning", "bus_stop"}
)  # fmt: skip
NO_RECIPIENT = frozenset({"spam", "foreign"})


class Composer:
    """Composes records; keeps nothing between them."""

    def __init__(self, *, seed: int, window: Window, answers: Answers, recipients: Recipients) -> None:
        self._seed = seed
        self._window = window
        self._answers = answers
        self._recipients = recipients

    def compose(self, rng: Random, event: Event, *, number: int) -> Record:
        """Gives the event its author, if it has none yet, so that the same person may write again."""
        message, channel = event.message, event.channel
        house = event.house.number
        if event.writer is None:
            event.writer = voices.meet(
                rng, message=message, channel=channel, street=event.street, house=house
            )
        words = voices.words(rng, street=event.street, house=house, spot=event.spot)
        words["fio"] = event.writer.author.name or "без подписи"
        text = voices.dress(rng, message.text.format_map(words), message=message, channel=channel)
        if event.is_repeat:
            text = voices.again(rng, text, channel=channel)
        event.thread = event.thread or number
        recipient = self._recipients.find(message, event.street.district)
        url = _url(channel, event.thread, number)
        inbound = self._inbound(rng, event, text=text, number=number, recipient=recipient, url=url)
        way = self._way(rng, event, recipient=recipient, words=words, url=url)
        return Record(
            row=number,
            inbound=inbound,
            steps=tuple(way.steps),
            outcome=way.outcome,
            closing_reason=way.closing_reason,
            rating=way.rating,
            system=SYSTEMS.get(channel, "Отклик"),
            facts=_facts(rng, event, way),
        )

    def _inbound(
        self, rng: Random, event: Event, *, text: str, number: int, recipient: Organisation, url: str
    ) -> Inbound:
        channel = event.channel
        stream = STREAMS.get(channel, Stream.DIGITAL)
        external_id = f"demo-{self._seed}-{number}"
        return Inbound(
            channel=channel,
            external_id=external_id,
            text=text,
            received_at=self._window.moment(event.second),
            kind=CaseKind.APPEAL if stream is Stream.APPEALS else CaseKind.MESSAGE,
            stream=stream,
            thread_id=f"{channel}-{event.thread}" if channel in voices.SOCIAL else external_id,
            author=event.writer.author if event.writer else Author(),
            place=_place(event),
            topic=event.message.title,
            recipient="" if event.message.voice in NO_RECIPIENT else recipient.short,
            url=url,
            may_publish=channel in ("webform", "pos", "max") and rng.random() < 0.4,
        )

    def _way(
        self, rng: Random, event: Event, *, recipient: Organisation, words: dict[str, str], url: str
    ) -> Way:
        is_danger = event.message.urgency == "danger"
        later: Callable[[int, float], int] = ways.clock if is_danger else self._window.later
        assert event.writer is not None  # noqa: S101  # `compose` has just met them
        return ways.walk(
            Walk(
                rng=rng,
                window=self._window,
                answers=self._answers,
                event=event,
                writer=event.writer,
                recipient=recipient,
                words=words,
                way=Way(),
                later=later,
                url=f"{url}#answer" if url else "",
            )
        )


def _place(event: Event) -> Place:
    street, house, spot = event.street, event.house, event.spot
    lat, lon = event.at
    if spot:
        return Place(
            text=f"{street.settlement}, {spot.phrase}",
            settlement=street.settlement,
            street=street.nominative if spot.street == street.code else "",
            landmark=spot.phrase,
            lat=lat,
            lon=lon,
        )
    return Place(
        text=f"{street.settlement}, {street.nominative}, д. {house.number}",
        settlement=street.settlement,
        street=street.nominative,
        house=house.number,
        lat=lat,
        lon=lon,
    )


def _url(channel: str, thread: int, number: int) -> str:
    if channel in ("vk", "incident"):
        return f"https://vk.invalid/wall-200000001_{thread}?reply={number}"
    if channel == "ok":
        return f"https://ok.invalid/group/70000000001/topic/{thread}?comment={number}"
    if channel == "telegram":
        return f"https://t.invalid/verhnerechensk/{thread}?comment={number}"
    return f"https://max.invalid/verhnerechensk/{thread}/{number}" if channel == "max" else ""


def _facts(rng: Random, event: Event, way: Way) -> dict[str, str]:
    message = event.message
    facts: dict[str, str] = {}
    if way.is_fast:
        facts["Фаст-трек"] = "да"
    if message.urgency in IMPORTANCE:
        facts["Важность"] = IMPORTANCE[message.urgency]
    if event.is_repeat:
        facts["Повторное"] = "да"
    if event.story == CHRONIC_DUMP:
        facts["Дорожная карта"] = DUMP_ROAD_MAP
    if way.kind == "solved" and rng.random() < 0.55:
        if message.about in TRACKED:
            facts["Подтверждение"] = "ГЛОНАСС"
        elif message.about in SEEN:
            facts["Подтверждение"] = "фото"
    return facts
