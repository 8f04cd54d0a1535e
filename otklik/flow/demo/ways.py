"""The way of one case: who had it when, what was answered, how it ended and what the author thought of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from otklik.border.ports.messages import Outcome, Step, StepKind
from otklik.flow.demo import paces
from otklik.flow.demo.chance import Urn, below, pick, stretch
from otklik.flow.demo.events import CHRONIC_DUMP, HEAT_FAILURE, Event
from otklik.flow.demo.hours import DAY, Window
from otklik.flow.demo.texts import Answer, Answers
from otklik.flow.demo.town import Organisation
from otklik.flow.demo.voices import Writer

CENTRE = "МЦУ"
OUTCOMES = {
    "solved": Outcome.MEASURES_TAKEN,
    "explained": Outcome.EXPLAINED,
    "refused": Outcome.NOT_SUPPORTED,
    "forwarded": Outcome.FORWARDED,
    "formal": Outcome.EXPLAINED,
    "thanks": Outcome.ANSWERED,
    "spam": Outcome.LEFT_UNANSWERED,
}
REASONS = {
    "solved": "Проблема решена",
    "explained": "Даны разъяснения",
    "refused": "В просьбе отказано",
    "forwarded": "Направлено по компетенции",
    "formal": "Даны разъяснения",
    "thanks": "Благодарность",
    "spam": "Не требует ответа: реклама или нет сути",
}
KIND_WEIGHTS = {"solved": 62, "explained": 24, "refused": 6, "forwarded": 10}
RATED = {"social": 0.16, "pos": 0.45, "letter": 0.35, "phone": 0.2, "appeal": 0.05}
RATINGS = {
    "solved": (4, 5, 11, 28, 52),
    "explained": (14, 16, 26, 26, 18),
    "refused": (40, 28, 18, 9, 5),
    "forwarded": (18, 20, 30, 20, 12),
    "formal": (62, 38, 0, 0, 0),
    "thanks": (0, 0, 0, 10, 90),
}
_RATINGS = {kind: Urn((1, 2, 3, 4, 5), weights) for kind, weights in RATINGS.items()}


LOST_FOR = 40 * DAY  # what nobody has answered is found sooner or later


@dataclass(slots=True, kw_only=True)
class Way:
    """The steps that have happened by the end of the window; the rest of the fields follow from them."""

    steps: list[Step] = field(default_factory=list)
    outcome: Outcome | None = None
    closing_reason: str = ""
    rating: int | None = None
    kind: str = ""
    is_fast: bool = False


@dataclass(slots=True, kw_only=True)
class Walk:
    """One case being walked: `later(second, minutes)` counts working minutes, clock ones in an emergency."""

    rng: Random
    window: Window
    answers: Answers
    event: Event
    writer: Writer
    recipient: Organisation
    words: dict[str, str]
    way: Way
    later: Callable[[int, float], int]
    url: str = ""
    said: list[str] = field(default_factory=list)

    def step(self, kind: StepKind, second: int, *, by: str = "", text: str = "", **more: object) -> bool:
        """Adds the step if it has already happened."""
        if second > self.window.until:
            return False
        at = self.window.moment(second)
        self.way.steps.append(Step(kind=kind, at=at, by=by, text=text, **more))  # type: ignore[arg-type]  # by name
        return True

    def say(self, kind: str, day: int) -> str:
        """The text of an answer; `day` is any second of the day that it names."""
        style = paces.style(self.event.channel)
        found: list[Answer] = self.answers.find(self.event.message, kind=kind, style=style)
        words = self.words
        words["hello"], words["dear"] = (
            self.writer.hello(self.event.channel),
            self.writer.dear(self.event.channel),
        )
        words["organisation"] = self.recipient.short
        words["date"] = self.window.say(day)
        fresh = [one for one in found if one.key not in self.said] or self.answers.any(kind=kind, style=style)
        answer = pick(self.rng, fresh)
        self.said.append(answer.key)
        return answer.text.format_map(words)


def walk(one: Walk) -> Way:
    """Walks the case to its end or to the end of the window."""
    voice = one.event.message.voice
    if voice == "spam":
        second = one.later(one.event.second, 5 + one.rng.random() * 200)
        _end(one, "spam", one.step(StepKind.CLOSED, second, by=CENTRE, text=REASONS["spam"]))
    elif voice == "foreign":
        _forward(one)
    elif voice == "thanks":
        second = one.later(one.event.second, 30 + one.rng.random() * 500)
        if one.step(StepKind.ROUTED, one.later(one.event.second, 10), by=CENTRE):
            _answer(one, "thanks", second)
    else:
        _work(one)
    return one.way


def _forward(one: Walk) -> None:
    second = one.later(one.event.second, 200 + one.rng.random() * 1600)
    text = one.say("forwarded", second)
    if one.step(StepKind.FORWARDED, second, by=CENTRE, text=text):
        _end(one, "forwarded", True)
        one.step(StepKind.CLOSED, second + 60, by=CENTRE, text=REASONS["forwarded"])


def _work(one: Walk) -> None:
    rng, event = one.rng, one.event
    is_danger = event.message.urgency == "danger"
    one.way.is_fast = paces.is_fast(event.message, event.channel)
    name = paces.regime(event.channel)
    pace = paces.FAST if one.way.is_fast else paces.PACES[name]
    routed = one.later(event.second, (6 if is_danger else pace.route) * stretch(rng, 0.5))
    if not one.step(StepKind.ROUTED, routed, by=CENTRE, text=one.recipient.short):
        return
    if rng.random() < paces.LOST and event.second > one.window.until - LOST_FOR:
        return
    slow = paces.strain(one.window, one.recipient.code, event.second)
    final, is_late = (
        (int(180 + 500 * rng.random()), False) if is_danger else paces.delay(rng, pace, slow=slow)
    )
    has_interim = name == "social" or rng.random() < pace.interim
    first = _first(one, name=name, final=final, is_late=is_late, slow=slow)
    kind = _kind(one)
    waits = paces.WORK_TAKES_DAYS if kind == "solved" else pace.interim
    if name == "social" and not is_late and not is_danger and rng.random() > waits * slow:
        final, has_interim = first, False
    finish = event.solved or one.later(routed, final)
    take = min(pace.take * stretch(rng, 0.5), first * 0.6)
    one.step(StepKind.TAKEN, min(one.later(routed, 5 if is_danger else take), finish), by=one.recipient.short)
    promised = _interim(one, one.later(routed, first), finish) if has_interim and final > first else 0
    _check(one, routed, final, promised, pace=pace)
    _answer(one, kind, finish)


def _first(one: Walk, *, name: str, final: int, is_late: bool, slow: float) -> int:
    """Working minutes to the first word: a post waits for hours, a letter for days."""
    if one.event.message.urgency == "danger":
        return min(25 + int(40 * one.rng.random()), final)
    if name != "social":
        return max(int(final * (0.3 + 0.2 * one.rng.random())), 30)
    is_urgent = one.event.message.urgency == "urgent"
    reaction_late = is_late and slow == 1.0 and one.rng.random() < 0.4
    return min(paces.reaction(one.rng, is_urgent=is_urgent, is_late=reaction_late), final)


def _interim(one: Walk, second: int, finish: int) -> int:
    """Promises a day; one promise in twelve is broken. Gives the moment of the answer."""
    if second >= finish:
        return 0
    shift = -1 - below(one.rng, 3) if one.rng.random() < 0.08 else below(one.rng, 3)
    day = max(finish + shift * DAY, second + DAY)
    promised = one.window.date_of(day)
    text = one.say("interim", day)
    one.step(StepKind.INTERIM, second, by=one.recipient.short, text=text, url=one.url, promised_on=promised)
    return second


def _check(one: Walk, routed: int, final: int, interim: int, *, pace: paces.Pace) -> None:
    """A draft goes to the centre, and one in eight comes back."""
    if one.event.solved or one.rng.random() > pace.checked or final < 400:
        return
    marks = [one.later(routed, final * share) for share in (0.8, 0.87, 0.94)]
    if marks[0] <= interim or not one.step(StepKind.SUBMITTED, marks[0], by=one.recipient.short):
        return
    if one.rng.random() < 0.12:
        reason = pick(one.rng, ("Нет даты работ", "Нет фото", "Нет ответа на второй вопрос", "Канцелярит"))
        if one.step(StepKind.RETURNED, marks[1], by=CENTRE, text=reason):
            one.step(StepKind.SUBMITTED, marks[2], by=one.recipient.short)


def _kind(one: Walk) -> str:
    if one.event.story in (HEAT_FAILURE, CHRONIC_DUMP):
        return "solved"
    if one.recipient.code == paces.FORMAL and one.rng.random() < paces.FORMAL_SHARE:
        return "formal"
    return _kinds(one.answers.final_kinds(one.event.message)).draw(one.rng)


@lru_cache(maxsize=16)
def _kinds(kinds: tuple[str, ...]) -> Urn[str]:
    return Urn(kinds, [KIND_WEIGHTS[kind] for kind in kinds])


def _answer(one: Walk, kind: str, second: int) -> None:
    if kind == "solved":
        day = second if one.event.solved else max(second - below(one.rng, 2) * DAY, one.event.second)
    else:
        day = second + (0 if kind == "forwarded" else (14 + below(one.rng, 46)) * DAY)
    text = one.say(kind, day)
    if not one.step(StepKind.ANSWERED, second, by=one.recipient.short, text=text, url=one.url):
        return
    _end(one, kind, True)
    closed = one.later(second, 20 + one.rng.random() * 400)
    if one.step(StepKind.CLOSED, closed, by=CENTRE, text=REASONS[kind]):
        _rate(one, kind, closed)


def _rate(one: Walk, kind: str, closed: int) -> None:
    name = paces.regime(one.event.channel)
    if not one.writer.author.name or one.rng.random() > RATED[name] * (1.6 if kind == "formal" else 1.0):
        return
    rating = _RATINGS[kind].draw(one.rng)
    rated = closed + int(3600 * (1 + 60 * one.rng.random()))
    if not one.step(StepKind.RATED, rated, rating=rating):
        return
    one.way.rating = rating
    if rating <= 2 and one.rng.random() < (0.65 if kind == "formal" else 0.3):
        _reopen(one, kind, rated)


def _reopen(one: Walk, kind: str, rated: int) -> None:
    reopened = one.later(rated, 60 + one.rng.random() * 400)
    if not one.step(StepKind.REOPENED, reopened, by=CENTRE, text="Автор не согласен с ответом"):
        return
    one.way.outcome, one.way.closing_reason = None, ""
    second = one.later(reopened, 1500 * stretch(one.rng, 0.4))
    again = (
        "formal"
        if kind == "formal" and one.rng.random() < 0.5
        else one.answers.final_kinds(one.event.message)[0]
    )
    day = second if again == "solved" else second + 30 * DAY
    text = one.say(again, day)
    if one.step(StepKind.ANSWERED, second, by=one.recipient.short, text=text, url=one.url):
        _end(one, again, True)
        one.step(StepKind.CLOSED, one.later(second, 120), by=CENTRE, text=REASONS[again])


def _end(one: Walk, kind: str, has_happened: bool) -> None:
    if has_happened:
        one.way.kind, one.way.outcome, one.way.closing_reason = kind, OUTCOMES[kind], REASONS[kind]


def clock(second: int, minutes: float) -> int:
    """Emergencies are worked on at night too."""
    return second + int(minutes * 60)
