"""The ladder of terms in words: what is done, what is late, what is next, and how it was counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.casework.deadlines import speech as terms
from otklik.casework.deadlines.selectors import ClockView
from otklik.doors.web import speech
from otklik.doors.web.visit import Visit
from otklik.kernel import language


@dataclass(frozen=True, slots=True)
class Step:
    """A rung as `parts/ladder.html` draws it; `state` is done, late, now or ahead."""

    title: str
    state: str
    when: str
    left: str
    norm: str
    why: str


def steps(clocks: Sequence[ClockView], visit: Visit) -> list[Step]:
    """From the nearest; the first that still runs is «now»."""
    first = next((clock for clock in clocks if clock.is_running), None)
    return [_step(clock, visit, is_next=clock is first) for clock in clocks]


def _step(clock: ClockView, visit: Visit, *, is_next: bool) -> Step:
    title = f"{clock.title[:1].upper()}{clock.title[1:]}"
    if clock.stopped_at is not None:
        at = clock.stopped_at.astimezone(visit.zone)
        when = speech.moment_words(at, now=visit.now.astimezone(visit.zone))
        is_late = clock.is_overdue(visit.now)
        left = _late(clock) if is_late else _("в срок")
        return Step(title, "late" if is_late else "done", when, left, clock.norm, clock.arithmetic)
    left = terms.left(clock.due_at, now=visit.now, tz=visit.zone)
    state = "late" if clock.is_overdue(visit.now) else "now" if is_next else "ahead"
    return Step(title, state, _until(clock, visit), left, clock.norm, clock.arithmetic)


def _late(clock: ClockView) -> str:
    """How late it was done."""
    days = ((clock.stopped_at or clock.due_at) - clock.due_at).days
    if days < 1:
        return _("сделано с опозданием")
    return _("сделано на %(days)s позже") % {"days": language.counted(days, "день", "дня", "дней")}


def _until(clock: ClockView, visit: Visit) -> str:
    due = clock.due_at.astimezone(visit.zone)
    is_whole_day = (due.hour, due.minute) == (23, 59)
    now = visit.now.astimezone(visit.zone)
    words = speech.when(due.date(), now=now) if is_whole_day else speech.moment_words(due, now=now)
    return _("до %(when)s") % {"when": words} if words[:1].isdigit() else words
