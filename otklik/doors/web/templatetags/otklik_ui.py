"""What templates say and draw: icons, bars, sparks, numbers, days and terms in Russian."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.contrib.messages.storage.base import Message
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from otklik.doors.web import icons, queue_row, speech
from otklik.kernel import clock, language

register = template.Library()

_BAR = (
    '<svg class="bar-svg bar-{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="bar-back" width="100" height="8"></rect>'
    '<rect class="bar-fill" width="{}" height="8"></rect></svg>'
)
_SPARK = (
    '<svg class="spark" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">{}'
    '<polyline points="{}"></polyline></svg>'
)
_BAR_TITLE = 15
_NORM = '<line class="spark-norm" x1="0" x2="100" y1="{0}" y2="{0}"></line>'

register.simple_tag(icons.icon)
register.simple_tag(queue_row.drawn, name="queue_rows")


@register.simple_tag
def bar(value: float, whole: float, tone: str = "accent") -> SafeString:
    """A horizontal bar of a value within a whole; the number itself must stand beside it as text."""
    width = max(0.0, min(100.0, 100 * value / whole)) if whole else 0.0
    return format_html(_BAR, tone, f"{width:.1f}")


@register.simple_tag
def spark(values: Sequence[float], norm: float | None = None) -> SafeString:
    """A small line of a figure over time, with a dashed line where the norm is; empty below two points."""
    if len(values) < 2:
        return SafeString("")
    known = [*values, norm] if norm is not None else list(values)
    low, high = min(known), max(known)
    reach = (high - low) or 1
    heights = [round(30 - 28 * (value - low) / reach, 1) for value in values]
    points = " ".join(f"{100 * place / (len(values) - 1):.1f},{y}" for place, y in enumerate(heights))
    line = format_html(_NORM, round(30 - 28 * (norm - low) / reach, 1)) if norm is not None else ""
    return format_html(_SPARK, line, points)


@register.filter
def plural(count: int, words: str) -> str:
    """The word alone: `{{ n }} {{ n|plural:"день,дня,дней" }}`."""
    one, few, many = words.split(",")
    return language.plural(count, one, few, many)


@register.filter
def counted(count: int, words: str) -> str:
    """The count with its word: `{{ n|counted:"день,дня,дней" }}`."""
    one, few, many = words.split(",")
    return language.counted(count, one, few, many)


@register.filter
def number(value: int | float | Decimal | None, digits: int | None = None) -> str:
    """A number as Russians print it; unknown is «—»."""
    return speech.NOTHING if value is None else language.number(value, digits=digits)


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """A share of one as per cent; unknown is «—»."""
    return speech.percent(share, digits=digits)


@register.filter
def day(value: datetime | date | None) -> str:
    """«3 декабря, чт», in the town's zone."""
    return speech.NOTHING if value is None else language.day(_local(value), this_year=_now().year)


@register.filter
def when(value: datetime | date | None) -> str:
    """«сегодня в 10:15» or «3 декабря, чт», in the town's zone."""
    return speech.NOTHING if value is None else speech.when(_local(value), now=_now())


@register.filter
def moment(value: datetime | None) -> str:
    """«сегодня в 10:15» or «3 декабря, чт, 10:15», in the town's zone."""
    return speech.NOTHING if value is None else speech.moment_words(timezone.localtime(value), now=_now())


@register.filter
def left(due: datetime | None) -> str:
    """«2 дня», «просрочено на 4 ч»; no term is «без срока»."""
    return "без срока" if due is None else speech.left(due, now=_now())


@register.filter
def brief(title: str) -> str:
    """The title of a section for the bottom bar of a phone: «Обращения и сообщения» is «Обращения»."""
    return title if len(title) <= _BAR_TITLE else title.split()[0]


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes an action back: a message carries it as `extra_tags="undo=/address"`."""
    return next((tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo=/")), "")


def _local(value: datetime | date) -> datetime | date:
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _now() -> datetime:
    return timezone.localtime(clock.now())
