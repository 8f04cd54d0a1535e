"""What every page of the desk shows around its content."""

from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from otklik.doors.web import bell
from otklik.doors.web.visit import Visit, visit
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the rail."""

    code: str
    title: str
    icon: str
    url: str
    active: bool


_RAIL = (
    ("my_day", "Мой день", "my-day", "home", None),
    ("queue", "Обращения и сообщения", "inbox", "desk:queue", Action.SEE_CASES),
    ("mass", "Массовые проблемы", "mass", "mass:problems", Action.SEE_CASES),
    ("watch", "Контроль", "watch", "watch:board", Action.SEE_CASES),
    ("stages", "Модерация", "check", "stages:moderation", Action.REFUSE),
    ("hotline", "Принять звонок", "phone", "desk:hotline", Action.ENTER_CASE),
    ("receptions", "Личный приём", "people", "appeals:receptions", Action.ENTER_CASE),
    ("office", "Мои поручения", "building", "office:queue", Action.TAKE),
    ("verdict", "Оценки жителей", "star-empty", "verdict:board", Action.SEE_CASES),
    ("dashboard", "Сводка главы", "rating", "dash:head", Action.SEE_DASHBOARD),
    ("reports", "Отчёты", "report", "dash:reports", Action.SEE_REPORTS),
    ("import", "Загрузка выгрузок", "upload", "setup:imports", Action.IMPORT),
    ("setup", "Настройки", "settings", "setup:index", None),
)
_WATCHES = (Action.ROUTE, Action.APPROVE, Action.SEE_DASHBOARD)
_SETUP = (
    Action.EDIT_CATALOG, Action.EDIT_PEOPLE, Action.EDIT_SETTINGS, Action.EDIT_TEMPLATES,
    Action.SEE_JOURNAL, Action.MAINTAIN,
)  # fmt: skip


def shell(request: HttpRequest) -> dict[str, object]:
    """The rail, the person and the town; nothing for a stranger."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"is_demo": settings.DEMO}
    found = visit(request)
    if found is None:
        return {"is_demo": settings.DEMO}
    return {
        "is_demo": settings.DEMO,
        "visit": found,
        "town": {"id": found.town.id, "name": found.town.title},
        "towns": _towns(found),
        "person": found.name,
        "person_menu": [(_("Пароль и защита входа"), "lock", reverse("mfa_index"))],
        "nav": _rail(request, found),
        "unread": partial(bell.unread, found.user_id),
    }


def may_watch(found: Visit) -> bool:
    """The board is for those who route, approve or look at the whole."""
    return any(found.can(one) for one in _WATCHES)


def _towns(found: Visit) -> list[tuple[int, str]]:
    """The choice of municipality; nothing to choose from is not read."""
    if len(found.towns) < 2:
        return []
    return [(town.id, town.title) for town in places.municipalities(found.towns)]


def _rail(request: HttpRequest, found: Visit) -> list[Item]:
    items = []
    for code, title, icon, name, action in _RAIL:
        if action is not None and not found.can(action):
            continue
        if code == "watch" and not may_watch(found):
            continue
        if code == "setup" and not any(found.can(one) for one in _SETUP):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        items.append(Item(code, _(title), icon, url, active=False))
    here = max(
        (item for item in items if _leads_to(request.path, item.url)),
        key=lambda item: len(item.url),
        default=None,
    )
    return [replace(item, active=item is here) for item in items]


def _leads_to(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
