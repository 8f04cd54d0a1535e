"""The town's automatic rules in their order, with what they did, what is wrong, and what may be done."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules import speech
from otklik.casework.automation.rules.fields import Lists
from otklik.casework.automation.selectors import RuleView, VersionView
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import attempt
from otklik.doors.web.visit import Visit
from otklik.flow import listing, trying
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog

UNREAD = "Редакция не читается: сохраните правило заново."


@keeper(Action.EDIT_SETTINGS)
def rules(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Every rule as a sentence, the first to act first."""
    lists = listing.lists(visit.town.id)
    rows = automation.rules(visit.town.id, now=visit.now)
    troubles: dict[int, list[str]] = {}
    for one in trying.by_words(catalog.snapshot(visit.town.id)):
        troubles.setdefault(one.rule_id, []).append(one.text)
    drawn = [
        {
            "rule": one, "sentence": said(one.version, lists), "troubles": troubles.get(one.id, []),
            "is_first": one is rows[0], "is_last": one is rows[-1], "days": days(one.version),
        }
        for one in rows
    ]  # fmt: skip
    context = {
        "rows": drawn,
        "alarms": automation.alarmed(visit.town.id),
        "archived": automation.archived(visit.town.id),
    }
    return render(request, "setup/rules.html", context)


@keeper(Action.EDIT_SETTINGS)
def versions(request: HttpRequest, visit: Visit, rule_id: int) -> HttpResponseBase:
    """All that a rule ever said, by whom and when, and what came of each."""
    found = _rule(visit, rule_id)
    lists = listing.lists(visit.town.id)
    rows = automation.versions(rule_id)
    names = people.names([one.author_id for one in rows if one.author_id is not None])
    drawn = [
        {
            "version": one, "sentence": said(one, lists),
            "author": names.get(one.author_id or 0, _("система")), "is_newest": one is rows[0],
            "days": days(one),
        }
        for one in rows
    ]  # fmt: skip
    return render(request, "setup/rule_versions.html", {"rule": found, "rows": drawn})


def said(version: VersionView, lists: Lists) -> str:
    return speech.say(version.body, lists) if version.body is not None else UNREAD


def days(version: VersionView) -> str:
    """«с 01.12.2026 по 31.03.2027», "" for always."""
    since = f"с {version.since:%d.%m.%Y}" if version.since else ""
    until = f"по {version.until:%d.%m.%Y}" if version.until else ""
    return " ".join(part for part in (since, until) if part)


@require_POST
@keeper(Action.EDIT_SETTINGS)
def switch(request: HttpRequest, visit: Visit, rule_id: int) -> HttpResponseBase:
    is_on = request.POST.get("on") == "1"
    _rule(visit, rule_id)
    return attempt(
        request,
        lambda: services.switch(
            rule_id, is_on, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:rules",
        said=_("Правило включено.") if is_on else _("Правило выключено: новые сообщения оно не тронет."),
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def move(request: HttpRequest, visit: Visit, rule_id: int) -> HttpResponseBase:
    """One place up or down."""
    is_up = request.POST.get("way") == "up"
    return attempt(
        request,
        lambda: services.move(
            rule_id, is_up=is_up, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:rules",
        said=_("Порядок изменён."),
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def restore(request: HttpRequest, visit: Visit, rule_id: int, number: int) -> HttpResponseBase:
    """What an earlier version said holds again, as a new version."""
    return attempt(
        request,
        lambda: services.restore(
            rule_id, number, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to=reverse("setup:rule_versions", args=[rule_id]),
        said=_("Редакция %(number)s восстановлена.") % {"number": number},
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def archive(request: HttpRequest, visit: Visit, rule_id: int) -> HttpResponseBase:
    """Put a rule away; it can be taken back."""
    return attempt(
        request,
        lambda: services.archive(
            rule_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:rules",
        said=_("Правило убрано."),
        undo=reverse("setup:unarchive_rule", args=[rule_id]),
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def unarchive(request: HttpRequest, visit: Visit, rule_id: int) -> HttpResponseBase:
    return attempt(
        request,
        lambda: services.unarchive(
            rule_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:rules",
        said=_("Правило возвращено и выключено."),
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def close_alarms(request: HttpRequest, visit: Visit, rule_id: int) -> HttpResponseBase:
    """Somebody has seen to it; if not, the next message alarms anew."""
    return attempt(
        request,
        lambda: services.close_alarms(
            rule_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:rules",
        said=_("Тревога снята. Если причина осталась, она появится снова."),
    )


def _rule(visit: Visit, rule_id: int) -> RuleView:
    found = automation.rule(visit.town.id, rule_id)
    if found is None:
        raise Http404
    return found
