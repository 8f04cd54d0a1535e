"""The messages and answers written by hand, and which answer fits which message."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from otklik.flow.demo.town import BrokenTown, read_rows

CHANNELS = frozenset(
    {"paper", "epgu", "pos", "vk", "ok", "telegram", "max", "email", "phone", "webform", "incident"}
)
MESSAGE_SLOTS = frozenset(
    {
        "street", "Street", "na_street", "Na_street", "NA_STREET", "po_street", "street_gen", "street_acc",
        "short", "SHORT", "house", "place", "Place", "village", "Village", "v_village", "V_village",
        "school", "garden", "stop", "route", "flat", "days", "weeks", "temp", "fio",
    }
)  # fmt: skip
ANSWER_SLOTS = (MESSAGE_SLOTS - {"fio"}) | {"hello", "dear", "date", "organisation", "where", "Where"}
FINAL = ("solved", "explained", "refused", "forwarded")
_SLOT = re.compile(r"\{(\w+)\}")
_NEEDS_FLATS = re.compile(r"подъезд|этаж|кв\. |управляющ|лифт|двор|газон", re.IGNORECASE)
_VILLAGE_SLOTS = frozenset({"village", "Village", "v_village", "V_village"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`about` is what an answer must fit, finer than the topic; `title` is «Группа / Тема»."""

    key: str
    group: str
    topic: str
    about: str
    channels: tuple[str, ...]
    voice: str
    who: str
    where: str
    months: frozenset[int]
    urgency: str
    story: str
    text: str
    title: str
    slots: frozenset[str]
    needs_flats: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    key: str
    group: str
    about: tuple[str, ...]
    kind: str
    style: str
    text: str
    slots: frozenset[str]


class Answers:
    """Finds the answers to a message: to itself, to its story, to what it is about, to anything at all."""

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        self._by_about: dict[str, dict[tuple[str, str], list[Answer]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for one in answers:
            for about in one.about or ("*",):
                self._by_about[about][one.kind, one.style].append(one)
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, str, str], list[Answer]] = {}

    def final_kinds(self, message: Message) -> tuple[str, ...]:
        """The kinds of a final answer that are written for this very message, the nearest ones only."""
        if message.key not in self._kinds:
            self._kinds[message.key] = self._nearest_kinds(message)
        return self._kinds[message.key]

    def find(self, message: Message, *, kind: str, style: str) -> list[Answer]:
        """Never empty for the kinds that `final_kinds` gave, nor for `interim`, `formal` and `thanks`."""
        key = (message.key, kind, style)
        if key not in self._found:
            self._found[key] = self._search(message, kind=kind, style=style)
        return self._found[key]

    def any(self, *, kind: str, style: str) -> list[Answer]:
        """The answers of this kind that fit whatever was written."""
        return self._by_about["*"][kind, style]

    def _search(self, message: Message, *, kind: str, style: str) -> list[Answer]:
        other = "official" if style == "social" else "social"
        for about in (*self._levels(message), "*"):
            level = self._by_about.get(about)
            if level is None or (kind in FINAL and about != "*" and not self._has_final(about)):
                continue
            found = level.get((kind, style)) or level.get((kind, other))
            if found:
                return found
        raise BrokenTown(f"No answer: {message.key}, {kind}, {style}")

    def _nearest_kinds(self, message: Message) -> tuple[str, ...]:
        for about in self._levels(message):
            if self._has_final(about):
                level = self._by_about[about]
                return tuple(kind for kind in FINAL if any(kind == each for each, _ in level))
        return ("solved", "explained", "refused")

    def _has_final(self, about: str) -> bool:
        return any(kind in FINAL for kind, _ in self._by_about.get(about, ()))

    @staticmethod
    def _levels(message: Message) -> tuple[str, ...]:
        return (message.key, message.story or message.about, message.about)


def slots_of(text: str) -> frozenset[str]:
    return frozenset(_SLOT.findall(text))


@lru_cache(maxsize=1)
def load_messages() -> tuple[Message, ...]:
    """Raises `BrokenTown` for an unknown channel or slot."""
    return tuple(_message(row) for row in read_rows("messages.tsv"))


@lru_cache(maxsize=1)
def load_answers() -> tuple[Answer, ...]:
    """Raises `BrokenTown` for an unknown slot."""
    return tuple(_answer(row) for row in read_rows("answers.tsv"))


def _message(row: dict[str, str]) -> Message:
    slots = slots_of(row["text"])
    channels = tuple(row["channel"].split(","))
    if not slots <= MESSAGE_SLOTS or not CHANNELS.issuperset(channels):
        raise BrokenTown(f"{row['key']}: unknown slot or channel")
    names = ("key", "group", "topic", "about", "voice", "who", "urgency", "story", "text")
    is_village = bool(slots & _VILLAGE_SLOTS)
    return Message(
        **{name: row[name] for name in names},
        channels=channels,
        where="village" if is_village else row["where"],
        months=_months(row["months"]),
        title=f"{row['group']} / {row['topic']}",
        slots=slots,
        needs_flats=not is_village
        and row["where"] == "town"
        and (row["group"] == "ЖКХ" or bool(_NEEDS_FLATS.search(row["text"]))),
    )


def _answer(row: dict[str, str]) -> Answer:
    slots = slots_of(row["text"])
    if not slots <= ANSWER_SLOTS:
        raise BrokenTown(f"{row['key']}: unknown slot {', '.join(sorted(slots - ANSWER_SLOTS))}")
    about = tuple(part for part in row["about"].split(",") if part)
    names = ("key", "group", "kind", "style", "text")
    return Answer(**{name: row[name] for name in names}, about=about, slots=slots)


def _months(text: str) -> frozenset[int]:
    """«12-3» is from December to March; «*» is the whole year."""
    if text == "*":
        return frozenset(range(1, 13))
    first, _, last = text.partition("-")
    start, end = int(first), int(last or first)
    return frozenset((start - 1 + step) % 12 + 1 for step in range((end - start) % 12 + 1))
