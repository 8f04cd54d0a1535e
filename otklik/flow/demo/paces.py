"""How fast each channel is answered, and which organisations are slow or answer for form's sake."""

from dataclasses import dataclass
from random import Random

from otklik.flow.demo.chance import stretch
from otklik.flow.demo.hours import DAY, WORKDAY, Window
from otklik.flow.demo.texts import Message
from otklik.flow.demo.voices import SOCIAL

OVERLOADED = "blag"
OVERLOADED_DAYS = 150
OVERLOADED_LATE = 0.3
FORMAL = "uyut"
FORMAL_SHARE = 0.75
LATE = 0.045
LOST = 0.008
WORK_TAKES_DAYS = 0.85  # of posts about work to be done get an interim answer first
FAST_TRACK = frozenset(
    {"pothole", "road_snow", "yard_snow", "lamp", "road_light", "hatch", "waste", "bins", "yard_pit",
     "icicle", "bus_stop", "playground", "traffic_light", "graffiti", "branches"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pace:
    """Working minutes: medians of log-normal delays with their spread; `limit` is kept when on time, and a
    late answer comes after `late`."""

    route: int
    take: int
    final: int
    spread: float
    limit: int
    late: int
    interim: float
    checked: float


PACES = {
    "social": Pace(20, 30, 3 * WORKDAY, 0.5, 6 * WORKDAY, 8 * WORKDAY, 0.15, 0.15),
    "letter": Pace(60, 120, 4 * WORKDAY, 0.5, 9 * WORKDAY, 23 * WORKDAY, 0.15, 0.4),
    "phone": Pace(12, 60, 3 * WORKDAY, 0.55, 9 * WORKDAY, 23 * WORKDAY, 0.15, 0.3),
    "pos": Pace(120, 240, 6 * WORKDAY, 0.5, 16 * WORKDAY, 23 * WORKDAY, 0.2, 0.8),
    "appeal": Pace(420, 400, 12 * WORKDAY, 0.28, 16 * WORKDAY, 23 * WORKDAY, 0.12, 0.95),
}
FAST = Pace(40, 60, int(1.8 * WORKDAY), 0.45, 4 * WORKDAY, 11 * WORKDAY, 0.1, 0.1)
REACTION, REACTION_URGENT = 150, 70  # a public post waits for its first answer so many working minutes
REACTION_LIMIT, REACTION_LIMIT_URGENT = 420, 200
STYLES = {"paper": "official", "epgu": "official", "pos": "official", "email": "official"}


def regime(channel: str) -> str:
    if channel in SOCIAL:
        return "social"
    return {"pos": "pos", "phone": "phone", "paper": "appeal", "epgu": "appeal"}.get(channel, "letter")


def is_fast(message: Message, channel: str) -> bool:
    return message.about in FAST_TRACK and regime(channel) in ("pos", "letter", "phone")


def style(channel: str) -> str:
    return STYLES.get(channel, "social")


def strain(window: Window, organisation: str, second: int) -> float:
    """By how much an organisation has slowed down: the overloaded one doubles its delays in five months."""
    since = window.until - OVERLOADED_DAYS * DAY
    if organisation != OVERLOADED or second < since:
        return 1.0
    return 1.6 + 0.9 * (second - since) / (window.until - since)


def delay(rng: Random, pace: Pace, *, slow: float) -> tuple[int, bool]:
    """Working minutes from routing to the final answer, and whether it is late."""
    late_share = OVERLOADED_LATE if slow > 1.0 else LATE
    if rng.random() < late_share:
        return int(pace.late * (1.02 + 0.6 * rng.random())), True
    minutes = pace.final * stretch(rng, pace.spread) * slow
    return int(min(max(minutes, 45.0), pace.limit * (0.8 + 0.2 * rng.random()))), False


def reaction(rng: Random, *, is_urgent: bool, is_late: bool) -> int:
    if is_late:
        return int(9.6 * 60 * (1.0 + rng.random()))
    median, limit = (REACTION_URGENT, REACTION_LIMIT_URGENT) if is_urgent else (REACTION, REACTION_LIMIT)
    return int(min(median * stretch(rng, 0.5), limit))
