"""The five figures of the head's screen in words: value, trend against the usual, and what is normal."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.dash.seeing import queue_url
from otklik.insight.analytics.overview import RATED_DAYS, Overview, Weekly
from otklik.kernel import language
from otklik.register.cases.queue import Asked, Scope

_NOTICED = 0.15  # a change smaller than this share of the usual is «как обычно»


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure as `parts/figure.html` draws it."""

    title: str
    value: str
    unit: str = ""
    delta: str = ""
    direction: str = "flat"
    tone: str = "none"
    norm: str = ""
    url: str
    values: list[float] = field(default_factory=list)
    norm_value: float | None = None


def figures(found: Overview, *, today: date) -> list[Shown]:
    week = (today - timedelta(days=6), today)
    return [
        _counted(
            _("Поступило за 7 дней"),
            found.received,
            url=queue_url(Asked(scope=Scope.ALL, received_from=week[0], received_to=week[1])),
            worse="",
        ),
        _counted(_("В работе"), found.in_work, url=queue_url(Asked()), worse=""),
        _overdue(found.overdue),
        _answer_days(found.answer_days, found.answered),
        _rated(found),
    ]


def _counted(title: str, weekly: Weekly, *, url: str, worse: str) -> Shown:
    value = weekly.value or 0
    return Shown(
        title=title,
        value=language.number(int(value)),
        url=url,
        values=_line(weekly),
        norm_value=weekly.usual,
        norm=_usual(weekly, digits=0),
        **_trend(value, weekly.usual, worse=worse, digits=0),
    )


def _overdue(weekly: Weekly) -> Shown:
    value, before = weekly.value or 0, weekly.before
    delta, direction = "", "flat"
    if before is not None:
        change = int(value - before)
        direction = "up" if change > 0 else "down" if change < 0 else "flat"
        delta = (
            _("%(change)s за неделю") % {"change": _signed(change, 0)}
            if change
            else _("за неделю столько же")
        )
    return Shown(
        title=_("Просрочено"),
        value=language.number(int(value)),
        delta=delta,
        direction=direction,
        tone="good" if not value else "danger" if direction == "up" else "warn",
        norm=_("норма 0"),
        url=queue_url(Asked(is_overdue=True)),
        values=_line(weekly),
        norm_value=0.0,
    )


def _answer_days(weekly: Weekly, answered: int) -> Shown:
    value = weekly.value
    words = language.counted(answered, _("ответ"), _("ответа"), _("ответов"))
    return Shown(
        title=_("До ответа в среднем"),
        value="—" if value is None else language.number(value, digits=1),
        unit="" if value is None else _("дн."),
        url=reverse("dash:behind", args=["answered"]),
        values=_line(weekly),
        norm_value=weekly.usual,
        norm=f"{_usual(weekly, digits=1)}, {words}" if weekly.usual is not None else words,
        **_trend(value, weekly.usual, worse="up", digits=1),
    )


def _rated(found: Overview) -> Shown:
    rated = found.rated
    words = language.counted(rated.count, _("оценке"), _("оценкам"), _("оценкам"))
    norm = _("из 5, за %(days)s дней") % {"days": RATED_DAYS}
    if rated.before is not None:
        norm = _("прежде %(mean)s") % {"mean": language.number(rated.before, digits=2)}
    return Shown(
        title=_("Довольны ответом"),
        value="—" if rated.mean is None else language.number(rated.mean, digits=2),
        unit=_("из 5, по %(ratings)s") % {"ratings": words} if rated.count else _("оценок пока нет"),
        url=reverse("dash:behind", args=["rated"]),
        norm=norm,
        values=[week for week in rated.weeks if week is not None],
        norm_value=rated.before,
        **_trend(rated.mean, rated.before, worse="down", digits=2, least=0.05),
    )


def _trend(
    value: float | None, usual: float | None, *, worse: str, digits: int, least: float = _NOTICED
) -> dict[str, str]:
    """`worse` is the direction that is bad, empty where neither is."""
    if value is None or usual is None:
        return {}
    change = round(value - usual, digits)
    if abs(value - usual) < least * max(usual, 1) or not change:
        return {"delta": _("как обычно"), "direction": "flat", "tone": "none"}
    direction = "up" if change > 0 else "down"
    tone = "none" if not worse else "danger" if direction == worse else "good"
    return {
        "delta": _("%(change)s к обычному") % {"change": _signed(change, digits)},
        "direction": direction,
        "tone": tone,
    }


def _usual(weekly: Weekly, *, digits: int) -> str:
    usual = weekly.usual
    return "" if usual is None else _("обычно %(mean)s") % {"mean": language.number(usual, digits=digits)}


def _signed(change: float, digits: int) -> str:
    return ("+" if change > 0 else "") + language.number(change, digits=digits)


def _line(weekly: Weekly) -> list[float]:
    """The points of the small line; a week with nothing to measure has no point."""
    return [week for week in weekly.weeks if week is not None]
