"""The head's screen: five figures, what to decide, what grew and why, what is late and at whom, promises."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.dash.figures import figures
from otklik.doors.web.dash.months import NAMES
from otklik.doors.web.dash.seeing import queue_url, scope_of
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.insight.analytics import overview as analytics
from otklik.insight.analytics.growth import Grown, is_growth
from otklik.insight.analytics.overview import Late, Overview
from otklik.insight.analytics.values import Period
from otklik.insight.reports import rules as duties
from otklik.insight.reports import selectors as reports
from otklik.kernel import language
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked, Scope
from otklik.register.cases.rules import Status, Urgency
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot


@dataclass(frozen=True, slots=True)
class TopicLine:
    """`growth` is against the usual week, in words; `why` is where it was added or where it mostly is."""

    title: str
    url: str
    count: int
    grew: bool
    growth: str
    why: str


@dataclass(frozen=True, slots=True)
class LateLine:
    title: str
    url: str
    count: int
    in_work: int
    oldest: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`tone` is that of its icon: danger, warn or none."""

    title: str
    icon: str
    url: str
    term: str
    tone: str


@staff(Action.SEE_DASHBOARD)
def head(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    snapshot = catalog.snapshot(visit.town.id)
    scope = scope_of(visit, snapshot)
    found = analytics.overview(reports.engine(), scope, now=visit.now, zone=visit.zone)
    districts = {one.code: (one.id, one.title) for one in places.districts(visit.town.id)}
    return render(
        request,
        "dash/head.html",
        {
            "first": visit.today - timedelta(days=6),
            "today": visit.today,
            "as_of": reports.engine().as_of(),
            "blocks": [] if scope.is_whole else _named_blocks(scope.blocks, snapshot),
            "is_whole": scope.is_whole,
            "figures": figures(found, today=visit.today),
            "decisions": _decisions(visit, found),
            "topics": [_topic(one, visit.today, snapshot, districts) for one in found.topics],
            "has_grown": any(is_growth(one) for one in found.topics),
            "late": [_late(one, visit.today) for one in found.late],
            "late_most": max((one.count for one in found.late), default=0),
            "late_total": int(found.overdue.value or 0),
            "late_url": queue_url(Asked(is_overdue=True)),
            "broken": found.broken,
            "broken_count": found.broken_count,
            "broken_url": queue_url(Asked(is_promise_broken=True)),
        },
    )


def _named_blocks(codes: tuple[str, ...], snapshot: Snapshot) -> list[str]:
    found = (snapshot.block_by_code(code) for code in codes)
    return [block.short_title for block in found if block is not None]


def _topic(one: Grown, today: date, snapshot: Snapshot, districts: dict[str, tuple[int, str]]) -> TopicLine:
    asked = Asked(
        scope=Scope.ALL,
        topic_id=snapshot.topic_ids_by_code.get(one.topic_code),
        received_from=today - timedelta(days=6),
        received_to=today,
    )
    names = {code: title for code, (_id, title) in districts.items()}
    grew = is_growth(one)
    told = _("+%(more)s к обычным %(usual)s") if grew else _("обычно %(usual)s")
    words = {"more": _short(one.growth), "usual": _short(one.usual)}
    return TopicLine(one.topic_title, queue_url(asked), one.count, grew, told % words, why(one, names))


def _short(value: float) -> str:
    """To one decimal, without a needless zero."""
    return language.number(value, digits=0 if abs(value) >= 10 else 1).removesuffix(",0")


def why(one: Grown, districts: dict[str, str]) -> str:
    """Which districts have made the growth, by their share of it; nothing where there is no growth."""
    if not is_growth(one):
        return ""
    added = [part for part in one.parts if part.growth > 0]
    whole = sum(part.growth for part in added)
    named = []
    for part in added[:2]:
        share = round(100 * part.growth / whole)
        title = districts.get(part.district_code, _("место не указано"))
        if share >= 25:
            named.append(_("%(district)s: %(share)s %% роста") % {"district": title, "share": share})
    return "; ".join(named) or _("понемногу по всему городу")


def _late(one: Late, today: date) -> LateLine:
    days = (today - one.oldest_due_at.date()).days
    return LateLine(
        title=one.recipient_title or _("Получатель не выбран"),
        url=queue_url(Asked(is_overdue=True, recipient_id=one.recipient_id)),
        count=one.count,
        in_work=one.in_work,
        oldest=language.counted(days, _("день"), _("дня"), _("дней")) if days else _("сегодня"),
    )


def _decisions(visit: Visit, found: Overview) -> list[Decision]:
    """What waits for the person, the worst first; what there is none of is not shown."""
    asks = (
        (Asked(urgency=Urgency.DANGER), _("Угроза жизни или здоровью"), "warn", _("сейчас"), "danger"),
        (Asked(status=Status.APPROVAL), _("Ответы на согласовании"), "check", _("сегодня"), "warn"),
        (
            Asked(needs_decision=True),
            _("Система не уверена в теме или получателе"),
            "route",
            _("сегодня"),
            "warn",
        ),
        (Asked(status=Status.REOPENED), _("Возобновлены: житель не согласен с ответом"), "undo", "", "none"),
    )
    base = cases.visible(visit.access, Action.SEE_CASES, visit.town.id)
    counted = cases.counts(base, [asked for asked, *_rest in asks], now=visit.now, zone=visit.zone)
    lines = [
        Decision(f"{title}: {_capped(count)}", icon, queue_url(asked), term, tone)
        for (asked, title, icon, term, tone), count in zip(asks, counted, strict=True)
        if count
    ]
    if found.broken_count:
        title = _("Обещанный срок прошёл: %(count)s") % {"count": language.number(found.broken_count)}
        lines.append(Decision(title, "clock", queue_url(Asked(is_promise_broken=True)), "", "warn"))
    return lines + _report_due(visit)


def _report_due(visit: Visit) -> list[Decision]:
    """The report of last month until it is frozen or signed."""
    if not visit.can(Action.SEE_REPORTS):
        return []
    month = Period.month_of(visit.today).previous_month()
    kept = reports.snapshots(visit.town.id, form="monthly", period=month.code)
    if any(one.signed_at for one in kept):
        return []
    due = duties.monthly_due(month.first)
    title = _("Отчёт за %(month)s %(state)s") % {
        "month": NAMES[month.first.month - 1],
        "state": _("ждёт подписи") if kept else _("не зафиксирован"),
    }
    term = _("до %(day)s") % {"day": language.day(due, this_year=visit.today.year)}
    tone = "danger" if visit.today > due else "warn"
    return [Decision(title, "report", reverse("dash:monthly", args=[month.code]), term, tone)]


def _capped(count: int) -> str:
    return (
        language.number(count) if count <= cases.MOST_COUNTED else f"{language.number(cases.MOST_COUNTED)}+"
    )
