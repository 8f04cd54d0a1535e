"""Filters of the queue: each lives in the address, is a chip when it is on, and comes off with one press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.casework.triage import selectors as triage
from otklik.doors.web.desk import words
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.kernel import language
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked, Scope, write
from otklik.register.cases.rules import STATUS_TITLES
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot


@dataclass(frozen=True, slots=True)
class Chip:
    title: str
    url: str
    is_on: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the sheet «Ещё условия»; `options` are pairs of value and title."""

    name: str
    title: str
    value: str
    options: list[tuple[str, str]]


SCOPES = (
    (Scope.OPEN, gettext_lazy("В работе")),
    (Scope.DONE, gettext_lazy("Завершённые")),
    (Scope.ALL, gettext_lazy("Все")),
)


def address(asked: Asked) -> str:
    """The page of the queue with these filters."""
    query = urlencode(write(asked))
    return reverse("desk:queue") + (f"?{query}" if query else "")


def tabs(asked: Asked) -> list[Chip]:
    """In work, done, all."""
    return [
        Chip(str(title), address(replace(asked, scope=scope)), is_on=asked.scope is scope)
        for scope, title in SCOPES
    ]


def quick(visit: Visit) -> list[tuple[str, Asked]]:
    """The filters worth a chip of their own."""
    return [
        (_("Ждут решения"), Asked(needs_decision=True)),
        (_("Угроза и срочные"), Asked(is_urgent=True)),
        (_("Просрочено"), Asked(is_overdue=True)),
        (_("Срок сегодня"), Asked(is_due_today=True)),
        (_("На согласовании"), Asked(status="approval")),
        (_("Обещание нарушено"), Asked(is_promise_broken=True)),
        (_("Мои"), Asked(assignee_id=visit.user_id)),
    ]


def chips(asked: Asked, visit: Visit, snapshot: Snapshot, counted: Sequence[int]) -> list[Chip]:
    """Quick filters with how many cases each holds, then the rest of what is on."""
    quick_ones = quick(visit)
    found, told = [], write(replace(asked, scope=Scope.OPEN))
    for (title, one), count in zip(quick_ones, counted, strict=True):
        (name, value), *_rest = write(one).items()
        is_on = told.pop(name, None) == value if told.get(name) == value else False
        changed = _without(asked, name) if is_on else replace(asked, **{name: getattr(one, name)})
        found.append(Chip(title, address(changed), is_on=is_on, count=capped(count)))
    titles = _titles(visit, snapshot, told)
    found.extend(Chip(titles[name], address(_without(asked, name)), is_on=True) for name in told)
    return found


def capped(count: int) -> str:
    """«37», «1000+»."""
    return f"{cases.MOST_COUNTED}+" if count > cases.MOST_COUNTED else str(count)


def spaced(count: int) -> str:
    """«1 734»: a number that was counted to its end."""
    return language.number(count)


def choices(asked: Asked, visit: Visit) -> list[Choice]:
    """The sheet of all conditions."""
    snapshot = catalog.snapshot(visit.town.id)
    groups = sorted((t for t in snapshot.topics.values() if t.is_group), key=lambda t: t.title)
    lists: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("status", _("Состояние"), [(str(k), v) for k, v in STATUS_TITLES.items()]),
        ("kind", _("Вид"), list(words.KINDS.items())),
        ("stream", _("Поток"), list(words.STREAMS.items())),
        ("channel", _("Канал"), [(k, v[0]) for k, v in words.CHANNELS.items()]),
        ("group_id", _("Группа тем"), [(str(t.id), t.title) for t in groups]),
        ("topic_id", _("Тема"), [(str(t.id), t.full_title) for t in snapshot.assignable_topics()]),
        ("block_id", _("Отраслевой блок"), [(str(b.id), b.short_title) for b in snapshot.blocks.values()]),
        ("recipient_id", _("Получатель"), [(str(r.id), r.title) for r in snapshot.active_recipients()]),
        ("district_id", _("Район"), [(str(k), v) for k, v in places.district_titles(visit.town.id).items()]),
        ("sign", _("Признак"), list(triage.sign_titles().items())),
        ("tag", _("Метка"), [(title, title) for title in cases.tags_of(visit.town.id)]),
        ("rating", _("Оценка"), [(str(n), str(n)) for n in range(1, 6)]),
    ]
    told = write(asked)
    return [Choice(name, title, told.get(name, ""), options) for name, title, options in lists]


def _without(asked: Asked, name: str) -> Asked:
    return replace(asked, **{name: getattr(Asked(), name)})


def _titles(visit: Visit, snapshot: Snapshot, told: Mapping[str, str]) -> dict[str, str]:
    """What each filter in the address says, as words for its chip."""
    rows: dict[str, Mapping[int, Any]] = {
        "topic_id": snapshot.topics, "group_id": snapshot.topics,
        "block_id": snapshot.blocks, "recipient_id": snapshot.recipients,
    }  # fmt: skip
    lists: dict[str, Mapping[str, str]] = {
        "status": {str(k): v for k, v in STATUS_TITLES.items()},
        "kind": words.KINDS,
        "stream": words.STREAMS,
        "sign": triage.sign_titles(),
    }
    titles = {}
    for name, value in told.items():
        if name in rows:
            row = rows[name].get(int(value))
            titles[name] = row.title if row else _("нет в справочнике")
        elif name in lists:
            titles[name] = lists[name].get(value, value)
        else:
            titles[name] = _other_title(name, value, visit)
    return titles


_FLAGS = {
    "is_overdue": gettext_lazy("просрочено"),
    "is_behind": gettext_lazy("ответа на согласовании ещё нет"),
    "is_returned": gettext_lazy("возвращено на доработку"),
    "untaken_since": gettext_lazy("не принято в работу"),
}
_LEAST = {
    "due_in": gettext_lazy("срок в ближайшие %s дн."),
    "hops": gettext_lazy("передано раз: %s и больше"),
}


def _other_title(name: str, value: str, visit: Visit) -> str:
    if name in _FLAGS:
        return str(_FLAGS[name])
    if name == "repeats":
        return _("повторные") if value == "1" else _("третьи и следующие")
    if name in _LEAST:
        return str(_LEAST[name]) % value
    if name == "channel":
        return words.channel_word(value)
    if name == "text":
        return _("слова: «%(text)s»") % {"text": value}
    if name == "tag":
        return _("метка «%(title)s»") % {"title": value}
    if name == "district_id":
        return places.district_titles(visit.town.id).get(int(value), _("нет в справочнике"))
    if name == "assignee_id":
        return people.names([int(value)]).get(int(value), _("исполнитель"))
    if name == "rating":
        return _("оценка %(mark)s") % {"mark": value}
    if name == "urgency":
        return {"1": _("срочные"), "2": _("угроза")}.get(value, _("обычные"))
    since = name == "received_from"
    asked_day = language.day(visit.today.fromisoformat(value), this_year=visit.today.year)
    return (_("с %(day)s") if since else _("по %(day)s")) % {"day": asked_day}
