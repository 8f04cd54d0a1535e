"""A call registered by the keyboard alone: the words, hints while one speaks, the number to dictate."""

import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.border.ports.errors import BorderError
from otklik.doors.web.desk.opened import open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import channels, listening
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases

_FIELDS = ("text", "phone", "name", "address", "lat", "lon", "topic", "key")
_SHORTEST = 8
_UNPROCESSABLE = 422


@staff(Action.ENTER_CASE)
def hotline(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form; what cannot be taken comes back with all that was typed."""
    if request.method != "POST":
        return render(request, "desk/hotline.html", {"typed": {"key": str(uuid.uuid4())}})
    typed = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    body = json.dumps(typed, ensure_ascii=False).encode()
    try:
        (taken,) = channels.push(
            "phone", body, {}, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        )
    except BorderError as error:
        return _refused(request, typed, str(error))
    except LookupError:
        return _refused(request, typed, _("Горячая линия выключена в настройках каналов. Включите её."))
    if taken.case_id is None:
        return _refused(request, typed, _("Этот звонок уже записан. Найдите его в очереди."))
    return redirect("desk:dictated", taken.number or cases.by_id(taken.case_id).number)


@staff(Action.ENTER_CASE)
def dictated(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The number and the code, large, to be told to the caller."""
    opened = open_card(visit, number, action=Action.ENTER_CASE)
    return render(request, "desk/dictated.html", {"opened": opened, "case": opened.case})


@staff(Action.ENTER_CASE)
def hints(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What it is about, whose it is, where it is, and how many have told of it."""
    text, address = request.POST.get("text", ""), request.POST.get("address", "")
    if len(text.strip()) < _SHORTEST:
        return render(request, "desk/hotline_hints.html", {})
    topic = request.POST.get("topic", "")
    heard = listening.overhear(
        visit.town.id, text, address=address, topic=topic, channel="phone", now=visit.now
    )
    first = heard.chosen or (heard.topics[0] if heard.topics else None)
    alike_url = f"{reverse('desk:queue')}?topic_id={first.id}" if first else ""
    return render(request, "desk/hotline_hints.html", {"heard": heard, "alike_url": alike_url})


def _refused(request: HttpRequest, typed: dict[str, str], reason: str) -> HttpResponseBase:
    messages.error(request, reason)
    context = {"typed": typed, "errors": [("text", reason)]}
    return render(request, "desk/hotline.html", context, status=_UNPROCESSABLE)
